using System.Net;
using System.Text;
using System.Text.Json;
using Marketing.Execution;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>Advertising as other programs ask for it, report and keep it.</summary>
public sealed class AdsApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private const string Tea = """{"name":"Tea","placements":["PLACE"]}""";

    [Fact]
    public async Task A_campaign_is_created_changed_started_asked_for_clicked_and_counted()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads, ApiScopes.AdServing);
        await shop.AllowReadingAsync();
        await SaidAsync(client, HttpMethod.Put, "/api/v1/ads/placements/front", """{"name":"Front page","surface":"shop","places":2}""", HttpStatusCode.OK);
        using var added = await SendAsync(client, HttpMethod.Post, "/api/v1/ads/campaigns", """{"name":"Tea","pricing":"click","priceMinor":30,"dailyBudgetMinor":5000,"placements":["front"]}""");
        var told = await added.Content.ReadAsStringAsync();
        Assert.True(added.StatusCode == HttpStatusCode.Created, told);
        var address = added.Headers.Location!.ToString();
        Assert.Equal(told, await client.GetStringAsync(address));

        // What was read may be sent back.
        using var changed = await SendAsync(client, HttpMethod.Put, address, told.Replace("\"Tea\"", "\"Green tea\"", StringComparison.Ordinal), added.Headers.ETag!.ToString());
        Assert.Equal((HttpStatusCode.OK, "Green tea"), (changed.StatusCode, Json(await changed.Content.ReadAsStringAsync()).GetProperty("name").GetString()));
        foreach (var (tag, status) in new[] { (null, HttpStatusCode.PreconditionRequired), (added.Headers.ETag!.ToString(), HttpStatusCode.PreconditionFailed) })
        {
            using var overtaken = await SendAsync(client, HttpMethod.Put, address, told, tag);
            Assert.Equal(status, overtaken.StatusCode);
        }

        var ad = Json(await SaidAsync(client, HttpMethod.Post, $"{address}/ads", """{"name":"Cup","headline":"A cup of tea","target":"/tea"}""", HttpStatusCode.Created)).GetProperty("id").GetInt64();
        await SaidAsync(client, HttpMethod.Put, $"{address}/ads/{ad}", """{"name":"Cup","headline":"A cup of tea","image":"/cup.png","target":"/tea"}""", HttpStatusCode.OK);
        await SaidAsync(client, HttpMethod.Put, $"{address}/ads/999", """{"name":"Cup","headline":"A cup of tea","target":"/tea"}""", HttpStatusCode.NotFound);
        Assert.Equal("/cup.png", Json(await client.GetStringAsync($"{address}/ads")).GetProperty("items")[0].GetProperty("image").GetString());
        await SaidAsync(client, HttpMethod.Post, $"{address}/state", """{"state":"running"}""", HttpStatusCode.NoContent);

        var answer = Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/decisions", """{"placement":"front","customer":"nobody"}""", HttpStatusCode.OK));
        var shown = Assert.Single(answer.GetProperty("ads").EnumerateArray());
        Assert.Equal((false, JsonValueKind.Null, 1, ad, "A cup of tea", "/cup.png", "/tea", 1.0), (answer.GetProperty("known").GetBoolean(), answer.GetProperty("why").ValueKind, shown.GetProperty("place").GetInt32(), shown.GetProperty("ad").GetInt64(), shown.GetProperty("headline").GetString(), shown.GetProperty("image").GetString(), shown.GetProperty("target").GetString(), shown.GetProperty("probability").GetDouble()));
        var decision = shown.GetProperty("decision").GetInt64();
        var outcome = $$"""[{"decision":{{decision}},"kind":"clicked","at":"{{Now()}}"},{"decision":999999,"kind":"clicked","at":"{{Now()}}"},{"decision":{{decision}},"kind":"shown","at":"{{Now()}}"},{"decision":{{decision}},"kind":"clicked","at":"2999-01-01T00:00:00Z"},{"decision":{{decision}},"kind":"clicked","at":"1999-01-01T00:00:00Z"}]""";
        var results = Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/outcomes", outcome, HttpStatusCode.MultiStatus));
        Assert.Equal(["accepted", "rejected", "rejected", "rejected", "rejected"], results.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetString()!));
        Assert.Equal([null, "decision", "kind", "at", "at"], results.GetProperty("items").EnumerateArray().Select(item => item.TryGetProperty("field", out var field) ? field.GetString() : null));
        Assert.Equal(30, Json(await client.GetStringAsync(address)).GetProperty("spentMinor").GetInt64());

        await shop.Services.GetRequiredService<IAdServing>().TendAsync(null, default);
        var day = Assert.Single(Json(await client.GetStringAsync($"/api/v1/ads/days?campaign={address.Split('/')[^1]}")).GetProperty("items").EnumerateArray());
        Assert.Equal((1, 1, 30, "front", false), (day.GetProperty("shows").GetInt32(), day.GetProperty("clicks").GetInt32(), day.GetProperty("spendMinor").GetInt32(), day.GetProperty("placement").GetString(), day.GetProperty("heldOut").GetBoolean()));

        await SaidAsync(client, HttpMethod.Delete, "/api/v1/ads/placements/front", null, HttpStatusCode.Conflict);
        await SaidAsync(client, HttpMethod.Post, $"{address}/state", """{"state":"ended"}""", HttpStatusCode.NoContent);
        await SaidAsync(client, HttpMethod.Post, $"{address}/state", """{"state":"running"}""", HttpStatusCode.Conflict);
        using var late = await SendAsync(client, HttpMethod.Put, address, told, (await client.GetAsync(address)).Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        await SaidAsync(client, HttpMethod.Delete, "/api/v1/ads/placements/front", null, HttpStatusCode.NoContent);
        await SaidAsync(client, HttpMethod.Delete, "/api/v1/ads/placements/front", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_asks_for_all_its_placements_at_once()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads, ApiScopes.AdServing);
        await shop.AllowReadingAsync();
        await DecideAsync(shop, client, "top");
        var answers = Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/decisions", """{"questions":[{"placement":"top","customer":null},{"placement":"nowhere"},{"placement":"top"}]}""", HttpStatusCode.OK)).GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal([("top", (string?)null, 1), ("nowhere", "no-placement", 0), ("top", null, 1)], answers.Select(one => (one.GetProperty("placement").GetString()!, one.GetProperty("why").GetString(), one.GetProperty("ads").GetArrayLength())));
        var apart = Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/decisions", """{"questions":[{"placement":"top"},{"placement":"top"}],"distinct":true}""", HttpStatusCode.OK)).GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal([(1, null), (0, "none-eligible")], apart.Select(one => (one.GetProperty("ads").GetArrayLength(), one.GetProperty("why").GetString())));
        var ad = apart[0].GetProperty("ads")[0].GetProperty("ad").GetInt64();
        Assert.Equal("none-eligible", Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/decisions", $$"""{"placement":"top","exclude":[{{ad}}]}""", HttpStatusCode.OK)).GetProperty("why").GetString());
        Assert.NotEqual(answers[0].GetProperty("ads")[0].GetProperty("decision").GetInt64(), answers[2].GetProperty("ads")[0].GetProperty("decision").GetInt64());
    }

    [Theory]
    [InlineData("/ads/decisions", """{"customer":"1"}""", 400, "The field 'placement' is missing")]
    [InlineData("/ads/decisions", """{"placement":"a b"}""", 400, "letters, digits")]
    [InlineData("/ads/decisions", """{"placement":"home","customer":7}""", 400, "The field 'customer' is no text.")]
    [InlineData("/ads/decisions", """{"placement":"home","exclude":["7"]}""", 400, "The field 'exclude' is no list of at most 100 numbers")]
    [InlineData("/ads/decisions", """{"placement":"home","distinct":true}""", 400, "The field 'distinct' stands beside 'questions' only.")]
    [InlineData("/ads/decisions", """{"questions":[]}""", 400, "is no list of 1 to 100 questions")]
    [InlineData("/ads/decisions", """{"questions":[{"placement":"home"}],"placement":"home"}""", 400, "stands beside another field")]
    [InlineData("/ads/decisions", """{"questions":[{"place":"home"}]}""", 400, "is no list of 1 to 100 questions")]
    [InlineData("/ads/decisions", """{"place":"home"}""", 400, "There is no field 'place'.")]
    [InlineData("/ads/campaigns", """{"placements":[]}""", 400, "The field 'name' is missing")]
    [InlineData("/ads/campaigns", """{"name":"Tea","pricing":"gold"}""", 400, "'pricing' is none of free, click, thousand.")]
    [InlineData("/ads/campaigns", """{"name":"Tea","priceMinor":0.5}""", 400, "'priceMinor' is no whole number.")]
    [InlineData("/ads/campaigns", """{"name":"Tea","paces":1}""", 400, "'paces' is neither true nor false.")]
    [InlineData("/ads/campaigns", """{"name":"Tea","start":"soon"}""", 400, "'start' is no time")]
    [InlineData("/ads/campaigns", """{"name":"Tea","placements":["gone"]}""", 422, "There is no placement gone.")]
    [InlineData("/ads/campaigns", """{"name":"","pricing":"click","placements":[]}""", 422, "The price must be above 0.")]
    [InlineData("/ads/campaigns/99/state", """{"state":"running"}""", 404, "There is no advertising campaign with this number.")]
    [InlineData("/ads/campaigns/99/ads", """{"name":"Cup","headline":"A","target":"/"}""", 404, "There is no advertising campaign with this number.")]
    public async Task What_does_not_do_is_refused_with_the_field_and_the_fix(string address, string body, int status, string part)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Ads, ApiScopes.AdServing, ApiScopes.Read);
        await shop.AllowReadingAsync();
        var before = await client.GetStringAsync("/api/v1/ads/campaigns");
        using var refused = await SendAsync(client, HttpMethod.Post, "/api/v1" + address, body);
        Assert.Equal((status, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        Assert.Contains(part, Json(await refused.Content.ReadAsStringAsync()).GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Equal(before, await client.GetStringAsync("/api/v1/ads/campaigns"));
    }

    [Fact]
    public async Task Asking_and_keeping_have_locks_of_their_own()
    {
        using var serves = await shop.ProgramAsync(ApiScopes.AdServing);
        using var writes = await shop.ProgramAsync(ApiScopes.Ads);
        await SaidAsync(serves, HttpMethod.Post, "/api/v1/ads/campaigns", Tea, HttpStatusCode.Forbidden);
        await SaidAsync(serves, HttpMethod.Get, "/api/v1/ads/campaigns", null, HttpStatusCode.Forbidden);
        await SaidAsync(writes, HttpMethod.Post, "/api/v1/ads/decisions", """{"placement":"home"}""", HttpStatusCode.Forbidden);
        using var reads = await shop.ProgramAsync(ApiScopes.Read);
        await SaidAsync(reads, HttpMethod.Get, "/api/v1/ads/days?first=soon", null, HttpStatusCode.BadRequest);
        await SaidAsync(reads, HttpMethod.Get, "/api/v1/ads/campaigns?state=running", null, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_advertisement_that_is_to_rest_never_takes_part()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads);
        await SaidAsync(client, HttpMethod.Put, "/api/v1/ads/placements/rest", "{\"name\":\"Rest\"}", HttpStatusCode.OK);
        using var added = await SendAsync(client, HttpMethod.Post, "/api/v1/ads/campaigns", Tea.Replace("PLACE", "rest", StringComparison.Ordinal));
        var address = added.Headers.Location!.ToString();
        var store = shop.Services.GetRequiredService<ExecutionAdsStore>();
        var before = await store.ChangesAsync(default);
        Assert.False(Json(await SaidAsync(client, HttpMethod.Post, $"{address}/ads", "{\"name\":\"Cup\",\"headline\":\"A cup of tea\",\"target\":\"/tea\",\"active\":false}", HttpStatusCode.Created)).GetProperty("active").GetBoolean());
        Assert.False(Json(await client.GetStringAsync($"{address}/ads")).GetProperty("items")[0].GetProperty("active").GetBoolean());
        Assert.Equal(before + 1, await store.ChangesAsync(default));
    }

    [Fact]
    public async Task A_value_that_does_not_do_is_refused_by_item()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Ads, ApiScopes.AdServing);
        await shop.AllowReadingAsync();
        var decision = await DecideAsync(shop, client, "values");
        (string Kind, long Value)[] told = [("clicked", 5), ("bought", IAdServing.MostValue + 1), ("clicked", 0), ("bought", long.MinValue), ("bought", -IAdServing.MostValue)];
        var body = $"[{string.Join(',', told.Select(one => $$"""{"decision":{{decision}},"kind":"{{one.Kind}}","at":"{{Now()}}","valueMinor":{{one.Value}}}"""))}]";
        var items = Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/outcomes", body, HttpStatusCode.MultiStatus)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["rejected", "rejected", "accepted", "rejected", "accepted"], items.Select(item => item.GetProperty("status").GetString()!));
        Assert.Equal(["valueMinor", "valueMinor", null, "valueMinor", null], items.Select(item => item.TryGetProperty("field", out var field) ? field.GetString() : null));
    }

    [Theory]
    [InlineData("last=0001-01-05")]
    [InlineData("last=9999-12-31")]
    [InlineData("first=0001-01-01")]
    [InlineData("first=1899-12-31")]
    [InlineData("last=2201-01-01")]
    public async Task Days_beyond_all_calendars_are_refused(string query)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read);
        await shop.AllowReadingAsync();
        Assert.Contains("1900 to 2200", await SaidAsync(client, HttpMethod.Get, $"/api/v1/ads/days?{query}", null, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await SaidAsync(client, HttpMethod.Get, "/api/v1/ads/days?first=1900-01-01&last=2200-12-31", null, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_of_a_list_go_on_where_the_one_before_ended()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads, ApiScopes.AdServing);
        await SaidAsync(client, HttpMethod.Put, "/api/v1/ads/placements/p1", """{"name":"One"}""", HttpStatusCode.OK);
        await SaidAsync(client, HttpMethod.Put, "/api/v1/ads/placements/p2", """{"name":"Two"}""", HttpStatusCode.OK);
        await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/campaigns", Tea.Replace("PLACE", "p1", StringComparison.Ordinal), HttpStatusCode.Created);
        await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/campaigns", Tea.Replace("PLACE", "p1", StringComparison.Ordinal), HttpStatusCode.Created);
        foreach (var (list, key) in new[] { ("campaigns", "id"), ("placements", "code") })
        {
            var (seen, next, total) = (new List<string>(), (string?)"", 0);
            while (next is not null)
            {
                var page = Json(await client.GetStringAsync($"/api/v1/ads/{list}?limit=1{(next.Length > 0 ? $"&cursor={next}" : "")}"));
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(key).ToString()));
                (next, total) = (page.GetProperty("next").GetString(), page.GetProperty("total").GetInt32());
            }

            Assert.True(seen.Count >= 2);
            Assert.Equal((total, total), (seen.Count, seen.Distinct().Count()));
        }
    }

    /// <summary>A decision about an advertisement of a placement's own.</summary>
    internal static async Task<long> DecideAsync(ServedShop shop, HttpClient client, string placement)
    {
        var campaigns = shop.Services.GetRequiredService<IAdCampaigns>();
        await campaigns.SavePlacementAsync(new AdPlacement(placement, placement, PlacementSurface.Shop, 1), "ann", default);
        var id = await campaigns.CreateAsync(AdShop.Draft with { Placements = [placement] }, "ann", default);
        await campaigns.AddAdAsync(id, AdShop.Ad, isActive: true, "ann", default);
        await campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default);
        return Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/decisions", $$"""{"placement":"{{placement}}"}""", HttpStatusCode.OK)).GetProperty("ads")[0].GetProperty("decision").GetInt64();
    }

    private string Now() => shop.Services.GetRequiredService<BusinessClock>().GetUtcNow().ToString("O");

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static async Task<string> SaidAsync(HttpClient client, HttpMethod method, string address, string? body, HttpStatusCode status)
    {
        using var answer = await SendAsync(client, method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{method} {address}: {(int)answer.StatusCode} {text}");
        return text;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, string? body, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await client.SendAsync(request);
    }
}
