using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>Pages about consent and privacy as they are drawn: none wider than a phone, no fault that axe finds.</summary>
[Trait("Category", "Browser")]
public sealed class PrivacyPagesTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private static readonly string[] Pages = ["/data/consents", "/data/privacy", "/data/privacy/retention", "/data/privacy/transfers", "/data/privacy/blocked/mail"];

    [BrowserTheory]
    [InlineData(1366, "en-GB", ColorScheme.Light)]
    [InlineData(390, "zh-CN", ColorScheme.Dark)]
    public async Task Pages_about_privacy_are_accessible_on_a_desk_and_on_a_phone(int width, string language, ColorScheme scheme)
    {
        using var session = await shop.SignedInAsync("root", Role.Administrator);
        await FillAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var address = shop.Address.ToString().TrimEnd('/');
        var context = await browser.NewContextAsync(Options(width, language, scheme));
        await using var page = await WatchedPage.OpenAsync(context, address);
        await page.SignInAsync("root", ServedShop.Password);
        List<string> found = [];
        foreach (var path in Pages)
        {
            await page.GoAsync(path);
            await page.SettledAsync();
            await LookAsync(page.Page, path, found);
        }

        found.AddRange(page.Faults);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    [BrowserTheory]
    [InlineData(1366, "en-GB", ColorScheme.Light)]
    [InlineData(1366, "zh-CN", ColorScheme.Dark)]
    [InlineData(390, "en-GB", ColorScheme.Dark)]
    [InlineData(390, "zh-CN", ColorScheme.Light)]
    public async Task The_preference_page_is_accessible_before_and_after_the_answer_and_without_a_valid_link(int width, string language, ColorScheme scheme)
    {
        await FillAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var page = await (await browser.NewContextAsync(Options(width, language, scheme))).NewPageAsync();
        var token = shop.Services.GetRequiredService<IPreferenceLinks>().Token(new CustomerId(1), TimeProvider.System.GetUtcNow());
        List<string> found = [];
        await page.GotoAsync($"{shop.Address}unsubscribe/{token}");
        await LookAsync(page, "the page of the one-click link", found);
        await page.GotoAsync($"{shop.Address}preferences/1");
        await LookAsync(page, "the page of a link that is not valid", found);
        await page.GotoAsync($"{shop.Address}preferences/{token}");
        await LookAsync(page, "the preference page", found);
        await page.Locator("button[type=submit]").First.ClickAsync();
        await page.Locator("[role=status]").First.WaitForAsync();
        await LookAsync(page, "the answer", found);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    [BrowserFact]
    public async Task An_administrator_sees_what_a_shorter_period_would_end_and_ends_it_by_typing_the_number()
    {
        using var session = await shop.SignedInAsync("root", Role.Administrator);
        await FillAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var address = shop.Address.ToString().TrimEnd('/');
        var context = await browser.NewContextAsync(Options(1366, "en-GB", ColorScheme.Light));
        await using var page = await WatchedPage.OpenAsync(context, address);
        await page.SignInAsync("root", ServedShop.Password);

        await page.GoAsync("/data/privacy/retention");
        await page.Page.GetByLabel("Days kept: Events").FillAsync("60");
        await page.Page.GetByText("3 entries, from").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save the period of: Events" }).ClickAsync();
        await page.Page.GetByText("The period holds from the next night on.").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "End now what is older" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("3");
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End now what is older" }).ClickAsync();
        await page.Page.GetByText("3 entries ended.").WaitForAsync();
        await page.Page.GetByText("Events: 3").WaitForAsync();
        Assert.Empty(page.Faults);
    }

    [BrowserTheory]
    [InlineData("en-GB", "Country of the firm", "austri", "Austria (AT)")]
    [InlineData("zh-CN", "公司所在国家或地区", "奥地利", "奥地利 (AT)")]
    public async Task A_country_is_found_by_its_name_and_kept_by_its_code(string language, string label, string typed, string shown)
    {
        using var session = await shop.SignedInAsync("root", Role.Administrator);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(Options(390, language, ColorScheme.Light));
        await using var page = await WatchedPage.OpenAsync(context, shop.Address.ToString().TrimEnd('/'));
        await page.SignInAsync("root", ServedShop.Password);
        await page.GoAsync("/data/privacy/transfers");
        await page.SettledAsync();
        var form = page.Page.Locator("form[aria-labelledby=controller]");
        await form.GetByRole(AriaRole.Textbox).Nth(0).FillAsync("Tea & Cups Ltd");
        await form.GetByRole(AriaRole.Textbox).Nth(1).FillAsync("post@tea.test");
        await form.GetByLabel(label).FillAsync(typed);
        await page.Page.GetByText(shown, new() { Exact = true }).ClickAsync();
        List<string> found = [];
        await LookAsync(page.Page, "the chosen country", found);
        await form.Locator("button[type=submit]").ClickAsync();
        await page.Page.Locator(".mud-snackbar").First.WaitForAsync();
        Assert.Equal("AT", (await shop.Services.GetRequiredService<ITransfers>().RegisterAsync(default)).Controller?.Country);
        Assert.Empty(page.Faults.Concat(found));
    }

    private static BrowserNewContextOptions Options(int width, string language, ColorScheme scheme) =>
        new() { ViewportSize = new ViewportSize { Width = width, Height = 800 }, Locale = language, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce };

    private static async Task LookAsync(IPage page, string name, List<string> found)
    {
        var beyond = await Accessibility.BeyondAsync(page);
        if (beyond > 0)
        {
            found.Add($"{name} is {beyond} pixels too wide");
        }

        found.AddRange((await Accessibility.ViolationsAsync(page)).Select(violation => $"{name}: {violation}"));
    }

    // One person with an answer, a request, a transfer, and events of last year.
    private async Task FillAsync()
    {
        var database = shop.Services.GetRequiredService<Database>();
        var old = TimeProvider.System.GetUtcNow().AddDays(-200).ToUnixTimeMilliseconds();
        database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_customers (id, key, country, email, simulated) values (1, 'k1', 'France', 'k@buyers.test', '') on conflict do nothing;
            insert into data_consents (id, customer_id, purpose, channel, granted, at, source, wording, simulated) values (1, 1, 'marketing', 'mail', 1, 0, 'form', 'v1', 0) on conflict do nothing;
            insert into data_events (id, kind, at, simulated) values (1, 4, @old, 0), (2, 4, @old, 0), (3, 4, @old, 0) on conflict do nothing;
            """,
            new { old },
            transaction));
        if ((await shop.Services.GetRequiredService<ITransfers>().ListAsync(default)).Count == 0)
        {
            await shop.Services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.Mail, "Post Ltd", "DE", "consent", null, "Hands mails over."), "root", default);
            await shop.Services.GetRequiredService<IPrivacy>().ReceiveAsync(new CustomerId(1), PrivacyRequestKind.Access, "root", default);
        }
    }
}
