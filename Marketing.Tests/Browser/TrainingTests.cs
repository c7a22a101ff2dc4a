using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>A training in a process of its own, started and followed in the browser.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class TrainingTests(DemoSite site)
{
    [BrowserFact]
    public async Task A_training_is_started_on_its_page_and_gives_a_challenger_while_the_page_is_open()
    {
        await using var page = await site.OpenAsync("/models/trainings", 390, 844, scheme: ColorScheme.Dark);
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Method", Exact = true }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("Item-based") }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Train a challenger now" }));
        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("Item-based") });
        await row.GetByText("Done", new() { Exact = true }).WaitForAsync(new() { Timeout = 120_000 });
        await Accessibility.CleanAsync(page.Page, "trainings");
        await page.ClickAsync(row.GetByRole(AriaRole.Link));
        await page.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Item-based.*version|Item-based") }).First.WaitForAsync();
        await page.SettledAsync();
        await Accessibility.CleanAsync(page.Page, "training");
        Assert.InRange(await Accessibility.BeyondAsync(page.Page), int.MinValue, 0);
        Assert.Empty(page.Faults);
    }
}
