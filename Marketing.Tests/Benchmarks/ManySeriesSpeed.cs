using System.Diagnostics;
using System.Globalization;
using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;

namespace Marketing.Tests.Benchmarks;

/// <summary>How long many daily series take: <c>dotnet run -c Release --project Marketing.Tests -- series-speed KIND SERIES DAYS</c>. Demand from many a day to one a month, in slices of 5,000, so that what is kept does not grow.</summary>
internal static class ManySeriesSpeed
{
    public const string Name = "series-speed";

    private const int Slice = 5_000;

    public static void Run(string kind, int series, int days)
    {
        var (random, took, processor) = (new SeededRandom(17), TimeSpan.Zero, Process.GetCurrentProcess().TotalProcessorTime);
        var forms = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var from = 0; from < series; from += Slice)
        {
            var slice = new double[Math.Min(Slice, series - from)][];
            for (var i = 0; i < slice.Length; i++)
            {
                var rate = Math.Pow(10, (3.5 * random.NextDouble()) - 1.5);
                slice[i] = new double[days];
                for (var t = 0; t < days; t++)
                {
                    slice[i][t] = Math.Round(rate * (t % 7 == 6 ? 0.2 : 1) * -Math.Log(1 - random.NextDouble()));
                }
            }

            var started = Stopwatch.GetTimestamp();
            foreach (var told in ManySeries.Forecast(kind, slice, 7, 28, 0, null, default))
            {
                var form = told is ForecastOutcome.Foretold one ? one.Form : "declined";
                forms[form] = forms.GetValueOrDefault(form) + 1;
            }

            took += Stopwatch.GetElapsedTime(started);
            if (from % (4 * Slice) == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{from + slice.Length:N0} series: {took.TotalSeconds:0.0} s, {Environment.WorkingSet / 1e6:0} MB"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}, {series:N0} series of {days} days: {took.TotalSeconds:0.0} s, {(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:0.0} s of processor; {string.Join(", ", forms.OrderByDescending(form => form.Value).Select(form => $"{form.Key} {form.Value}"))}"));
    }
}
