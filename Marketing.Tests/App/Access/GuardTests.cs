using System.Net;
using System.Net.WebSockets;
using Marketing.App.Access;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Access;

public sealed class GuardTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task Every_answer_carries_the_guarding_headers()
    {
        using var browser = await shop.SignedInAsync("root", Role.Administrator);
        foreach (var address in (string[])["/", "/sign-in", "/health", "/no-such-page", "/settings/users"])
        {
            var headers = (await browser.GetAsync(address)).Headers;
            var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.Contains($"connect-src 'self' ws://{shop.Address.Authority}", policy);
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("same-origin", Assert.Single(headers.GetValues("Referrer-Policy")));
            Assert.Equal("DENY", Assert.Single(headers.GetValues("X-Frame-Options")));
        }

        Assert.True((await browser.GetAsync("/")).Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task No_page_needs_an_inline_script()
    {
        using var browser = await shop.SignedInAsync("root", Role.Administrator);
        foreach (var address in (string[])["/", "/settings/users"])
        {
            var page = await browser.GetStringAsync(address);
            Assert.Contains("<script src=", page);
            Assert.DoesNotMatch("""<script(?![^>]*\bsrc=)""", page);
            Assert.DoesNotMatch("""\son\w+="[^"]""", page);
        }
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST.", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("shop.example.com", true)]
    [InlineData("tool.example.org", true)]
    [InlineData("evil.example.net", false)]
    [InlineData("localhost.evil.example.net", false)]
    [InlineData("shop.example.com.evil.example.net", false)]
    public async Task Only_known_names_of_hosts_are_answered(string host, bool known)
    {
        var profile = shop.Services.GetRequiredService<IShop>();
        await profile.SaveAsync(profile.Profile with { PublicAddress = "https://shop.example.com/dashboard" }, default);
        using var browser = shop.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Host = $"{host}:{shop.Address.Port}";
        var answer = await browser.SendAsync(request);
        Assert.Equal(known ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(!known, (await answer.Content.ReadAsStringAsync()).Contains("Access:AllowedHosts"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://evil.example.net")]
    [InlineData("null")]
    public async Task A_circuit_is_not_opened_for_a_page_of_another_site(string? origin)
    {
        using var browser = await shop.SignedInAsync("root", Role.Administrator);
        using var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{shop.Address.Authority}/_blazor?id=x"), default));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("shop.example.com", "https://shop.example.com", true)]
    [InlineData("shop.example.com:443", "https://shop.example.com", true)]
    [InlineData("shop.example.com", "http://shop.example.com", true)]
    [InlineData("[::1]:5080", "http://[::1]:5080", true)]
    [InlineData("localhost:5080", "http://localhost:5081", false)]
    [InlineData("localhost:5080", "chrome-extension://localhost:5080", false)]
    [InlineData("shop.example.com", "https://shop.example.com.evil.example.net", false)]
    public void An_origin_is_ours_when_host_and_port_are(string host, string origin, bool allowed)
    {
        var request = new DefaultHttpContext().Request;
        request.Path = "/_blazor";
        request.Host = new HostString(host);
        request.Headers.Upgrade = "websocket";
        request.Headers.Origin = origin;
        Assert.Equal(allowed, CircuitOrigin.IsAllowed(request));
    }

    [Fact]
    public void The_job_engines_dashboard_alone_may_run_inline_scripts()
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString("localhost", 5080);
        request.Path = "/hangfire/jobs";
        Assert.Contains("script-src 'self' 'unsafe-inline'", SecurityHeaders.Policy(request));
        request.Path = "/hangfireworks";
        Assert.Contains("script-src 'self';", SecurityHeaders.Policy(request));
    }

    [Fact]
    public async Task Over_https_behind_a_proxy_on_this_machine_the_cookie_is_bound_to_the_host()
    {
        await shop.Accounts.CreateAsync("anna", ServedShop.Password, Role.Viewer, default);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shop.Address };
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var page = await browser.GetAsync("/sign-in");
        Assert.Equal("max-age=31536000", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")));
        browser.DefaultRequestHeaders.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        var answer = await ServedShop.SignInAsync(browser, "anna", ServedShop.Password);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.Contains("marketing-session", StringComparison.Ordinal));
        Assert.StartsWith("__Host-marketing-session=", cookie);
        Assert.Contains("secure", cookie);
        Assert.Contains("path=/;", cookie);
        Assert.DoesNotContain("domain", cookie);
    }
}
