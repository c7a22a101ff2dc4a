using System.Diagnostics;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Two tables to figures: what columns hold, fit, score, bootstrap.</summary>
internal sealed class MeasurePropensity(ITableMethods methods, IOptions<EvaluationOptions> options) : IPropensityLaboratory
{
    public Task<PropensityReport> MeasureAsync(PropensityQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        LabMethods.Check("propensity", () => methods.Check(question.Model.Model, Parameters(question)));
        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    private Dictionary<string, string> Parameters(PropensityQuestion question) => LabMethods.Seeded(question.Model, methods.Parameters(question.Model.Model), question.Seed);

    private PropensityReport Measure(PropensityQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var tables = LabTables.Learn(asked, cancellation);
        var (train, test) = (tables.ReadTraining(cancellation), tables.Read(asked.Test, cancellation));
        progress?.Report(new Progress("read", 1, $"{train.Rows.Rows:N0} and {test.Rows.Rows:N0} rows"));
        var (model, fit, cpu) = LabMethods.Timed(() => methods.Fit(asked.Model.Model, train.Rows, train.Positive, Parameters(asked), progress, cancellation));
        var started = Stopwatch.GetTimestamp();
        var probabilities = new double[test.Rows.Rows];
        model.Score(test.Rows, probabilities);
        var score = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = LabMethods.PeakBytes();
        progress?.Report(new Progress("measure", 0));
        var figures = new BinaryMetrics(probabilities, test.Positive.Span).Bootstrap((ulong)asked.Seed, options.Value.BootstrapResamples, cancellation)!;
        progress?.Report(new Progress("measure", 1));
        List<PropensityColumn> columns = [.. tables.Columns];
        return new PropensityReport(
            new LabMeasured(asked.Model.Model, model.Parameters, [Figure("auc", figures.Auc), Figure("average_precision", figures.AveragePrecision), Figure("log_loss", figures.LogLoss), Figure("brier", figures.Brier)], fit, score, cpu, peak),
            tables.Positive,
            tables.Negative,
            columns,
            new Dictionary<string, long>
            {
                ["train"] = train.Rows.Rows,
                ["test"] = test.Rows.Rows,
                ["train_positive"] = train.Positives,
                ["test_positive"] = test.Positives,
                ["columns"] = columns.Count,
            },
            probabilities);
    }

    private static Metric Figure(string name, Interval interval) => new(name, interval.Value, interval.Low, interval.High);
}
