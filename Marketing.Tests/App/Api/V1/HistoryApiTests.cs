using System.Net;
using System.Text;
using System.Text.Json;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Registry;
using Marketing.Model.Sequence;
using Marketing.Model.Training;
using Marketing.Tests.App.Access;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>What programs read of models of histories.</summary>
[Collection("processors")]
public sealed class HistoryApiTests(HistoryApiTests.TrainedShop shop) : IClassFixture<HistoryApiTests.TrainedShop>
{
    [Fact]
    public async Task What_moved_a_score_is_read_by_the_shops_own_names()
    {
        using var client = await shop.ClientAsync();
        var answer = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/customers/ann/moved?product=cup&model={shop.Version.Value}")).RootElement;
        Assert.Equal(("ann", "CUP", shop.Version.Value), (answer.GetProperty("customer").GetString(), answer.GetProperty("product").GetString(), answer.GetProperty("model").GetInt64()));
        var events = answer.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["JUG", "CUP", "CUP"], events.Select(one => one.GetProperty("product").GetString()));
        Assert.All(events, one => Assert.Equal(("purchase", JsonValueKind.Number), (one.GetProperty("kind").GetString(), one.GetProperty("change").ValueKind)));
        Assert.Equal(2, answer.GetProperty("had").GetProperty("times").GetInt32());
        Assert.Equal(answer.GetProperty("logit").GetDouble(), answer.GetProperty("history").GetDouble() + answer.GetProperty("had").GetProperty("value").GetDouble(), 1e-6);
        Assert.All(answer.GetProperty("attention").EnumerateArray(), one => Assert.Equal(1, one.GetProperty("events").EnumerateArray().Sum(share => share.GetDouble()) + one.GetProperty("question").GetDouble(), 1e-4));
    }

    [Theory]
    [InlineData("customers/nobody/moved?product=cup", HttpStatusCode.NotFound, "no customer")]
    [InlineData("customers/ann/moved?product=car", HttpStatusCode.NotFound, "no product with this code")]
    [InlineData("customers/ann/moved?product=cup&model=999", HttpStatusCode.NotFound, "no model with this id, or none is in charge. Name the id of a trained transformer as 'model=ID'")]
    [InlineData("customers/ann/moved?product=cup&model=x", HttpStatusCode.BadRequest, "id of a model")]
    [InlineData("customers/ann/moved", HttpStatusCode.BadRequest, "product=CODE")]
    [InlineData("models/999/structure", HttpStatusCode.NotFound, "no model with this id")]
    [InlineData("models/x/structure", HttpStatusCode.NotFound, "no model with this id")]
    public async Task What_cannot_be_told_says_why(string address, HttpStatusCode status, string why)
    {
        using var client = await shop.ClientAsync();
        using var refused = await client.GetAsync($"/api/v1/{address}{(address.Contains("999", StringComparison.Ordinal) || !address.Contains("product", StringComparison.Ordinal) || address.Contains("model=", StringComparison.Ordinal) ? "" : $"&model={shop.Version.Value}")}");
        Assert.Equal(status, refused.StatusCode);
        Assert.Contains(why, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_reads_no_histories_is_refused_with_the_way_to_another()
    {
        using var client = await shop.ClientAsync();
        var other = await shop.PopularAsync();
        using var refused = await client.GetAsync($"/api/v1/customers/ann/moved?product=cup&model={other.Value}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        var why = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString();
        Assert.StartsWith("The model is none that reads histories", why);
        Assert.Contains("Name the id of a trained transformer as 'model=ID'", why);
    }

    [Fact]
    public async Task The_structure_is_read_by_the_id_of_a_model()
    {
        using var client = await shop.ClientAsync();
        var structure = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/models/{shop.Version.Value}/structure")).RootElement;
        Assert.Equal(8, structure.GetProperty("width").GetInt32());
        Assert.Equal(structure.GetProperty("parameters").GetInt64(), structure.GetProperty("arrays").EnumerateArray().Sum(one => one.GetProperty("count").GetInt64()));
        Assert.Equal(30, structure.GetProperty("had").GetArrayLength());
    }

    [Fact]
    public async Task People_like_a_segment_are_read_most_alike_first_and_without_the_segment_itself()
    {
        using var client = await shop.ClientAsync();
        var customers = JsonDocument.Parse(await client.GetStringAsync("/api/v1/customers")).RootElement.GetProperty("items").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("segment").GetString());
        var segment = customers["ann"]!;
        var answer = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/segments/{segment}/alike?n=5&model={shop.Version.Value}")).RootElement;
        Assert.Equal((segment, customers.Values.Count(own => own == segment)), (answer.GetProperty("segment").GetString(), answer.GetProperty("seeds").GetInt32()));
        Assert.Equal(customers.Where(one => one.Value != segment).Select(one => one.Key).Order(), answer.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()).Order());
        foreach (var (address, status, why) in new[] { ("segments/none/alike", HttpStatusCode.NotFound, "no such segment"), ($"segments/{segment}/alike?n=0", HttpStatusCode.BadRequest, "whole number from 1"), ($"segments/{segment}/alike?model=999", HttpStatusCode.NotFound, "trained transformer") })
        {
            using var refused = await client.GetAsync($"/api/v1/{address}");
            Assert.Equal(status, refused.StatusCode);
            Assert.Contains(why, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>The program that serves, with two customers and a transformer.</summary>
    public sealed class TrainedShop : IAsyncLifetime
    {
        private readonly ServedShop _served = new();

        internal ModelVersionId Version { get; private set; }

        internal async Task<HttpClient> ClientAsync()
        {
            await _served.AllowReadingAsync();
            return await _served.ProgramAsync(ApiScopes.Read);
        }

        public async Task InitializeAsync()
        {
            await _served.InitializeAsync();
            using var writer = await _served.ProgramAsync(ApiScopes.Orders);
            var orders = new[] { ("ann", "cup"), ("bob", "tea"), ("ann", "cup"), ("bob", "cup"), ("ann", "jug") }
                .Select((one, i) => $$"""{"id":"o{{i}}","at":"2024-01-{{10 + i}}T09:30:00Z","customer":"{{one.Item1}}","lines":[{"product":"{{one.Item2}}","quantity":1,"price":1.5}]}""");
            using var body = new StringContent($"[{string.Join(',', orders)}]", Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.OK, (await writer.PostAsync("/api/v1/orders", body)).StatusCode);
            _served.Services.GetRequiredService<ISnapshots>().Invalidate();
            var snapshot = await _served.Services.GetRequiredService<ISnapshots>().CurrentAsync(default);
            var model = new TransformerMethod().Fit(snapshot, "d=8 epochs=2 questions=true");
            var written = await _served.Services.GetRequiredService<ModelFiles>().WriteAsync(model, default);
            Version = (await _served.Services.GetRequiredService<KeepVersion>().KeepAsync(model, written, snapshot, new TrainingCost(1, 1, 1), null, default)).Id;
        }

        public Task DisposeAsync() => _served.DisposeAsync();

        /// <summary>A model of a method that counts, and reads no histories.</summary>
        internal async Task<ModelVersionId> PopularAsync() =>
            (await _served.Services.GetRequiredService<IRecommenderTraining>().TrainAsync("popular", await _served.Services.GetRequiredService<ISnapshots>().CurrentAsync(default), null, null, default)).Id;
    }
}
