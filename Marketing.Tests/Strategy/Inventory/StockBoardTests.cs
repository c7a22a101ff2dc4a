using System.Diagnostics.CodeAnalysis;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Inventory;

public sealed class StockBoardTests
{
    private static readonly (string Code, int Stock, double Lead)[] Several =
        [("gone", 0, 10), ("short", 3, 10), ("due", 8, 10), ("well", 40, 10), ("much", 400, 10), ("untold", -1, 10), ("over", 7, 10), ("old", 0, 10)];

    [Fact]
    public void Every_state_of_a_product()
    {
        var shop = StockShops.Shop(30, Several);
        var board = StockShops.Board(shop, StockShops.Book(shop, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0));
        Assert.Equal(
            [StockState.OutOfStock, StockState.RunningOut, StockState.OrderNow, StockState.Healthy, StockState.Overstock, StockState.Unknown, StockState.Overstock, StockState.NotSold],
            board.Lines.Select(line => line.State));
        Assert.Equal(
            [StockSignal.HoldBack, StockSignal.HoldBack, StockSignal.None, StockSignal.None, StockSignal.Push, StockSignal.None, StockSignal.Push, StockSignal.None],
            board.Lines.Select(line => line.Signal));
        Assert.All(board.Lines, line => Assert.NotEmpty(line.Reasons));
        Assert.Equal(["gone", "short", "due"], board.Propose().Lines.Select(line => line.Code));
        Assert.All(Enum.GetValues<StockState>(), state => Assert.Equal(board.Lines.Count(line => line.State == state), board.Summary.Counts[state]));
    }

    [Fact]
    public void A_line_by_hand()
    {
        // Half a unit a day, 10 days lead: Poisson of 5 has 0.95 at 9; 17 days: Poisson of 8.5 has 0.95 at 14 (0.9726; at 13: 0.9486).
        var shop = StockShops.Shop(30, ("a", 8, 10));
        var line = StockShops.Board(shop, StockShops.Book(shop, 0.5)).Lines[0];
        Assert.Equal((9, 14, 4, 6), (line.ReorderPoint, line.OrderUpTo, line.SafetyStock, line.Quantity));
        Assert.Equal(0.5, line.DemandPerDay, 6);
        Assert.Equal(16, line.CoverDays!.Value, 6);
        Assert.Equal(new DateOnly(2024, 6, 19), line.StockOut);

        // Sold out: 8 or more of a Poisson of mean 5.
        Assert.Equal(1 - 0.8666, line.StockOutProbability!.Value, 3);
        Assert.Equal((480, 360), (line.Capital, line.Value));
        Assert.Equal(0, line.OverstockUnits);
        Assert.Null(line.EconomicQuantity);
        Assert.False(line.IsLeadAssumed || line.IsCostAssumed);
        Assert.Contains(line.Reasons, reason => reason is { Code: ReasonCodes.StockBelow, Arguments: ["8", "9"] });
    }

    [Fact]
    public void The_most_urgent_is_what_is_sold_out_first_and_of_what_is_gone_what_would_sell_most()
    {
        var shop = StockShops.Shop(30, ("gone little", 0, 10), ("gone much", 0, 10), ("later", 12, 10), ("sooner", 11, 10), ("short", 2, 10), ("well", 60, 10), ("best", 61, 10));
        var board = StockShops.Board(shop, StockShops.Book(shop, 0.5, 30, 1, 1, 1, 1, 1));
        Assert.Equal(["gone much", "gone little", "short", "sooner", "later"], board.Propose().Lines.Select(line => line.Code));
        Assert.Equal([StockState.OrderNow, StockState.OrderNow], board.Propose().Lines.Skip(3).Select(line => line.State));
    }

    [Fact]
    public void The_reorder_point_is_what_is_expected_until_an_order_arrives_and_the_safety_stock()
    {
        var shop = StockShops.Shop(30, ("a", 8, 10), ("b", 900, 3));
        Assert.All(StockShops.Board(shop, StockShops.Book(shop, 0.5, 7)).Lines, line => Assert.Equal(line.ReorderPoint, line.LeadDemand + line.SafetyStock, 6));
        Assert.Equal(5, StockShops.Board(shop, StockShops.Book(shop, 0.5, 7)).Lines[0].LeadDemand, 6);
    }

    [Fact]
    public void What_is_not_known_is_assumed_and_says_so()
    {
        var shop = StockShops.Shop(30, ("a", 2, double.NaN), ("b", 2, 5));
        shop.Products.Cost[0] = -1;
        var (line, summary) = (StockShops.Board(shop, StockShops.Book(shop, 0.5, 0.5)).Lines[0], StockShops.Board(shop, StockShops.Book(shop, 0.5, 0.5)).Summary);
        Assert.True(line.IsLeadAssumed && line.IsCostAssumed);

        // The margin of the other product: 40 %.
        Assert.Equal((14, 60), (line.LeadDays, line.UnitCost));
        Assert.Contains(line.Reasons, reason => reason is { Code: ReasonCodes.LeadAssumed, Arguments: ["14"] });
        Assert.Contains(line.Reasons, reason => reason.Code == ReasonCodes.CostAssumed);
        Assert.Equal((1, 1, 0), (summary.LeadsAssumed, summary.CostsAssumed, summary.WithoutCost));
        Assert.Equal(75, StockShops.Board(shop, StockShops.Book(shop, 0.5, 0.5), margin: 0.25).Lines[0].UnitCost);
    }

