using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Marketing.Tests.Browser;
using Microsoft.Playwright;

namespace Marketing.Tests.App.Tracking;

/// <summary>What an administrator does to connect a shop, in the installed browser, by visible labels.</summary>
[Trait("Category", "Browser")]
public sealed class TrackingPagesTests(TrackedShop shop) : IClassFixture<TrackedShop>
{
    [BrowserTheory]
    [InlineData("en", "Add a webhook", "Name", "Shop system", "Other (signed)", "Secret: shown this once", "Add a site", "Addresses, one a line", "Each line is https://", "Edit the addresses", "Save")]
    [InlineData("zh-CN", "添加网络钩子", "名称", "商店系统", "其他（带签名）", "密钥：仅显示这一次", "添加网站", "地址，每行一个", "每行只写 https://", "修改地址", "保存")]
    public async Task An_administrator_makes_a_webhook_sees_its_secret_once_and_adds_a_site(string language, string add, string name, string kind, string other, string secret, string addSite, string origins, string wrong, string edit, string save)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var address = shop.Address.ToString().TrimEnd('/');
        using var session = await shop.Shop.SignedInAsync("root", Role.Administrator);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = language, ReducedMotion = ReducedMotion.Reduce });
        await using var page = await WatchedPage.OpenAsync(context, address);
        await page.SignInAsync("root", ServedShop.Password);

        await page.GoAsync("/settings/webhooks");
        var form = page.Page.GetByRole(AriaRole.Form, new() { Name = add });
        await form.GetByLabel(name).FillAsync("till " + language);
        await form.GetByRole(AriaRole.Combobox, new() { Name = kind }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Option, new() { Name = other }).ClickAsync();
        await form.GetByText(other).First.WaitForAsync();
        await page.Page.GetByRole(AriaRole.Option).First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await form.GetByRole(AriaRole.Button, new() { Name = add }).ClickAsync();
        await page.Page.GetByText(secret).WaitForAsync();
        await page.GoAsync("/settings/webhooks");
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "till " + language }).WaitForAsync();
        Assert.Equal(0, await page.Page.GetByText(secret).CountAsync());

        await page.GoAsync("/data/tracking");
        var site = page.Page.GetByRole(AriaRole.Form, new() { Name = addSite });
        await site.GetByLabel(name).FillAsync("shop " + language);
        await site.GetByLabel(origins).FillAsync("no address");
        await site.GetByRole(AriaRole.Button, new() { Name = addSite }).ClickAsync();
        await site.GetByText(wrong).WaitForAsync();
        await site.GetByLabel(origins).FillAsync("https://other.test");
        await site.GetByRole(AriaRole.Button, new() { Name = addSite }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "shop " + language }).WaitForAsync();

        var card = page.Page.GetByRole(AriaRole.Region, new() { Name = "shop " + language });
        await card.GetByRole(AriaRole.Button, new() { Name = edit }).ClickAsync();
        await card.GetByLabel(origins).FillAsync("nowhere");
        await card.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await card.GetByText(wrong).WaitForAsync();
        await card.GetByLabel(origins).FillAsync("https://moved.test");
        await card.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await card.GetByText("https://moved.test", new() { Exact = true }).WaitForAsync();

        var visitor = TrackedShop.Id(language.Length);
        await shop.StatusAsync(shop.Batch($$"""{"id":"{{visitor}}","kind":"view","age":0,"product":"POT-{{language}}"}""", visitor));
        await page.Page.GetByText("POT-" + language).WaitForAsync();
        Assert.Empty(page.Faults);
    }
}
