using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>A marketer's tasks from the overview, by what can be read on the pages, each within its number of clicks.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class MarketerTasksTests(DemoSite site)
{
    [BrowserFact]
    public async Task Why_a_customer_got_a_message_is_read_in_three_clicks()
    {
        await using var page = await site.OpenAsync("/");
        await page.ClickAsync(Navigation(page).GetByRole(AriaRole.Link, new() { Name = "All campaigns", Exact = true }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Win back ") }));
        var sent = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Delivered" }).Filter(new() { Has = page.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Why: ") }) });
        await page.ClickAsync(sent.First.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Why: ") }));
        await Visible(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Why they get the message" }));
        await Visible(page.Page.GetByText("Why not nothing: they agreed"));
        await Visible(page.Page.GetByText("Model version", new() { Exact = true }));
        Assert.InRange(page.Clicks, 1, 3);
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task What_the_last_turn_changed_is_read_in_one_click()
    {
        await using var page = await site.OpenAsync("/");
        await Visible(page.Page.GetByRole(AriaRole.Heading, new() { Name = "What the last turn changed" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "Whole report" }));
        await page.Page.WaitForURLAsync(new Regex(@"/jobs/\d+$"));
        await Visible(page.Page.GetByText(new Regex("is in charge of recommendations now|did not take charge|the method in charge stays")).First);
        await Visible(page.Page.GetByText(new Regex("Lists of recommendations decided by the rule")).First);
        Assert.Equal(1, page.Clicks);
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task A_win_back_with_a_holdout_is_previewed_and_scheduled_in_twelve_clicks()
    {
        await using var page = await site.OpenAsync("/campaigns/new?audience=win-back");
        await Visible(page.Page.GetByText("Who should get it?"));
        await NextAsync(page);
        await Visible(page.Page.GetByRole(AriaRole.Heading, new() { Name = "What does it say?" }));
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Autumn win-back");
        await Visible(page.Page.GetByTitle(new Regex("^Preview: .+")));
        await NextAsync(page);
        await page.Page.GetByLabel("Holdout (control group)").FillAsync("20");
        await Visible(page.Page.GetByText("Draft saved"));
        await NextAsync(page);
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^At a time") }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Schedule campaign" }));
        await Visible(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Autumn win-back", Level = 1 }));
        await Visible(page.Page.GetByText(new Regex(@"20\s?% asked for")));
        await page.ClickAsync(Navigation(page).GetByRole(AriaRole.Link, new() { Name = "All campaigns", Exact = true }));
        await Visible(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Autumn win-back" }).GetByText("Scheduled", new() { Exact = true }));
        Assert.InRange(page.Clicks, 1, 12);
        Assert.Empty(page.Faults);
    }

    private static ILocator Navigation(WatchedPage page) => page.Page.GetByRole(AriaRole.Navigation).First;

    private static Task NextAsync(WatchedPage page) => page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Next", Exact = true }));

    private static Task Visible(ILocator locator) => locator.WaitForAsync(new() { State = WaitForSelectorState.Visible });
}
