using System.Net;
using System.Text.Json;
using Marketing.App.Hosting;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketing.Tests.App.Api.V1;

/// <summary>Every refusal of the interface is a problem, also where nothing is.</summary>
public sealed class UnknownAddressTests(ServedShop shop) : IClassFixture<ServedShop>
{
    [Theory]
    [InlineData("GET", "/api/v1/custmers")]
    [InlineData("POST", "/api/v1/customers/7/orders")]
    [InlineData("DELETE", "/api/v2/customers")]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/api")]
    public async Task An_address_that_is_not_there_is_named_and_the_document_shown(string method, string address)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Stock);
        var (status, problem) = await AskAsync(client, method, address);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(address + ".", problem, StringComparison.Ordinal);
        Assert.Contains("/api/v1/openapi.json", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/customers", "GET, POST")]
    [InlineData("GET", "/api/v1/events", "POST")]
    [InlineData("POST", "/api/v1/customers/7", "GET")]
    [InlineData("POST", "/api/v1/rules", "GET, PUT")]
    [InlineData("PATCH", "/api/v1/products/TEA-1/similar", "GET")]
    public async Task A_method_that_an_address_does_not_take_is_refused_with_those_that_it_takes(string method, string address, string allowed)
    {
        using var client = await shop.ProgramAsync(ApiScopes.Stock);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        var (_, problem) = await AskAsync(client, method, address);
        Assert.Contains($"{address} takes {allowed.Replace(", ", " and ", StringComparison.Ordinal)}, not {method}.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_told_how_to_send_a_key_and_not_what_is_there()
    {
        using var stranger = new HttpClient { BaseAddress = shop.Address };
        var told = new List<string>();
        foreach (var (method, address) in new[] { ("GET", "/api/v1/customers"), ("DELETE", "/api/v1/customers"), ("GET", "/api/v1/nothing"), ("GET", "/api") })
        {
            var (status, problem) = await AskAsync(stranger, method, address);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Contains("Authorization: Bearer", problem, StringComparison.Ordinal);
            told.Add(problem);
        }

        Assert.Single(told.Distinct());
        using var browser = shop.Browser();
        using var answer = await browser.GetAsync("/api/v1/nothing");
        Assert.Equal((HttpStatusCode.Unauthorized, null), (answer.StatusCode, answer.Headers.Location));
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "mk_1_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(stranger, "GET", "/api/v1/nothing")).Status);
    }

    [Fact]
    public async Task Whoever_is_signed_in_is_told_too_what_is_not_there()
    {
        using var browser = await shop.SignedInAsync("ann", Role.Viewer);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(browser, "GET", "/api/v1/custmers")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(browser, "GET", "/api/v1/customers")).Status);
    }

    [Fact]
    public async Task A_missing_transfer_and_a_foreign_name_are_problems_of_the_same_form()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(client, "GET", "/api/v1/customers")).Status);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(client, "GET", "/api/v1/customers")).Status);
        client.DefaultRequestHeaders.Host = "elsewhere.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(client, "GET", "/api/v1/segments")).Status);
    }

    [Fact]
    public async Task What_breaks_in_the_interface_is_told_as_a_problem_and_elsewhere_in_plain_words()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseErrorAnswer();
        app.MapGet("/api/v1/full", void () => throw new OperatorException("The disk is full.", "Free some space."));
        app.MapGet("/api/v1/broken", void () => throw new InvalidOperationException("secret"));
        app.MapGet("/page", void () => throw new InvalidOperationException("secret"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        var (status, problem) = await AskAsync(client, "GET", "/api/v1/full");
        Assert.Equal((HttpStatusCode.InternalServerError, "The disk is full. Free some space."), (status, problem));
        (status, problem) = await AskAsync(client, "GET", "/api/v1/broken");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        using var page = await client.GetAsync("/page");
        Assert.Equal("text/plain", page.Content.Headers.ContentType!.MediaType);
    }

    // Every problem has the same four fields and its own status in one of them.
    private static async Task<(HttpStatusCode Status, string Detail)> AskAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await client.SendAsync(request);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["type", "title", "status", "detail"], problem.EnumerateObject().Select(field => field.Name));
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        return (answer.StatusCode, problem.GetProperty("detail").GetString()!);
    }
}
