using System.Net;
using System.Text;
using System.Text.Json;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>Trainings as other programs start and cancel them.</summary>
[Collection("processors")]
public sealed class TrainingApiTests : IAsyncLifetime
{
    // No turn begins by itself, so that it is known what is at work.
    private readonly ServedShop _shop = new() { Settings = { ["Jobs:Automatic"] = "false" } };

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("""{"kind":"oracle"}""", 422, "There is no method 'oracle'; 'kind' is one of popular")]
    [InlineData("""{"kind":7}""", 400, "'kind' is missing or no text")]
    [InlineData("""{"sort":"als"}""", 400, "There is no field 'sort'")]
    [InlineData("""["als"]""", 400, "The body is no object")]
    [InlineData("""{"kind":"als","kind":"bpr"}""", 400, "no JSON")]
    [InlineData("""{"kind":"\ud800"}""", 400, "half of a character")]
    [InlineData("""{"kind":""", 400, "no JSON from line 1")]
    [InlineData("""{"kind":"als"}""", 409, "no orders yet")]
    public async Task What_cannot_be_started_is_refused_with_the_fix(string body, int status, string why)
    {
        using var client = await _shop.ProgramAsync(ApiScopes.Models);
        using var refused = await PostAsync(client, "/api/v1/models/trainings", body);
        Assert.Equal((status, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        Assert.Contains(why, JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await _shop.Services.GetRequiredService<ITrainings>().ListAsync(new TableQuery(), default)).Items);
    }

    [Fact]
    public async Task A_training_is_started_in_the_name_of_the_key_found_in_the_list_and_not_cancelled_after_its_end()
    {
        using var writer = await _shop.ProgramAsync(ApiScopes.Orders);
        using var orders = await PostAsync(writer, "/api/v1/orders", """[{"id":"a","at":"2024-01-10T09:30:00Z","customer":"ann","lines":[{"product":"cup","quantity":1,"price":1.5}]}]""");
        Assert.Equal(HttpStatusCode.OK, orders.StatusCode);
        _shop.Services.GetRequiredService<ISnapshots>().Invalidate();
        using var client = await _shop.ProgramAsync(ApiScopes.Models, ApiScopes.Read);
        using var started = await PostAsync(client, "/api/v1/models/trainings", """{"kind":"popular"}""");
        var answer = JsonDocument.Parse(await started.Content.ReadAsStringAsync()).RootElement;
        var address = $"/api/v1/models/trainings/{answer.GetProperty("id").GetInt64()}";
        Assert.Equal((HttpStatusCode.Accepted, address, address), (started.StatusCode, started.Headers.Location?.ToString(), answer.GetProperty("link").GetString()));
        Assert.Equal($"{address}/cancel", answer.GetProperty("cancel").GetString());

        // It is there from the first moment on.
        JsonElement training;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((training = JsonDocument.Parse(await client.GetStringAsync(address, patience.Token)).RootElement).GetProperty("ended").ValueKind != JsonValueKind.String)
        {
            await Task.Delay(50, patience.Token);
        }

        Assert.Equal(answer.GetProperty("id").GetInt64(), Assert.Single(JsonDocument.Parse(await client.GetStringAsync("/api/v1/models/trainings")).RootElement.GetProperty("items").EnumerateArray()).GetProperty("id").GetInt64());
        var key = Assert.Single(await _shop.Services.GetRequiredService<IApiKeys>().ListAsync(default), one => one.Scopes.Contains(ApiScopes.Models));
        Assert.Equal(("popular", key.Name), (training.GetProperty("kind").GetString(), training.GetProperty("actor").GetString()));
        using var late = await PostAsync(client, $"/api/v1/models/trainings/{training.GetProperty("id").GetInt64()}/cancel", "");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains(training.GetProperty("state").GetString()!, await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var unknown = await PostAsync(client, "/api/v1/models/trainings/999/cancel", "");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_training_that_has_not_begun_holds_back_another_and_is_cancelled_by_its_id()
    {
        using var writer = await _shop.ProgramAsync(ApiScopes.Orders);
        using var orders = await PostAsync(writer, "/api/v1/orders", """[{"id":"a","at":"2024-01-10T09:30:00Z","customer":"ann","lines":[{"product":"cup","quantity":1,"price":1.5}]}]""");
        var trainings = _shop.Services.GetRequiredService<ITrainings>();
        var id = await trainings.QueueAsync(new TrainingWish("popular", "ann"), DateTimeOffset.UnixEpoch, default);
        using var client = await _shop.ProgramAsync(ApiScopes.Models, ApiScopes.Read);
        using var second = await PostAsync(client, "/api/v1/models/trainings", """{"kind":"popular"}""");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var address = $"/api/v1/models/trainings/{id.Value}";
        using var cancelled = await PostAsync(client, $"{address}/cancel", "");
        Assert.Equal((HttpStatusCode.Accepted, address), (cancelled.StatusCode, cancelled.Headers.Location?.ToString()));
        await trainings.GiveUpAsync(id, null);
        Assert.Equal("cancelled", JsonDocument.Parse(await client.GetStringAsync(address)).RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_document_says_what_a_start_answers()
    {
        using var reader = await _shop.ProgramAsync(ApiScopes.Read);
        var accepted = JsonDocument.Parse(await reader.GetStringAsync("/api/v1/openapi.json")).RootElement.GetProperty("paths").GetProperty("/api/v1/models/trainings").GetProperty("post").GetProperty("responses").GetProperty("202");
        Assert.True(accepted.GetProperty("headers").TryGetProperty("Location", out _));
        Assert.Equal(["id", "kind", "started", "link", "cancel"], accepted.GetProperty("content").GetProperty("application/json").GetProperty("example").EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task A_key_that_only_reads_neither_starts_nor_cancels()
    {
        using var reader = await _shop.ProgramAsync(ApiScopes.Read);
        foreach (var address in new[] { "/api/v1/models/trainings", "/api/v1/models/trainings/1/cancel" })
        {
            using var refused = await PostAsync(reader, address, """{"kind":"popular"}""");
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("the scope that this address needs, models:write.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync(address, content);
    }
}
