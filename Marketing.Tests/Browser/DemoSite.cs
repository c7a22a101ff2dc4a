using System.Text.RegularExpressions;
using Marketing.Tests.Support;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>A copy of the demo shop, started once as a process of its own, with an administrator and a browser. Shared by all browser tests.</summary>
public sealed partial class DemoSite : IAsyncLifetime
{
    public const string Name = "ada";
    public const string Password = "correct horse battery";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "marketing-browser", Guid.NewGuid().ToString("N"));
    private RunningProgram? _program;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _session;

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        (await MadeDemo.OnceAsync()).CopyTo(_folder);
        Address = $"http://localhost:{RunningProgram.FreePort()}";
        _program = RunningProgram.Start(["demo", "--data", _folder, "--urls", Address]);
        var console = await _program.UntilAsync(text => SetupAddress().IsMatch(text), TimeSpan.FromMinutes(2));
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(_playwright);
        await using var context = await _browser.NewContextAsync();
        await CreateAdministratorAsync(context, SetupAddress().Match(console).Value);
        _session = await context.StorageStateAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_program is not null)
        {
            await _program.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Chromium.Path,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });

    /// <summary>A signed-in tab of its own, watched: see <see cref="WatchedPage"/>.</summary>
    internal async Task<WatchedPage> OpenAsync(string path, int width = 1366, int height = 768, string language = "en", ColorScheme scheme = ColorScheme.Light)
    {
        var page = await TabAsync(width, height, language, scheme);
        await page.GoAsync(path);
        return page;
    }

    /// <summary>The same, still empty: for pages that have no circuit to wait for.</summary>
    internal async Task<WatchedPage> TabAsync(int width, int height, string language, ColorScheme scheme)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = language == "en" ? "en-GB" : "zh-CN",
            StorageState = _session,
            ReducedMotion = ReducedMotion.Reduce,
        });
        // The session was kept in a light browser; the scheme asked for holds from the first page on.
        await context.AddCookiesAsync([new() { Name = "scheme", Value = scheme == ColorScheme.Dark ? "dark" : "light", Url = Address }]);
        return await WatchedPage.OpenAsync(context, Address);
    }

    /// <summary>Follows the one-time link as a new owner does; the context is signed in afterwards.</summary>
    internal static async Task CreateAdministratorAsync(IBrowserContext context, string link)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button).First.ClickAsync();
        await WatchedPage.ArrivedAsync(page, "^(?!.*/setup)");
        await page.CloseAsync();
    }

    [GeneratedRegex(@"http://\S+/setup\?token=[\w-]+")]
    internal static partial Regex SetupAddress();
}

[CollectionDefinition(nameof(DemoSite))]
public sealed class SharedDemoSite : ICollectionFixture<DemoSite>;
