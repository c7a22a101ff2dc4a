using System.Net;
using System.Text;
using System.Text.Json;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>The calendar of promotions as other programs read and write it.</summary>
public sealed class PromotionsApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private const string Sale = """{"name":"Sale","scope":"shop","first":"2026-04-01","last":"2026-04-07","cut":0.2}""";

    [Fact]
    public async Task A_promotion_is_planned_once_read_changed_and_deleted()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Promotions, ApiScopes.Products);
        using var products = await SendAsync(client, HttpMethod.Post, "/api/v1/products", """[{"id":"TEA-1","name":"Green tea","category":"Tea > Green","price":4.5}]""");
        Assert.Equal(HttpStatusCode.OK, products.StatusCode);
        var example = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement.GetProperty("paths").GetProperty("/api/v1/promotions").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
        using var added = await SendAsync(client, HttpMethod.Post, "/api/v1/promotions", example);
        var told = await added.Content.ReadAsStringAsync();
        Assert.True(added.StatusCode == HttpStatusCode.Created, told);
        var address = added.Headers.Location!.ToString();
        Assert.Equal(told, await client.GetStringAsync(address));
        using var again = await SendAsync(client, HttpMethod.Post, "/api/v1/promotions", example);
        Assert.Equal((HttpStatusCode.OK, told), (again.StatusCode, await again.Content.ReadAsStringAsync()));

        // What was read may be sent back, and a field that takes another's place is answered with.
        var tag = (await client.GetAsync(address)).Headers.ETag!.ToString();
        Assert.Equal(tag, added.Headers.ETag!.ToString());
        var shorter = told.Replace("2026-04-07", "2026-04-03", StringComparison.Ordinal);
        using var changed = await SendAsync(client, HttpMethod.Put, address, shorter, tag);
        foreach (var (sent, status) in new[] { (null, HttpStatusCode.PreconditionRequired), (tag, HttpStatusCode.PreconditionFailed) })
        {
            using var overtaken = await SendAsync(client, HttpMethod.Put, address, told, sent);
            Assert.Equal(status, overtaken.StatusCode);
            Assert.Contains(changed.Headers.ETag!.Tag.Trim('"'), await overtaken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal((HttpStatusCode.OK, "2026-04-03"), (changed.StatusCode, JsonDocument.Parse(await changed.Content.ReadAsStringAsync()).RootElement.GetProperty("last").GetString()));
        using var more = await SendAsync(client, HttpMethod.Post, "/api/v1/promotions", Sale);
        var first = JsonDocument.Parse(await client.GetStringAsync("/api/v1/promotions?limit=1")).RootElement;
        var second = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/promotions?limit=1&cursor={first.GetProperty("next").GetString()}")).RootElement;
        Assert.Equal((2, "Spring sale", "Sale", JsonValueKind.Null), (first.GetProperty("total").GetInt32(), first.GetProperty("items")[0].GetProperty("name").GetString(), second.GetProperty("items")[0].GetProperty("name").GetString(), second.GetProperty("next").ValueKind));

        using var deleted = await client.DeleteAsync(address);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var gone in (HttpResponseMessage[])[await client.DeleteAsync(address), await client.GetAsync(address), await SendAsync(client, HttpMethod.Put, address, Sale), await client.GetAsync("/api/v1/promotions/nothing")])
        {
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (gone.StatusCode, gone.Content.Headers.ContentType!.MediaType));
            gone.Dispose();
        }

        Assert.Contains("promotion.remove", (await shop.Services.GetRequiredService<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(entry => entry.Action));
    }

    [Theory]
    [InlineData("""{"name":"Sale","scope":"shop","first":"2026-04-01","last":"2026-03-07","cut":20}""", 422, "Write 0.2 for 20 % less. The last day is before the first.")]
    [InlineData("""{"name":"Sale","scope":"products","products":["POT"],"first":"2026-04-01","last":"2026-04-07","cut":0.2}""", 422, "No product has the code POT.")]
    [InlineData("""{"name":"Sale","scope":"category","category":"Pots","first":"2026-04-01","last":"2026-04-07","cut":0.2}""", 422, "No product is in the category 'Pots'.")]
    [InlineData("""{"name":"Sale","scope":"all","first":"2026-04-01","last":"2026-04-07","cut":0.2}""", 400, "'scope' is shop, category")]
    [InlineData("""{"name":"Sale","scope":"shop","first":"soon","last":"2026-04-07","cut":0.2}""", 400, "The field 'first' is no day")]
    [InlineData("""{"name":"Sale","scope":"shop","first":"2026-04-01","last":"2026-04-07","cut":"0.2"}""", 400, "The field 'cut' is missing or no number.")]
    [InlineData("""{"name":"Sale","scope":"shop","first":"2026-04-01","last":"2026-04-07","cut":0.2,"price":3}""", 400, "There is no field 'price'.")]
    [InlineData("""{"name":"Sale","scope":"shop","products":"TEA","first":"2026-04-01","last":"2026-04-07","cut":0.2}""", 400, "The field 'products' is no list of codes.")]
    [InlineData("[1,", 400, "no JSON from line 1")]
    public async Task What_does_not_do_is_refused_with_the_field_and_the_fix(string body, int status, string part)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Promotions, ApiScopes.Read);
        var before = await client.GetStringAsync("/api/v1/promotions");
        using var refused = await SendAsync(client, HttpMethod.Post, "/api/v1/promotions", body);
        Assert.Equal((status, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        var detail = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!;
        Assert.Contains(part, detail, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", detail, StringComparison.Ordinal);
        Assert.Equal(before, await client.GetStringAsync("/api/v1/promotions"));
    }

    [Fact]
    public async Task Reading_and_writing_have_locks_of_their_own_and_unknown_parameters_are_refused()
    {
        using var reader = await shop.ProgramAsync(ApiScopes.Read);
        using var writer = await shop.ProgramAsync(ApiScopes.Promotions);
        foreach (var (verb, address) in new[] { (HttpMethod.Post, "/api/v1/promotions"), (HttpMethod.Put, "/api/v1/promotions/1"), (HttpMethod.Delete, "/api/v1/promotions/1") })
        {
            using var locked = await SendAsync(reader, verb, address, Sale);
            Assert.Equal(HttpStatusCode.Forbidden, locked.StatusCode);
            Assert.Contains("promotions:write", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await writer.GetAsync("/api/v1/promotions")).StatusCode);
        using var asked = await reader.GetAsync("/api/v1/promotions?scope=shop");
        Assert.Equal(HttpStatusCode.BadRequest, asked.StatusCode);
        Assert.Contains("It takes limit, cursor.", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, string body, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await client.SendAsync(request);
    }
}
