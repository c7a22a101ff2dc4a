using Bunit;
using Marketing.App.Components.Pages.Privacy;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Privacy;

public sealed class RetentionRowTests : IDisposable
{
    // Counting waits for a pause in typing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_would_go_follows_the_days_that_are_typed_and_saving_keeps_them()
    {
        await _rig.OpenForBusinessAsync();
        await using var page = new PageContext(Words.English, Role.Administrator);
        var shown = await RowAsync(page, "events");
        shown.WaitForAssertion(() => Assert.Contains("kept for good", shown.Markup, StringComparison.Ordinal));
        Assert.Equal("Days kept: Events", shown.Find("input").GetAttribute("aria-label"));
        Assert.Equal("Days", shown.Find("label").TextContent.Trim());
        shown.Find("input").Input("60");
        shown.WaitForAssertion(() => Assert.Contains("nothing from before 1 Jan 2024", shown.Markup, StringComparison.Ordinal), Patience);
        shown.Find("button").Click();
        shown.WaitForAssertion(() => Assert.True(shown.Find("button").HasAttribute("disabled")));
        Assert.Equal((60, "anna"), (await _rig.Get<IRetention>().ListAsync(default)).Where(period => period.Kind.Name == "events").Select(period => (period.Days, period.Actor)).Single());
    }

    [Fact]
    public async Task A_period_that_is_too_short_says_the_limits_and_cannot_be_saved()
    {
        await _rig.OpenForBusinessAsync();
        await using var page = new PageContext(Words.English, Role.Administrator);
        var shown = await RowAsync(page, "audit");
        shown.WaitForAssertion(() => Assert.Contains("kept for good", shown.Markup, StringComparison.Ordinal));
        shown.Find("input").Input("90");
        shown.WaitForAssertion(() => Assert.Contains(page.Words["Retention.Wrong.Days"], shown.Markup, StringComparison.Ordinal), Patience);
        Assert.True(shown.Find("button").HasAttribute("disabled"));
    }

    private async Task<IRenderedComponent<RetentionRow>> RowAsync(PageContext page, string kind)
    {
        page.Services.AddSingleton(_rig.Get<IRetention>());
        var period = (await _rig.Get<IRetention>().ListAsync(default)).Single(one => one.Kind.Name == kind);
        return page.Render<RetentionRow>(parameters => parameters.Add(row => row.Period, period));
    }
}
