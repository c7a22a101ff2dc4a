using Dapper;
using Marketing.Data;
using Marketing.Data.Customers;
using Marketing.Data.Ledger;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Customers;

public sealed class CustomerRecordsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly CustomerRecords _records;

    public CustomerRecordsTests() => _records = new CustomerRecords(new DataCustomersStore(_folder.Database));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_customer_is_found_by_id_and_by_key_with_everything_known()
    {
        Customer(1, "12345", "ann@example.com", "Ann Smith", "en", "email");
        Customer(2, "12346");
        Consent(1, granted: 1, at: 10, simulated: 1);
        var expected = new CustomerRecord(new CustomerId(1), "12345", "ann@example.com", "Ann Smith", "France", true, "form v1", "en", "email consent");
        Assert.Equal(expected, await _records.FindAsync(new CustomerId(1), CancellationToken.None));
        Assert.Equal(expected, await _records.FindByKeyAsync("12345", CancellationToken.None));
        Assert.Equal(new CustomerRecord(new CustomerId(2), "12346", null, null, "France", false, null, null, ""), await _records.FindAsync(new CustomerId(2), CancellationToken.None));
        Assert.Null(await _records.FindAsync(new CustomerId(3), CancellationToken.None));
        Assert.Null(await _records.FindByKeyAsync("1234", CancellationToken.None));
    }

    [Fact]
    public async Task The_newest_consent_to_marketing_mail_holds()
    {
        Customer(1, "1");
        Consent(1, granted: 1, at: 10);
        Consent(1, granted: 0, at: 20, wording: "v2");
        Consent(1, granted: 1, at: 30, channel: "sms");
        Consent(1, granted: 1, at: 30, purpose: "profiling");
        Consent(1, granted: 1, at: 15);
        var withdrawn = (await _records.FindAsync(new CustomerId(1), CancellationToken.None))!;
        Assert.Equal((false, "form v2"), (withdrawn.MailConsent, withdrawn.ConsentBasis));
        Consent(1, granted: 1, at: 20, wording: "v3");
        Assert.True((await _records.FindAsync(new CustomerId(1), CancellationToken.None))!.MailConsent);
    }

    [Fact]
    public async Task A_consent_of_an_import_that_was_taken_back_does_not_hold()
    {
        Customer(1, "1");
        Customer(2, "2");
        Facts();
        Assert.True((await _records.FindAsync(new CustomerId(1), CancellationToken.None))!.MailConsent);
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("update data_consents set import_id = 2", transaction: transaction));
        var without = (await _records.FindAsync(new CustomerId(1), CancellationToken.None))!;
        Assert.Equal((false, null), (without.MailConsent, without.ConsentBasis));
    }

    [Fact]
    public async Task Many_customers_are_read_at_once_and_unknown_ones_are_left_out()
    {
        _folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_customers (id, key, country, simulated) values (@Id, @Id, '', '')", Enumerable.Range(1, 1300).Select(id => new { Id = id }), transaction));
        var read = await _records.ReadAsync([.. Enumerable.Range(1, 1400).Select(id => new CustomerId(id)), new CustomerId(1)], CancellationToken.None);
        Assert.Equal(1300, read.Count);
        Assert.All(read, entry => Assert.Equal(entry.Key, entry.Value.Id));
        Assert.Empty(await _records.ReadAsync([], CancellationToken.None));
    }

    [Theory]
    [InlineData("123", new long[] { 1, 2 })]
    [InlineData("345", new long[0])]
    [InlineData("smith", new long[] { 1, 3 })]
    [InlineData("ann smi", new long[] { 1 })]
    [InlineData(" EXAMPLE.com ", new long[] { 1, 3 })]
    [InlineData("%", new long[] { 2 })]
    [InlineData("_", new long[] { 4 })]
    [InlineData(@"\", new long[] { 5 })]
    [InlineData("", new long[] { 1, 2, 3, 4, 5 })]
    public async Task A_search_looks_for_what_was_typed_sign_for_sign(string words, long[] expected)
    {
        Customer(1, "12345", "ann@example.com", "Ann B. Smith");
        Customer(2, "12399", name: "100% Gifts");
        Customer(3, "777", "smithy@example.com");
        Customer(4, "888", "under_score@shop.test");
        Customer(5, "999", name: @"Back\slash");
        Assert.Equal(expected, (await _records.SearchAsync(words, false, 10, CancellationToken.None)).Select(id => id.Value));
        Assert.Equal(expected.Take(1), (await _records.SearchAsync(words, false, 1, CancellationToken.None)).Select(id => id.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("insert into data_orders (id, number, customer_id, at, import_id) values (91, 'N9', 8, 10, 2)")]
    [InlineData("insert into data_events (id, customer_id, product_id, kind, at, simulated, bot) values (91, 8, null, 1, 30, 0, 1)")]
    [InlineData("update data_customers set erased_at = 1, import_id = 1 where id = 8")]
    public async Task Whom_only_an_import_that_was_taken_back_has_named_is_found_by_key_and_not_known(string otherwise)
    {
        NameByTakenBack(otherwise);
        Assert.Null(await _records.FindKnownByKeyAsync("8", CancellationToken.None));
        Assert.Empty(await _records.SearchAsync("8", true, 10, CancellationToken.None));
        Assert.Equal("8", (await _records.FindByKeyAsync("8", CancellationToken.None))!.Key);
        Assert.NotNull(await _records.FindKnownByKeyAsync("1", CancellationToken.None));
    }

    [Theory]
    [InlineData("update data_customers set import_id = 1 where id = 8")]
    [InlineData("insert into data_staged_customers (import_id, key, customer_id, merged) values (1, '8', 8, 1)")]
    [InlineData("insert into data_orders (id, number, customer_id, at, import_id) values (91, 'N9', 8, 10, 1)")]
    [InlineData("insert into data_returns (id, number, customer_id, product_id, at, quantity, unit_price, import_id) values (91, 'C9', 8, 2, 20, 2, 300, 1)")]
    [InlineData("insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (8, 'marketing', 'mail', 0, 50, 'form', 'v1', 0)")]
    [InlineData("insert into data_events (id, customer_id, product_id, kind, at, simulated) values (91, 8, null, 1, 30, 0)")]
    [InlineData("insert into data_visitors (id, key, customer_id, linked_at) values (1, 'v1', 8, 205); insert into data_events (id, visitor_id, kind, at, simulated) values (91, 1, 1, 30, 0)")]
    [InlineData("update data_customers set merged_into = 1 where id = 8")]
    public async Task Whom_anything_else_names_is_known(string otherwise)
    {
        NameByTakenBack(otherwise);
        var found = await _records.FindKnownByKeyAsync("8", CancellationToken.None);
        Assert.Equal(await _records.FindByKeyAsync("8", CancellationToken.None), found);
        Assert.Equal(found!.Id, Assert.Single(await _records.SearchAsync("8", true, 10, CancellationToken.None)));
    }

    [Fact]
    public async Task A_search_by_numbers_only_is_narrowed_before_it_is_cut()
    {
        Customer(1, "1-other", "77@example.com", "77 Gifts");
        Customer(2, "77@example.com");
        Customer(3, "77-001");
        Customer(4, "77-002");
        Assert.Equal([3L, 4], (await _records.SearchAsync("77", true, 2, CancellationToken.None)).Select(id => id.Value));
        Assert.Equal([1L, 3], (await _records.SearchAsync("77", false, 2, CancellationToken.None)).Select(id => id.Value));
        Assert.Empty(await _records.SearchAsync("gifts", true, 2, CancellationToken.None));
    }

    [Fact]
    public async Task A_history_holds_every_kind_of_fact_newest_first()
    {
        Customer(1, "1");
        Customer(2, "2");
        Facts();
        var decision = await DecideAsync();
        var page = await _records.TimelineAsync(new CustomerId(1), new TableQuery(), CancellationToken.None);
        Assert.Equal(
            [
                new TimelineEntry(At(70), "outcome", $"{decision.Value}", null, "bought", null, 1250, false),
                new TimelineEntry(At(60), "outcome", $"{decision.Value}", null, "delivered", null, null, false),
                new TimelineEntry(At(60), "decision", $"{decision.Value}", null, "mail", null, null, false),
                new TimelineEntry(At(50), "consent", "", null, "marketing mail: yes (form, v1)", null, null, true),
                new TimelineEntry(At(40), "cart", "", new ProductId(2), "Mug", null, null, true),
                new TimelineEntry(At(30), "view", "", null, "", null, null, true),
                new TimelineEntry(At(20), "return", "C1", new ProductId(2), "Mug", 2, -600, false),
                new TimelineEntry(At(10), "order", "N1", null, "2", 5, 1400, false),
            ],
            page.Items);
        Assert.Equal(8, page.Total);

        _folder.Database.Write((connection, transaction) => connection.Execute("update data_orders set status = 'cancelled' where number = 'N1'", transaction: transaction));
        Assert.Equal(page.Items[7] with { Kind = "cancelled-order" }, (await _records.TimelineAsync(new CustomerId(1), new TableQuery(), CancellationToken.None)).Items[7]);
    }

    [Fact]
    public async Task What_a_visitor_did_before_and_after_it_was_known_belongs_to_the_person_and_robots_do_not()
    {
        Customer(1, "1");
        Customer(2, "2");
        Facts();
        _folder.Database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_visitors (id, key, customer_id, linked_at) values (1, 'v1', 1, 205), (2, 'v2', null, null), (3, 'v3', null, 205);
            insert into data_customers (id, key, country, simulated, merged_into) values (3, '3', '', '', 1);
            update data_visitors set customer_id = 3 where id = 3;
            insert into data_events (id, customer_id, product_id, kind, at, simulated, visitor_id, name, amount, detail, bot) values
                (11, null, null, 3, 200, 0, 1, null, null, '{"url":"/teas"}', 0), (12, null, null, 4, 201, 0, 1, null, null, '{"url":"/find","search":"green tea"}', 0), (13, null, 2, 8, 202, 0, 1, null, null, null, 0),
                (14, null, null, 5, 203, 0, 1, null, null, null, 0), (15, 1, null, 6, 204, 0, 1, null, 1250, null, 0), (16, 1, null, 7, 205, 0, 1, null, null, null, 0),
                (17, null, null, 9, 206, 0, 3, 'wish list', null, null, 0), (18, null, 2, 1, 207, 0, 1, null, null, null, 1), (19, null, 2, 1, 208, 0, 2, null, null, null, 0);
            """,
            transaction: transaction));
        var page = await _records.TimelineAsync(new CustomerId(1), new TableQuery(Take: 7), CancellationToken.None);
        Assert.Equal(
            ["own wish list", "identify ", "purchase ", "checkout ", "remove-from-cart Mug", "search green tea", "page /teas"],
            page.Items.Select(entry => $"{entry.Kind} {entry.Text}"));
        Assert.Equal(1250, page.Items[2].Amount);
        Assert.Equal((await _records.TimelineAsync(new CustomerId(1), new TableQuery(Take: 1000), CancellationToken.None)).Items.Count, page.Total);
        Assert.DoesNotContain((await _records.TimelineAsync(new CustomerId(2), new TableQuery(), CancellationToken.None)).Items, entry => entry.At > At(200));
    }

    [Fact]
    public async Task A_history_comes_in_pages_that_join_without_gap_or_overlap()
    {
        var shop = new GeneratedShop(seed: 40, orders: 400);
        shop.Write(_folder.Database);
        var busiest = shop.Events.Where(entry => entry.Customer is not null).GroupBy(entry => entry.Customer!.Value).MaxBy(group => group.Count())!.Key;
        var customer = new CustomerId(busiest);
        var whole = await _records.TimelineAsync(customer, new TableQuery(Take: 1000), CancellationToken.None);
        Assert.Equal(
            shop.Orders.Count(order => order.Customer == busiest && GeneratedShop.IsVisible(order.Import))
            + shop.Returns.Count(entry => entry.Customer == busiest && GeneratedShop.IsVisible(entry.Import))
            + shop.Events.Count(entry => entry.Customer == busiest && GeneratedShop.IsVisible(entry.Import))
            + shop.Consents.Count(entry => entry.Customer == busiest && GeneratedShop.IsVisible(entry.Import)),
            whole.Items.Count);
        Assert.Equal(whole.Items.Count, whole.Total);
        Assert.Equal(whole.Items.Select(entry => entry.At).OrderDescending(), whole.Items.Select(entry => entry.At));
        var joined = new List<TimelineEntry>();
        for (var skip = 0; skip < whole.Total; skip += 3)
        {
            var page = await _records.TimelineAsync(customer, new TableQuery(Skip: skip, Take: 3), CancellationToken.None);
            joined.AddRange(page.Items);
            Assert.Equal(whole.Total, page.Total);
        }

        Assert.Equal(whole.Items, joined);
    }

    [Fact]
    public async Task Lines_of_an_order_come_in_its_order_and_only_of_the_visible_one_of_that_number()
    {
        Customer(1, "1");
        Customer(2, "2");
        Facts();
        Assert.Equal(
            [
                new TimelineEntry(At(10), "order", "N1", new ProductId(2), "Mug", 3, 900, false),
                new TimelineEntry(At(10), "order", "N1", new ProductId(1), "Plate", 2, 500, false),
            ],
            await _records.OrderLinesAsync("N1", CancellationToken.None));
        Assert.Empty(await _records.OrderLinesAsync("N9", CancellationToken.None));
    }

    // Orders 1 and 3 are the same number before and after an import was taken back.
    private void Facts() => _folder.Database.Write((connection, transaction) => connection.Execute(
        """
        insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
        values (1, 'a', 'test', 2, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), (2, 'b', 'test', 4, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        insert into data_products (id, code, name, category, simulated) values (1, 'P', 'Plate', '', ''), (2, 'M', 'Mug', '', '');
        insert into data_orders (id, number, customer_id, at, import_id) values (1, 'N1', 1, 10, 1), (2, 'N2', 2, 11, 1), (3, 'N1', 1, 10, 2);
        insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (1, 0, 2, 3, 300), (1, 1, 1, 2, 250), (2, 0, 1, 1, 250), (3, 0, 1, 9, 250);
        insert into data_returns (id, number, customer_id, product_id, at, quantity, unit_price, import_id) values (1, 'C1', 1, 2, 20, 2, 300, 1), (2, 'C2', 1, 2, 21, 2, 300, 2);
        insert into data_events (id, customer_id, product_id, kind, at, simulated) values (1, 1, null, 1, 30, 1), (2, 1, 2, 2, 40, 1), (3, 2, 2, 2, 40, 1);
        insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (1, 'marketing', 'mail', 1, 50, 'form', 'v1', 1);
        """,
        transaction: transaction));

    // Customer 8 comes from import 2, which was taken back.
    private void NameByTakenBack(string otherwise)
    {
        Customer(1, "1");
        Customer(2, "2");
        Facts();
        _folder.Database.Write((connection, transaction) => connection.Execute(
            $"insert into data_customers (id, key, country, simulated, import_id) values (8, '8', '', '', 2); {otherwise}", transaction: transaction));
    }

    private async Task<DecisionId> DecideAsync()
    {
        var ledger = new DecisionLedger(new DataLedgerAppendStore(_folder.Database), new DataLedgerStore(_folder.Database));
        var draft = new DecisionDraft(new CustomerId(1), DecisionKind.Send, "mail", 1, "mail,nothing", [], [], "{}", "win-back", null, null, null, null, 0);
        var decision = (await ledger.AppendAsync(null, At(60), [draft, draft with { Customer = new CustomerId(2) }], null, CancellationToken.None))[0]!.Value;
        await ledger.AppendOutcomesAsync([new Outcome(decision, "delivered", At(60), 0), new Outcome(decision, "bought", At(70), 1250)], CancellationToken.None);
        return decision;
    }

    private void Customer(long id, string key, string? email = null, string? name = null, string? language = null, string simulated = "") => _folder.Database.Write((connection, transaction) => connection.Execute(
        "insert into data_customers (id, key, country, email, name, language, simulated) values (@id, @key, 'France', @email, @name, @language, @simulated)",
        new { id, key, email, name, language, simulated },
        transaction));

    private void Consent(long customer, long granted, long at, string purpose = ConsentPurposes.Marketing, string channel = ConsentChannels.Mail, string wording = "v1", long simulated = 0) => _folder.Database.Write((connection, transaction) => connection.Execute(
        "insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (@customer, @purpose, @channel, @granted, @at, 'form', @wording, @simulated)",
        new { customer, purpose, channel, granted, at, wording, simulated },
        transaction));

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
