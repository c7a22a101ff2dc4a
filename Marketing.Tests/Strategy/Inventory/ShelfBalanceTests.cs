using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Model;
using Marketing.Strategy.Inventory;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Inventory;

public sealed class ShelfBalanceTests
{
    private static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Balances_are_the_level_as_the_day_began_less_its_sales_and_hold_until_the_next_level()
    {
        // Told as day 2 begins, and in the evening of day 5, after its sales; the shelf is never below 0.
        var frame = Frame(8, new SnapshotBuilder(Start.AddDays(8)).Level(Day(2), "a", 20).Level(Day(5).AddHours(20), "a", 4));
        Assert.Equal([17.0, 14, 11, 8, 1, 0], ShelfBalance.Balances(frame, 0));
        Assert.Equal(StockBalance.Next([17, 14, 11, 8, 1, 0]), ShelfBalance.Of(frame, 0));
    }

    [Fact]
    public void A_level_told_long_before_is_carried_on_and_only_the_latest_days_count()
    {
        var frame = Frame(100, new SnapshotBuilder(Start.AddDays(100)).Level(Day(-3), "a", 5000));
        var balances = ShelfBalance.Balances(frame, 0);
        Assert.Equal(56, balances.Length);
        Assert.Equal(5000 - (3 * 45), balances[0]);
        Assert.Equal(5000 - (3 * 100), balances[^1]);
    }

    [Fact]
    public void Without_a_level_before_the_last_whole_day_nothing_is_said()
    {
        var other = Frame(8, new SnapshotBuilder(Start.AddDays(8)).Level(Day(3), "other", 7));
        Assert.Null(ShelfBalance.Of(other, other.Snapshot.Products.IndexOf("a")));
        Assert.Null(ShelfBalance.Of(Frame(8, new SnapshotBuilder(Start.AddDays(8).AddHours(9)).Level(Day(8).AddHours(6), "a", 7)), 0));
        var board = StockShops.Board(StockShops.Shop(30, ("a", 8, 10)), StockShops.Book(StockShops.Shop(30, ("a", 8, 10)), 0.5));
        Assert.Null(board.Lines[0].ShelfBalance);
    }

    [Fact]
    public void Each_product_has_its_own_levels()
    {
        var builder = new SnapshotBuilder(Start.AddDays(4)).Level(Day(0), "a", 50).Level(Day(0), "b", 90).Level(Day(2), "b", 10);
        for (var day = 0; day < 4; day++)
        {
            builder.Order(Day(day).AddHours(12), "c", ("a", 1, 100), ("b", 2, 100));
        }

        var shop = builder.Build();
        var frame = BuildDemand.Of(shop);
        Assert.Equal([49.0, 48, 47, 46], ShelfBalance.Balances(frame, shop.Products.IndexOf("a")));
        Assert.Equal([88.0, 86, 8, 6], ShelfBalance.Balances(frame, shop.Products.IndexOf("b")));
        Assert.Equal(StockBalance.Next([88, 86, 8, 6]), StockShops.Board(shop, StockShops.Book(shop, 1, 1)).Lines[shop.Products.IndexOf("b")].ShelfBalance);
    }

    private static DateTimeOffset Day(int day) => Start.AddDays(day);

    // Three of a sold a day, at noon.
    private static DemandFrame Frame(int days, SnapshotBuilder builder)
    {
        for (var day = 0; day < days; day++)
        {
            builder.Order(Day(day).AddHours(12), "c", ("a", 3, 100));
        }

        var frame = BuildDemand.Of(builder.Build());
        Assert.Equal(days, frame.Days);
        return frame;
    }
}
