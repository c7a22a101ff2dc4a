using System.Text.RegularExpressions;
using Marketing.App.Components.Layout;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>Every page of the navigation, and one of each kind behind it, on a desk and on a phone.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed partial class EveryPageTests(DemoSite site)
{
    /// <summary>Lists, each with the beginning of the addresses of the pages that it opens.</summary>
    private static readonly (string, string)[] Behind =
    [
        ("/data/imports", "/data/imports/"), ("/customers", "/customers/"), ("/models", "/models/"), ("/demand", "/demand/"), ("/campaigns", "/campaigns/"), ("/jobs", "/jobs/"),
    ];

    // Every two of width, language and scheme meet; the audit by axe, which takes the time, once a scheme and width.
    [BrowserTheory(Timeout = 300_000)]
    [InlineData(1366, 768, "en", ColorScheme.Light, true)]
    [InlineData(1366, 768, "zh", ColorScheme.Dark, false)]
    [InlineData(390, 844, "en", ColorScheme.Dark, true)]
    [InlineData(390, 844, "zh", ColorScheme.Light, false)]
    public async Task Every_page_is_whole_readable_and_accessible(int width, int height, string language, ColorScheme scheme, bool audited)
    {
        await using var page = await site.OpenAsync("/", width, height, language, scheme);
        List<string> found = [];
        Queue<string> paths = new([.. Places.Groups.SelectMany(group => group.Places).Select(place => place.Address), "/campaigns/new", "/ads/new"]);
        var lists = Behind.ToDictionary();
        while (paths.TryDequeue(out var path))
        {
            await page.GoAsync(path);
            await page.SettledAsync();
            if (lists.Remove(path, out var opens))
            {
                paths.Enqueue(await FirstAsync(page.Page, opens));
            }

            await LookAsync(page.Page, path, language, found);
            if (audited)
            {
                found.AddRange((await Accessibility.ViolationsAsync(page.Page)).Select(violation => $"{path}: {violation}"));
            }
        }

        Assert.Empty(lists);
        found.AddRange(page.Faults);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    // The first page that a list opens.
    private static async Task<string> FirstAsync(IPage list, string opens)
    {
        var addresses = await list.Locator("main a[href]").EvaluateAllAsync<string[]>("links => links.map(link => new URL(link.href).pathname)");
        return addresses.First(address => Regex.IsMatch(address, $"^{opens}[0-9]+$"));
    }

    private static async Task LookAsync(IPage page, string path, string language, List<string> found)
    {
        var headings = await page.Locator("h1").CountAsync();
        if (headings != 1)
        {
            found.Add($"{path} has {headings} first headings");
        }

        var beyond = await Accessibility.BeyondAsync(page);
        if (beyond > 0)
        {
            found.Add($"{path} is {beyond} pixels too wide");
        }

        found.AddRange((await Accessibility.NamelessTablesAsync(page)).Select(table => $"{path} has a table without a name: {table}"));
        found.AddRange(Key().Matches(await page.Locator("body").InnerTextAsync()).Select(match => $"{path} shows the key {match.Value}"));
        if (language != "en")
        {
            var titles = await page.Locator("nav a, main h2:not([translate=no]), main th[scope=col]").AllInnerTextsAsync();
            found.AddRange(titles.Where(title => English().IsMatch(title) && !Chinese().IsMatch(title) && !title.Contains('@', StringComparison.Ordinal)).Select(title => $"{path} says {title} to a Chinese reader"));
        }
    }

    [GeneratedRegex(@"\b(Access|Ads|Campaigns|Common|Customers|Data|Jobs|Merchandising|Models|Overview|Quality|Reason|Recommendations|Results|Rule|Segments?|Settings|Shell|Step|Turn)\.[A-Za-z][\w.-]+")]
    private static partial Regex Key();

    [GeneratedRegex("[a-z]{4}")]
    private static partial Regex English();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
