using System.Net;
using System.Text.Json;
using Marketing.App.Access;
using Marketing.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Access;

/// <summary>Every address of the program with its lock. An address that becomes public has to be written here.</summary>
public sealed class EndpointLockTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private static readonly string[] Public = ["/health", "/hooks/{id:long}", "/preferences/{token}", "/setup", "/shop-demo", "/shop-demo/ads/{decision:long}", "/shop-demo/products/{code}", "/shop-demo/{page}", "/sign-in", "/t", "/t.js", "/unsubscribe/{token}"];

    /// <summary>Addresses that ask for more than a viewer's role. Whatever is not here must be harmless to a viewer.</summary>
    private const string Beyond = """
        /ads/new Marketer
        /ads/{Number:long}/edit Marketer
        /ads/{id:long}/audience.csv Analyst
        /campaigns/new Marketer
        /campaigns/{Number:long}/edit Marketer
        /customers.csv Analyst
        /customers/{id:long}/personal-data.zip Administrator
        /data/duplicates Marketer
        /data/imports/new Marketer
        /data/imports/{id:long}/issues.csv Analyst
        /data/imports/{id:long}/rejected.csv Analyst
        /data/mappings Marketer
        /data/privacy Administrator
        /data/privacy/register.csv Administrator
        /data/privacy/register.json Administrator
        /data/privacy/retention Administrator
        /data/privacy/transfers Administrator
        /data/privacy/{id:long}/receipt.csv Administrator
        /data/quality/features/customers.csv Analyst
        /data/quality/features/products.csv Analyst
        /data/rates Marketer
        /hangfire/{**path} Administrator
        /outbox/{id:long}.eml Analyst
        /settings/api-keys Administrator
        /settings/audit Administrator
        /settings/channel Administrator
        /settings/users Administrator
        /settings/webhooks Administrator
        """;

    private IReadOnlyList<RouteEndpoint> Endpoints => [.. shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [Fact]
    public void Only_the_listed_addresses_are_public_and_each_says_why()
    {
        var open = Endpoints.Where(IsOpen).ToList();
        Assert.Equal(Public, open.Select(Route).Distinct().Order());
        Assert.All(open, endpoint => Assert.False(string.IsNullOrWhiteSpace(endpoint.Metadata.GetMetadata<PublicEndpointAttribute>()?.Reason), $"{Route(endpoint)} is open without a reason"));
    }

    [Fact]
    public async Task Every_other_address_refuses_whoever_has_no_session()
    {
        using var stranger = new HttpClient { BaseAddress = shop.Address };
        var locked = Endpoints.Where(endpoint => !IsOpen(endpoint)).ToList();
        Assert.True(locked.Count > 5, "Hardly any address was looked at.");
        foreach (var endpoint in locked)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), PathOf(endpoint));
                var answer = await stranger.SendAsync(request);
                Assert.True((int)answer.StatusCode == 401, $"{method} {Route(endpoint)} answers {(int)answer.StatusCode} to a stranger");
            }
        }
    }

    [Fact]
    public void What_is_beyond_a_viewer_is_listed_with_the_role_it_asks_for()
    {
        var locks = string.Join('\n', Endpoints.Where(endpoint => Asks(endpoint) < Role.Viewer).Select(endpoint => $"{Route(endpoint)} {Asks(endpoint)}").Distinct().Order(StringComparer.Ordinal));
        Assert.True(locks == Beyond, $"The locks are now:\n{locks}");
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Marketer)]
    public async Task Every_address_beyond_a_role_refuses_it(Role role)
    {
        using var browser = await shop.SignedInAsync($"some {role}", role);
        browser.DefaultRequestHeaders.Accept.Clear();
        var refused = 0;
        foreach (var endpoint in Endpoints.Where(endpoint => Asks(endpoint) < role))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), PathOf(endpoint));
                var answer = await browser.SendAsync(request);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {Route(endpoint)} answers {(int)answer.StatusCode} to a {role}");
                refused++;
            }
        }

        Assert.True(refused > 5, "Hardly any address was looked at.");
    }

    [Fact]
    public void Every_page_carries_its_lock_so_that_open_circuits_ask_too()
    {
        var pages = typeof(Marketing.App.Components.App).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), inherit: false)).ToList();
        Assert.True(pages.Count > 5);
        var unlocked = pages.Where(page => !page.IsDefined(typeof(AuthorizeAttribute), inherit: true) && !page.IsDefined(typeof(PublicEndpointAttribute), inherit: true));
        Assert.Equal([], unlocked.Select(page => page.Name).Except(["NotFound"]));
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_a_problem_to_programs_and_leads_a_stranger_to_the_sign_in()
    {
        using var stranger = new HttpClient { BaseAddress = shop.Address };
        foreach (var (method, address) in new[] { ("GET", "/no/such/address"), ("POST", "/no/such/address"), ("GET", "/favicon.ico") })
        {
            Assert.Equal((HttpStatusCode.NotFound, null, "There is nothing at this address."), await AskAsync(stranger, method, address));
        }

        using var browser = shop.Browser();
        var (missing, locked) = (await browser.GetAsync("/no/such/address"), await browser.GetAsync("/customers"));
        Assert.Equal(("/sign-in?returnUrl=%2Fno%2Fsuch%2Faddress", locked.StatusCode), (missing.Headers.Location!.PathAndQuery, missing.StatusCode));
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_shows_a_page_to_whoever_is_signed_in()
    {
        using var browser = await shop.SignedInAsync("lost", Role.Viewer);
        browser.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal((HttpStatusCode.NotFound, null, "There is nothing at this address."), await AskAsync(browser, "GET", "/no/such/address"));
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var person = await browser.GetAsync("/no/such/address");
        Assert.Equal(HttpStatusCode.NotFound, person.StatusCode);
        Assert.Contains(Marketing.App.Resources.Words.In("en")["Shell.NotFoundText"], await person.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/hooks/1", "POST")]
    [InlineData("DELETE", "/health", "GET")]
    [InlineData("DELETE", "/sign-in", "GET, POST")]
    public async Task A_public_address_says_which_methods_it_takes(string method, string address, string allowed)
    {
        using var stranger = new HttpClient { BaseAddress = shop.Address };
        var expected = (HttpStatusCode.MethodNotAllowed, allowed, $"This address takes {allowed.Replace(", ", " and ", StringComparison.Ordinal)}, not {method}.");
        Assert.Equal(expected, await AskAsync(stranger, method, address));
        using var browser = shop.Browser();
        Assert.Equal(expected, await AskAsync(browser, method, address));
    }

    [Fact]
    public async Task Which_methods_a_locked_address_takes_is_told_behind_its_lock_alone()
    {
        using var stranger = new HttpClient { BaseAddress = shop.Address };
        using var answer = await stranger.GetAsync("/sign-out");
        Assert.Equal((HttpStatusCode.Unauthorized, 0), (answer.StatusCode, answer.Content.Headers.Allow.Count));
        using var browser = await shop.SignedInAsync("lost", Role.Viewer);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST", "This address takes POST, not GET."), await AskAsync(browser, "GET", "/sign-out"));
    }

    // The status, the methods allowed, and what the problem says.
    private static async Task<(HttpStatusCode Status, string? Allowed, string Detail)> AskAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await client.SendAsync(request);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        var allowed = string.Join(", ", answer.Content.Headers.Allow);
        return (answer.StatusCode, allowed.Length == 0 ? null : allowed, problem.GetProperty("detail").GetString()!);
    }

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    // The narrowest of the roles that an address names; a key of a program is another kind of lock.
    private static Role? Asks(RouteEndpoint endpoint) => endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy)
        .Where(policy => Enum.TryParse<Role>(policy, out _)).Select(policy => (Role?)Enum.Parse<Role>(policy!)).Min();

    /// <summary>An address of a route, with 1 for each of its values unless another is given.</summary>
    internal static string PathOf(RouteEndpoint endpoint, Func<RoutePatternParameterPart, string>? value = null) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => value?.Invoke(parameter) ?? "1",
            _ => throw new InvalidOperationException($"{part} is no part of a route."),
        }))));

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
}