    [Fact]
    public void Forecasts_of_an_earlier_day_count_from_today()
    {
        var shop = StockShops.Shop(30, ("a", 5, 7));
        var book = new Marketing.Model.DemandBook(
            new Marketing.Model.DemandTurn(new RunId(1), StockShops.Today.AddDays(-3), 10, 0, StockShops.Poisson, StockShops.Poisson, StockShops.Poisson, [], 0),
            [new(new ProductId(shop.Products.Id[0]), "theta", Marketing.Model.DemandBasis.Usual, [50, 50, 50, 1, 1, 1, 1, 1, 1, 1], [])]);
        var line = StockShops.Board(shop, book).Lines[0];
        Assert.Equal(5, line.CoverDays!.Value, 6);
        Assert.Equal(1, line.DemandPerDay, 6);
    }

    [Fact]
    public void Levels_stand_in_order_and_states_exclude_each_other_whatever_the_figures()
    {
        var (random, shop) = (new Random(3), StockShops.Shop(30, [.. Enumerable.Range(0, 400).Select(p => ($"p{p}", p % 7 == 0 ? 0 : p * p % 900, p % 5 == 0 ? double.NaN : p % 40))]));
        var perDay = Enumerable.Range(0, 400).Select(_ => Math.Pow(10, (random.NextDouble() * 4) - 2)).ToArray();
        foreach (var options in new[] { new InventoryOptions(), new InventoryOptions { OrderCost = 5000, ServiceLevel = 0.5 } })
        {
            var board = StockShops.Board(shop, StockShops.Book(shop, perDay), options);
            Assert.All(board.Lines, line =>
            {
                Assert.True(line.OrderUpTo >= line.ReorderPoint && line.ReorderPoint >= 0 && line.SafetyStock >= 0);
                Assert.Equal(line.State == StockState.Overstock, line.OverstockUnits > 0);
                Assert.True(line.OverstockUnits == 0 || line.Quantity == 0);
                Assert.True(line.Quantity == 0 || line.Stock <= line.ReorderPoint);
                Assert.InRange(line.StockOutProbability!.Value, 0, 1);
                Assert.InRange(line.LostUnits!.Value, 0, (line.DemandPerDay * 28) + 1e-6);
            });
            Assert.All(board.Lines, line => Assert.Equal(options.OrderCost > 0, line.EconomicQuantity is not null));
            Assert.All(board.Lines.Where(line => line.Quantity > 0), line => Assert.True(line.Quantity >= (line.EconomicQuantity ?? 0)));
            Assert.InRange(board.Summary.Met!.Value, 0, 1);
        }
    }

    [Fact]
    public void A_page_is_searched_filtered_and_sorted_with_what_is_not_known_last()
    {
        var shop = StockShops.Shop(30, Several);
        var board = StockShops.Board(shop, StockShops.Book(shop, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0));
        Assert.Equal(["gone", "short", "due"], board.List(default, new TableQuery(0, 3)).Items.Select(line => line.Code));
        Assert.Equal(["much", "well"], board.List(default, new TableQuery(0, 2, Sort: "stock", Descending: true)).Items.Select(line => line.Code));
        Assert.Equal("untold", board.List(default, new TableQuery(0, 10, Sort: "stock")).Items[^1].Code);
        Assert.Equal("untold", board.List(default, new TableQuery(0, 10, Sort: "stock", Descending: true)).Items[^1].Code);
        Assert.Equal(["much"], board.List(new StockFilter(StockState.Overstock), new TableQuery(Search: "UCH")).Items.Select(line => line.Code));
        Assert.All(IInventory.SortColumns, column => Assert.Equal(8, board.List(default, new TableQuery(0, 25, Sort: column)).Total));
        Assert.Throws<ArgumentException>(() => board.List(default, new TableQuery(Sort: "shoe size")));
        var first = board.After(default, null, 5).Items;
        Assert.Equal(board.Lines.Skip(5), board.After(default, first[^1].Product, 5).Items);
    }

    [Fact]
    [SuppressMessage("Performance", "CA1861", Justification = "One call.")]
    public void What_is_gone_in_two_days_is_told_apart()
    {
        var shop = StockShops.Shop(30, ("a", 3, 10), ("b", 4, 10), ("c", -1, 10));
        var signals = StockShops.Board(shop, StockShops.Book(shop, 2, 2, 2)).Signals;
        Assert.Equal(new[] { true, false, false }, Enumerable.Range(0, 3).Select(signals.IsSoonGone));
    }

    [Fact]
    public void Signals_of_a_shop_hold_for_its_products_in_the_next_picture_of_it()
    {
        var signals = StockShops.Board(StockShops.Shop(30, ("a", 3, 10), ("b", 30, 10), ("c", 900, 10)), StockShops.Book(StockShops.Shop(30, ("a", 3, 10), ("b", 30, 10), ("c", 900, 10)), 2, 2, 2)).Signals;
        var next = signals.For([1, 2, 3], [1, 3, 7]);
        Assert.Equal([StockSignal.HoldBack, StockSignal.Push, StockSignal.None], Enumerable.Range(0, 3).Select(next.Of));
        Assert.True(next.IsSoonGone(0) && !next.IsSoonGone(1) && !next.IsSoonGone(2));
    }
}
