using Bunit;
using Marketing.App.Components.Pages.Recommendations;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Recommendations;

public sealed class HealthPageTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Words.English, "Lists clicked by customers", "Lists clicked by visitors")]
    [InlineData(Words.Chinese, "客户的列表点击率", "访客的列表点击率")]
    public async Task Clicks_on_lists_of_customers_and_of_visitors_stand_side_by_side(string language, string customers, string visitors)
    {
        _rig.AddRegulars(4);
        await ShowAsync(new CustomerId(1), clicked: true);
        await ShowAsync(null, clicked: false);
        await ShowAsync(null, clicked: true);
        await using var page = Page(language);
        var health = page.Render<HealthPage>();
        health.WaitForAssertion(() => Assert.Contains("100.0", Tile(health, customers), StringComparison.Ordinal));
        Assert.Contains("50.0", Tile(health, visitors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_visitors_list_only_customers_are_told_of()
    {
        _rig.AddRegulars(4);
        await ShowAsync(new CustomerId(1), clicked: true);
        await using var page = Page(Words.English);
        var health = page.Render<HealthPage>();
        health.WaitForAssertion(() => Assert.NotEmpty(Tile(health, "Lists clicked by customers")));
        Assert.DoesNotContain("visitors", health.Markup, StringComparison.Ordinal);
    }

    private static string Tile(IRenderedComponent<HealthPage> page, string name) => page.Find($".tile[aria-label='{name}']").TextContent;

    private async Task ShowAsync(CustomerId? customer, bool clicked)
    {
        var lists = _rig.Get<IRecommendations>();
        var decision = (await lists.RecordAsync(new RecommendationQuery(customer, 3), default)).Decision!.Value;
        await lists.ReportAsync([new Outcome(decision, "shown", _rig.Now, 0), .. clicked ? (Outcome[])[new Outcome(decision, "clicked", _rig.Now, 0)] : []], default);
    }

    private PageContext Page(string language)
    {
        var page = new PageContext(language);
        page.Services.AddSingleton(_rig.Get<ILedger>()).AddSingleton(_rig.Get<IModels>()).AddSingleton(_rig.Get<ISnapshots>()).AddSingleton(_rig.Get<IRuns>()).AddSingleton(_rig.Get<BusinessClock>());
        return page;
    }
}
