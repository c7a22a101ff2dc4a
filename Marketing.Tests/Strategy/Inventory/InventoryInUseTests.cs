using Marketing.Data;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Strategy.Merchandising;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Strategy.Inventory;

/// <summary>What the board does to lists of products, and how it is kept.</summary>
public sealed class InventoryInUseTests
{
    private static readonly ShopSnapshot _shop = StockShops.Shop(30, ("gone-soon", 1, 10), ("low", 6, 10), ("well", 30, 10), ("much", 900, 10));
    private static readonly DemandBook _book = StockShops.Book(_shop, 1, 1, 1, 1);

    private static RulePlan Plan(RuleBook book, StockSignals? signals) => new CompiledBook(book, new ProductFacts(_shop), StockShops.Today, signals).For(null, null);

    [Fact]
    public void What_runs_out_counts_a_quarter_or_is_left_out_and_what_there_is_too_much_of_counts_more()
    {
        var plan = Plan(new RuleBook(), StockShops.Board(_shop, _book).Signals);
        Assert.Equal([0.25f, 0.25f, 1f, 1.25f], plan.Factor!);
        Assert.Equal([false, true, true, true], plan.Offered);
    }

    [Fact]
    public void Each_switch_is_heeded_by_itself()
    {
        var signals = StockShops.Board(_shop, _book).Signals;
        var held = Plan(new RuleBook { PushOverstock = false }, signals);
        Assert.Equal([0.25f, 0.25f, 1f, 1f], held.Factor!);
        var pushed = Plan(new RuleBook { HoldBackRunningOut = false }, signals);
        Assert.Equal([1f, 1f, 1f, 1.25f], pushed.Factor!);
        Assert.True(pushed.Offered[0]);
        Assert.Null(Plan(new RuleBook { HoldBackRunningOut = false, PushOverstock = false }, signals).Factor);

        // A shop that shows what it has not in stock is not told to hide what it has little of.
        Assert.True(Plan(new RuleBook { HideOutOfStock = false }, signals).Offered[0]);
    }

    [Fact]
    public void Without_forecasts_nothing_changes()
    {
        Assert.Null(Plan(new RuleBook(), null).Factor);
        Assert.All(Plan(new RuleBook(), null).Offered, Assert.True);
    }

    [Fact]
    public async Task Lists_say_what_was_held_back_and_pushed()
    {
        await using var shop = await StartAsync(new StandingForecasts(_book));
        var list = await shop.Get<IRecommendations>().ForAsync(new RecommendationQuery(null, 4), default);
        Assert.Equal("much", list.Products[0].Code);
        Assert.DoesNotContain(list.Products, product => product.Code == "gone-soon");
        Assert.Contains(list.Products[0].Reasons, reason => reason.Code == ReasonCodes.Overstocked);
        Assert.Contains(list.Products.Single(product => product.Code == "low").Reasons, reason => reason.Code == ReasonCodes.RunningLow);
        Assert.DoesNotContain(list.Products.Single(product => product.Code == "well").Reasons, reason => reason.Code is ReasonCodes.RunningLow or ReasonCodes.Overstocked);
    }

    [Fact]
    public async Task Before_the_first_forecasts_there_is_an_empty_board_that_knows_of_levels()
    {
        await using var shop = await StartAsync(new StandingForecasts(null));
        var inventory = shop.Get<IInventory>();
        var summary = await inventory.SummaryAsync(default);
        Assert.Null(summary.Turn);
        Assert.Equal(4, summary.WithLevel);
        Assert.Equal(0, (await inventory.ListAsync(default, new(), default)).Total);
        Assert.Null(await inventory.OfAsync("low", default));
        Assert.Null(await inventory.SignalsAsync(_shop, default));
        Assert.Empty((await inventory.ProposalAsync(default)).Lines);
        Assert.Equal(4, (await shop.Get<IRecommendations>().ForAsync(new RecommendationQuery(null, 4), default)).Products.Count);
    }

    [Fact]
    public async Task A_board_is_kept_until_there_are_other_forecasts()
    {
        var forecasts = new StandingForecasts(_book);
        await using var shop = await StartAsync(forecasts);
        var inventory = shop.Get<IInventory>();
        var line = await inventory.OfAsync("LOW", default);
        Assert.Equal(StockState.RunningOut, line!.State);
        Assert.Same(line, await inventory.OfAsync(line.Product, default));
        var before = await inventory.SignalsAsync(_shop, default);
        Assert.Same(before, await inventory.SignalsAsync(_shop, default));
        forecasts.Book = StockShops.Book(_shop, 0.01, 0.01, 0.01, 0.01);
        Assert.NotEqual(StockState.RunningOut, (await inventory.OfAsync("low", default))!.State);
        Assert.NotSame(before, await inventory.SignalsAsync(_shop, default));
        Assert.Null(await inventory.SignalsAsync(StockShops.Shop(5, ("other", 1, 1)), default));
    }

    [Theory]
    [InlineData("Strategy:Inventory:ServiceLevel", "1")]
    [InlineData("Strategy:Inventory:LeadDays", "-1")]
    [InlineData("Strategy:Inventory:ReviewDays", "0")]
    public async Task Settings_out_of_their_range_are_refused(string key, string value)
    {
        await using var shop = await OpenShop.StartAsync(StockShops.Now, (key, value));
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => shop.Get<Microsoft.Extensions.Options.IOptions<InventoryOptions>>().Value);
    }

    [Fact]
    public void The_switches_stand_in_the_written_form_of_a_book_and_an_older_book_has_them_on()
    {
        var book = RuleBooks.Read("""{"rules":[]}""");
        Assert.True(book.HoldBackRunningOut && book.PushOverstock);
        Assert.Contains("\"holdBackRunningOut\":false", RuleBooks.Write(book with { HoldBackRunningOut = false }));
        var wrong = Assert.Throws<FormatException>(() => RuleBooks.Read("""{"rules":[],"pushOverstock":"much"}"""));
        Assert.Contains("Write true or false.", wrong.Message);
    }

    private static Task<OpenShop> StartAsync(StandingForecasts forecasts) =>
        OpenShop.StartAsync(StockShops.Now, services => services.AddSingleton<ISnapshots>(new StandingShop(_shop)).AddSingleton<IDemandForecasts>(forecasts));
}
