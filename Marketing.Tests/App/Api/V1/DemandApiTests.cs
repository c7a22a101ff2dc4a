using System.Net;
using System.Text.Json;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.App.Access;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>Forecasts of demand as other programs read them.</summary>
public sealed class DemandApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task Forecasts_are_read_for_the_shop_for_all_products_and_for_one_with_its_days()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read);
        using var nothing = await client.GetAsync("/api/v1/demand");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (nothing.StatusCode, nothing.Content.Headers.ContentType!.MediaType));
        await ForetellAsync();

        var turn = await ReadAsync(client, "demand");
        Assert.Equal((56, 28), (turn.GetProperty("horizonDays").GetInt32(), turn.GetProperty("total").GetProperty("days").GetInt32()));
        Assert.InRange(turn.GetProperty("total").GetProperty("expected").GetDouble(), turn.GetProperty("total").GetProperty("low95").GetDouble(), turn.GetProperty("total").GetProperty("high95").GetDouble());
        var first = await ReadAsync(client, "demand/products?limit=30");
        var second = await ReadAsync(client, $"demand/products?limit=100&cursor={first.GetProperty("next").GetString()}");
        var codes = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("product").GetString()!).ToList();
        Assert.Equal((first.GetProperty("total").GetInt32(), codes.Count, JsonValueKind.Null), (codes.Count, codes.Distinct().Count(), second.GetProperty("next").ValueKind));
        Assert.Equal(turn.GetProperty("products").GetInt32(), codes.Count);

        var found = await ReadAsync(client, $"demand/products?q={codes[0].ToLowerInvariant()}");
        Assert.Equal(codes.Where(code => code.StartsWith(codes[0], StringComparison.OrdinalIgnoreCase)), found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("product").GetString()!));
        Assert.Equal(0, (await ReadAsync(client, "demand/products?q=nothing-like-it")).GetProperty("total").GetInt32());
        using var mixed = await client.GetAsync($"/api/v1/demand/products?q=x&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(HttpStatusCode.BadRequest, mixed.StatusCode);

        var one = await ReadAsync(client, $"demand/products/{codes[0]}");
        Assert.Equal((56, codes[0]), (one.GetProperty("days").GetArrayLength(), one.GetProperty("product").GetString()));
        Assert.All(one.GetProperty("days").EnumerateArray(), day => Assert.True(day.GetProperty("low95").GetDouble() <= day.GetProperty("low80").GetDouble() && day.GetProperty("high80").GetDouble() <= day.GetProperty("high95").GetDouble()));
        Assert.Equal(one.GetProperty("next28").GetDouble(), one.GetProperty("days").EnumerateArray().Take(28).Sum(day => day.GetProperty("mean").GetDouble()), 1e-3);

        foreach (var (address, status) in new[] { ("demand/products/nothing", HttpStatusCode.NotFound), ("demand/products?limit=0", HttpStatusCode.BadRequest), ("demand?days=3", HttpStatusCode.BadRequest) })
        {
            using var answer = await client.GetAsync($"/api/v1/{address}");
            Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }

        using var writer = await shop.ProgramAsync(ApiScopes.Orders);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.GetAsync("/api/v1/demand")).StatusCode);
    }

    private async Task ForetellAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, SmallShop.Orders(TimeProvider.System.GetUtcNow().UtcDateTime, 48, 40, 1));
        Assert.IsType<ImportOutcome.Applied>(await shop.Services.GetRequiredService<IImports>().ImportOrdersAsync(new OrderFile(path, "orders.csv", "test"), null, default));
        File.Delete(path);
        var frame = await shop.Services.GetRequiredService<IDemandFrames>().CurrentAsync(default);
        Assert.NotNull(await shop.Services.GetRequiredService<IDemandForecasts>().ForecastAsync(frame, new RunId(1), null, default));
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string address) => JsonDocument.Parse(await client.GetStringAsync($"/api/v1/{address}")).RootElement;
}
