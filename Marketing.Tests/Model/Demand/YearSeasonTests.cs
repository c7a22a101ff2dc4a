using Marketing.Kernel.Numerics;
using Marketing.Model.Demand;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Tests.Model.Demand;

public sealed class YearSeasonTests
{
    private const int Year = 364;
    private const int Ahead = 28;

    // Two years and three weeks: the last weeks before the end of a year, and those after it, were seen twice and once.
    private const int Days = (2 * Year) + 21;

    [Fact]
    public void Factors_of_counts_by_hand()
    {
        // One series of 200 a day, 600 a day in the 42 days from 10 before the day a year before the origin on; a count is of lots.
        var values = Enumerable.Range(0, 500).Select(day => day is >= 126 and < 168 ? 600f : 200f).ToArray();
        var season = YearSeason.Learn(new SeriesPool([values], 7, Year), 500);

        // Of the 493 pairs of days a week apart 14 differ, by 400; both of a pair count half.
        var lot = 14 * 400 * 400 / 2.0 / ((500 * 200) + (42 * 400) - (7 * 200));
        var (then, before) = (21 * 600 / lot, ((46 * 200) + (10 * 600)) * 21 / 56.0 / lot);
        var shop = (then + 20) / (before + 20);
        var (own, told) = ((then + (16 * shop)) / (before + 16), season.At(500, 14));
        Assert.Equal(2, told.Shop.Length);
        Assert.Equal(Math.Pow(shop, season.Power), told.OfShop(13), 1e-5);
        Assert.Equal(Math.Pow(own, season.Power), told.Of(0, 13), 1e-5);
    }

    [Fact]
    public void Without_a_season_factors_are_near_one()
    {
        var told = YearSeason.Learn(Pool(30, (_, _) => 3), Days).At(Days, Ahead);
        Assert.All(told.Shop, factor => Assert.InRange(factor, 0.93, 1.07));
        Assert.All(told.Series.SelectMany(weeks => weeks), factor => Assert.InRange(factor, 0.75, 1.35));
    }

