using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>What senders are told while the store takes nothing.</summary>
public sealed class FullIntakeTests : IAsyncLifetime
{
    private const int Calls = 6;
    private readonly ServedShop _shop = new() { Settings = { ["Data:Intake:Waiting"] = "1", ["Data:Intake:PlaceSeconds"] = "1" } };

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Calls_without_a_place_are_told_when_to_come_again_and_those_with_one_are_stored()
    {
        using var client = await _shop.ProgramAsync(ApiScopes.Events);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, 0)).StatusCode);
        var database = _shop.Services.GetRequiredService<Database>();
        using var held = new ManualResetEventSlim();
        using var free = new ManualResetEventSlim();
        var holder = database.WriteAsync((_, _) =>
        {
            held.Set();
            free.Wait();
        });
        held.Wait();
        var calls = Enumerable.Range(1, Calls).Select(id => SendAsync(client, id)).ToList();
        var first = await await Task.WhenAny(calls);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), first.Headers.RetryAfter!.Delta);
        Assert.Equal("application/problem+json", first.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Retry-After", JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString());

        free.Set();
        await holder;
        var answers = await Task.WhenAll(calls);
        var stored = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(Calls, stored + answers.Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable));
        Assert.InRange(stored, 1, Calls - 1);
        Assert.Equal(1 + stored, Events(database));

        foreach (var id in Enumerable.Range(1, Calls))
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, id)).StatusCode);
        }

        Assert.Equal(1 + Calls, Events(database));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, int id) => client.PostAsync(
        "/api/v1/events",
        new StringContent($$"""{"id":"e{{id}}","kind":"page","at":"2024-01-31T09:30:00Z","visitor":"v1"}""", Encoding.UTF8, "application/json"));

    private static long Events(Database database) => database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_events"));
}
