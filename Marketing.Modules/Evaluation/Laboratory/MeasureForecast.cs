using System.Globalization;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Series to figures: foretell each, compare with what came, bootstrap over series.</summary>
internal sealed class MeasureForecast(IForecastMethods methods, IOptions<EvaluationOptions> options) : IForecastLaboratory
{
    private const int BadInput = 2;
    private const double Of80 = 1.2815515655446004;
    private const double Of95 = 1.959963984540054;

    public Task<ForecastReport> MeasureAsync(ForecastQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        LabMethods.Check("forecast", () => _ = methods.Kinds.Contains(question.Model) ? true : throw new ArgumentException($"There is no model '{question.Model}'; there are {string.Join(", ", methods.Kinds)}."));
        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    private ForecastReport Measure(ForecastQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var isBalance = asked.Model == IForecastMethods.StockBalance;
        var series = LabSeries.Read(asked.Series, isBalance, cancellation);
        var came = asked.Test is { } path ? LabSeries.Read(path, isBalance, cancellation).ToDictionary(one => one.Name) : [];
        if (came.Keys.FirstOrDefault(name => series.TrueForAll(one => one.Name != name)) is { } unknown)
        {
            throw new OperatorException($"{asked.Test}: the series '{LabCsv.Shown(unknown)}' does not stand in {asked.Series}.", "Name the series of both files alike, or leave it out.", BadInput);
        }

        Check(asked, series, came);
        var horizon = asked.Horizon ?? (came.Count > 0 ? came.Values.Max(one => one.Values.Count)
            : throw new OperatorException("--horizon is missing.", "Say how many steps are to be foretold, or name a file with what came as --test.", BadInput));
        var (all, seconds, cpu) = LabMethods.Timed(() => methods.Forecast(asked.Model, [.. series.Select(one => one.Values.ToArray())], asked.Season, horizon, asked.LearnsIntervals, share => progress?.Report(new Progress("foretell", share)), cancellation));
        var told = all.Series;
        var (of80, of95) = all.Widths ?? (Of80, Of95);
        progress?.Report(new Progress("measure", 0));
        var errors = series.Select((one, i) => (one, i)).Where(pair => told[pair.i].Reason is null && came.ContainsKey(pair.one.Name))
            .Select(pair => new SeriesErrors(pair.one.Values, came[pair.one.Name].Values, told[pair.i], asked.Season, of80, of95)).ToList();
        var measured = new LabMeasured(asked.Model, Parameters(asked, horizon, all.Widths), Figures(errors), seconds, 0, cpu, LabMethods.PeakBytes());
        progress?.Report(new Progress("measure", 1));
        return new ForecastReport(
            measured,
            new Dictionary<string, long>
            {
                ["series"] = series.Count,
                ["values"] = series.Sum(one => (long)one.Values.Count),
                ["foretold"] = told.LongCount(one => one.Reason is null),
                ["declined"] = told.LongCount(one => one.Reason is not null),
                ["test"] = came.Values.Sum(one => (long)one.Values.Count),
                ["measured"] = errors.Count,
            },
            [.. told.Where(one => one.Reason is null).GroupBy(one => one.Form).Select(group => KeyValuePair.Create(group.Key, group.Count())).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)],
            told.Where(one => one.Reason is not null).GroupBy(one => one.Reason!).ToDictionary(group => group.Key, group => group.Count()),
            [.. series.SelectMany((one, i) => Steps(one.Name, told[i], of80, of95))]);
    }

    private static void Check(ForecastQuestion asked, List<LabSeries> series, Dictionary<string, LabSeries> came)
    {
        foreach (var one in series)
        {
            if (came.TryGetValue(one.Name, out var later) && later.Times[0] <= one.Times[^1])
            {
                throw new OperatorException($"{asked.Test}: the series '{LabCsv.Shown(one.Name)}' begins there before it has ended in {asked.Series}.", "What came lies behind what is learned from: cut the files at one time.", BadInput);
            }
        }
    }

    private static Dictionary<string, string> Parameters(ForecastQuestion asked, int horizon, (double Of80, double Of95)? widths)
    {
        var parameters = new Dictionary<string, string> { ["season"] = $"{asked.Season}", ["horizon"] = $"{horizon}", ["intervals"] = widths is null ? "own" : "conformal" };
        if (widths is { } learned)
        {
            (parameters["width80"], parameters["width95"]) = (learned.Of80.ToString("0.###", CultureInfo.InvariantCulture), learned.Of95.ToString("0.###", CultureInfo.InvariantCulture));
        }

        return parameters;
    }

    private static IEnumerable<ForecastStep> Steps(string name, SeriesForecast told, double of80, double of95) => told.Mean.Select((mean, h) => told.Deviation.Count == 0
        ? new ForecastStep(name, h + 1, mean, null, null, null, null)
        : new ForecastStep(name, h + 1, mean, mean - (of80 * told.Deviation[h]), mean + (of80 * told.Deviation[h]), mean - (of95 * told.Deviation[h]), mean + (of95 * told.Deviation[h])));

    private List<Metric> Figures(List<SeriesErrors> errors)
    {
        var figures = new List<Metric>();
        Add("smape", one => one.Smape);
        Add("mase", one => one.Mase);
        Add("rmsse", one => one.Rmsse);
        if (errors.Sum(one => one.Came) is > 0 and var came)
        {
            figures.Add(new Metric("wape", errors.Sum(one => one.Absolute) / came));
        }

        if (errors.Sum(one => one.Real) is not 0 and var real)
        {
            figures.Add(new Metric("bias", (errors.Sum(one => one.Foretold) / real) - 1));
        }

        Add("coverage@80", one => one.In80);
        Add("coverage@95", one => one.In95);
        return figures;

        void Add(string name, Func<SeriesErrors, double?> of)
        {
            double[] values = [.. errors.Select(of).OfType<double>()];
            if (values.Length > 0 && MethodFigures.Figure(name, values, options.Value) is { } figure)
            {
                figures.Add(figure);
            }
        }
    }
}
