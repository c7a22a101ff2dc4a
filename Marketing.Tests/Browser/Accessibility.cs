using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>The audit of a page by axe, within its own tab and with a limit of time.</summary>
internal static class Accessibility
{
    private const string Audit = """
        async () => {
            const found = await axe.run(document, { resultTypes: ['violations'] });
            return found.violations.map(one => `${one.id}: ${one.help} at ${one.nodes.slice(0, 3).map(node => node.html).join(' | ')}`);
        }
        """;

    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _glance = TimeSpan.FromSeconds(30);

    /// <summary>What breaks a rule of WCAG 2.2 AA or of good practice, rule by rule.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        try
        {
            return await AuditAsync(page);
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            // A page that is drawn anew under the audit takes it away; looked at once more, on a fresh page.
            await page.ReloadAsync();
            await page.Locator("h1").First.WaitForAsync();
            return await AuditAsync(page);
        }
    }

    public static async Task CleanAsync(IPage page, string where)
    {
        var found = await ViolationsAsync(page);
        Assert.True(found.Count == 0, $"{where}: {string.Join(Environment.NewLine, found)}");
    }

    /// <summary>By how many pixels a page is wider than its window; not above 0 where nothing is cut.</summary>
    public static Task<int> BeyondAsync(IPage page) => page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth").WaitAsync(_glance);

    /// <summary>Tables that a screen reader could not name, each by the beginning of its text; axe does not ask for names of tables.</summary>
    public static Task<string[]> NamelessTablesAsync(IPage page) => page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('table, [role=table], [role=grid]')]
            .filter(table => ![table.caption?.textContent, table.ariaLabel, document.getElementById(table.getAttribute('aria-labelledby'))?.textContent].some(name => name?.trim()))
            .map(table => table.textContent.trim().slice(0, 60))
        """).WaitAsync(_glance);

    private static async Task<string[]> AuditAsync(IPage page)
    {
        await page.EvaluateAsync(_axe).WaitAsync(_limit);
        return await page.EvaluateAsync<string[]>(Audit).WaitAsync(_limit);
    }
}
