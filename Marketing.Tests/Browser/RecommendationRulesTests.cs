using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>The main task of whoever looks after the lists: make a rule, see what it would change, publish it, find it again.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class RecommendationRulesTests(DemoSite site)
{
    [BrowserFact]
    public async Task A_rule_is_made_previewed_published_and_taken_back()
    {
        await using var page = await site.OpenAsync("/");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Navigation).First.GetByRole(AriaRole.Link, new() { Name = "Merchandising rules" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Add rule" }));
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Rule", new() { Exact = true }).FillAsync("No cakestands");
        // A list that opens while the dialog is drawn again closes with it; whoever types sees that, and types again.
        var product = page.Page.Locator(".mud-popover-open .mud-list-item").First;
        var tries = 0;
        do
        {
            await dialog.GetByLabel("Add a product").FillAsync("");
            await dialog.GetByLabel("Add a product").FillAsync("regency cakestand");
        }
        while (!await ComesAsync(product) && ++tries < 5);

        await page.ClickAsync(product);
        await Visible(dialog.GetByText("Never recommend “REGENCY CAKESTAND 3 TIER”."));
        await Accessibility.CleanAsync(page.Page, "the dialog of a rule");
        await page.ClickAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Put into the draft" }));
        await Visible(page.Page.GetByText(new Regex("^1 change")));
        await page.GoAsync("/recommendations/rules");
        await Visible(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "No cakestands" }).GetByText("New", new() { Exact = true }));

        await page.ClickAsync(page.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Preview" }).First);
        await Visible(page.Page.GetByText(new Regex("hidden from [1-9]")));
        await Accessibility.CleanAsync(page.Page, "the preview of rules");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Publish…" }));
        await page.Page.GetByRole(AriaRole.Dialog).GetByLabel("Why").FillAsync("Out of season");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }));
        await Visible(page.Page.GetByText("Version 1 is in force."));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Versions" }));
        await Visible(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Out of season" }).GetByText("in force"));
        Assert.Empty(page.Faults);

        // The other tests of this shop look at lists without rules.
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Rules", Exact = true }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Delete: No cakestands" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Publish…" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }));
        await Visible(page.Page.GetByText("Version 2 is in force."));
    }

    private static async Task<bool> ComesAsync(ILocator locator)
    {
        try
        {
            await locator.WaitForAsync(new() { Timeout = 5000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static Task Visible(ILocator locator) => locator.First.WaitForAsync(new() { State = WaitForSelectorState.Visible });
}
