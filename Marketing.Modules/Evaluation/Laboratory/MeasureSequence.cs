using System.Diagnostics;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Laboratory;

/// <summary>
/// Leave-one-out: fitted on all items of each user but the last two; the one before the last is to be found from those, and the last from
/// those and the one before it.
/// </summary>
internal sealed class MeasureSequence(IRecommenderMethods methods, IOptions<EvaluationOptions> options) : ISequenceLaboratory
{
    private const string Command = "sequence";

    public Task<LabReport> MeasureAsync(SequenceQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        LabMethods.Check(Command, methods, question.Seed, question.Model);
        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    private LabReport Measure(SequenceQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var file = LabSequences.Read(asked.Train, out var leftOut, cancellation);
        var shop = new LabShop(file, null);
        progress?.Report(new Progress("read", 1, $"{file.Users.Count:N0} items of {shop.Users.Count:N0} users"));
        var (validation, test) = (shop.LeaveOneOut(behind: 1), shop.LeaveOneOut(behind: 0));
        var (fitted, seconds, cpu) = LabMethods.Timed(() => LabMethods.Fit(Command, methods, asked.Model, validation.Past, test.Past, asked.Seed, progress, cancellation));
        progress?.Report(new Progress("rank", 0));
        var started = Stopwatch.GetTimestamp();
        var lists = RankEveryone.By(fitted, test, cancellation);
        var score = Stopwatch.GetElapsedTime(started).TotalSeconds;
        progress?.Report(new Progress("rank", 0.5));
        var validated = RankEveryone.By(fitted, validation, cancellation);
        progress?.Report(new Progress("rank", 1));
        var settings = new EvaluationOptions { BootstrapResamples = options.Value.BootstrapResamples, Seed = asked.Seed };
        return new LabReport(
            new LabMeasured(asked.Model.Model, fitted.Parameters, Figures(Ranking.Of(lists, test), Ranking.Of(validated, validation), settings), seconds, score, cpu, LabMethods.PeakBytes()),
            null,
            [],
            [],
            new Dictionary<string, long>
            {
                ["train"] = file.Users.Count,
                ["users"] = shop.Users.Count,
                ["items"] = shop.Items.Count,
                ["left_out"] = leftOut,
                ["evaluated"] = test.Customers.Length,
                ["validated"] = validation.Customers.Length,
            },
            shop.Places(lists, test));
    }

    // With one item to be found, recall within twenty is the hit rate there.
    private static List<Metric> Figures(Ranking test, Ranking validation, EvaluationOptions settings) =>
    [
        .. One(MethodFigures.Ndcg, test.Ndcg, settings),
        .. One("hit@10", test.Hit, settings),
        .. One("hit@20", test.Recall, settings),
        new Metric("coverage@10", test.Coverage),
        .. One("validation_ndcg@10", validation.Ndcg, settings),
        .. One("validation_hit@10", validation.Hit, settings),
    ];

    private static Metric[] One(string name, double[] values, EvaluationOptions settings) => MethodFigures.Figure(name, values, settings) is { } metric ? [metric] : [];
}
