using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>The demonstration storefront as its visitors see it: every page from the question for consent to the thanks.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class StorefrontPagesTests(DemoSite site)
{
    [BrowserTheory(Timeout = 180_000)]
    [InlineData(1366, 768, "en", ColorScheme.Light)]
    [InlineData(1366, 768, "zh", ColorScheme.Dark)]
    [InlineData(390, 844, "en", ColorScheme.Dark)]
    [InlineData(390, 844, "zh", ColorScheme.Light)]
    public async Task Every_page_of_the_storefront_is_whole_and_accessible(int width, int height, string language, ColorScheme scheme)
    {
        await using var page = await site.TabAsync(width, height, language, scheme);
        List<string> found = [];
        await GoAsync(page, "/shop-demo");
        await LookAsync(page, "the shelf with the question", found);
        await NothingIsHiddenAsync(page.Page, found);
        await page.ClickAsync(page.Page.Locator("[data-decision=no]"));
        await LookAsync(page, "the shelf", found);
        await GoAsync(page, "/shop-demo?q=no+such+thing");
        await LookAsync(page, "a search without a finding", found);
        await GoAsync(page, "/shop-demo");
        await page.ClickAsync(page.Page.Locator(".shelf a").First);
        await page.ClickAsync(page.Page.Locator("main [data-click=cart]"));
        await LookAsync(page, "a product", found);
        foreach (var path in (string[])["cart", "checkout"])
        {
            await GoAsync(page, $"/shop-demo/{path}");
            await page.Page.Locator("[data-click=remove-from-cart]").WaitForAsync();
            await LookAsync(page, path, found);
        }

        await page.ClickAsync(page.Page.Locator("#buy"));
        await WatchedPage.ArrivedAsync(page.Page, "/shop-demo/thanks$");
        await page.Page.Locator("h1").WaitForAsync();
        await LookAsync(page, "the thanks", found);
        found.AddRange(page.Faults);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private Task<IResponse?> GoAsync(WatchedPage page, string path) => page.Page.GotoAsync(site.Address + path);

    private static async Task LookAsync(WatchedPage page, string name, List<string> found)
    {
        var beyond = await Accessibility.BeyondAsync(page.Page);
        if (beyond > 0)
        {
            found.Add($"{name} is {beyond} pixels too wide");
        }

        found.AddRange(Regex.Matches(await page.Page.Locator("body").InnerTextAsync(), "‹.*?›").Select(key => $"{name} shows the key {key.Value}"));
        found.AddRange((await Accessibility.ViolationsAsync(page.Page)).Select(violation => $"{name}: {violation}"));
    }

    // The question lies over the page: at its end everything must still be readable, and the question itself must fit.
    private static async Task NothingIsHiddenAsync(IPage page, List<string> found)
    {
        await page.EvaluateAsync("() => scrollTo(0, document.body.scrollHeight)");
        var overlap = await page.EvaluateAsync<double>("() => document.querySelector('aside').getBoundingClientRect().bottom - document.getElementById('banner').getBoundingClientRect().top");
        if (overlap > 0)
        {
            found.Add($"the question covers {overlap} pixels of the page's end");
        }
    }
}
