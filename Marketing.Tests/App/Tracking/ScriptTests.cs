using Marketing.Tests.Browser;
using Microsoft.Playwright;

namespace Marketing.Tests.App.Tracking;

/// <summary>The tracking script in the installed browser, on the demonstration storefront of the running program.</summary>
[Trait("Category", "Browser")]
public sealed class ScriptTests(TrackedShop shop) : IClassFixture<TrackedShop>, IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private string Address => shop.Address.ToString().TrimEnd('/');

    public async Task InitializeAsync()
    {
        if (Chromium.Path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await DemoSite.LaunchAsync(_playwright);
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    [BrowserFact]
    public async Task Before_consent_nothing_is_stored_or_sent_and_after_it_the_page_is_told()
    {
        var (page, sent) = await OpenAsync();
        await page.EvaluateAsync("() => { marketing('event', 'early', {}); history.pushState(null, '', '/shop-demo?early=1'); }");
        await page.WaitForTimeoutAsync(1_500);
        Assert.Empty(sent);
        Assert.Equal("[]", await StoredAsync(page));
        Assert.Empty(await page.Context.CookiesAsync());

        await AllowAsync(page);
        var visitor = await VisitorAsync(page);
        await UntilAsync(visitor, "page", 1);
        Assert.Equal(0, Count(visitor, "early"));
    }

    [BrowserTheory]
    [InlineData("globalPrivacyControl", "true")]
    [InlineData("doNotTrack", "'1'")]
    public async Task A_browser_that_objects_is_heard_though_consent_was_given(string sign, string value)
    {
        var (page, sent) = await OpenAsync($"Object.defineProperty(Navigator.prototype, '{sign}', {{ get: () => {value} }})");
        await AllowAsync(page);
        await page.EvaluateAsync("() => marketing('event', 'wish', {})");
        await page.WaitForTimeoutAsync(1_500);
        Assert.Empty(sent);
        Assert.Equal("[]", await StoredAsync(page));
    }

    [BrowserFact]
    public async Task Consent_taken_back_removes_the_id_and_ends_the_reports()
    {
        var (page, sent) = await OpenAsync();
        await AllowAsync(page);
        await UntilAsync(await VisitorAsync(page), "page", 1);
        await page.EvaluateAsync("() => marketing('consent', false)");
        Assert.Equal("[]", await StoredAsync(page));
        var before = sent.Count;
        await page.EvaluateAsync("() => marketing('event', 'wish', {})");
        await page.WaitForTimeoutAsync(1_500);
        Assert.Equal(before, sent.Count);
    }

    [BrowserFact]
    public async Task What_happened_without_a_connection_is_told_once_when_it_is_back()
    {
        var (page, _) = await OpenAsync();
        await AllowAsync(page);
        var visitor = await VisitorAsync(page);
        await UntilAsync(visitor, "page", 1);
        await page.Context.SetOfflineAsync(true);
        await page.EvaluateAsync("() => { for (let i = 0; i < 3; i++) marketing('event', 'wish', { place: i }); }");
        await page.WaitForTimeoutAsync(1_500);
        Assert.Equal(0, Count(visitor, "wish"));
        await page.Context.SetOfflineAsync(false);
        await UntilAsync(visitor, "wish", 3);
        await page.ReloadAsync();
        await UntilAsync(visitor, "page", 2);
        Assert.Equal(3, Count(visitor, "wish"));
    }

    [BrowserFact]
    public async Task Changing_the_address_without_loading_is_a_page_and_the_same_address_is_not()
    {
        var (page, _) = await OpenAsync();
        await AllowAsync(page);
        var visitor = await VisitorAsync(page);
        await page.EvaluateAsync("() => { history.pushState(null, '', '/shop-demo/a'); history.replaceState(null, '', '/shop-demo/a#part'); }");
        await UntilAsync(visitor, "page", 2);
        await page.GoBackAsync();
        await UntilAsync(visitor, "page", 3);
    }

    [BrowserFact]
    public async Task A_page_prepared_ahead_counts_only_when_it_is_looked_at()
    {
        var (first, _) = await OpenAsync();
        await AllowAsync(first);
        var visitor = await VisitorAsync(first);
        await UntilAsync(visitor, "page", 1);
        await first.AddInitScriptAsync("Object.defineProperty(Document.prototype, 'prerendering', { get: () => !window.looked })");
        await first.GotoAsync(Address + "/shop-demo/cart");
        await first.WaitForTimeoutAsync(1_500);
        Assert.Equal(1, Count(visitor, "page"));
        await first.EvaluateAsync("() => { window.looked = true; document.dispatchEvent(new Event('prerenderingchange')); }");
        await UntilAsync(visitor, "page", 2);
    }

    [BrowserFact]
    public async Task Products_searches_and_clicks_are_told_by_the_markup_and_by_JSON_LD()
    {
        var (page, _) = await OpenAsync();
        await AllowAsync(page);
        var visitor = await VisitorAsync(page);
        await page.EvaluateAsync(
            """
            () => {
              const data = document.createElement('script');
              data.type = 'application/ld+json';
              data.text = JSON.stringify({ '@graph': [{ '@type': 'Product', sku: 'POT' }] });
              const button = document.createElement('button');
              Object.assign(button.dataset, { click: 'cart', product: 'POT', quantity: '2', amount: '12.5', currency: 'GBP' });
              document.body.append(data, button);
              history.pushState(null, '', '/shop-demo?q=pots');
              setTimeout(() => button.click());
            }
            """);
        await UntilAsync(visitor, "cart", 1);
        Assert.Equal(1, Count(visitor, "view"));
        Assert.Equal(1, Count(visitor, "search"));
        Assert.Equal(2, shop.Value<long>("select e.quantity from data_events e join data_visitors v on v.id = e.visitor_id where v.key = @visitor and e.kind = 2", new { visitor }));
    }

    [BrowserFact]
    public async Task What_happens_just_before_leaving_arrives_once()
    {
        var (page, _) = await OpenAsync();
        await AllowAsync(page);
        var visitor = await VisitorAsync(page);
        await page.EvaluateAsync("() => marketing('event', 'wish', {})");
        await page.GotoAsync(Address + "/shop-demo/cart");
        await UntilAsync(visitor, "wish", 1);
        await UntilAsync(visitor, "page", 2);
        await page.WaitForTimeoutAsync(1_500);
        Assert.Equal(1, Count(visitor, "wish"));
    }

    [BrowserFact]
    public async Task The_storefront_runs_under_the_content_security_policy()
    {
        var (page, _) = await OpenAsync();
        var faults = new List<string>();
        page.Console += (_, message) => faults.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => faults.Add(error);
        foreach (var path in (string[])["/shop-demo", "/shop-demo?q=%22%3E%3Cb%3E", "/shop-demo/cart", "/shop-demo/checkout", "/shop-demo/thanks"])
        {
            var answer = await page.GotoAsync(Address + path);
            Assert.Equal(200, answer!.Status);
            Assert.Contains("script-src 'self'", (await answer.AllHeadersAsync())["content-security-policy"]);
        }

        Assert.Empty(faults);
    }

    private async Task<(IPage Page, List<string> Sent)> OpenAsync(string? before = null)
    {
        var context = await _browser.NewContextAsync();
        if (before is not null)
        {
            await context.AddInitScriptAsync(before);
        }

        var page = await context.NewPageAsync();
        var sent = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "POST")
            {
                sent.Add(request.Url);
            }
        };
        await page.GotoAsync(Address + "/shop-demo");
        return (page, sent);
    }

    private static Task AllowAsync(IPage page) => page.Locator("[data-decision=yes]").ClickAsync();

    /// <summary>Names of what the script keeps in the browser.</summary>
    private static Task<string> StoredAsync(IPage page) => page.EvaluateAsync<string>("() => JSON.stringify([...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(name => name.startsWith('mkt')))");

    private static Task<string> VisitorAsync(IPage page) => page.EvaluateAsync<string>("() => JSON.parse(localStorage.getItem('mkt.v')).id");

    private long Count(string visitor, string kind) => shop.Value<long>(
        "select count(*) from data_events e join data_visitors v on v.id = e.visitor_id where v.key = @visitor and (e.name = @kind or e.kind = @code)",
        new { visitor, kind, code = kind switch { "view" => 1, "cart" => 2, "page" => 3, "search" => 4, _ => -1 } });

    private async Task UntilAsync(string visitor, string kind, long count)
    {
        for (var i = 0; i < 150 && Count(visitor, kind) < count; i++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(count, Count(visitor, kind));
    }
}
