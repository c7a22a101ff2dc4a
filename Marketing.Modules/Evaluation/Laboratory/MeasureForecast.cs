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
        var fills = asked.FillsZero && isBalance ? throw new OperatorException("--fill zero is for sales: a day without a row is no day with an empty shelf.", "Leave it out, and add rows with the stock of each step.", BadInput) : asked.FillsZero;
        var series = LabSeries.Read(asked.Series, isBalance, fills, cancellation);
        var came = asked.Test is { } path ? LabSeries.Read(path, isBalance, fills, cancellation).ToDictionary(one => one.Name) : [];
        if (came.Keys.FirstOrDefault(name => series.TrueForAll(one => one.Name != name)) is { } unknown)
        {
            throw new OperatorException($"{asked.Test}: the series '{LabCsv.Shown(unknown)}' does not stand in {asked.Series}.", "Name the series of both files alike, or leave it out.", BadInput);
        }

        came = Behind(asked, series, came);
        var horizon = asked.Horizon ?? (came.Count > 0 ? came.Values.Max(one => one.Values.Count)
            : throw new OperatorException("--horizon is missing.", "Say how many steps are to be foretold, or name a file with what came as --test.", BadInput));
        Bound(asked, series.Count, horizon);
        var (all, seconds, cpu) = LabMethods.Timed(() => methods.Forecast(asked.Model, [.. series.Select(one => one.Values.ToArray())], asked.Season, horizon, asked.LearnsIntervals, share => progress?.Report(new Progress("foretell", share)), cancellation));
        var told = all.Series;
        Any(asked, told);
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
            Counted(told.Select(one => one.Reason)),
            series.SelectMany((one, i) => Steps(one, told[i], of80, of95)))
        {
            WithoutInterval = Counted(told.Select(one => one.NoInterval)),
            ShorterThanSeasons = asked.Season == 1 ? 0 : series.Count(one => one.Values.Count < 2L * asked.Season),
        };
    }

    private static Dictionary<string, int> Counted(IEnumerable<string?> reasons) => reasons.OfType<string>().GroupBy(reason => reason).ToDictionary(group => group.Key, group => group.Count());

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Bound(ForecastQuestion asked, int series, int horizon)
    {
        if (horizon > IForecastLaboratory.MostSteps || asked.Season > IForecastLaboratory.MostSteps)
        {
            throw new OperatorException($"{(horizon > IForecastLaboratory.MostSteps ? "--horizon" : "--season")} must be at most {Whole(IForecastLaboratory.MostSteps)}.", "Give fewer steps, or put values of several steps together.", BadInput);
        }

        if ((long)series * horizon > IForecastLaboratory.MostForecasts)
        {
            throw new OperatorException($"{Whole(series)} series times {Whole(horizon)} steps are more than the {Whole(IForecastLaboratory.MostForecasts)} that are foretold at once.", "Give a shorter --horizon, or divide the series among several files.", BadInput);
        }
    }

    // A report in which everything was declined would look like one of an empty file.
    private static void Any(ForecastQuestion asked, IReadOnlyList<SeriesForecast> told)
    {
        if (told.All(one => one.Reason is not null))
        {
            var reasons = Counted(told.Select(one => one.Reason));
            throw new OperatorException(
                $"{asked.Model} foretells none of the {Whole(told.Count)} series of {asked.Series}: {string.Join(", ", reasons.Select(reason => $"{reason.Key} {Whole(reason.Value)}"))}.",
                reasons.MaxBy(reason => reason.Value).Key switch
                {
                    "no-season" => "Say with --season how many steps one season has, or take another model.",
                    "negative" or "not-positive" => "Take a model that knows values below 0, such as theta.",
                    "too-large" => "Write values in a larger unit, such as thousands.",
                    _ => "Give longer series or a shorter --season, or take a simpler model, such as naive.",
                },
                BadInput);
        }
    }

    // What came begins a step behind what is learned from and goes on at its steps; what is missing between is filled where gaps are.
    private static Dictionary<string, LabSeries> Behind(ForecastQuestion asked, List<LabSeries> series, Dictionary<string, LabSeries> came)
    {
        foreach (var one in series.Where(one => came.ContainsKey(one.Name)))
        {
            var (later, step, name) = (came[one.Name], one.Step, LabCsv.Shown(one.Name));
            if (later.First <= one.Last)
            {
                throw new OperatorException($"{asked.Test}: the series '{name}' begins there before it has ended in {asked.Series}.", "What came lies behind what is learned from: cut the files at one time.", BadInput);
            }

            if (!step.IsKnown)
            {
                continue;
            }

            var between = step.Between(one.Last, later.First);
            if (step.IsDate != later.Step.IsDate || between % step.Size != 0 || step.Between(later.First, later.Last) != (later.Values.Count - 1) * step.Size)
            {
                throw new OperatorException($"{asked.Test}: the series '{name}' does not go on at the steps of {asked.Series}, where times are {step} apart.", "Write the times of both files at the same steps.", BadInput);
            }

            var missing = (between / step.Size) - 1;
            if (missing > (asked.FillsZero ? IForecastLaboratory.MostSteps : 0))
            {
                throw new OperatorException(
                    $"{asked.Test}: the series '{name}' begins there at {step.Shown(later.First)}, {Whole(missing + 1)} steps behind its end in {asked.Series} at {step.Shown(one.Last)}.",
                    asked.FillsZero ? "Look whether the times are right." : "Add a row for each step between, with 0 where nothing was there, as --fill zero does.",
                    BadInput);
            }

            came[one.Name] = later with { Values = [.. Enumerable.Repeat(0.0, (int)missing), .. later.Values] };
        }

        return came;
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

    private static IEnumerable<ForecastStep> Steps(LabSeries one, SeriesForecast told, double of80, double of95)
    {
        var bounds = new SeriesBounds(told, one.Values);
        for (var h = 0; h < told.Mean.Count; h++)
        {
            if (bounds.Any)
            {
                var ((low80, high80), (low95, high95)) = (bounds.Of(h, of80), bounds.Of(h, of95));
                yield return new ForecastStep(one.Name, h + 1, told.Mean[h], low80, high80, low95, high95);
            }
            else
            {
                yield return new ForecastStep(one.Name, h + 1, told.Mean[h], null, null, null, null);
            }
        }
    }

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
            if (values.Length == 1)
            {
                // One series tells nothing of how others would come out.
                figures.Add(new Metric(name, values[0]));
            }
            else if (values.Length > 1 && MethodFigures.Figure(name, values, options.Value) is { } figure)
            {
                figures.Add(figure);
            }
        }
    }
}
