using Bunit;
using Marketing.App.Api;
using Marketing.App.Components.Pages.Stock;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Stock;

public sealed class StockPageTests
{
    private static readonly ShopSnapshot _shop = StockShops.Shop(120, ("=gone", 0, double.NaN), ("low", 3, 10), ("well", 30, 10), ("much", 900, 10));

    [Theory]
    [InlineData(Words.English, "Out of stock", "Running out", "Overstock", "assumed")]
    [InlineData(Words.Chinese, "缺货", "即将售完", "库存过多", "假设")]
    public async Task Products_stand_with_their_state_in_words_and_assumed_values_are_marked(string language, string gone, string low, string much, string assumed)
    {
        await using var shop = await StartAsync(StockShops.Book(_shop, 1, 1, 1, 1));
        await using var page = Page(shop, language);
        var board = page.Render<StockPage>();
        board.WaitForAssertion(() => Assert.Equal(4, board.FindAll("table caption + thead + tbody")[0].Children.Length));
        var rows = board.FindAll("tbody")[0].Children.Select(row => row.TextContent).ToList();
        Assert.Contains(gone, rows[0]);
        Assert.Contains(assumed, rows[0]);
        Assert.Contains(low, rows[1]);
        Assert.DoesNotContain(assumed, rows[1]);
        Assert.Contains(rows, row => row.Contains(much, StringComparison.Ordinal));
        board.WaitForAssertion(() => Assert.Equal(2, board.FindAll("table").Count));
        Assert.Contains(language == Words.English ? "10 in 10 days" : "10 天需求 10", rows[1]);
        Assert.Contains(language == Words.English ? "Most urgent first: out of stock" : "最紧急的在前：缺货", board.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_forecasts_or_levels_the_page_says_what_is_missing()
    {
        await using var shop = await StartAsync(null);
        await using var page = Page(shop, Words.English);
        var board = page.Render<StockPage>();
        board.WaitForAssertion(() => Assert.Contains("No demand was foretold yet", board.Markup, StringComparison.Ordinal));

        var untold = StockShops.Shop(20, ("a", -1, 10));
        await using var other = await OpenShop.StartAsync(StockShops.Now, services => services.AddSingleton<ISnapshots>(new StandingShop(untold)).AddSingleton<IDemandForecasts>(new StandingForecasts(StockShops.Book(untold, 1))));
        await using var empty = Page(other, Words.English);
        var none = empty.Render<StockPage>();
        none.WaitForAssertion(() => Assert.Contains("The shop tells no levels of stock", none.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_proposal_is_a_file_that_no_spreadsheet_takes_for_a_formula()
    {
        await using var shop = await StartAsync(StockShops.Book(_shop, 1, 1, 1, 1));
        using var text = new StringWriter();
        await ProposalCsv.WriteAsync(text, await shop.Get<IInventory>().ProposalAsync(default), "GBP");
        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("code,name,category,stock,demand_per_day,lead_days,reorder_point,order_up_to,quantity,unit_cost,value,stock_out_date,class", lines[0]);
        Assert.StartsWith("'=gone,'=gone,,0,1,14,", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.Contains(",30,0.6,18,", lines[1], StringComparison.Ordinal);
    }

    private static Task<OpenShop> StartAsync(DemandBook? book) =>
        OpenShop.StartAsync(StockShops.Now, services => services.AddSingleton<ISnapshots>(new StandingShop(_shop)).AddSingleton<IDemandForecasts>(new StandingForecasts(book)));

    private static PageContext Page(OpenShop shop, string language)
    {
        var page = new PageContext(language, Role.Viewer, _shop);
        page.Services.AddSingleton(shop.Get<IInventory>());
        page.Render<MudBlazor.MudPopoverProvider>();
        return page;
    }
}
