using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Marketing.Tests.Browser;
using Microsoft.Playwright;

namespace Marketing.Tests.App.Api.V1;

/// <summary>A key is made, used, seen at work and revoked, in the installed browser, by visible labels.</summary>
[Trait("Category", "Browser")]
public sealed class LivePagesTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [BrowserTheory]
    [InlineData("en", "Make a key", "Name", "Send events", "Key: shown this once", "Revoke", "revoked", "Discard", "Nothing waits", "Pause")]
    [InlineData("zh-CN", "创建密钥", "名称", "发送事件", "密钥：仅显示这一次", "撤销", "已于", "丢弃", "没有待处理的数据", "暂停")]
    public async Task An_administrator_makes_a_key_watches_what_it_sends_and_revokes_it(string language, string make, string name, string scope, string once, string revoke, string revoked, string discard, string nothing, string pause)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var (address, key) = (shop.Address.ToString().TrimEnd('/'), "till " + language);
        using var session = await shop.SignedInAsync("root", Role.Administrator);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = language, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 390, Height = 844 } });
        await using var page = await WatchedPage.OpenAsync(context, address);
        await page.SignInAsync("root", ServedShop.Password);

        await page.GoAsync("/settings/api-keys");
        var form = page.Page.GetByRole(AriaRole.Form, new() { Name = make });
        await form.GetByLabel(name).FillAsync(key);
        await form.GetByLabel(scope).CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = make }).ClickAsync();
        await page.Page.GetByText(once).WaitForAsync();
        var token = (await page.Page.Locator(".copy-field code").First.InnerTextAsync()).Trim();
        await CheckAsync(page.Page);

        await page.GoAsync("/data/live");
        await page.Page.GetByText(nothing).WaitForAsync();
        Assert.Equal(HttpStatusCode.MultiStatus, await SendAsync(token, $$"""[{"id":"a {{language}}","kind":"view","at":"2024-01-31T09:30:00Z","visitor":"v1","product":"cup-{{language}}"},{"id":"late {{language}}","kind":"page","at":"2999-01-31T09:30:00Z","visitor":"v1"}]"""));
        await page.Page.GetByText("cup-" + language).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = discard }).ClickAsync();
        await CheckAsync(page.Page);
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = discard, Exact = true }).ClickAsync();
        await page.Page.GetByText(nothing).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = pause }).WaitForAsync();

        await page.GoAsync("/settings/api-keys");
        Assert.Equal(0, await page.Page.GetByText(once).CountAsync());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = key }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = revoke, Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = key }).GetByText(revoked).WaitForAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(token, "[]"));
        Assert.Empty(page.Faults);
    }

    private static async Task CheckAsync(IPage page)
    {
        await Accessibility.CleanAsync(page, page.Url);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than a phone.");
    }

    private async Task<HttpStatusCode> SendAsync(string token, string body)
    {
        using var client = new HttpClient { BaseAddress = shop.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.PostAsync("/api/v1/events", new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
        return answer.StatusCode;
    }
}
