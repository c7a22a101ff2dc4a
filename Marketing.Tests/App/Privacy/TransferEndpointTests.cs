using System.Net;
using System.Text.Json;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Privacy;

/// <summary>Downloads of personal data over HTTP: closed until a recipient is recorded.</summary>
public sealed class TransferEndpointTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private ITransfers Transfers => shop.Services.GetRequiredService<ITransfers>();

    [Fact]
    public async Task A_download_leads_to_a_page_that_says_what_is_missing_until_it_is_recorded()
    {
        using var analyst = await shop.SignedInAsync("ann", Role.Analyst);
        var answer = await analyst.GetAsync("/customers.csv");
        Assert.Equal((HttpStatusCode.Redirect, "/data/privacy/blocked/customer-list"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var page = await analyst.GetStringAsync(answer.Headers.Location);
        Assert.Contains("List of customers as a file", page);
        Assert.Contains("An administrator records them", page);

        var added = await Transfers.AddAsync(new TransferDraft(TransferPlaces.CustomerList, "Agency Ltd", "DE", "contract", null, "Prints catalogues."), "Ada", default);
        Assert.Equal(HttpStatusCode.OK, (await analyst.GetAsync("/customers.csv")).StatusCode);
        await Transfers.EndAsync(added.Id, "Ada", default);
        Assert.Equal(HttpStatusCode.Redirect, (await analyst.GetAsync("/customers.csv")).StatusCode);
    }

    [Theory]
    [InlineData("/customers.csv", "customer-list")]
    [InlineData("/data/quality/features/customers.csv", "customer-list")]
    [InlineData("/customers/1/personal-data.zip", "person-copy")]
    [InlineData("/data/imports/1/issues.csv", "import-rows")]
    [InlineData("/ads/1/audience.csv", "ad-audience")]
    [InlineData("/outbox/1.eml", "person-copy")]
    [InlineData("/data/imports/1/rejected.csv", "import-rows")]
    public async Task A_program_reads_the_place_and_the_fix(string address, string place)
    {
        using var administrator = await shop.SignedInAsync("ada", Role.Administrator);
        administrator.DefaultRequestHeaders.Accept.Clear();
        administrator.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var answer = await administrator.GetAsync(address);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var problem = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"'{place}'", problem.Replace("\\u0027", "'", StringComparison.Ordinal));
        Assert.Contains("/data/privacy/transfers", problem);
    }

    [Fact]
    public async Task Reading_over_the_interface_is_closed_as_well()
    {
        using var client = await shop.ProgramAsync(ApiScopes.Read);
        var answer = await client.GetAsync("/api/v1/customers");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("marketing privacy allow api", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/segments")).StatusCode);
    }

    [Fact]
    public async Task The_register_comes_as_a_table_without_formulas_and_as_an_object()
    {
        var added = await Transfers.AddAsync(new TransferDraft(TransferPlaces.Mail, "=HYPERLINK(\"http://x\")", "US", "consent", "standard-clauses", "Hands mails over."), "Ada", default);
        await Transfers.SaveControllerAsync(new DataController("@Tea", "1 Quay", "DE", null), "Ada", default);
        using var administrator = await shop.SignedInAsync("ada", Role.Administrator);
        var csv = await administrator.GetStringAsync("/data/privacy/register.csv");
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\") (US, consent): Hands mails over.\"", csv);
        Assert.Contains(",'@Tea,", csv);
        Assert.Contains("US: standard contractual clauses", csv);
        Assert.Equal(7, csv.Trim().Split("\r\n").Length);
        using var json = JsonDocument.Parse(await administrator.GetStringAsync("/data/privacy/register.json"));
        Assert.Equal("@Tea", json.RootElement.GetProperty("controller").GetProperty("name").GetString());
        Assert.Equal(6, json.RootElement.GetProperty("activities").GetArrayLength());
        using var analyst = await shop.SignedInAsync("ann", Role.Analyst);
        Assert.NotEqual(HttpStatusCode.OK, (await analyst.GetAsync("/data/privacy/register.csv")).StatusCode);
        await Transfers.EndAsync(added.Id, "Ada", default);
    }
}
