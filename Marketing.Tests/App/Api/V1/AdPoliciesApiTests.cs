using System.Net;
using System.Text;
using System.Text.Json;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>How placements choose, as other programs read and change it.</summary>
public sealed class AdPoliciesApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task A_policy_is_tried_let_further_judged_and_taken_back()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads);
        await shop.AllowReadingAsync();
        await SavePlacementAsync("door");
        const string Of = "/api/v1/ads/placements/door";
        Assert.Equal("thompson", Json(await client.GetStringAsync($"{Of}/policies")).GetProperty("incumbent").GetProperty("method").GetString());
        await SaidAsync(client, HttpMethod.Get, $"{Of}/judgement", null, HttpStatusCode.NotFound);
        var tried = Json(await SaidAsync(client, HttpMethod.Put, $"{Of}/challenger", """{"method":"epsilon-greedy","parameters":{"epsilon":0.05},"goal":"order","windowMinutes":10080,"explorationBudgetMinor":500}""", HttpStatusCode.OK)).GetProperty("challenger");
        Assert.Equal(("shadow", "order", "0.05", 500), (tried.GetProperty("stage").GetString(), tried.GetProperty("goal").GetString(), tried.GetProperty("parameters").GetProperty("epsilon").GetString(), tried.GetProperty("explorationBudgetMinor").GetInt32()));
        await SaidAsync(client, HttpMethod.Put, $"{Of}/challenger", """{"method":"ucb1"}""", HttpStatusCode.Conflict);
        var judged = Json(await SaidAsync(client, HttpMethod.Get, $"{Of}/judgement", null, HttpStatusCode.OK));
        Assert.Equal(("wait", "no_row"), (judged.GetProperty("verdict").GetString(), judged.GetProperty("refused")[0].GetProperty("code").GetString()));
        Assert.Contains("no choice", judged.GetProperty("refused")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        await SaidAsync(client, HttpMethod.Post, $"{Of}/challenger/stage", """{"from":"half"}""", HttpStatusCode.Conflict);
        Assert.Contains("force", await SaidAsync(client, HttpMethod.Post, $"{Of}/challenger/stage", """{"from":"shadow"}""", HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal("twentieth", Json(await SaidAsync(client, HttpMethod.Post, $"{Of}/challenger/stage", """{"from":"shadow","force":true}""", HttpStatusCode.OK)).GetProperty("challenger").GetProperty("stage").GetString());
        Assert.Equal(JsonValueKind.Null, Json(await SaidAsync(client, HttpMethod.Delete, $"{Of}/challenger?reason=No", null, HttpStatusCode.OK)).GetProperty("challenger").ValueKind);
        await SaidAsync(client, HttpMethod.Delete, $"{Of}/challenger", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_goes_back_to_the_policy_before_and_is_asked_by_what_the_placement_counts()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads);
        await shop.AllowReadingAsync();
        await SavePlacementAsync("porch");
        const string Of = "/api/v1/ads/placements/porch";
        await SaidAsync(client, HttpMethod.Put, $"{Of}/challenger", """{"method":"thompson"}""", HttpStatusCode.Conflict);
        var first = Json(await client.GetStringAsync($"{Of}/policies")).GetProperty("incumbent").GetProperty("name").GetString();
        await SaidAsync(client, HttpMethod.Post, $"{Of}/back", $$"""{"to":"{{first}}"}""", HttpStatusCode.NotFound);
        await SaidAsync(client, HttpMethod.Put, $"{Of}/challenger", """{"method":"ucb1","goal":"order","windowMinutes":1440}""", HttpStatusCode.OK);
        foreach (var stage in (string[])["shadow", "twentieth", "half"])
        {
            await SaidAsync(client, HttpMethod.Post, $"{Of}/challenger/stage", $$"""{"from":"{{stage}}","force":true}""", HttpStatusCode.OK);
        }

        var asked = Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/what-if", """{"placement":"porch","policy":"chance"}""", HttpStatusCode.OK));
        Assert.Equal(("order", 1440), (asked.GetProperty("goal").GetString(), asked.GetProperty("windowMinutes").GetInt32()));
        Assert.Equal(first, Json(await client.GetStringAsync($"{Of}/policies")).GetProperty("former").GetProperty("name").GetString());
        await SaidAsync(client, HttpMethod.Post, $"{Of}/back", """{"to":"ucb1#99"}""", HttpStatusCode.Conflict);
        var back = Json(await SaidAsync(client, HttpMethod.Post, $"{Of}/back", $$"""{"to":"{{first}}","reason":"Fewer orders"}""", HttpStatusCode.OK));
        Assert.Equal((first, "ucb1"), (back.GetProperty("incumbent").GetProperty("name").GetString(), back.GetProperty("former").GetProperty("method").GetString()));
    }

    [Theory]
    [InlineData("PUT", "/placements/nowhere/challenger", """{"method":"ucb1"}""", HttpStatusCode.NotFound, "no placement")]
    [InlineData("PUT", "/placements/gate/challenger", """{"method":"magic"}""", HttpStatusCode.UnprocessableEntity, "no method 'magic'")]
    [InlineData("PUT", "/placements/gate/challenger", """{"method":"ucb1","parameters":[]}""", HttpStatusCode.BadRequest, "'parameters'")]
    [InlineData("PUT", "/placements/gate/challenger", """{"goal":"click"}""", HttpStatusCode.BadRequest, "'method'")]
    [InlineData("POST", "/placements/gate/challenger/stage", """{"from":"whole"}""", HttpStatusCode.NotFound, "no other policy")]
    [InlineData("PUT", "/switch", """{"reason":"x"}""", HttpStatusCode.BadRequest, "'off'")]
    [InlineData("POST", "/what-if", """{"placement":"gate","policy":"chance","first":"2026-03-02","last":"2026-03-01"}""", HttpStatusCode.UnprocessableEntity, "cannot be asked about")]
    [InlineData("POST", "/what-if", """{"placement":"nowhere","policy":"chance"}""", HttpStatusCode.NotFound, "no placement")]
    [InlineData("POST", "/what-if", """{"placement":"gate","policy":"magic"}""", HttpStatusCode.UnprocessableEntity, "no method 'magic'")]
    [InlineData("POST", "/what-if", """{"placement":"gate","policy":"chance","first":"March"}""", HttpStatusCode.BadRequest, "'first'")]
    public async Task What_does_not_do_is_told(string verb, string address, string body, HttpStatusCode status, string told)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads);
        await shop.AllowReadingAsync();
        await SavePlacementAsync("gate");
        Assert.Contains(told, await SaidAsync(client, new HttpMethod(verb), $"/api/v1/ads{address}", body, status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_advertising_is_switched_off_and_on_and_without_any_the_ledger_cannot_answer()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read, ApiScopes.Ads);
        await shop.AllowReadingAsync();
        await SavePlacementAsync("gate");
        Assert.True(Json(await SaidAsync(client, HttpMethod.Put, "/api/v1/ads/switch", """{"off":true,"reason":"Wrong prices"}""", HttpStatusCode.OK)).GetProperty("off").GetBoolean());
        Assert.True((await shop.Services.GetRequiredService<IAdPolicies>().SwitchAsync(default)).IsOff);
        await SaidAsync(client, HttpMethod.Put, "/api/v1/ads/switch", """{"off":false}""", HttpStatusCode.OK);
        Assert.False(Json(await client.GetStringAsync("/api/v1/ads/switch")).GetProperty("off").GetBoolean());
        Assert.Equal("no_row", Json(await SaidAsync(client, HttpMethod.Post, "/api/v1/ads/what-if", """{"placement":"gate","policy":"ad:3"}""", HttpStatusCode.OK)).GetProperty("refused")[0].GetProperty("code").GetString());
        Assert.Equal(0, Json(await client.GetStringAsync("/api/v1/ads/effects")).GetProperty("items").GetArrayLength());
    }

    private Task SavePlacementAsync(string code) => shop.Services.GetRequiredService<IAdCampaigns>().SavePlacementAsync(new AdPlacement(code, code, PlacementSurface.Shop, 1), "ann", default);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static async Task<string> SaidAsync(HttpClient client, HttpMethod verb, string address, string? body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(verb, address) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return text;
    }
}
