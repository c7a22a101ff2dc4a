using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>The book of merchandising rules over the interface.</summary>
public sealed class RulesApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task A_book_is_read_changed_and_published_once_on_top_of_what_was_read()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Rules);
        var read = await client.GetAsync("/api/v1/rules");
        var tag = read.Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(client, HttpMethod.Get, null, ("If-None-Match", tag))).StatusCode);
        var example = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement.GetProperty("paths").GetProperty("/api/v1/rules").GetProperty("put").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
        var published = await SendAsync(client, HttpMethod.Put, example, ("If-Match", tag));
        var answer = await published.Content.ReadAsStringAsync();
        Assert.True(published.StatusCode == HttpStatusCode.OK, answer);
        var told = JsonNode.Parse(answer)!.AsObject();
        Assert.Equal("Tea of the month", (string?)told["note"]);
        var doubt = told["doubts"]!.AsArray().Single(one => (string?)one!["rule"] == "Tea of the month")!;
        Assert.Equal(("code", "TEA-1"), ((string?)doubt["kind"], (string?)doubt["values"]![0]));
        Assert.Contains("has the code TEA-1", (string?)doubt["text"]);
        told.Remove("doubts");
        Assert.True(JsonNode.DeepEquals(told, JsonNode.Parse(await client.GetStringAsync("/api/v1/rules"))));
        var again = await SendAsync(client, HttpMethod.Put, answer, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, again.StatusCode);
        Assert.Contains(published.Headers.ETag!.Tag.Trim('"'), await again.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Put, answer, ("If-Match", published.Headers.ETag.Tag))).StatusCode);
        Assert.Contains("rules.publish", (await shop.Services.GetRequiredService<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(entry => entry.Action));
    }

    [Theory]
    [InlineData("""{"book": {"rules": [{"name": "a", "action": "pin", "products": {"products": ["X"]}}]}}""", 422, "'a': the place in the list is 1 to 100.")]
    [InlineData("""{"book": {"rules": [{"name": "a", "products": {"products": ["X"]}}]}}""", 422, "Rule 1 'a': say what it does")]
    [InlineData("""{"book": {"rules": [null]}}""", 422, "holds null")]
    [InlineData("""{"book": {"rules": [{"name": "a", "action": "hide", "product": ["X"]}]}}""", 422, "Rule 1 'a': there is no field 'product'.")]
    [InlineData("""{"book": {"rules": [{"name": "a", "action": "hide", "products": {"priceFrom": 1.5}}]}}""", 422, "minor units")]
    [InlineData("""{"book": {"diversity": 1, "diversity": 0}}""", 400, "no JSON")]
    [InlineData("""{"book": {"until": "soon"}}""", 422, "there is no field 'until'")]
    [InlineData("""{"rules": []}""", 400, "{\"note\": \"why\", \"book\": {...}}")]
    [InlineData("""{"kind": null}""", 400, "There is no field 'kind' beside the book.")]
    [InlineData("""{"note": "a"}""", 400, "The field 'book' is missing.")]
    [InlineData("""{"note": 1, "book": {}}""", 400, "'note' is no text.")]
    [InlineData("""{"book": {"rules": null}}""", 422, "The book: 'rules' is null. Write a list of rules.")]
    [InlineData("""{"book": {"rules": [{"name": "a", "action": "hide", "products": {"products": "X"}}]}}""", 422, "'products.products' is not of the right form. Write a list of product codes.")]
    [InlineData("[1,", 400, "no JSON from line 1")]
    [InlineData("""{"note": "\ud800", "book": {}}""", 400, "half of a character")]
    [InlineData("""{"book": {"\ud800": 1}}""", 400, "half of a character")]
    public async Task A_book_that_does_not_do_is_refused_with_rule_and_fix(string body, int status, string part)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Rules);
        var before = await shop.Services.GetRequiredService<IMerchandising>().CurrentAsync(default);
        var refused = await SendAsync(client, HttpMethod.Put, body, ("If-Match", $"\"{before.Version}\""));
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((status, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        Assert.Contains(part, problem.GetProperty("detail").GetString());
        Assert.Equal(before.Version, (await shop.Services.GetRequiredService<IMerchandising>().CurrentAsync(default)).Version);
    }

    [Fact]
    public async Task Without_the_version_or_the_scope_nothing_is_published()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Rules);
        Assert.Equal(428, (int)(await SendAsync(client, HttpMethod.Put, """{"book": {}}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/rules")).StatusCode);
        using var reader = await shop.ProgramAsync(ApiScopes.Read);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(reader, HttpMethod.Put, """{"book": {}}""", ("If-Match", "\"0\""))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/api/v1/rules?version=99")).StatusCode);
    }

    [Fact]
    public async Task Before_the_first_book_nobody_has_published_one_at_no_time_and_a_refused_version_names_the_one_in_force()
    {
        var fresh = new ServedShop();
        await fresh.InitializeAsync();
        try
        {
            using var client = await fresh.ProgramAsync(ApiScopes.Read, ApiScopes.Rules);
            var none = JsonDocument.Parse(await client.GetStringAsync("/api/v1/rules")).RootElement;
            Assert.Equal((0, JsonValueKind.Null, JsonValueKind.Null), (none.GetProperty("version").GetInt32(), none.GetProperty("at").ValueKind, none.GetProperty("actor").ValueKind));
            foreach (var (told, status) in (ValueTuple<string?, int>[])[(null, 428), ("\"abc\"", 412), ("*", 412)])
            {
                var refused = await SendAsync(client, HttpMethod.Put, """{"book": {}}""", told is null ? [] : [("If-Match", told)]);
                Assert.Equal(status, (int)refused.StatusCode);
                Assert.Contains("If-Match: \"0\" for the one in force", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString());
            }

            Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Put, """{"book": {}}""", ("If-Match", "\"0\""))).StatusCode);
        }
        finally
        {
            await fresh.DisposeAsync();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/rules");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
