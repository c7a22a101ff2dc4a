using System.Net;
using System.Text;
using System.Text.Json;
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
        Assert.Equal("Tea of the month", JsonDocument.Parse(answer).RootElement.GetProperty("note").GetString());
        Assert.Equal(answer, await client.GetStringAsync("/api/v1/rules"));
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
