using System.Diagnostics;
using System.Globalization;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Combination;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// The M3 competition (Makridakis and Hibon 2000), protocol of the reference: <c>dotnet run -c Release --project Marketing.Tests -- m3 KIND ...</c>. Means over series of sMAPE, MASE and of the
/// coverage of intervals that are learned from the ends of the training parts, and OWA against naive2; per period and for all 3,003, for every twentieth quarterly and monthly series, for which the reference has automatic
/// ARIMA, and for the ends of the training parts themselves, hidden: what to build is decided on these. <c>KIND+KIND</c> is the mean of several.
/// </summary>
internal static class ForecastCompetition
{
    public const string Name = "m3";

    private const double Of80 = 1.2815515655446004;
    private const double Of95 = 1.959963984540054;

    internal sealed record Series(string Id, string Period, int Season, double[] Train, double[] Test);

    public static void Run(string[] kinds)
    {
        var series = Read();
        var naive = series.ToDictionary(one => one.Id, one => Scores(one, Naive2(one.Train, one.Season, one.Test.Length), null, [Of80, Of95]));
        foreach (var kind in kinds)
        {
            var scores = new (double Smape, double Mase, double In80, double In95)[series.Count];
            var declined = 0;
            var (started, processor) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            var seconds = new Dictionary<string, double>();
            var ends = new Dictionary<string, List<(double Smape, double Mase, double In80, double In95)>>();
            foreach (var group in series.Select((one, i) => (one, i)).GroupBy(pair => pair.one.Period))
            {
                var began = Stopwatch.GetTimestamp();
                var (own, horizon) = (group.Select(pair => pair.one).ToList(), group.Max(pair => pair.one.Test.Length));
                var told = Told(kind, own, horizon, 0);
                seconds[group.Key] = Stopwatch.GetElapsedTime(began).TotalSeconds;
                var hidden = Told(kind, own, horizon, horizon);
                ends[group.Key] = [.. own.Select((one, i) => hidden[i] is ForecastOutcome.Foretold past ? Scores(one with { Train = one.Train[..^horizon], Test = one.Train[^horizon..] }, past.Mean, past.Deviation, [Of80, Of95]) : default((double, double, double, double)?)).OfType<(double, double, double, double)>()];
                var widths = IntervalScale.Learn([.. own.Select(one => new ReadOnlyMemory<double>(one.Train, Math.Max(0, one.Train.Length - horizon), Math.Min(horizon, one.Train.Length)))], hidden, [0.8, 0.95]) ?? [Of80, Of95];
                foreach (var (pair, i) in group.Select((pair, i) => (pair, i)))
                {
                    declined += told[i] is ForecastOutcome.Foretold ? 0 : 1;
                    scores[pair.i] = told[i] is ForecastOutcome.Foretold one ? Scores(pair.one, one.Mean, one.Deviation, widths) : naive[pair.one.Id];
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:0.0} s of processor, {declined} declined"));
            foreach (var period in (string[])["YEARLY", "QUARTERLY", "MONTHLY", "OTHER", "all", "QUARTERLY/20", "MONTHLY/20"])
            {
                var own = period.EndsWith("/20", StringComparison.Ordinal) ? Twentieth(series, period[..^3]) : [.. Enumerable.Range(0, series.Count).Where(i => period == "all" || series[i].Period == period)];
                var owa = ((own.Average(i => scores[i].Smape) / own.Average(i => naive[series[i].Id].Smape)) + (own.Average(i => scores[i].Mase) / own.Average(i => naive[series[i].Id].Mase))) / 2;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {period,-12} sMAPE {own.Average(i => scores[i].Smape):0.00} MASE {own.Average(i => scores[i].Mase):0.000} OWA {owa:0.000} cover80 {own.Average(i => scores[i].In80):0.000} cover95 {own.Average(i => scores[i].In95):0.000}{(seconds.TryGetValue(period, out var took) ? $" {took:0.0} s" : "")}"));
            }

            foreach (var (period, of) in ends.Where(pair => pair.Value.Count > 0))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ends of {of.Count} {period}: sMAPE {of.Average(one => one.Smape):0.00} MASE {of.Average(one => one.Mase):0.000} own cover80 {of.Average(one => one.In80):0.000} cover95 {of.Average(one => one.In95):0.000}"));
            }
        }
    }

    private static ForecastOutcome?[] Told(string kinds, List<Series> series, int horizon, int hidden)
    {
        ForecastOutcome?[][] all = [.. kinds.Split('+').Select(kind => ManySeries.Forecast(kind, [.. series.Select(one => one.Train)], series[0].Season, horizon, hidden, null, default))];
        return all.Length == 1 ? all[0] : [.. Enumerable.Range(0, series.Count).Select(i => all.Select(told => told[i]).OfType<ForecastOutcome.Foretold>().ToList() is { Count: > 0 } one ? CombinationForecaster.Mean(one, horizon) : null)];
    }

    // The reference counts through the quarterly and then the monthly ones.
    private static List<int> Twentieth(List<Series> series, string period) =>
        [.. Enumerable.Range(0, series.Count).Where(i => series[i].Period is "QUARTERLY" or "MONTHLY").OrderBy(i => series[i].Period == "MONTHLY").Where((_, at) => at % 20 == 0).Where(i => series[i].Period == period)];

    internal static List<Series> Read()
    {
        var path = SharedData.Find("m3/m3_series.csv") ?? throw new InvalidOperationException("shared/data/m3/m3_series.csv is not there.");
        return [.. File.ReadLines(path).Skip(1).Select(line =>
        {
            // The description may hold commas; the numbers stand at the end.
            var cells = line.Split(',');
            return new Series(cells[0], cells[1], cells[1] switch { "MONTHLY" => 12, "QUARTERLY" => 4, _ => 1 }, Numbers(cells[^2]), Numbers(cells[^1]));
        })];

        static double[] Numbers(string text) => [.. text.Split(';').Select(one => double.Parse(one, CultureInfo.InvariantCulture))];
    }

    internal static double[] Naive2(double[] values, int season, int horizon)
    {
        var own = (double[])values.Clone();
        double[] indices = [1];
        if (SeasonTest.Holds(values, season, 3, more: false, isSigned: false))
        {
            indices = new double[season];
            SeasonalDecomposition.Split(values, season, true, new double[values.Length], indices);
            for (var t = 0; t < own.Length; t++)
            {
                own[t] /= indices[t % season];
            }
        }

        return [.. Enumerable.Range(0, horizon).Select(h => own[^1] * indices[(own.Length + h) % indices.Length])];
    }

    private static (double Smape, double Mase, double In80, double In95) Scores(Series series, double[] mean, double[]? deviation, double[] widths)
    {
        var scale = Enumerable.Range(series.Season, series.Train.Length - series.Season).Average(t => Math.Abs(series.Train[t] - series.Train[t - series.Season]));
        var (smape, error, in80, in95, h) = (0.0, 0.0, 0, 0, series.Test.Length);
        for (var i = 0; i < h; i++)
        {
            var off = Math.Abs(series.Test[i] - mean[i]);
            smape += 200 * off / (Math.Abs(series.Test[i]) + Math.Abs(mean[i])) / h;
            error += off / h;
            in80 += deviation is not null && off <= widths[0] * deviation[i] ? 1 : 0;
            in95 += deviation is not null && off <= widths[1] * deviation[i] ? 1 : 0;
        }

        return (smape, error / scale, in80 / (double)h, in95 / (double)h);
    }
}