    [Fact]
    public void What_changes_and_does_not_come_again_is_no_season()
    {
        // Each series has a new level every eight weeks, by chance and not by the time of the year.
        var random = new SeededRandom(8);
        var levels = Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 20).Select(_ => 0.5 + (9 * random.NextDouble())).ToArray()).ToArray();
        var season = YearSeason.Learn(Pool(60, (series, day) => levels[series][day / 56]), Days);
        Assert.InRange(season.Power, 0, 0.25);
        var told = season.At(Days, Ahead);
        Assert.InRange(told.Series.SelectMany(weeks => weeks).Average(factor => Math.Abs(Math.Log(factor))), 0, 0.2);
    }

    [Fact]
    public void A_planted_season_is_found_and_a_series_without_one_keeps_its_level()
    {
        var season = YearSeason.Learn(Pool(40, (series, day) => series < 20 ? 6 * Wave(day) : 6), Days);
        Assert.InRange(season.Power, 0.75, 1);
        var told = season.At(Days, Ahead);
        var (mean, before) = (Enumerable.Range(Days, Ahead).Average(Wave), Enumerable.Range(Days - 56, 56).Average(Wave));
        Assert.InRange(Mean(told, Enumerable.Range(0, 20)), 0.8 * mean / before, 1.25 * mean / before);
        Assert.InRange(Mean(told, Enumerable.Range(20, 20)), 0.85, 1.15);
    }

    [Fact]
    public void A_series_without_a_year_follows_its_kind()
    {
        // The last of each kind began half a year ago.
        var pool = Pool(42, (series, day) => series % 2 == 0 ? 6 * Wave(day) : 6, series => series >= 40 ? Days - 182 : 0, series => series % 2 == 0 ? ["SUMMER", "RED"] : ["PLAIN", "RED"]);
        var told = YearSeason.Learn(pool, Days).At(Days, Ahead);
        Assert.InRange(told.Of(40, 3), 0.85 * Mean(told, Evens(), 0), 1.15 * Mean(told, Evens(), 0));
        Assert.InRange(told.Of(41, 3), 0.85, 1.15);
        var apart = YearSeason.Learn(pool with { Kinds = [] }, Days).At(Days, Ahead);
        Assert.Equal(apart.Series[40], apart.Series[41]);

        static IEnumerable<int> Evens() => Enumerable.Range(0, 20).Select(k => 2 * k);
    }

    [Fact]
    public void None_last_year_after_many_is_nearly_none()
    {
        // Sold in the eight weeks before a day of the year that is the origin, and on no day of the ten weeks from it on.
        var pool = Pool(30, (series, day) => series < 6 ? Day(day) is >= 0 and < 70 ? 0 : 40 : 8);
        var told = YearSeason.Learn(pool, Days).At(Days, 56);
        for (var series = 0; series < 6; series++)
        {
            Assert.InRange(told.Of(series, 20), 0.001, 0.15);
        }

        Assert.InRange(told.Of(10, 20), 0.85, 1.15);

        // Days after the origin, the same every year.
        static int Day(int day) => ((day - Days) % Year + Year) % Year;
    }

    [Fact]
    public void Less_than_thirteen_months_say_nothing()
    {
        var season = YearSeason.Learn(Pool(5, (_, day) => 5 * Wave(day)), YearSeason.Fewest - 1);
        var told = season.At(YearSeason.Fewest - 1, Ahead);
        Assert.False(told.IsKnown);
        Assert.Equal((1f, 1f), (told.Of(2, 20), told.OfShop(20)));
        float[] means = [1, 2, 3];
        told.Multiply(0, means);
        Assert.Equal([1f, 2f, 3f], means);
        Assert.False(YearSeason.Learn(Pool(5, (_, day) => 5 * Wave(day)) with { Year = 0 }, Days).At(Days, Ahead).IsKnown);
    }

    [Fact]
    public void Nothing_after_the_origin_moves_anything()
    {
        var whole = Pool(12, (_, day) => 5 * Wave(day));
        var other = whole with { Values = [.. whole.Values.Select(one => one.Select((value, day) => day < 600 ? value : 9 * value).ToArray())] };
        var (one, two) = (YearSeason.Learn(whole, 600).At(600, 56), YearSeason.Learn(other, 600).At(600, 56));
        Assert.Equal(one.Series.SelectMany(weeks => weeks), two.Series.SelectMany(weeks => weeks));
        Assert.Equal(one.Shop, two.Shop);
    }

    [Fact]
    public void Days_on_which_the_shop_was_shut_count_as_none()
    {
        // Shut for ten days about a holiday: the days next to it are not foretold less for that.
        PooledHoliday[] holidays = [new(360, "christmas"), new(360 + Year, "christmas")];
        var open = Pool(20, (_, _) => 5);
        var shut = open with { Values = [.. open.Values.Select(one => one.Select((value, day) => day % Year is >= 355 and < 365 && day > 300 ? 0 : value).ToArray())], Holidays = holidays };
        var (end, day) = (345 + Year, 7);
        Assert.InRange(YearSeason.Learn(shut, end).At(end, Ahead).OfShop(day), 0.95, 1.05);
    }

    [Fact]
    public void The_total_is_told_by_units_and_not_by_lots()
    {
        // Half of the series stop at the origin; they are sold by the score, so that each unit of theirs counts less of a lot.
        var pool = Pool(20, (series, day) => series < 10 ? 8 : (day - Days + (3 * Year)) % Year >= Year - 56 ? 1 : 0);
        pool = pool with { Values = [.. pool.Values.Select((one, series) => series < 10 ? one : Array.ConvertAll(one, units => 20 * units))] };
        var told = YearSeason.Learn(pool, Days).At(Days, 56);
        Assert.InRange(told.OfShop(28), 0.9 * 8 / 28, 1.15 * 8 / 28);
    }

    [Fact]
    public void Kinds_are_the_category_and_words_and_of_writing_without_spaces_each_two_signs()
    {
        Assert.Equal(["in Decor", "SET", "CHRISTMAS", "NOËL"], DemandPool.KindsOf("Decor", "Set of 6 Christmas (christmas) Noël"));
        Assert.Equal(["LED", "圣诞", "诞装", "装饰"], DemandPool.KindsOf("", "LED圣诞装饰"));
        Assert.Empty(DemandPool.KindsOf("", "A4 10"));
    }

    private static double Mean(YearFactors told, IEnumerable<int> series, int? week = null) => series.Average(one => week is { } at ? told.Series[one][at] : told.Series[one].Average());

    // From a quarter to four times in a year.
    private static double Wave(int day) => Math.Pow(4, Math.Sin(2 * Math.PI * day / Year));

    private static SeriesPool Pool(int series, Func<int, int, double> rate, Func<int, int>? first = null, Func<int, string[]>? kinds = null)
    {
        var random = new SeededRandom(5);
        return new SeriesPool([.. Enumerable.Range(0, series).Select(one => Enumerable.Range(first?.Invoke(one) ?? 0, Days - (first?.Invoke(one) ?? 0)).Select(day => (float)Count(random, rate(one, day))).ToArray())], 7, Year)
        {
            Kinds = kinds is null ? [] : [.. Enumerable.Range(0, series).Select(one => kinds(one))],
        };
    }

    // Poisson, by the gaps between arrivals.
    private static int Count(SeededRandom random, double rate)
    {
        var (count, time) = (0, -Math.Log(1 - random.NextDouble()));
        for (; time < rate; count++)
        {
            time -= Math.Log(1 - random.NextDouble());
        }

        return count;
    }
}
