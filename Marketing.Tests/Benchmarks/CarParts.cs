using System.Globalization;
using Marketing.Model.Demand;
using Marketing.Model.Forecasting;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Monthly demand of 2,509 car parts, 75 % zeros, protocol of the reference: <c>dotnet run -c Release --project Marketing.Tests -- carparts KIND ...</c>. 45 months to learn from, six to foretell;
/// pinball loss of a negative binomial distribution about the mean foretold, in units of the mean absolute change before, at .5, .75, .9, .95 and .99.
/// </summary>
internal static class CarParts
{
    public const string Name = "carparts";

    private const int Train = 45;
    private const int Test = 6;
    private static readonly double[] Levels = [0.5, 0.75, 0.9, 0.95, 0.99];

    public static void Run(string[] kinds)
    {
        var parts = Read();
        foreach (var kind in kinds)
        {
            var told = ManySeries.Forecast(kind, [.. parts.Select(part => part[..Train])], 1, Test, 0, null, default);
            var (pinball, mase, bias, real, count) = (0.0, 0.0, 0.0, 0.0, 0);
            for (var i = 0; i < parts.Count; i++)
            {
                var past = parts[i][..Train];
                var scale = Enumerable.Range(1, Train - 1).Average(t => Math.Abs(past[t] - past[t - 1]));
                if (scale == 0 || told[i] is not ForecastOutcome.Foretold one)
                {
                    continue;
                }

                var (mean, variance) = (past.Average(), past.Sum(value => (value - past.Average()) * (value - past.Average())) / (Train - 1));
                for (var h = 0; h < Test; h++)
                {
                    var (m, came) = (Math.Max(0, one.Mean[h]), parts[i][Train + h]);
                    (mase, bias, real) = (mase + (Math.Abs(came - m) / scale / Test), bias + m - came, real + came);
                    foreach (var level in Levels)
                    {
                        var quantile = m <= 0 ? 0 : CountDistribution.Quantile(level, m, Math.Max(variance, 1.05 * m));
                        pinball += Math.Max(level * (came - quantile), (level - 1) * (came - quantile)) / scale / Test / Levels.Length;
                    }
                }

                count++;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-12} {count} parts: pinball {pinball / count:0.0000} MASE {mase / count:0.000} bias {bias / real:+0.00;-0.00}"));
        }
    }

    private static List<double[]> Read()
    {
        var path = SharedData.Find("carparts/carparts_monthly.csv") ?? throw new InvalidOperationException("shared/data/carparts is not there.");
        return [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')[1..]).Where(cells => cells.All(cell => cell.Length > 0)).Select(cells => Array.ConvertAll(cells, cell => double.Parse(cell, CultureInfo.InvariantCulture)))];
    }
}
