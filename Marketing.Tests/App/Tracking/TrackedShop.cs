using System.Net;
using Dapper;
using Marketing.App.Tracking;
using Marketing.Data;
using Marketing.Kernel.Storage;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Tracking;

/// <summary>The program that serves, with a tracked site and a page of its own that carries the script.</summary>
public sealed class TrackedShop : IAsyncLifetime
{
    public const string Elsewhere = "https://shop.test";
    private readonly ServedShop _shop = new();

    public Uri Address => _shop.Address;

    internal TrackedSite Site { get; private set; } = null!;

    internal IServiceProvider Services => _shop.Services;

    internal ServedShop Shop => _shop;

    public async Task InitializeAsync()
    {
        _shop.Settings["Tracking:Storefront"] = "true";
        _shop.Settings["Tracking:BatchesPerMinute"] = "1000";
        await _shop.InitializeAsync();
        Site = await Services.GetRequiredService<ITrackedSites>().CreateAsync(new TrackedSiteDraft("tea", [Elsewhere]), "ann", default);
    }

    public Task DisposeAsync() => _shop.DisposeAsync();

    internal static string Id(int number) => number.ToString("x32");

    /// <summary>A batch as the script writes it.</summary>
    internal string Batch(string events, string? visitor = null) =>
        $$"""{"site":"{{Site.Key}}","visitor":"{{visitor ?? Id(1)}}","session":"{{Id(2)}}","robot":false,"events":[{{events}}]}""";

    internal async Task<HttpResponseMessage> PostAsync(string body, string? origin = Elsewhere, Action<HttpRequestMessage>? change = null)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/t") { Content = new StringContent(body) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        request.Headers.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        request.Headers.AcceptLanguage.ParseAdd("en");
        change?.Invoke(request);
        return await client.SendAsync(request);
    }

    internal async Task<HttpStatusCode> StatusAsync(string body, string? origin = Elsewhere, Action<HttpRequestMessage>? change = null)
    {
        using var answer = await PostAsync(body, origin, change);
        return answer.StatusCode;
    }

    internal T Value<T>(string sql, object? values = null) => Services.GetRequiredService<Database>().Read(connection => connection.ExecuteScalar<T>(sql, values))!;

    internal SiteTally Tally => Services.GetRequiredService<TrackingTally>().Of(Site.Id);
}
