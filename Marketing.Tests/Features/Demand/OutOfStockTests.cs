using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Demand;

public sealed class OutOfStockTests
{
    // Eight weeks from a Monday, of London's summer; day d begins at Start + d days.
    private static readonly DateTimeOffset Start = new(2024, 6, 3, 0, 0, 0, TimeSpan.FromHours(1));
    private const int Days = 56;

    [Fact]
    public void A_day_is_out_of_stock_from_the_one_after_the_level_to_the_one_before_the_next()
    {
        var frame = Build(Shop().Level(Day(10).AddHours(15), "a", 0).Level(Day(13).AddHours(8), "a", 20), soldOn: day => day is <= 10 or >= 13);
        Assert.Equal([11, 12], Empty(frame));
    }

    [Fact]
    public void A_day_on_which_stock_came_or_something_was_sold_is_not_out_of_stock()
    {
        var frame = Build(Shop().Level(Day(10).AddHours(15), "a", 0).Level(Day(12).AddHours(8), "a", -1).Level(Day(13).AddHours(8), "a", 5).Level(Day(13).AddHours(20), "a", 0), soldOn: day => day <= 10);
        Assert.Equal([11, 12, .. Enumerable.Range(14, Days - 14)], Empty(frame));
    }

    [Fact]
    public void A_level_told_as_a_day_begins_holds_for_that_day_and_says_nothing_of_the_one_before()
    {
        // Files of levels by day carry midnight.
        var frame = Build(Shop().Level(Day(10), "a", 0).Level(Day(13), "a", 5), soldOn: day => day < 10);
        Assert.Equal([10, 11, 12], Empty(frame));
    }

    [Fact]
    public void A_sale_on_a_later_day_makes_the_level_unknown_until_the_next()
    {
        var frame = Build(Shop().Level(Day(10), "a", 0).Level(Day(20), "a", 0), soldOn: day => day is < 10 or 12);
        Assert.Equal([10, 11, .. Enumerable.Range(20, Days - 20)], Empty(frame));

        // The sale that emptied the shelf does not.
        Assert.Equal(Enumerable.Range(11, Days - 11), Empty(Build(Shop().Level(Day(10), "a", 0), soldOn: day => day <= 10)));
    }

    [Fact]
    public void Where_no_level_is_known_nothing_is_said()
    {
        var frame = Build(Shop().Level(Day(3), "other", 0), soldOn: day => day % 2 == 0);
        Assert.True(frame.OutOfStock(0).IsEmpty);
        Assert.True(frame.Corrected(0).IsEmpty);
        Assert.Equal(frame.Sold(0).ToArray(), frame.Demand(0).ToArray());
        Assert.Empty(Empty(Build(Shop().Level(Day(3), "a", 7), soldOn: _ => false)));
    }

    [Fact]
    public void A_level_before_the_first_day_holds_on_it() =>
        Assert.Equal([0, 1], Empty(Build(Shop().Level(Day(-40), "a", 3).Level(Day(-9), "a", 0).Level(Day(2), "a", 3), soldOn: day => day > 1)));

    [Fact]
    public void Days_out_of_stock_count_as_demand_and_not_as_zero()
    {
        // Weekdays sell 1 to 7; week w sells 10 w more. Week 5 is out of stock but for its Monday.
        var frame = Build(Shop().Level(Day(35).AddHours(9), "a", 0).Level(Day(42), "a", 99), soldOn: day => day is <= 35 or >= 42, units: day => (day % 7) + 1 + (10 * (day / 7)));
        Assert.Equal(Enumerable.Range(36, 6), Empty(frame));
        var demand = frame.Demand(0).ToArray();
        for (var day = 36; day < 42; day++)
        {
            // The mean of weeks 0 to 4.
            Assert.Equal((day % 7) + 1 + 20, demand[day]);
            Assert.Equal(0, frame.Sold(0)[day]);
        }

        Assert.Equal(Enumerable.Range(36, 6), Marked(frame.Corrected(0)));
        Assert.All(Enumerable.Range(0, Days).Except(Enumerable.Range(36, 6)), day => Assert.Equal(frame.Sold(0)[day], demand[day]));
    }

    [Fact]
    public void The_nearest_eight_weeks_in_stock_tell_and_what_is_corrected_tells_nothing()
    {
        Span<float> demand = new float[7 * 12];
        var empty = new bool[demand.Length];
        for (var week = 0; week < 12; week++)
        {
            demand[week * 7] = 1 << week;
        }

        foreach (var week in (int[])[4, 10, 11])
        {
            (demand[week * 7], empty[week * 7]) = (0, true);
        }

        var corrected = CorrectDemand.Of(demand, empty, isOffered: true);
        Assert.Equal([28, 70, 77], Marked(corrected));
        Assert.Equal((1 + 2 + 4 + 8) / 4f, demand[28]);
        Assert.Equal((2 + 4 + 8 + 32 + 64 + 128 + 256 + 512) / 8f, demand[70]);
        Assert.Equal(demand[70], demand[77]);
    }

    [Fact]
    public void Without_a_week_before_the_next_ones_tell_and_without_any_nothing_is_corrected()
    {
        Span<float> demand = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 4];
        var empty = new bool[demand.Length];
        empty[0] = empty[7] = empty[1] = empty[8] = empty[15] = true;
        Assert.Equal([0, 7], Marked(CorrectDemand.Of(demand, empty, isOffered: true)));
        Assert.Equal((5f, 5f, 0f), (demand[0], demand[7], demand[1]));
    }

    [Fact]
    public void Nobody_misses_a_product_that_has_gone()
    {
        var frame = Build(Shop().Ended("a").Level(Day(10).AddHours(9), "a", 0).Level(Day(14), "a", 3).Level(Day(20).AddHours(9), "a", 0), soldOn: day => day is <= 10 or (>= 14 and <= 20));
        Assert.Equal([11, 12, 13], Marked(frame.Corrected(0)));
        Assert.All(Enumerable.Range(21, Days - 21), day => Assert.Equal(0, frame.Demand(0)[day]));
        Assert.All(Enumerable.Range(21, Days - 21), day => Assert.True(frame.OutOfStock(0)[day]));
    }

    private static SnapshotBuilder Shop() => new SnapshotBuilder(Day(Days).AddHours(9)).Product("a").Order(Day(0), null, ("other", 1, 100));

    private static DemandFrame Build(SnapshotBuilder shop, Func<int, bool> soldOn, Func<int, int>? units = null)
    {
        foreach (var day in Enumerable.Range(0, Days).Where(soldOn))
        {
            shop.Order(Day(day).AddHours(12), null, ("a", units?.Invoke(day) ?? 2, 100));
        }

        return BuildDemand.Of(shop.Build());
    }

    private static IEnumerable<int> Empty(DemandFrame frame) => Marked(frame.OutOfStock(0)).Select(day => day + frame.StartOf(0));

    private static int[] Marked(ReadOnlySpan<bool> days)
    {
        var marked = new List<int>();
        for (var day = 0; day < days.Length; day++)
        {
            if (days[day])
            {
                marked.Add(day);
            }
        }

        return [.. marked];
    }

    private static DateTimeOffset Day(int day) => Start.AddDays(day);
}
