using Marketing.Kernel;
using Marketing.Tests.Browser;
using Microsoft.Playwright;

namespace Marketing.Tests.App.Access;

/// <summary>What an administrator does with users, in the installed browser, by visible labels.</summary>
[Trait("Category", "Browser")]
public sealed class AccessBrowserTests : IAsyncLifetime
{
    private readonly ServedShop _shop = new();
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private string Address => _shop.Address.ToString().TrimEnd('/');

    [BrowserFact]
    public async Task An_administrator_adds_a_user_changes_the_role_takes_it_back_and_reads_who_did_it()
    {
        await using var page = await SignInAsync("root", Role.Administrator);
        await page.GoAsync("/settings/users");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add a user" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("anna");
        await dialog.GetByLabel("Password").FillAsync("too short");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a user" }).ClickAsync();
        await Visible(dialog.GetByText("at least 12 characters; a few").First);
        await dialog.GetByLabel("Password").FillAsync(ServedShop.Password);

        // The message under the field goes when the field is left, which moves the button.
        await dialog.GetByLabel("Password").PressAsync("Tab");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a user" }).ClickAsync();
        await Visible(page.Page.GetByText("anna may sign in now."));

        await page.Page.GetByRole(AriaRole.Row, new() { Name = "anna" }).GetByRole(AriaRole.Combobox).ClickAsync();
        await page.Page.GetByRole(AriaRole.Option, new() { Name = "Viewer" }).ClickAsync();
        await Visible(page.Page.GetByText("anna is Viewer now."));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Visible(page.Page.GetByText("anna is Marketer now."));
        Assert.Equal(Role.Marketer, (await _shop.Accounts.ListAsync(default)).Single(user => user.Name == "anna").Role);

        await page.GoAsync("/settings/audit");
        await Visible(page.Page.GetByText("user.create"));
        Assert.Equal(2, await page.Page.GetByText("user.role").CountAsync());
        await page.Page.GetByLabel("Search person, action or subject").FillAsync("user.create");
        await page.Page.GetByText("user.role").First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Contains("q=user.create", page.Page.Url);
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task An_open_page_of_somebody_who_was_disabled_leads_to_the_sign_in()
    {
        await _shop.Accounts.CreateAsync("root", ServedShop.Password, Role.Administrator, default);
        await using var page = await SignInAsync("anna", Role.Viewer);
        var anna = (await _shop.Accounts.ListAsync(default)).Single(user => user.Name == "anna");
        await _shop.Accounts.ChangeAsync(anna.Id, Role.Viewer, disabled: true, default);
        await WatchedPage.ArrivedAsync(page.Page, @"/sign-in\?returnUrl=");
        await Visible(page.Page.GetByLabel("Password"));
    }

    [BrowserFact]
    public async Task A_sign_out_in_one_tab_ends_the_others()
    {
        await using var page = await SignInAsync("root", Role.Administrator);
        var other = await WatchedPage.OpenAsync(page.Page.Context, Address);
        await other.GoAsync("/");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await WatchedPage.ArrivedAsync(page.Page, "/sign-in$");
        await WatchedPage.ArrivedAsync(other.Page, @"/sign-in\?returnUrl=");
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task The_job_engines_dashboard_works_under_its_own_policy()
    {
        await using var page = await SignInAsync("root", Role.Administrator);
        foreach (var path in (string[])["/hangfire", "/hangfire/recurring", "/hangfire/servers"])
        {
            await page.Page.GotoAsync(Address + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await Visible(page.Page.GetByText("Recurring Jobs").First);
        }

        Assert.Empty(page.Faults);
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_pages_of_access_are_accessible(ColorScheme scheme)
    {
        var link = (await _shop.SetupLinkAsync())!;
        await using var context = await _browser.NewContextAsync(new() { ColorScheme = scheme });
        var stranger = await context.NewPageAsync();
        await stranger.GotoAsync(link);
        await Accessibility.CleanAsync(stranger, "setup");
        await using var page = await SignInAsync("root", Role.Administrator, scheme, looked: "sign-in");
        foreach (var path in (string[])["/settings/users", "/settings/audit"])
        {
            await page.GoAsync(path);
            await Visible(page.Page.GetByText("root").First);
            await Accessibility.CleanAsync(page.Page, path);
        }
    }

    public async Task InitializeAsync()
    {
        _shop.Settings["Access:SessionCheck"] = "00:00:01";
        await _shop.InitializeAsync();
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
        await _shop.DisposeAsync();
    }

    private async Task<WatchedPage> SignInAsync(string name, Role role, ColorScheme scheme = ColorScheme.Light, string? looked = null)
    {
        await _shop.Accounts.CreateAsync(name, ServedShop.Password, role, default);
        var context = await _browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1366, Height = 768 }, ReducedMotion = ReducedMotion.Reduce });
        var page = await WatchedPage.OpenAsync(context, Address);
        await page.Page.GotoAsync(Address + "/");
        if (looked is not null)
        {
            await Accessibility.CleanAsync(page.Page, looked);
        }

        await page.Page.GetByLabel("Name").FillAsync(name);
        await page.Page.GetByLabel("Password").FillAsync(ServedShop.Password);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ReadyAsync();
        return page;
    }

    private static Task Visible(ILocator locator) => locator.WaitForAsync(new() { State = WaitForSelectorState.Visible });
}
