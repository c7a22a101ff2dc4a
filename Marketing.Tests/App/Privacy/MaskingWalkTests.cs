using System.Net;
using Dapper;
using Marketing.Data;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.App.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Privacy;

/// <summary>Every address of the program as somebody meets it who may only read figures: no name, no address, nothing typed about a person.</summary>
public sealed class MaskingWalkTests(ServedShop shop) : IClassFixture<ServedShop>, IAsyncLifetime
{
    private const string Email = "wilhelmina.quist@person.test";
    private const int Patience = 20;
    private static readonly string[] Traces = [Email, "Wilhelmina Quist", "Wilhelmina", "+4179555", "Quist rang"];

    /// <summary>Pages that show people, with one trace of the person that an analyst reads there.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "/customers", Email },
        { "/customers/1", "Wilhelmina Quist" },
        { "/customers/1", "Quist rang" },
        { "/recommendations?customer=1", Email },
        { "/outbox", Email },
        { "/outbox", "For Wilhelmina" },
        { "/campaigns/1", Email },
        { "/data/live", Email },
        { "/data/live", "Wilhelmina" },
        { "/data/imports/1", "Wilhelmina" },
    };

    public async Task InitializeAsync()
    {
        var database = shop.Services.GetRequiredService<Database>();
        if (database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_customers")) > 0)
        {
            return;
        }

        // A turn may begin meanwhile: what is to be read is younger than its period, and texts that a turn keeps of its own have other numbers.
        database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_imports (id, name, actor, state, started_at, finished_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, message, seconds, is_demo)
                values (1, 'orders.csv', 'test', 2, @At, @At, '', 0, 1, 1, 1, 0, 0, 0, 1, 0, 'Row 2: Wilhelmina Quist is no number.', 0, 0);
            insert into data_import_issues (import_id, row, position, value, rule, effect, reason, text) values (1, 2, 0, 'Wilhelmina Quist', 'r', 'reject', 'x', 'Wilhelmina Quist;x');
            insert into data_customers (id, key, country, email, name, phone, simulated) values (1, @Email, 'France', @Email, 'Wilhelmina Quist', '+4179555', '');
            insert into data_products (id, code, name, category, simulated) values (1, 'P1', 'Cup', '', '');
            insert into data_orders (id, number, customer_id, at, import_id) values (1, 'N1', 1, @At, 1);
            insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (1, 0, 1, 1, 100);
            insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, actor, reason) values (1, 'marketing', 'mail', 1, @At, 'call of Wilhelmina', 'spoken', 0, 'Ada', 'Wilhelmina Quist rang');
            insert into data_quarantine (import_id, item_kind, item_id, field, reason, item, received_at, state) values (1, 'customer', @Email, 'email', 'Wilhelmina is no address', '{}', @At, 1);
            insert into data_decision_texts (id, hash, body) values (901, x'01', '["P1"]'), (902, x'02', '[]'), (903, x'03', '{}');
            insert into data_decision_frames (id, hash, kind, campaign_id, action, policy, cost, candidates_id) values (901, x'01', 2, 1, 'mail', 'p', 0, 901);
            insert into data_decisions (id, frame_id, customer_id, at, propensity, reasons_id, context_id, products) values (1, 901, 1, @At, 0.9, 902, 903, x'');
            insert into execution_campaigns (id, name, audience, subject, body, holdout_share, products, state, actor, created_at, send_at, all_queued, members, holdout, suppressed) values (1, 'c', 'everybody', 's', 'b', 0, 0, 4, 'a', 0, 0, 1, 1, 0, 0);
            insert into execution_messages (id, campaign_id, decision_id, customer_id, address, subject, body, state, attempts, queued_at, due_at, changed_at, reported, error) values (1, 1, 1, 1, @Email, 'For Wilhelmina', @Body, 4, 1, @At, @At, @At, 4, 'wilhelmina.quist@person.test does not exist');
            insert into model_versions (id, purpose, kind, version, state, parameters, trained_from, trained_to, created_at, fit_seconds, cpu_seconds, file, file_hash, file_bytes) values (1, 'recommend', 'popular', 1, 3, '{}', 0, 0, 0, 0, 0, 'x', 'x', 1);
            """,
            new { Email, At = shop.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-30).ToUnixTimeMilliseconds(), Body = PackedText.Pack("<p>Dear Wilhelmina Quist</p>") },
            transaction));
        shop.Services.GetRequiredService<ISnapshots>().Invalidate();
        await shop.Services.GetRequiredService<IIntake>().TakeAsync(
            new IntakeSender(IntakeDoor.Api, "till"), [new EventItem(Email, "view", DateTimeOffset.UnixEpoch, Email, null, null, "P1", null, null, null, null, null, Bot: false, null)], default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task An_analyst_reads_the_person_and_a_viewer_does_not(string page, string trace)
    {
        using var analyst = await shop.SignedInAsync("ann", Role.Analyst);
        Assert.Contains(trace, await PaintedAsync(analyst, page, trace));
        using var viewer = await shop.SignedInAsync("vic", Role.Viewer);
        AssertMasked(page, await PaintedAsync(viewer, page));
    }

    [Fact]
    public async Task No_address_tells_a_viewer_who_anybody_is()
    {
        using var viewer = await shop.SignedInAsync("vic", Role.Viewer);
        var looked = 0;
        foreach (var route in shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(Reads).Select(Path).Distinct())
        {
            var answer = await viewer.GetAsync(route);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                looked++;
                AssertMasked(route, await PaintedAsync(viewer, route));
            }
        }

        Assert.True(looked > 20, $"Only {looked} addresses were looked at.");
    }

    // Read until everything is painted: the first paint waits for a part for a moment only.
    private static async Task<string> PaintedAsync(HttpClient browser, string page, string? trace = null)
    {
        var text = "";
        for (var i = 0; i < Patience; i++)
        {
            text = WebUtility.HtmlDecode(await browser.GetStringAsync(page));
            if (trace is null ? !text.Contains("aria-busy=\"true\"", StringComparison.Ordinal) : text.Contains(trace, StringComparison.Ordinal))
            {
                return text;
            }

            await Task.Delay(200);
        }

        return text;
    }

    private static void AssertMasked(string page, string text) =>
        Assert.All(Traces, trace => Assert.False(text.Contains(trace, StringComparison.OrdinalIgnoreCase), $"{page} tells a viewer '{trace}'"));

    private static bool Reads(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET");

    private static string Path(RouteEndpoint endpoint) => EndpointLockTests.PathOf(endpoint, part => part.Name is "field" or "Field" or "Name" ? "customers.key" : "1");
}
