using Bunit;
using Marketing.App.Components.Pages.Customers;
using Marketing.App.Components.Pages.Models;
using Marketing.App.Components.Widgets;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Customers;

/// <summary>What is expected of a customer, as people see it.</summary>
public sealed class CustomerOutlookCardTests
{
    private static readonly DateTimeOffset _now = new(2024, 12, 10, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Words.English, "No turn has scored anybody yet", "Nothing is expected of this customer yet", "for 90 days, told by", "Cells of recency and frequency")]
    [InlineData(Words.Chinese, "还没有任何一轮为客户评分", "尚无对该客户的预期", "未来 90 天", "近度与频次分格")]
    public async Task The_card_shows_probability_date_and_money_with_horizon_and_model_and_says_why_it_is_empty(string language, string never, string none, string basis, string model)
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        await using var page = Page(shop, language);
        var empty = page.Render<CustomerOutlookCard>(parameters => parameters.Add(one => one.Customer, new CustomerId(1)));
        empty.WaitForAssertion(() => Assert.Contains(never, empty.Markup, StringComparison.Ordinal));

        await shop.Get<LoopJob>().RunAsync("test", null, default);
        var scores = (await shop.Get<ICustomerScores>().CurrentAsync(default))!;
        var (id, outlook) = (new CustomerId(scores.Id[0]), scores.Outlook[0]);
        var shown = page.Render<CustomerOutlookCard>(parameters => parameters.Add(one => one.Customer, id));
        shown.WaitForAssertion(() => Assert.Contains(basis, shown.Markup, StringComparison.Ordinal));
        var words = Words.In(language);
        Assert.Contains(words[$"Customers.Risk.{ChurnRisks.Of(outlook.Churn)}"], shown.Markup, StringComparison.Ordinal);
        Assert.Contains(model, shown.Find("a").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/models/{scores.Round.ChurnModel.Value}", shown.Find("a").GetAttribute("href"));
        Assert.Contains("£", shown.Find(".tile:nth-child(3) .tile-value").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("‹", shown.Markup, StringComparison.Ordinal);

        var calibration = page.Render<OutlookCalibration>();
        calibration.WaitForAssertion(() => Assert.Equal(10, calibration.FindAll("tbody tr").Count));
        Assert.DoesNotContain("‹", calibration.Markup, StringComparison.Ordinal);

        var unscored = page.Render<CustomerOutlookCard>(parameters => parameters.Add(one => one.Customer, new CustomerId(999_999)));
        unscored.WaitForAssertion(() => Assert.Contains(none, unscored.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_table_of_customers_has_columns_of_scores_once_there_are_some()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        await using var page = Page(shop, Words.English);
        Assert.DoesNotContain("Churn probability", (await TableAsync()).Markup, StringComparison.Ordinal);
        await shop.Get<LoopJob>().RunAsync("test", null, default);
        var table = await TableAsync();
        Assert.Contains("Churn probability", table.Markup, StringComparison.Ordinal);
        Assert.Contains("title=\"likely to", table.Markup, StringComparison.Ordinal);
        Assert.Equal(table.FindAll("thead th").Count, table.Find("tbody tr").Children.Length);

        async Task<IRenderedComponent<CustomerTable>> TableAsync()
        {
            var rows = (await shop.Get<ISegments>().CustomersAsync(default, new TableQuery(Sort: "churn"), default)).Items;
            return page.Render<CustomerTable>(parameters => parameters.Add(one => one.Rows, rows).Add(one => one.State, PagedState.Read(null, "churn", null, 1, ["churn"])));
        }
    }

    private static PageContext Page(OpenShop shop, string language)
    {
        var page = new PageContext(language, Role.Viewer);
        page.Services.AddSingleton(shop.Get<ICustomerScores>()).AddSingleton(shop.Get<IModels>()).AddSingleton(shop.Get<IOutlookBacktests>());
        page.Render<MudBlazor.MudPopoverProvider>();
        return page;
    }
}
