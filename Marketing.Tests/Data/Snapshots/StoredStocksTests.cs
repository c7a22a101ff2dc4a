using Marketing.Data;
using Marketing.Data.Snapshots;
using Marketing.Features.Demand;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Data.Snapshots;

public sealed class StoredStocksTests
{
    private const string Zone = "Europe/London";
    private const int Days = 400;
    private const int Quarter = 900_000;

    [Fact]
    public void What_is_said_again_of_a_day_is_left_out()
    {
        var noon = new ShopCalendar(Zone).StartOf(20_000) + (12 * 3_600_000L);
        Assert.Equal([5, 5], Thin([(noon, 5), (noon + 1, 5), (noon + Quarter, 5), (noon + 86_400_000, 5)]).Units);
        Assert.Equal([4], Thin([(noon, 5), (noon + 1, 4)]).Units);
        Assert.Equal([5, 0], Thin([(noon, 7), (noon + 1, 5), (noon + 2, 0), (noon + 3, 0)]).Units);
        Assert.Equal([0, 0], Thin([(noon, 0), (noon + 1, 0), (noon + 86_400_000, 0)]).Units);
        Assert.Equal([3], Thin([(noon, 5), (noon, 3)]).Units);
        var midnight = new ShopCalendar(Zone).StartOf(20_001);
        Assert.Equal([0, 9], Thin([(midnight, 0), (midnight + 1, 4), (midnight + 2, 9)]).Units);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Days_out_of_stock_and_levels_at_their_ends_stay_the_same(ulong seed)
    {
        var (random, calendar) = (new SeededRandom(seed), new ShopCalendar(Zone));
        var first = 19_700;
        var levels = new List<(long At, int Units)>();
        for (var (at, units) = (calendar.StartOf(first), 6); at < calendar.StartOf(first + Days); at += Quarter * (1 + random.NextInt(20)))
        {
            units = random.NextInt(4) == 0 ? (random.NextInt(5) - 1) : units;
            levels.Add((at, units));
        }

        var (all, thin) = (new StockColumns { Product = new int[levels.Count], Time = [.. levels.Select(level => level.At)], Units = [.. levels.Select(level => level.Units)] }, Thin(levels));
        Assert.InRange(thin.Count, 1, all.Count / 2);
        var sold = Enumerable.Range(0, Days).Select(_ => random.NextInt(6) == 0 ? 1f : 0f).ToArray();
        var (of, ofThin) = (StockDays.Of(all, calendar, first, Days, 1), StockDays.Of(thin, calendar, first, Days, 1));
        Assert.Contains(true, of.OutOf(0, sold, 0));
        Assert.Equal(of.OutOf(0, sold, 0), ofThin.OutOf(0, sold, 0));
        Assert.Equal(of.FirstInStock(0, Days), ofThin.FirstInStock(0, Days));
        Assert.Equal(AtEnds(all, calendar, first), AtEnds(thin, calendar, first));
    }

    private static StockColumns Thin(IEnumerable<(long At, int Units)> levels)
    {
        var stocks = new StoredStocks(new ShopCalendar(Zone));
        foreach (var (at, units) in levels)
        {
            stocks.Add(0, at, units);
        }

        stocks.End();
        return new StockColumns { Product = stocks.Product.Take(), Time = stocks.Time.Take(), Units = stocks.Units.Take() };
    }

    private static List<int> AtEnds(StockColumns stocks, ShopCalendar calendar, int first) =>
        [.. Enumerable.Range(first, Days).Select(day => stocks.Units[stocks.Time.Count(time => calendar.DayOf(time) <= day) - 1])];
}
