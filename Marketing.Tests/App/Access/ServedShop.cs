using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Marketing.App.Access;
using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Access;

/// <summary>The program that serves, in this process, on a free port, with a data folder of its own.</summary>
public sealed partial class ServedShop : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    private readonly string _root = Path.Combine(Path.GetTempPath(), "marketing-tests", Guid.NewGuid().ToString("N"));
    private WebApplication _app = null!;

    /// <summary>Settings beside those that make the tests quick.</summary>
    internal Dictionary<string, string?> Settings { get; } = new()
    {
        ["Kernel:PasswordRounds"] = "1000",
        ["Access:AttemptsPerMinute"] = "1000",
        ["Access:AllowedHosts:0"] = "tool.example.org",
        ["Logging:LogLevel:Default"] = "Critical",
    };

    public Uri Address { get; private set; } = null!;

    internal IServiceProvider Services => _app.Services;

    internal IAccounts Accounts => Services.GetRequiredService<IAccounts>();

    internal Task<string?> SetupLinkAsync() => Services.GetRequiredService<SetupLink>().IssueAsync(default);

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        _app = ShopHost.Build(_root, configuration, ["http://127.0.0.1:0"]);
        await ShopStart.OpenAsync(_app.Services, default);
        await _app.StartAsync();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>A browser without a session: keeps cookies, asks for pages, shows redirects instead of following them.</summary>
    internal HttpClient Browser()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>A browser in which somebody of that role has signed in; the account is made when there is none.</summary>
    internal async Task<HttpClient> SignedInAsync(string name, Role role)
    {
        if (!(await Accounts.ListAsync(default)).Any(user => user.Name == name))
        {
            await Accounts.CreateAsync(name, Password, role, default);
        }

        var browser = Browser();
        var answer = await SignInAsync(browser, name, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>A program with a key of its own.</summary>
    internal async Task<HttpClient> ProgramAsync(params string[] scopes)
    {
        var made = await Services.GetRequiredService<IApiKeys>().CreateAsync(Guid.NewGuid().ToString("N"), scopes, null, "test", default);
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Token);
        return client;
    }

    /// <summary>Lets people be read over the interface.</summary>
    internal Task AllowReadingAsync() =>
        Services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.Api, "Till Ltd", "DE", "contract", null, "Reads customers."), "test", default);

    internal static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name, string password, string query = "") =>
        PostFormAsync(browser, "/sign-in" + query, new() { ["Name"] = name, ["Password"] = password });

    /// <summary>Opens a page with a form and posts it, with the hidden fields that it carries.</summary>
    internal static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string address, Dictionary<string, string> fields)
    {
        foreach (Match hidden in Hidden().Matches(await browser.GetStringAsync(address)))
        {
            fields[hidden.Groups[1].Value] = WebUtility.HtmlDecode(hidden.Groups[2].Value);
        }

        Assert.Contains("__RequestVerificationToken", fields);
        using var content = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(address, content);
    }

    /// <summary>The antiforgery token that a page carries for forms that are posted elsewhere.</summary>
    internal static async Task<string> TokenAsync(HttpClient browser, string address) =>
        Hidden().Matches(await browser.GetStringAsync(address)).First(match => match.Groups[1].Value == "__RequestVerificationToken").Groups[2].Value;

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
