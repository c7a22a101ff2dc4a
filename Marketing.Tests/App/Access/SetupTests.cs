using System.Net;
using Marketing.App.Access;
using Marketing.Kernel;
using static Marketing.Tests.App.Access.ServedShop;

namespace Marketing.Tests.App.Access;

public sealed class SetupTests : IAsyncLifetime
{
    private readonly ServedShop _shop = new();

    [Fact]
    public async Task The_link_on_the_console_creates_the_administrator_and_signs_in()
    {
        using var browser = _shop.Browser();
        Assert.Contains("No account yet", await browser.GetStringAsync("/sign-in"));

        var link = new Uri((await _shop.SetupLinkAsync())!);
        var differs = await PostFormAsync(browser, link.PathAndQuery, Fields("root", Password, "another password"));
        Assert.Contains("The two passwords differ.", await differs.Content.ReadAsStringAsync());
        var weak = await PostFormAsync(browser, link.PathAndQuery, Fields("root", "short", "short"));
        Assert.Contains("at least 12 characters", await weak.Content.ReadAsStringAsync());
        Assert.False(await _shop.Accounts.AnyAsync(default));

        var created = await PostFormAsync(browser, link.PathAndQuery, Fields("root", Password, Password));
        Assert.Equal(new Uri(_shop.Address, "/"), new Uri(_shop.Address, created.Headers.Location!));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/settings/users")).StatusCode);
        Assert.Equal(Role.Administrator, Assert.Single(await _shop.Accounts.ListAsync(default)).Role);

        Assert.Contains("This link is not valid", await browser.GetStringAsync(link.PathAndQuery));
        Assert.Null(await _shop.SetupLinkAsync());
    }

    [Fact]
    public async Task A_wrong_link_shows_no_form()
    {
        await _shop.SetupLinkAsync();
        using var browser = _shop.Browser();
        foreach (var address in (string[])["/setup", "/setup?token=guess"])
        {
            var page = await browser.GetStringAsync(address);
            Assert.Contains("This link is not valid", page);
            Assert.DoesNotContain("<form", page);
        }
    }

    [Fact]
    public async Task The_pages_speak_Chinese()
    {
        using var browser = _shop.Browser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9");
        var link = new Uri((await _shop.SetupLinkAsync())!);
        var weak = await PostFormAsync(browser, link.PathAndQuery, Fields("root", "short", "short"));
        Assert.Contains("密码至少须有 12 个字符", WebUtility.HtmlDecode(await weak.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080")]
    [InlineData("http://[::]:80", "http://localhost:80")]
    [InlineData("https://*:5443", "https://localhost:5443")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    public void A_link_names_an_address_that_a_browser_can_open(string listening, string expected) =>
        Assert.Equal(expected, SetupLink.Reachable(listening));

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    private static Dictionary<string, string> Fields(string name, string password, string repeated) =>
        new() { ["Name"] = name, ["Password"] = password, ["Repeated"] = repeated };
}
