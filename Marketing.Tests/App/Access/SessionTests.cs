using System.Net;
using Marketing.Kernel;
using Microsoft.Extensions.DependencyInjection;
using static Marketing.Tests.App.Access.ServedShop;

namespace Marketing.Tests.App.Access;

public sealed class SessionTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task Without_a_session_a_person_is_led_to_sign_in_and_a_program_is_told_so()
    {
        using var browser = shop.Browser();
        var page = await browser.GetAsync("/customers?q=a");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/sign-in?returnUrl=%2Fcustomers%3Fq%3Da", page.Headers.Location!.PathAndQuery);

        using var program = new HttpClient { BaseAddress = shop.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/customers")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.PostAsync("/_blazor/negotiate", null)).StatusCode);
    }

    [Fact]
    public async Task A_sign_in_leads_to_the_page_that_was_asked_for_and_sets_a_guarded_cookie()
    {
        await shop.Accounts.CreateAsync("anna", Password, Role.Marketer, default);
        using var browser = shop.Browser();
        var answer = await SignInAsync(browser, "Anna", Password, "?returnUrl=%2Fcustomers");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/customers", new Uri(shop.Address, answer.Headers.Location!).PathAndQuery);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("marketing-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        var lines = (await shop.Services.GetRequiredService<IAuditLog>().ListAsync(new TableQuery(Search: "session.begin"), default)).Items;
        Assert.Contains(lines, line => line.Actor == "anna");
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com")]
    [InlineData("/\\example.com")]
    [InlineData("/\t/example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sign-out")]
    public async Task A_sign_in_leads_nowhere_else(string returnUrl)
    {
        var name = "visitor " + Guid.NewGuid().ToString("N")[..8];
        await shop.Accounts.CreateAsync(name, Password, Role.Viewer, default);
        using var browser = shop.Browser();
        var answer = await SignInAsync(browser, name, Password, "?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal(new Uri(shop.Address, "/"), new Uri(shop.Address, answer.Headers.Location!));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_words()
    {
        await shop.Accounts.CreateAsync("berta", Password, Role.Viewer, default);
        using var browser = shop.Browser();
        foreach (var name in (string[])["berta", "nobody at all"])
        {
            var answer = await SignInAsync(browser, name, "not the password");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Name or password is wrong, or the account is disabled.", await answer.Content.ReadAsStringAsync());
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("marketing-session", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var browser = shop.Browser();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Name"] = "a", ["Password"] = "b" });
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in", content)).StatusCode);

        using var signedIn = await shop.SignedInAsync("casar", Role.Viewer);
        Assert.Equal(HttpStatusCode.BadRequest, (await signedIn.PostAsync("/sign-out", new FormUrlEncodedContent([]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_sign_out_ends_the_session_also_for_a_copy_of_the_cookie()
    {
        await shop.Accounts.CreateAsync("dora", Password, Role.Viewer, default);
        using var browser = shop.Browser();
        var answer = await SignInAsync(browser, "dora", Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("marketing-session=", StringComparison.Ordinal)).Split(';')[0];
        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = shop.Address };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/")).StatusCode);

        // Any page with a form carries the token of this person.
        var token = await TokenAsync(browser, "/setup?token=" + await shop.Accounts.IssueSetupTokenAsync(default));
        var ended = await browser.PostAsync("/sign-out", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }));
        Assert.Equal("/sign-in", ended.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_disabled_user_is_out_once_the_check_is_due()
    {
        using var browser = await shop.SignedInAsync("emil", Role.Viewer);
        await shop.Accounts.CreateAsync("root of emil", Password, Role.Administrator, default);
        var emil = (await shop.Accounts.ListAsync(default)).Single(user => user.Name == "emil");
        await shop.Accounts.ChangeAsync(emil.Id, Role.Viewer, disabled: true, default);
        shop.Services.GetRequiredService<Marketing.App.Access.Sessions>().Recheck();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_role_opens_its_pages_and_no_others()
    {
        using var viewer = await shop.SignedInAsync("frida", Role.Viewer);
        var refused = await viewer.GetAsync("/settings/users");
        Assert.Equal("/not-allowed", refused.Headers.Location!.AbsolutePath);
        Assert.Equal("/not-allowed", (await viewer.GetAsync("/hangfire")).Headers.Location!.AbsolutePath);
        Assert.Contains("Not for your role", await viewer.GetStringAsync("/not-allowed"));
        using var administrator = await shop.SignedInAsync("gustav", Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/settings/users")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/settings/audit")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/hangfire")).StatusCode);
    }
}
