using System.Diagnostics;
using System.Globalization;
using Marketing.Model;
using Marketing.Model.Demand;
using Marketing.Model.Forecasting.Pooled;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Daily demand of the 200 best sellers of Online Retail II, protocol of the reference: <c>dotnet run -c Release --project Marketing.Tests -- daily test|before|winter</c>. Four origins, 28 days each; <c>before</c>
/// takes six earlier origins, for choices that must not be made on the test, <c>winter</c> the two before these, with Christmas behind them; <c>plain</c> behind either leaves the network out. Each method, and <c>chosen</c>: what a turn would have taken at each origin.
/// </summary>
internal static class DailyDemand
{
    public const string Name = "daily";

    private const int Days = DemandBacktest.Days;
    private static readonly string[] Test = ["2011-08-19", "2011-09-16", "2011-10-14", "2011-11-11"];
    private static readonly string[] Before = ["2011-02-25", "2011-03-25", "2011-04-22", "2011-05-20", "2011-06-17", "2011-07-15"];

    private static readonly string[] Winter = ["2010-12-31", "2011-01-28"];

    public static void Run(string which, bool neural)
    {
        var (dates, kinds, values) = Read();
        string[] methods = [.. DemandMethods.All, "chosen"];
        var sums = methods.Select(_ => new Sums()).ToArray();
        var (spans, inside) = (new[] { 1, 7, 28 }, new double[3, 5]);
        foreach (var last in which switch { "test" => Test, "winter" => Winter, _ => Before })
        {
            var started = Stopwatch.GetTimestamp();
            var (sums7, sums28, inside7, inside28) = (inside[1, 2], inside[2, 2], inside[1, 3], inside[2, 3]);
            var end = Array.IndexOf(dates, last) + 1;
            var pool = Pool(values, kinds, dates, end);
            var tested = DemandBacktest.Run(pool, [.. pool.Values.Select(_ => "")], neural, null, default);
            var season = YearSeason.Learn(pool, end);
            var told = DemandMethods.Forecast(pool, season, end, Days, Days, neural, default);
            var chosen = tested.Choice.Choose();
            var method = DemandMethods.Taken(told, chosen);
            var factor = (float)tested.Total.Factor(method.Select((one, i) => one < 0 ? 0 : AccuracySums.Sum(told[one][i])).Sum(), ShopTotal.Foretell(pool.Totals, 7, DemandMethods.Shut(pool, end, Days), season.At(end, Days)));
            for (var i = 0; i < values.Length; i++)
            {
                if (pool.Values[i].Length < 2)
                {
                    continue;
                }

                var came = values[i][end..(end + Days)];
                for (var one = 0; one < DemandMethods.All.Count; one++)
                {
                    sums[one].Add(told[one][i] ?? new float[Days], came, pool.Values[i]);
                }

                var taken = Array.ConvertAll(method[i] < 0 ? new float[Days] : told[method[i]][i]!, mean => factor * mean);
                sums[^1].Add(taken, came, pool.Values[i]);
                Cover(tested.Spread, taken, came, spans, inside);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{last}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; between .1 and .9 of 7 days {(inside[1, 3] - inside7) / (inside[1, 2] - sums7):0.000}, of 28 {(inside[2, 3] - inside28) / (inside[2, 2] - sums28):0.000}; times {factor:0.000}; chosen {string.Join(", ", chosen.GroupBy(one => one).OrderByDescending(group => group.Count()).Select(group => $"{(group.Key < 0 ? "none" : methods[group.Key])} {group.Count()}"))}"));
        }

        for (var method = 0; method < methods.Length; method++)
        {
            if (neural || methods[method] != NeuralForecaster.Kind)
            {
                Console.WriteLine($"{methods[method],-15} {sums[method]}");
            }
        }

        for (var s = 0; s < spans.Length; s++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"intervals of {spans[s],2} days: 80 % cover {inside[s, 0] / inside[s, 2]:0.000}, 95 % {inside[s, 1] / inside[s, 2]:0.000}; levels between .1 and .9 {inside[s, 3] / inside[s, 2]:0.000}, .025 and .975 {inside[s, 4] / inside[s, 2]:0.000}"));
        }
    }

    private static (string[] Dates, IReadOnlyList<string>[] Kinds, float[][] Values) Read()
    {
        var path = SharedData.Golden("retail/daily_200.csv");
        var lines = File.ReadAllLines(path);
        var products = RetailProtocol.Shop.Snapshot(new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero)).Products;
        return (lines[0].Split(',')[1..], [.. lines.Skip(1).Select(line => products.IndexOf(line.Split(',')[0]) is >= 0 and var product ? DemandPool.KindsOf("", products.Name[product]) : [])], [.. lines.Skip(1).Select(line => line.Split(',')[1..].Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())]);
    }

    // A series begins with its first sale.
    private static SeriesPool Pool(float[][] values, IReadOnlyList<string>[] kinds, string[] dates, int end)
    {
        var first = DateOnly.Parse(dates[0], CultureInfo.InvariantCulture);
        List<PooledHoliday> holidays = [.. Marketing.Features.Holidays.Between("GB", first, first.AddDays(end + Days - 1 + Closures.Longest))
            .Where(day => day.Kind != Marketing.Features.HolidayKind.Commercial).Select(day => new PooledHoliday(day.Date.DayNumber - first.DayNumber, day.Code))];
        return new SeriesPool([.. values.Select(one => one[Math.Clamp(Array.FindIndex(one, value => value > 0), 0, end)..end])], 7, 364)
        {
            Kinds = kinds,
            Marked = [.. Enumerable.Range(0, end + Days).Select(day => holidays.Exists(holiday => holiday.Step == day))],
            Holidays = holidays,
        };
    }

    private static void Cover(DemandSpread spread, float[] told, float[] came, int[] spans, double[,] inside)
    {
        for (var s = 0; s < spans.Length; s++)
        {
            for (var from = 0; from < Days; from += spans[s])
            {
                var (mean, real) = ((double)told.AsSpan(from, spans[s]).ToArray().Sum(), (double)came.AsSpan(from, spans[s]).ToArray().Sum());
                inside[s, 0] += real >= spread.Quantile(0.1, mean, spans[s]) && real <= spread.Quantile(0.9, mean, spans[s]) ? 1 : 0;
                inside[s, 1] += real >= spread.Quantile(0.025, mean, spans[s]) && real <= spread.Quantile(0.975, mean, spans[s]) ? 1 : 0;
                inside[s, 2]++;
                var (below, upTo) = (spread.AtMost(real - 1, mean, spans[s]), spread.AtMost(real, mean, spans[s]));
                inside[s, 3] += CountDistribution.Within(below, upTo, 0.1, 0.9);
                inside[s, 4] += CountDistribution.Within(below, upTo, 0.025, 0.975);
            }
        }
    }

    private sealed class Sums
    {
        private double _absolute, _real, _told, _months, _rmsse, _mase;
        private int _series;

        public void Add(float[] told, float[] came, float[] past)
        {
            var squares = 0.0;
            for (var day = 0; day < Days; day++)
            {
                var off = (double)told[day] - came[day];
                (_absolute, _real, _told, squares) = (_absolute + Math.Abs(off), _real + came[day], _told + told[day], squares + (off * off));
            }

            _months += Math.Abs(told.Sum() - came.Sum());
            var (scale, change) = (0.0, 0.0);
            for (var t = 1; t < past.Length; t++)
            {
                (scale, change) = (scale + ((past[t] - past[t - 1]) * (double)(past[t] - past[t - 1]) / (past.Length - 1)), change + (Math.Abs(past[t] - past[t - 1]) / (past.Length - 1)));
            }

            _rmsse += Math.Sqrt(squares / Days / scale);
            _mase += came.Zip(told, (a, b) => Math.Abs(a - b)).Average() / change;
            _series++;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"WAPE {_absolute / _real:0.000} RMSSE {_rmsse / _series:0.0000} MASE {_mase / _series:0.000} bias {(_told / _real) - 1:+0.000;-0.000} WAPE of 28 days {_months / _real:0.0000}");
    }
}
