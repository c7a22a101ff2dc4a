using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.App.Api.V1;

/// <summary>What the program has answered for outlives its sudden death.</summary>
public sealed class KilledUnderLoadTests
{
    private const int Batch = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Young, so that no period ends them when the program starts again.
    private static readonly string At = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_acknowledged_event_is_there_exactly_once_after_a_kill(int seed)
    {
        using var folder = new EmptyFolder();
        var root = folder.File("shop");
        var address = $"http://127.0.0.1:{RunningProgram.FreePort()}";
        var token = await KeyAsync(root);
        var acknowledged = new ConcurrentBag<string>();
        await using (var program = await StartAsync(root, address))
        {
            using var client = Client(address, token);
            var senders = Enumerable.Range(0, 4).Select(sender => LoadAsync(client, sender, acknowledged)).ToArray();
            var limit = System.Diagnostics.Stopwatch.StartNew();
            while (acknowledged.Count < 500 && limit.Elapsed < Patience)
            {
                await Task.Delay(10);
            }

            await Task.Delay(new Random(seed).Next(50, 800));
            await program.KillAsync();
            await Task.WhenAll(senders);
        }

        Assert.True(acknowledged.Count >= 500, $"Only {acknowledged.Count} events were acknowledged before the kill.");
        await using (await StartAsync(root, address))
        {
            // Sent again, every acknowledged event is known; afterwards each is there once.
            using var client = Client(address, token);
            foreach (var ids in acknowledged.Chunk(1_000))
            {
                using var answer = await client.PostAsync("/api/v1/events", Body(ids));
                var result = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
                Assert.Equal((ids.Length, 0), (result.GetProperty("repeated").GetInt32(), result.GetProperty("accepted").GetInt32()));
            }
        }

        Assert.Equal(acknowledged.Order(), Stored(root).Where(acknowledged.ToHashSet().Contains).Order());
    }

    private static async Task LoadAsync(HttpClient client, int sender, ConcurrentBag<string> acknowledged)
    {
        for (var batch = 0; ; batch++)
        {
            var ids = Enumerable.Range(0, Batch).Select(i => $"{sender}-{batch}-{i}").ToArray();
            try
            {
                using var answer = await client.PostAsync("/api/v1/events", Body(ids));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                return;
            }

            foreach (var id in ids)
            {
                acknowledged.Add(id);
            }
        }
    }

    private static StringContent Body(string[] ids) => new(
        $"[{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","kind":"view","at":"{{At}}","visitor":"v","session":"{{id}}","product":"cup"}"""))}]",
        Encoding.UTF8,
        new MediaTypeHeaderValue("application/json"));

    private static async Task<string> KeyAsync(string root)
    {
        await EmptyFolder.BeginShopInAsync(root);
        await using var make = RunningProgram.Start(["api-key", "create", "till", "--scope", "events:write", "--data", root]);
        var console = await make.UntilAsync(text => text.Contains("mk_", StringComparison.Ordinal) && text.EndsWith('\n'), Patience);
        await make.EndAsync(Patience);
        return console.Split('\n').Single(line => line.StartsWith("mk_", StringComparison.Ordinal)).Trim();
    }

    private static async Task<RunningProgram> StartAsync(string root, string address)
    {
        var program = RunningProgram.Start(["serve", "--data", root, "--urls", address]);
        using var client = new HttpClient();
        var limit = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            Assert.True(!program.HasExited && limit.Elapsed < Patience, program.Console);
            try
            {
                await client.GetAsync(address + "/health");
                return program;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
    }

    private static HttpClient Client(string address, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static List<string> Stored(string root)
    {
        var file = Directory.GetFiles(root, "*.db").Single();
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select session from data_events";
        using var rows = command.ExecuteReader();
        var stored = new List<string>();
        while (rows.Read())
        {
            stored.Add(rows.GetString(0));
        }

        return stored;
    }
}
