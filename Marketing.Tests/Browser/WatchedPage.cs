using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>A tab that counts clicks and notes what must not happen: errors on the console, failed requests, requests to other hosts.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private const string CrossedEvent = "There was an exception invoking 'DispatchEventAsync'";
    private readonly string _address;
    private readonly List<string> _faults = [];

    private WatchedPage(IPage page, string address)
    {
        Page = page;
        _address = address;
    }

    public IPage Page { get; }

    public int Clicks { get; private set; }

    public IReadOnlyList<string> Faults => _faults;

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, string address)
    {
        var watched = new WatchedPage(await context.NewPageAsync(), address);
        watched.Watch();
        return watched;
    }

    /// <summary>Opens a path and waits until the page answers to clicks.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(_address + path);
        await ReadyAsync();
    }

    /// <summary>Signs in by the form, whatever language it is in.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync(_address + "/sign-in");
        await Page.Locator("[name=Name]").FillAsync(name);
        await Page.Locator("[name=Password]").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();

        await ArrivedAsync(Page, "^(?!.*/sign-in)");
        await ReadyAsync();
    }

    /// <summary>
    /// Waits until the address matches a pattern, and for no event beside: that of a page wholly loaded does not always come after a form,
    /// and a wait for the commit of an address that is there already never ends.
    /// </summary>
    public static Task ArrivedAsync(IPage page, [StringSyntax(StringSyntaxAttribute.Regex)] string pattern) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(pattern), new() { Timeout = 30_000 });

    /// <summary>Waits until the circuit is up: the shell marks it on the body.</summary>
    public Task ReadyAsync() => Page.Locator("[data-interactive=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Waits until the page has its heading and nothing is being read.</summary>
    public Task SettledAsync() => Page.WaitForFunctionAsync("() => document.querySelector('h1') && !document.querySelector('[aria-busy=true]')");

    /// <summary>Clicks on what a person would, and counts it.</summary>
    public async Task ClickAsync(ILocator target)
    {
        await target.ClickAsync();
        Clicks++;
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Add($"console: {message.Text}");
            }
        };
        Page.PageError += (_, error) =>
        {
            // A click or loss of focus that crosses the drawing that takes its element away is dropped by the framework with these
            // words; an error of ours ends the circuit, and says so in others.
            if (!error.Contains(CrossedEvent, StringComparison.Ordinal))
            {
                _faults.Add($"script: {error}");
            }
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _faults.Add($"{response.Status}: {response.Url}");
            }
        };
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && !request.Url.StartsWith("about:", StringComparison.Ordinal))
            {
                _faults.Add($"another host: {request.Url}");
            }
        };
    }
}
