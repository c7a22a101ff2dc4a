using System.Net;
using System.Text.Json;
using Marketing.App.Api.V1;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Api.V1;

public sealed class StockApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Fact]
    public async Task Before_the_first_forecasts_the_board_is_empty_and_a_wrong_state_is_refused()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read);
        var board = JsonDocument.Parse(await client.GetStringAsync("/api/v1/stock?limit=5")).RootElement;
        Assert.Equal((0, 0), (board.GetProperty("total").GetInt32(), board.GetProperty("items").GetArrayLength()));
        Assert.Equal(0, JsonDocument.Parse(await client.GetStringAsync("/api/v1/stock/proposal")).RootElement.GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/stock/TEA-1")).StatusCode);
        var refused = await client.GetAsync("/api/v1/stock?state=sold");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("out-of-stock", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_key_without_the_scope_reads_no_stock()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Events);
        Assert.All(await Task.WhenAll(new[] { "stock", "stock/proposal", "stock/TEA-1" }.Select(path => client.GetAsync($"/api/v1/{path}"))), answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
    }

    [Fact]
    public void A_product_is_written_as_the_document_shows_it()
    {
        var line = StockShops.Board(StockShops.Shop(60, ("TEA-1", 3, 9)), StockShops.Book(StockShops.Shop(60, ("TEA-1", 3, 9)), 1)).Lines[0];
        var written = JsonSerializer.SerializeToElement(StockReading.Shown(line), JsonSerializerOptions.Web);
        var shown = JsonSerializer.SerializeToElement(OpenApi.Document()["paths"]!["/api/v1/stock/{code}"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["example"]);
        Assert.Equal(shown.EnumerateObject().Select(field => field.Name), written.EnumerateObject().Select(field => field.Name));
    }
}
