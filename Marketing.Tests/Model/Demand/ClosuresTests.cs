using Marketing.Kernel.Numerics;
using Marketing.Model.Demand;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Tests.Model.Demand;

public sealed class ClosuresTests
{
    private const int Year = 365;
    private const int Days = 2 * Year;

    // Day 355 of a year is the holiday, and a lesser one is on day 100.
    private static readonly PooledHoliday[] Holidays = [new(100, "lesser"), new(355, "christmas"), new(Year + 100, "lesser"), new(Year + 355, "christmas")];

    [Fact]
    public void A_pause_about_a_holiday_comes_again_and_a_holiday_with_sales_is_none() =>
        Assert.Equal([353, 354, 355, 356, 357], Told(Shop(day => day is >= 353 and <= 357), Year + 340, 30).Select(day => day - Year));

    [Fact]
    public void Only_the_days_that_were_part_of_it_each_time_come_again()
    {
        PooledHoliday[] three = [.. Holidays, new((2 * Year) + 355, "christmas")];
        var totals = Shop(day => day is >= 350 and <= 357 || day is >= Year + 354 and <= Year + 360, 3 * Year);
        var told = Closures.Ahead(totals.AsSpan(0, (2 * Year) + 340), three, 30);
        Assert.Equal([354, 355, 356, 357], Enumerable.Range(0, 30).Where(day => told[day]).Select(day => day + 340));
    }

    [Fact]
    public void Once_open_on_the_holiday_nothing_is_said()
    {
        PooledHoliday[] three = [.. Holidays, new((2 * Year) + 355, "christmas")];
        var totals = Shop(day => day is >= 353 and <= 357, 3 * Year);
        Assert.DoesNotContain(true, Closures.Ahead(totals.AsSpan(0, (2 * Year) + 340), three, 30));
    }

    [Fact]
    public void Days_shut_every_week_are_left_at_the_ends_of_a_pause()
    {
        // Day 352 is shut as every week, as is 359.
        Assert.Equal(2, 352 % 7);
        Assert.Equal([353, 354, 355, 356, 357, 358], Told(Shop(day => day % 7 == 2 || day is >= 353 and <= 358), Year + 340, 30).Select(day => day - Year));
    }

    [Fact]
    public void The_pause_that_began_already_goes_on() =>
        Assert.Equal([356, 357], Told(Shop(day => day % Year is >= 353 and <= 357), Year + 356, 20).Select(day => day - Year));

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void A_shop_that_often_sells_nothing_is_not_shut(double share)
    {
        var random = new SeededRandom(4);
        Assert.Empty(Told([.. Shop(day => day is >= 353 and <= 357).Select(total => random.NextDouble() < share ? 0 : total)], Year + 340, 30));
    }

    [Fact]
    public void A_year_that_is_not_known_a_long_silence_and_no_holidays_tell_nothing()
    {
        Assert.Empty(Told(Shop(_ => false), 200, 300));
        Assert.Empty(Told(Shop(day => day is >= 330 and <= 364), Year + 340, 30));
        Assert.DoesNotContain(true, Closures.Ahead(Shop(day => day is >= 353 and <= 357), [], 30));
        Assert.Empty(Closures.Ahead([], Holidays, 0));
    }

    [Fact]
    public void Nothing_is_foretold_of_a_day_on_which_it_is_shut()
    {
        float[] means = [1, 2, 3];
        Closures.Close(means, [false, true, false]);
        Assert.Equal([1, 0, 3], means);
    }

    private static double[] Shop(Func<int, bool> isShut, int days = Days) => [.. Enumerable.Range(0, days).Select(day => isShut(day) ? 0.0 : 100 + (day % 7))];

    private static IEnumerable<int> Told(double[] totals, int end, int horizon)
    {
        var told = Closures.Ahead(totals.AsSpan(0, Math.Min(end, totals.Length)), Holidays, horizon);
        return Enumerable.Range(0, horizon).Where(day => told[day]).Select(day => day + end);
    }
}
