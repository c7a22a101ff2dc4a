using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Marketing.App.Api.V1;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>Lists of products as a shop asks for them. Six customers buy tea with a cup, six a pot, all in France.</summary>
public sealed class RelatedApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task Similar_products_and_those_bought_together_come_with_figures_and_reasons()
    {
        using var client = await OpenAsync();
        var similar = await ReadAsync(client, "products/tea/similar?n=1");
        Assert.Equal(("TEA", "similar"), (similar.GetProperty("product").GetString(), similar.GetProperty("answeredBy").GetString()));
        Assert.Equal("Bought by the customers who bought TEA.", similar.GetProperty("items")[0].GetProperty("reasons")[0].GetProperty("text").GetString());
        var together = (await ReadAsync(client, "products/TEA/together?language=zh-Hans")).GetProperty("items");
        Assert.Equal(("CUP", 6.0, 1.0, 2.0), (together[0].GetProperty("product").GetString(), Figure(together[0], "orders"), Figure(together[0], "confidence"), Figure(together[0], "lift")));
        Assert.Contains("共 6 单", together[0].GetProperty("reasons")[0].GetProperty("text").GetString());
        Assert.Equal("trending", (await ReadAsync(client, "trending?days=28")).GetProperty("items")[0].GetProperty("answeredBy").GetString());
    }

    [Fact]
    public async Task A_visit_is_answered_by_its_basket_what_was_looked_at_and_its_country_and_unknown_codes_are_named()
    {
        using var client = await OpenAsync();
        var basket = await ReadAsync(client, "recommendations?basket=tea,%20nothing&viewed=gone");
        Assert.Equal("basket", basket.GetProperty("answeredBy").GetString());
        Assert.Equal(["gone", "nothing"], basket.GetProperty("ignored").EnumerateArray().Select(code => code.GetString()));
        Assert.Equal("CUP", basket.GetProperty("items")[0].GetProperty("product").GetString());
        Assert.Equal("session", (await ReadAsync(client, "recommendations?viewed=tea")).GetProperty("answeredBy").GetString());
        Assert.Equal("country", (await ReadAsync(client, "recommendations?country=France")).GetProperty("answeredBy").GetString());
        Assert.Equal("popular", (await ReadAsync(client, "recommendations?country=Atlantis")).GetProperty("answeredBy").GetString());
        Assert.False((await ReadAsync(client, "recommendations")).TryGetProperty("ignored", out _));
    }

    [Fact]
    public async Task A_recorded_list_has_a_number_to_which_what_became_of_it_is_reported()
    {
        using var reader = await OpenAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/api/v1/recommendations?customer=c1&record=true")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await reader.GetAsync("/api/v1/recommendations?customer=c1&record=perhaps")).StatusCode);
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Events);
        var decision = (await ReadAsync(client, "recommendations?customer=c1&n=2&record=true&placement=home")).GetProperty("decision").GetInt64();
        var told = $$"""[{"decision":{{decision}},"kind":"shown","at":"{{Soon(1)}}"},{"decision":{{decision}},"kind":"clicked","at":"{{Soon(2)}}"},{"decision":999999,"kind":"shown","at":"{{Soon(1)}}"},{"decision":{{decision}},"kind":"eaten","at":"{{Soon(1)}}"}]""";
        Assert.Equal(["accepted", "accepted", "rejected", "rejected"], await ReportAsync(client, told));
        Assert.Equal(["repeated", "repeated", "rejected", "rejected"], await ReportAsync(client, told));
        Assert.Equal(["rejected", "rejected"], await ReportAsync(client, $$"""[{"decision":{{decision}},"kind":"shown","at":"{{Soon(-2 * 86_400)}}"},{"decision":{{decision}},"kind":"shown","at":"2099-01-31T09:31:00Z"}]"""));
        var outcomes = (await ReadAsync(client, $"outcomes?decision={decision}")).GetProperty("items").EnumerateArray().Select(outcome => outcome.GetProperty("kind").GetString());
        Assert.Equal(["shown", "clicked"], outcomes);
    }

    [Theory]
    [InlineData("recommendations?viewed=tea&country=France&record=true")]
    [InlineData("recommendations?customer=nobody-we-know&viewed=tea&record=true")]
    public async Task The_list_of_a_visitor_has_a_number_too_and_names_nobody(string address)
    {
        using var client = await OpenAsync(ApiScopes.Events);
        var decision = (await ReadAsync(client, address)).GetProperty("decision").GetInt64();
        Assert.Equal(["accepted", "accepted"], await ReportAsync(client, $$"""[{"decision":{{decision}},"kind":"shown","at":"{{Soon(1)}}"},{"decision":{{decision}},"kind":"clicked","at":"{{Soon(2)}}"}]"""));
        var told = (await ReadAsync(client, "decisions?limit=1")).GetProperty("items")[0];
        Assert.Equal((decision, JsonValueKind.Null, "recommendation"), (told.GetProperty("id").GetInt64(), told.GetProperty("customer").ValueKind, told.GetProperty("kind").GetString()));
        Assert.Equal(2, (await ReadAsync(client, $"outcomes?decision={decision}")).GetProperty("items").GetArrayLength());
        var kept = await shop.Services.GetRequiredService<ILedger>().FindAsync(new DecisionId(decision), default);
        Assert.DoesNotContain("nobody-we-know", JsonSerializer.Serialize(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lists_of_everybody_are_a_line_of_JSON_each()
    {
        using var client = await OpenAsync();
        var lines = (await client.GetStringAsync("/api/v1/recommendations/export?n=2")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"c{i}"), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("customer").GetString()));
        Assert.All(lines, line => Assert.InRange(JsonDocument.Parse(line).RootElement.GetProperty("items").GetArrayLength(), 1, 2));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/recommendations/export?n=0")).StatusCode);
    }

    [Fact]
    public async Task The_same_list_travels_once()
    {
        using var client = await OpenAsync();
        foreach (var address in (string[])["products/tea/similar", "products/tea/together", "trending", "recommendations?basket=tea"])
        {
            using var answer = await client.GetAsync("/api/v1/" + address);
            using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + address);
            again.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers.ETag!.Tag);
            Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        }
    }

    [Theory]
    [InlineData("products/nothing/similar", HttpStatusCode.NotFound)]
    [InlineData("products/nothing/together", HttpStatusCode.NotFound)]
    [InlineData("products/tea/similar?n=0", HttpStatusCode.BadRequest)]
    [InlineData("products/tea/together?n=101", HttpStatusCode.BadRequest)]
    [InlineData("products/tea/similar?placement=a%20b", HttpStatusCode.BadRequest)]
    [InlineData("trending?days=8", HttpStatusCode.BadRequest)]
    [InlineData("trending?language=fr", HttpStatusCode.BadRequest)]
    [InlineData("recommendations?basket=1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10,1", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_answered_is_a_problem_with_the_fix(string address, HttpStatusCode status)
    {
        using var client = await OpenAsync();
        using var answer = await client.GetAsync("/api/v1/" + address);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.NotEmpty(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("recommendations?recrod=true", "'recrod' is no parameter of this address. Did you mean record? It takes n, placement, language, customer, viewed, basket, country, referrer, bought, record.")]
    [InlineData("products/tea/similar?code=tea", "'code' is no parameter of this address. It takes n, placement, language.")]
    [InlineData("openapi.json?pretty", "'pretty' is no parameter of this address. It takes none.")]
    [InlineData("recommendations?customer=1&n=2&Customer=2", "'customer' is given 2 times. Give it once.")]
    [InlineData("decisions?customer=", "'customer' has no value. Give it one, or leave it out.")]
    [InlineData("recommendations?customer=&n=", "'n' has no value. Give it one, or leave it out.")]
    [InlineData("trending?days", "'days' has no value. Give it one, or leave it out.")]
    [InlineData("recommendations?customer=%00", "'customer' holds a control character. Take it out.")]
    public async Task A_query_that_an_address_does_not_take_as_it_is_is_refused_with_what_it_takes(string address, string told)
    {
        using var client = await OpenAsync();
        using var answer = await client.GetAsync("/api/v1/" + address);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(told, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task What_a_page_writes_for_everybody_may_be_empty_and_counts_as_left_out()
    {
        using var client = await OpenAsync();
        var bare = await client.GetStringAsync("/api/v1/recommendations?n=3");
        Assert.Equal(bare, await client.GetStringAsync("/api/v1/recommendations?n=3&customer=&viewed=&basket=%20&country=&referrer"));
        Assert.Equal(await client.GetStringAsync("/api/v1/customers"), await client.GetStringAsync("/api/v1/customers?cursor="));
    }

    [Fact]
    public async Task Sending_takes_no_query_and_a_stranger_hears_of_none()
    {
        using var writer = await shop.ProgramAsync(ApiScopes.Customers);
        using var body = new StringContent("[]", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.PostAsync("/api/v1/customers?mode=fast", body)).StatusCode);
        using var stranger = new HttpClient { BaseAddress = shop.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/customers?mode=fast")).StatusCode);
    }

    [Fact]
    public async Task The_document_names_the_parameters_that_each_address_takes()
    {
        using var client = await OpenAsync();
        var said = new List<string>();
        foreach (var path in JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                var parameters = method.Value.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToList() : [];
                said.Add(Line(method.Name.ToUpperInvariant(), path.Name, parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!)));
            }
        }

        var taken = shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<QueryTaken>() is not null && !endpoint.RoutePattern.RawText!.EndsWith("openapi.json", StringComparison.Ordinal))
            .Select(endpoint => Line(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<QueryTaken>()!.Names));
        Assert.Equal(said.Order(), taken.Order());

        static string Line(string method, string address, IEnumerable<string> names) => $"{method} {address}: {string.Join(' ', names.Order())}";
    }

    [Fact]
    public async Task Every_list_of_the_document_answers_with_the_fields_of_its_example()
    {
        using var client = await OpenAsync();
        var paths = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement.GetProperty("paths");
        foreach (var (path, address) in (ValueTuple<string, string>[])[("/products/{code}/similar", "products/tea/similar"), ("/products/{code}/together", "products/tea/together"), ("/trending", "trending?days=28"), ("/recommendations", "recommendations?viewed=tea")])
        {
            var example = paths.GetProperty("/api/v1" + path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");
            var answer = await ReadAsync(client, address);
            Assert.Equal(Names(example), Names(answer));
            Assert.Equal(Names(example.GetProperty("items")[0]), Names(answer.GetProperty("items")[0]));
        }
    }

    // So many seconds after now, whatever the shop's clock says.
    private string Soon(int seconds) => shop.Services.GetRequiredService<BusinessClock>().GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task<IEnumerable<string?>> ReportAsync(HttpClient client, string items)
    {
        using var body = new StringContent(items, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/v1/recommendations/outcomes", body);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetString());
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name).Order();

    private static double Figure(JsonElement item, string name) => item.GetProperty("figures").GetProperty(name).GetDouble();

    private static async Task<JsonElement> ReadAsync(HttpClient client, string address) => JsonDocument.Parse(await client.GetStringAsync("/api/v1/" + address)).RootElement;

    // Tea with a cup is of the last days, pots are older.
    private async Task<HttpClient> OpenAsync(params string[] scopes)
    {
        var snapshots = shop.Services.GetRequiredService<ISnapshots>();
        if ((await snapshots.CurrentAsync(default)).Orders.Count == 0)
        {
            using var writer = await shop.ProgramAsync(ApiScopes.Orders);
            var now = shop.Services.GetRequiredService<BusinessClock>().GetUtcNow();
            var orders = Enumerable.Range(0, 12).Select(i => i < 6
                ? $$"""{"id":"o{{i}}","at":"{{now.AddDays(-3):yyyy-MM-dd}}T09:30:00Z","customer":"c{{i}}","country":"France","lines":[{"product":"tea","quantity":1,"price":4.5},{"product":"cup","quantity":1,"price":3}]}"""
                : $$"""{"id":"o{{i}}","at":"{{now.AddDays(-40):yyyy-MM-dd}}T09:30:00Z","customer":"c{{i}}","country":"France","lines":[{"product":"pot","quantity":1,"price":9}]}""");
            using var body = new StringContent($"[{string.Join(',', orders)}]", Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.OK, (await writer.PostAsync("/api/v1/orders", body)).StatusCode);
            snapshots.Invalidate();
            await shop.AllowReadingAsync();
        }

        return await shop.ProgramAsync([ApiScopes.Read, .. scopes]);
    }
}
