using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>The REST interface as other programs meet it, with everything wrong that they send.</summary>
public sealed class IntakeApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private const string Good = """{"id":"ID","kind":"view","at":"2024-01-31T09:30:00Z","visitor":"v1","product":"cup"}""";

    [Fact]
    public async Task Good_items_are_stored_and_wrong_ones_say_what_and_where()
    {
        using var client = await ClientAsync(ApiScopes.Events);
        var id = Guid.NewGuid().ToString("N");
        var body = $$"""[{{Good.Replace("ID", id)}}, {"id":"b","kind":"view","at":"1970-01-01T00:00:00Z","visitor":"v1","product":"cup"}, {"id":"c","kind":"page","at":"2024-01-31T09:30:00Z","visitor":"v1","colour":"red"}, {"kind":"page","at":"2024-01-31T09:30:00Z","visitor":"v1"}, {"id":"e","kind":"page","at":"yesterday","visitor":"v1"}, 7, {{Good.Replace("ID", id)}}]""";
        var (status, answer) = await SendAsync(client, "events", body);
        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal((1, 1, 0, 5), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("repeated").GetInt32(), answer.GetProperty("quarantined").GetInt32(), answer.GetProperty("rejected").GetInt32()));
        Assert.Equal([id, "b", "c", null, "e", null, id], answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(["", "at", "colour", "id", "at", "", ""], answer.GetProperty("items").EnumerateArray().Select(item => item.TryGetProperty("field", out var field) ? field.GetString() : ""));
    }

    [Theory]
    [InlineData("[{\"id\":\"a\",\n\"kind\": view}]", "line 2, column 9")]
    [InlineData("{\"id\":\"a\"", "line 1")]
    [InlineData("[{\"id\":\"a\"}] secret", "line 1, column 14")]
    [InlineData("[{\"id\":\"a\",\"amount\":NaN}]", "line 1")]
    [InlineData("", "line 1")]
    public async Task Malformed_text_is_refused_with_its_place_and_without_its_content(string body, string place)
    {
        using var client = await ClientAsync(ApiScopes.Events);
        var (status, problem) = await SendAsync(client, "events", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(place, problem.GetProperty("detail").GetString());
        Assert.DoesNotContain("secret", problem.ToString());
    }

    [Fact]
    public async Task Names_in_any_script_are_kept_and_ids_without_end_are_refused()
    {
        using var client = await ClientAsync(ApiScopes.Customers);
        var (status, answer) = await SendAsync(client, "customers", $$"""{"items":[{"id":"😀-1","name":"مريم 🌷"},{"id":"{{new string('x', 10_000)}}"},{"id":"a\u0000b"},{"id":"c","name":"\ud800"}]}""");
        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "rejected", "rejected", "rejected"], answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetString()));
        using var reader = await ClientAsync(ApiScopes.Read);
        var ann = JsonDocument.Parse(await reader.GetStringAsync("/api/v1/customers/" + Uri.EscapeDataString("😀-1"))).RootElement;
        Assert.Equal("مريم 🌷", ann.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Null_takes_a_value_away_a_field_left_out_keeps_it_and_an_empty_text_is_refused()
    {
        using var client = await ClientAsync(ApiScopes.Customers, ApiScopes.Products, ApiScopes.Read);
        await SendAsync(client, "customers", """{"id":"null-1","email":"n1@x.example","name":"Ann Null","country":"France","phone":"+41 79 555 00 11","tags":["a"],"created":"2020-01-31T09:30:00Z","attributes":{"a":1}}""");
        Assert.Equal("repeated", await StateAsync("customers", """{"id":"null-1","name":"Ann Null"}"""));
        Assert.Equal("accepted", await StateAsync("customers", """{"id":"null-1","email":null,"country":null,"phone":null,"tags":null,"created":null,"attributes":null,"city":null}"""));
        Assert.Equal("repeated", await StateAsync("customers", """{"id":"null-1","email":null,"country":null}"""));
        var ann = JsonDocument.Parse(await client.GetStringAsync("/api/v1/customers/null-1")).RootElement;
        Assert.Equal((JsonValueKind.Null, "Ann Null", ""), (ann.GetProperty("email").ValueKind, ann.GetProperty("name").GetString(), ann.GetProperty("country").GetString()));
        Assert.Equal("accepted", await StateAsync("customers", """{"id":"null-1","name":null}"""));

        var (status, answer) = await SendAsync(client, "customers", """{"id":"null-1","city":" "}""");
        var refused = answer.GetProperty("items")[0];
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "city"), (status, refused.GetProperty("field").GetString()));
        Assert.Contains("Send null to take the value away", refused.GetProperty("fix").GetString(), StringComparison.Ordinal);
        Assert.Equal("rejected", await StateAsync("customers", """{"id":"null-1","email":""}"""));
        Assert.Equal("rejected", await StateAsync("customers", """{"id":"null-1","removed":["name"]}"""));

        await SendAsync(client, "products", """{"id":"null-2","name":"Lamp","category":"Light","brand":"B","price":4,"cost":1,"description":"Bright"}""");
        Assert.Equal("accepted", await StateAsync("products", """{"id":"null-2","brand":null,"price":null}"""));
        Assert.Equal("repeated", await StateAsync("products", """{"id":"null-2","brand":null,"cost":1}"""));
        Assert.Equal("rejected", await StateAsync("products", """{"id":"null-2","name":""}"""));
        Assert.Equal("rejected", await StateAsync("products", """{"id":"null-2","active":null}"""));

        async Task<string?> StateAsync(string path, string body) => (await SendAsync(client, path, body)).Answer.GetProperty("items")[0].GetProperty("status").GetString();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Packed_bodies_are_taken_and_bombs_are_not(string packing)
    {
        using var client = await ClientAsync(ApiScopes.Events);
        var id = Guid.NewGuid().ToString("N");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "events", Pack(Encoding.UTF8.GetBytes(Good.Replace("ID", id)), packing), packing)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(client, "events", Pack(new byte[50_000_000], packing), packing)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, "events", [1, 2, 3, 4, 5], packing)).Status);
    }

    [Fact]
    public async Task Too_many_items_another_type_and_another_packing_are_refused()
    {
        using var client = await ClientAsync(ApiScopes.Events);
        var many = "[" + string.Join(',', Enumerable.Repeat(Good, 1_001)) + "]";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(client, "events", many)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(client, "events", "a"u8.ToArray(), "zstd")).Status);
        using var form = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.PostAsync("/api/v1/events", form)).StatusCode);
    }

    [Fact]
    public async Task A_request_whose_items_are_all_wrong_says_so_in_its_status()
    {
        using var client = await ClientAsync(ApiScopes.Orders);
        var (status, answer) = await SendAsync(client, "orders", """{"id":"1","at":"2024-01-31T09:30:00Z","lines":[{"product":"cup","quantity":0,"price":1}]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("lines[0].quantity", answer.GetProperty("items")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_key_opens_only_what_its_scopes_name_and_nothing_once_revoked()
    {
        using var client = await ClientAsync(ApiScopes.Events);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, "orders", "[]")).Status);
        var keys = shop.Services.GetRequiredService<IApiKeys>();
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        Assert.True(await keys.RevokeAsync(token.Split('_')[1], "Ada", default));
        var refused = await client.PostAsync("/api/v1/events", new StringContent("[]"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_session_of_the_dashboard_does_not_open_the_interface()
    {
        using var browser = await shop.SignedInAsync("ada", Role.Administrator);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/customers")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/openapi.json")).StatusCode);
    }

    [Fact]
    public async Task Every_example_of_the_document_is_taken()
    {
        using var client = await ClientAsync([.. ApiScopes.All]);
        await SendAsync(client, "orders", """{"id":"seed-1","at":"2024-01-31T09:30:00Z","customer":"seed","lines":[{"product":"cup","quantity":1,"price":1.5}]}""");
        shop.Services.GetRequiredService<ISnapshots>().Invalidate();
        await shop.AllowReadingAsync();
        var decision = JsonDocument.Parse(await client.GetStringAsync("/api/v1/recommendations?customer=seed&record=true")).RootElement.GetProperty("decision").GetRawText();
        var ad = await AdsApiTests.DecideAsync(shop, client, "examples");
        var policies = shop.Services.GetRequiredService<IAdPolicies>();
        foreach (var placement in (string[])["examples", "before"])
        {
            await policies.ProposeAsync(placement, AdPolicySettings.Default with { Goal = AdGoal.Order }, "ann", default);
        }

        foreach (var placement in (string[])["before", "home"])
        {
            await shop.Services.GetRequiredService<IAdCampaigns>().SavePlacementAsync(new AdPlacement(placement, placement, PlacementSurface.Shop, 1), "ann", default);
        }

        foreach (var stage in (AdStage[])[AdStage.Shadow, AdStage.Twentieth, AdStage.Half])
        {
            await policies.AdvanceAsync("before", stage, "ann", default);
        }

        var former = (await policies.FindAsync("before", default)).Former!.Name;
        var document = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement;
        var now = shop.Services.GetRequiredService<BusinessClock>().GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var tried = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("post", out var post) && post.GetProperty("responses").TryGetProperty("200", out _)))
        {
            var example = path.Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
            var text = example.GetRawText();

            // The list of the example is one of now.
            text = path.Name.EndsWith("outcomes", StringComparison.Ordinal) ? text.Replace("4711", decision, StringComparison.Ordinal).Replace("4712", $"{ad}", StringComparison.Ordinal).Replace("2026-01-31T09:31:00Z", now, StringComparison.Ordinal) : text;
            // One goes back only where another was in charge before.
            var isBack = path.Name.EndsWith("/back", StringComparison.Ordinal);
            text = isBack ? text.Replace("ucb1#4", former, StringComparison.Ordinal) : text;
            var (status, answer) = await SendAsync(client, path.Name["/api/v1/".Length..].Replace("{code}", isBack ? "before" : "examples", StringComparison.Ordinal), text);
            var isNew = status == HttpStatusCode.Created && path.Value.GetProperty("post").GetProperty("responses").TryGetProperty("201", out _);
            Assert.True(status == HttpStatusCode.OK || isNew, $"{path.Name}: {answer}");
            tried++;
        }

        Assert.Equal(15, tried);
    }

    private async Task<HttpClient> ClientAsync(params string[] scopes)
    {
        if (scopes.Contains(ApiScopes.Read))
        {
            await shop.AllowReadingAsync();
        }

        return await shop.ProgramAsync(scopes);
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpClient client, string path, string body) => SendAsync(client, path, Encoding.UTF8.GetBytes(body), null);

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpClient client, string path, byte[] body, string? packing)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (packing is not null)
        {
            content.Headers.ContentEncoding.Add(packing);
        }

        using var answer = await client.PostAsync("/api/v1/" + path, content);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private static byte[] Pack(byte[] body, string packing)
    {
        using var packed = new MemoryStream();
        using (Stream stream = packing == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }
}
