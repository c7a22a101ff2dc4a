using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Api.V1;

/// <summary>What other programs read, page by page, while the shop goes on.</summary>
public sealed class ReadApiTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private static int _shops;

    [Fact]
    public async Task Customers_that_come_while_a_program_reads_shift_no_page()
    {
        var name = await SellAsync(5);
        using var client = await ClientAsync();
        var (first, next) = await PageAsync(client, "customers?limit=3");
        await SellAsync(4, "0-before-all-others");
        var seen = first.Concat(await RestAsync(client, "customers?limit=3", next)).Select(item => item.GetProperty("id").GetString()!).ToList();
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(5, seen.Count(id => id.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Customers_who_have_not_bought_are_read_as_well_and_apart()
    {
        var name = await SellAsync(2);
        using var writer = await ClientAsync(ApiScopes.Customers);
        using var body = new StringContent($$"""[{"id":"{{name}}new","email":"new@x.example","country":"France"},{"id":"{{name}}gone","email":"gone@x.example"}]""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await writer.PostAsync("/api/v1/customers", body)).StatusCode);
        var gone = await shop.Services.GetRequiredService<ICustomerRecords>().FindByKeyAsync($"{name}gone", default);
        Assert.NotNull(await shop.Services.GetRequiredService<IPrivacy>().EraseAsync(gone!.Id, "Ada", default));
        shop.Services.GetRequiredService<ISnapshots>().Invalidate();

        using var client = await ClientAsync();
        async Task<string[]> ReadAsync(string filter) => [.. (await RestAsync(client, $"customers?limit=2{filter}", "")).Select(item => item.GetProperty("id").GetString()!).Where(id => id.StartsWith(name, StringComparison.Ordinal)).Order()];
        Assert.Equal([$"{name}0", $"{name}1", $"{name}new"], await ReadAsync(""));
        Assert.Equal([$"{name}0", $"{name}1"], await ReadAsync("&bought=true"));
        Assert.Equal([$"{name}new"], await ReadAsync("&bought=false"));
        var all = (await RestAsync(client, "customers?limit=2", "")).Count;
        Assert.Equal(all, JsonDocument.Parse(await client.GetStringAsync("/api/v1/customers?limit=1")).RootElement.GetProperty("total").GetInt32());
        var one = (await RestAsync(client, "customers", "")).Single(item => item.GetProperty("id").GetString() == $"{name}new");
        Assert.Equal(("France", 0, JsonValueKind.Null), (one.GetProperty("country").GetString(), one.GetProperty("orders").GetInt32(), one.GetProperty("recencyDays").ValueKind));
    }

    [Fact]
    public async Task What_is_expected_of_a_customer_is_read_with_them_and_is_null_before_any_score()
    {
        var name = await SellAsync(1);
        using var client = await ClientAsync();
        async Task<JsonElement> OutlookAsync() => JsonDocument.Parse(await client.GetStringAsync($"/api/v1/customers/{name}0")).RootElement.GetProperty("outlook");
        Assert.Equal(JsonValueKind.Null, (await OutlookAsync()).ValueKind);
        var customer = (await shop.Services.GetRequiredService<ICustomerRecords>().FindByKeyAsync($"{name}0", default))!.Id.Value;
        shop.Services.GetRequiredService<Database>().Write((connection, transaction) => connection.Execute(
            """
            insert into model_versions (id, purpose, kind, version, state, parameters, trained_from, trained_to, created_at, fit_seconds, cpu_seconds, file, file_hash, file_bytes) values (77, 'test', 'rfm-cells', 1, 1, '{}', 0, 0, 0, 0, 0, '', '', 0);
            insert into model_score_rounds (id, run_id, as_of, horizon_days, churn_version, spend_version, is_done) values (1, 1, 0, 90, 77, 77, 0);
            insert into model_customer_scores (customer_id, round_id, churn, next_order_days, spend) values (@customer, 1, 0.25, null, 1234.4);
            """,
            new { customer },
            transaction));
        var outlook = await OutlookAsync();
        Assert.Equal((0.25, 90, 1234, 77), (outlook.GetProperty("churn").GetDouble(), outlook.GetProperty("horizonDays").GetInt32(), outlook.GetProperty("expectedSpendMinor").GetInt32(), outlook.GetProperty("churnModel").GetInt32()));
        Assert.Equal(JsonValueKind.Null, outlook.GetProperty("nextOrderDays").ValueKind);
    }

    [Fact]
    public async Task Whom_and_what_only_an_import_that_was_taken_back_named_is_not_known_until_somebody_names_them_again()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(file, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n900001,LAMP,Lamp,2,2023-06-01 10:00,4.00,back-100,France\n");
        var imports = shop.Services.GetRequiredService<IImports>();
        var applied = Assert.IsType<ImportOutcome.Applied>(await imports.ImportOrdersAsync(new OrderFile(file, "orders.csv", "test"), null, default));
        File.Delete(file);
        using var client = await ClientAsync();
        Assert.Equal((HttpStatusCode.OK, true, HttpStatusCode.OK), await AskAsync());
        Assert.True(await imports.UndoAsync(applied.Summary.Id, "test", default));
        Assert.Equal((HttpStatusCode.NotFound, false, HttpStatusCode.NotFound), await AskAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/decisions?customer=back-100")).StatusCode);
        using var writer = await ClientAsync(ApiScopes.Customers);
        using var body = new StringContent("""{"id":"back-100"}""", Encoding.UTF8, "application/json");
        Assert.Equal(1, JsonDocument.Parse(await (await writer.PostAsync("/api/v1/customers", body)).Content.ReadAsStringAsync()).RootElement.GetProperty("accepted").GetInt32());
        Assert.Equal((HttpStatusCode.OK, true, HttpStatusCode.NotFound), await AskAsync());

        async Task<(HttpStatusCode Customer, bool Known, HttpStatusCode Product)> AskAsync()
        {
            shop.Services.GetRequiredService<ISnapshots>().Invalidate();
            return (
                (await client.GetAsync("/api/v1/customers/back-100")).StatusCode,
                JsonDocument.Parse(await client.GetStringAsync("/api/v1/recommendations?customer=back-100")).RootElement.GetProperty("known").GetBoolean(),
                (await client.GetAsync("/api/v1/products/LAMP/similar")).StatusCode);
        }
    }

    [Fact]
    public async Task Decisions_name_products_as_the_shop_does()
    {
        await SellAsync(1);
        var snapshot = await shop.Services.GetRequiredService<ISnapshots>().CurrentAsync(default);
        var cup = new ProductId(snapshot.Products.Id[snapshot.Products.IndexOf("CUP")]);
        var draft = new DecisionDraft(new CustomerId(snapshot.Customers.Id[0]), DecisionKind.Recommendation, "show", 1, "catalogue:1:a", [new ChosenProduct(cup, 0.5, [])], [], "{}", "top-k:popular", null, null, null, null, 0);
        await shop.Services.GetRequiredService<ILedger>().AppendAsync(null, DateTimeOffset.UnixEpoch.AddYears(54), [draft], null, default);
        using var client = await ClientAsync();
        var chosen = Assert.Single((await ItemsAsync(client, "decisions?limit=1"))[0].GetProperty("products").EnumerateArray());
        Assert.Equal(("CUP", 0.5), (chosen.GetProperty("product").GetString(), chosen.GetProperty("score").GetDouble()));
        var document = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement;
        var example = document.GetProperty("paths").GetProperty("/api/v1/decisions").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");
        Assert.Equal(example.GetProperty("items")[0].EnumerateObject().Select(field => field.Name), (await ItemsAsync(client, "decisions?limit=1"))[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(JsonValueKind.String, example.GetProperty("items")[0].GetProperty("products")[0].GetProperty("product").ValueKind);
    }

    [Fact]
    public async Task Decisions_made_while_a_program_reads_shift_no_page()
    {
        await SellAsync(1);
        var made = await DecideAsync(6);
        using var client = await ClientAsync();
        var (first, next) = await PageAsync(client, "decisions?limit=4");
        var later = await DecideAsync(3);
        var seen = first.Concat(await RestAsync(client, "decisions?limit=4", next)).Select(item => item.GetProperty("id").GetInt64()).ToList();
        Assert.Equal(made.OrderDescending(), seen.Take(6));
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.DoesNotContain(seen, later.Contains);
    }

    [Fact]
    public async Task Outcomes_are_read_of_one_decision_and_of_all_and_go_on_after_the_last()
    {
        await SellAsync(1);
        var decisions = await DecideAsync(2);
        var ledger = shop.Services.GetRequiredService<ILedger>();
        var at = new DateTimeOffset(2024, 2, 1, 9, 0, 0, TimeSpan.Zero);
        await ledger.AppendOutcomesAsync([.. decisions.SelectMany(id => (Outcome[])[new(new DecisionId(id), "queued", at, 0), new(new DecisionId(id), "delivered", at, 0), new(new DecisionId(id), "clicked", at.AddHours(1), 0)])], default);
        using var client = await ClientAsync();
        var (first, next) = await PageAsync(client, $"outcomes?decision={decisions[0]}&limit=2");
        await ledger.AppendOutcomesAsync([new(new DecisionId(decisions[0]), "clicked", at.AddHours(2), 0)], default);
        var own = first.Concat(await RestAsync(client, $"outcomes?decision={decisions[0]}&limit=2", next)).ToList();
        Assert.Equal(["clicked", "clicked", "delivered", "queued"], own.Select(outcome => outcome.GetProperty("kind").GetString()).Order());
        var all = await RestAsync(client, "outcomes?limit=2", "");
        Assert.Equal(7, all.Count(outcome => decisions.Contains(outcome.GetProperty("decision").GetInt64())));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/outcomes?decision=999999")).StatusCode);
    }

    [Fact]
    public async Task Segments_are_paged_best_first()
    {
        using var client = await ClientAsync();
        var all = (await RestAsync(client, "segments?limit=4", "")).Select(segment => segment.GetProperty("code").GetString()).ToList();
        Assert.Equal(11, all.Count);
        Assert.Equal(("champions", "lost"), (all[0], all[^1]));
    }

    [Theory]
    [InlineData("customers?cursor=nonsense!", "next")]
    [InlineData("customers?limit=501", "1 to 500")]
    [InlineData("customers?limit=0", "1 to 500")]
    [InlineData("customers?segment=rich", "champions")]
    [InlineData("customers?bought=perhaps", "'bought'")]
    [InlineData("segments?cursor=eyJhIjoxfQ", "next")]
    [InlineData("features?of=shops", "customers, products")]
    [InlineData("features?raw=maybe", "'raw'")]
    public async Task What_cannot_be_meant_is_refused_with_the_fix(string address, string fix)
    {
        using var client = await ClientAsync();
        using var answer = await client.GetAsync("/api/v1/" + address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(fix, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_cursor_goes_on_in_its_own_list_with_its_own_filter_only()
    {
        await SellAsync(3);
        using var client = await ClientAsync();
        var (_, next) = await PageAsync(client, "customers?limit=1");
        Assert.NotNull(next);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/customers?cursor={next}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/v1/customers?segment=lost&cursor={next}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/v1/customers?bought=true&cursor={next}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/v1/decisions?cursor={next}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/v1/features?cursor={next}")).StatusCode);
    }

    [Fact]
    public async Task Features_are_read_as_treated_or_raw()
    {
        var name = await SellAsync(4);
        var settings = shop.Services.GetRequiredService<ITreatmentSettings>();
        await settings.SaveAsync("customers.gap", new Treatment { Missing = MissingMethod.Constant, Constant = 12.5 }, "Ada", default);
        using var client = await ClientAsync();
        var treated = (await RestAsync(client, "features?limit=3", "")).Where(item => item.GetProperty("id").GetString()!.StartsWith(name, StringComparison.Ordinal)).ToList();
        Assert.Equal(4, treated.Count);
        Assert.All(treated, item => Assert.Equal(12.5, item.GetProperty("meanGapDays").GetDouble()));
        var raw = await RestAsync(client, "features?raw=true&limit=3", "");
        Assert.All(raw, item => Assert.Equal(JsonValueKind.Null, item.GetProperty("meanGapDays").ValueKind));
        var change = Assert.Single(JsonDocument.Parse(await client.GetStringAsync("/api/v1/features")).RootElement.GetProperty("treated").EnumerateArray());
        Assert.Equal(("customers.gap", "Constant"), (change.GetProperty("feature").GetString(), change.GetProperty("missing").GetString()));
        await settings.RevertAsync("customers.gap", "Ada", default);
        Assert.All(await RestAsync(client, "features", ""), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("meanGapDays").ValueKind));
        Assert.Contains(await RestAsync(client, "features?of=products", ""), item => item.GetProperty("id").GetString() == "CUP" && item.GetProperty("priceMinor").GetInt64() == 150);
    }

    [Fact]
    public async Task Recommendations_come_with_reasons_in_words_and_travel_once()
    {
        var name = await SellAsync(3);
        using var writer = await ClientAsync(ApiScopes.Orders);
        using var body = new StringContent("""[{"id":"pot-1","at":"2024-01-31T09:30:00Z","customer":"pots","lines":[{"product":"pot","quantity":1,"price":9}]}]""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await writer.PostAsync("/api/v1/orders", body)).StatusCode);
        shop.Services.GetRequiredService<ISnapshots>().Invalidate();
        using var client = await ClientAsync();
        using var answer = await client.GetAsync($"/api/v1/recommendations?customer={name}0&n=3");
        var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((true, "popular", 900L), (list.GetProperty("known").GetBoolean(), list.GetProperty("answeredBy").GetString(), list.GetProperty("items")[0].GetProperty("priceMinor").GetInt64()));
        Assert.Equal(["POT"], list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("product").GetString()));
        Assert.Equal(["CUP", "POT"], (await ItemsAsync(client, $"recommendations?customer={name}0&bought=true")).Select(item => item.GetProperty("product").GetString()));
        var stranger = await ItemsAsync(client, "recommendations?customer=nobody&language=zh-Hans");
        Assert.Equal(["CUP", "POT"], stranger.Select(item => item.GetProperty("product").GetString()));
        Assert.Contains(stranger[0].GetProperty("reasons")[0].GetProperty("text").GetString()!, letter => letter >= '\u4e00');

        using var again = new HttpRequestMessage(HttpMethod.Get, answer.RequestMessage!.RequestUri);
        again.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers.ETag!.Tag);
        using var unchanged = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        foreach (var wrong in (string[])["n=0", "n=101", "n=x", "bought=perhaps", "language=fr"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/v1/recommendations?{wrong}")).StatusCode);
        }
    }

    [Fact]
    public async Task Every_list_answers_with_what_the_document_says_of_it()
    {
        await SellAsync(1);
        using var client = await ClientAsync();
        var document = JsonDocument.Parse(await client.GetStringAsync("/api/v1/openapi.json")).RootElement;
        var tried = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _) && !path.Name.Contains('{')))
        {
            if (!path.Value.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").TryGetProperty("$ref", out var reference))
            {
                // One thing and not a list.
                continue;
            }

            var schema = reference.GetString()!;
            var said = document.GetProperty("components").GetProperty("schemas").GetProperty(schema.Split('/')[^1]).GetProperty("properties").EnumerateObject().Select(property => property.Name);
            var answer = JsonDocument.Parse(await client.GetStringAsync(path.Name)).RootElement.EnumerateObject().Select(property => property.Name).ToList();
            Assert.Equal(["items", "next", "total"], said.Append("total").Distinct().Order());
            Assert.Equal(said.Order(), answer.Intersect(["items", "next", "total"]).Order());
            tried++;
        }

        Assert.Equal(12, tried);
    }

    [Fact]
    public async Task What_training_costs_is_read_for_the_latest_days()
    {
        using var client = await ClientAsync();
        var report = JsonDocument.Parse(await client.GetStringAsync("/api/v1/models/compute?days=7")).RootElement;
        Assert.Equal(TimeSpan.FromDays(7), report.GetProperty("until").GetDateTimeOffset() - report.GetProperty("from").GetDateTimeOffset());
        Assert.Equal((JsonValueKind.Array, true), (report.GetProperty("methods").ValueKind, report.GetProperty("priceIsAssumed").GetBoolean()));
        foreach (var wrong in (string[])["0", "-1", "x", "99999"])
        {
            using var refused = await client.GetAsync($"/api/v1/models/compute?days={wrong}");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("'days' is a whole number from 1 to 3,650.", (await refused.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_contact_policy_is_read_with_its_switch()
    {
        using var client = await ClientAsync();
        var state = JsonDocument.Parse(await client.GetStringAsync("/api/v1/contacts/policy")).RootElement;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, false), (state.GetProperty("acting").ValueKind, state.GetProperty("verdict").ValueKind, state.GetProperty("switch").GetProperty("off").GetBoolean()));
        using var stranger = await ClientAsync(ApiScopes.Customers);
        using var refused = await stranger.GetAsync("/api/v1/contacts/policy");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_key_over_its_limit_is_told_when_to_come_again_and_another_key_goes_on()
    {
        var limited = new ServedShop { Settings = { ["Api:RequestsPerMinute"] = "3" } };
        await limited.InitializeAsync();
        try
        {
            using var client = await ClientAsync(limited);
            for (var request = 0; request < 3; request++)
            {
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/segments")).StatusCode);
            }

            using var refused = await client.GetAsync("/api/v1/segments");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
            Assert.Contains("Retry-After", await refused.Content.ReadAsStringAsync());
            using var other = await ClientAsync(limited);
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/segments")).StatusCode);
        }
        finally
        {
            await limited.DisposeAsync();
        }
    }

    private static async Task<(IReadOnlyList<JsonElement> Items, string? Next)> PageAsync(HttpClient client, string address)
    {
        var page = JsonDocument.Parse(await client.GetStringAsync("/api/v1/" + address)).RootElement;
        return ([.. page.GetProperty("items").EnumerateArray()], page.GetProperty("next").GetString());
    }

    private static async Task<List<JsonElement>> ItemsAsync(HttpClient client, string address) =>
        [.. JsonDocument.Parse(await client.GetStringAsync("/api/v1/" + address)).RootElement.GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> RestAsync(HttpClient client, string address, string? next)
    {
        var seen = new List<JsonElement>();
        while (next is not null)
        {
            (var items, next) = await PageAsync(client, $"{address}{(next.Length == 0 ? "" : $"{(address.Contains('?') ? '&' : '?')}cursor={next}")}");
            seen.AddRange(items);
        }

        return seen;
    }

    private Task<HttpClient> ClientAsync(params string[] scopes) => ClientAsync(shop, scopes);

    private static async Task<HttpClient> ClientAsync(ServedShop shop, params string[] scopes)
    {
        await shop.AllowReadingAsync();
        return await shop.ProgramAsync(scopes.Length == 0 ? [ApiScopes.Read] : scopes);
    }

    // Customers who bought one cup each; the shop knows them at once.
    private async Task<string> SellAsync(int customers, string? prefix = null)
    {
        var name = $"{prefix ?? "c"}-{Interlocked.Increment(ref _shops)}-";
        using var writer = await ClientAsync(ApiScopes.Orders);
        var orders = Enumerable.Range(0, customers).Select(i => $$"""{"id":"{{name}}{{i}}","at":"2024-01-31T09:30:00Z","customer":"{{name}}{{i}}","lines":[{"product":"cup","quantity":1,"price":1.5}]}""");
        using var body = new StringContent($"[{string.Join(',', orders)}]", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await writer.PostAsync("/api/v1/orders", body)).StatusCode);
        shop.Services.GetRequiredService<ISnapshots>().Invalidate();
        return name;
    }

    private async Task<IReadOnlyList<long>> DecideAsync(int decisions)
    {
        var customer = new CustomerId((await shop.Services.GetRequiredService<ISnapshots>().CurrentAsync(default)).Customers.Id[0]);
        var drafts = Enumerable.Range(0, decisions).Select(_ => new DecisionDraft(customer, DecisionKind.Recommendation, "show", 1, "catalogue:1:a", [], [], "{}", "top-k:popular", null, null, null, null, 0));
        return [.. (await shop.Services.GetRequiredService<ILedger>().AppendAsync(null, DateTimeOffset.UnixEpoch.AddYears(54), [.. drafts], null, default)).Select(id => id!.Value.Value)];
    }
}
