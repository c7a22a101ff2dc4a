using Dapper;
using Marketing.Data;
using Marketing.Data.Ledger;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Marketing.Tests.Data.Ledger;

/// <summary>Lists that were shown to somebody whom the shop does not know.</summary>
public sealed class VisitorDecisionsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DecisionLedger _ledger;

    public VisitorDecisionsTests()
    {
        _ledger = new DecisionLedger(new DataLedgerAppendStore(_folder.Database), new DataLedgerStore(_folder.Database));
        _folder.Database.Write((connection, transaction) => connection.Execute("insert into data_customers (id, key, country, simulated) values (1, 'ann', '', '')", transaction: transaction));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_list_for_a_visitor_comes_back_without_a_customer_among_the_others()
    {
        var ids = await AppendAsync(Draft(null), Draft(1), Draft(null));
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(Draft(null).Context, (await _ledger.FindAsync(ids[0], default))!.Draft.Context);
        Assert.Equal([null, new CustomerId(1), null], (await _ledger.ListAsync(null, null, null, null, new TableQuery(Take: 9), default)).Items.Select(decision => decision.Draft.Customer));
        Assert.Equal([ids[2], ids[1], ids[0]], (await _ledger.BeforeAsync(null, null, 9, default)).Select(decision => decision.Id));
        Assert.Equal([ids[1]], (await _ledger.BeforeAsync(new CustomerId(1), null, 9, default)).Select(decision => decision.Id));
        Assert.Throws<InvalidOperationException>(() => Draft(null).Person());
    }

    [Fact]
    public async Task Campaigns_runs_and_messages_always_name_somebody()
    {
        var list = Draft(null);
        foreach (var (run, draft) in (ValueTuple<RunId?, DecisionDraft>[])[(new RunId(1), list), (null, list with { Campaign = new CampaignId(7) }), (null, list with { Kind = DecisionKind.Send }), (null, list with { Kind = DecisionKind.Holdout }), (null, list with { Kind = DecisionKind.Suppress })])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _ledger.AppendAsync(run, _folder.Clock.GetUtcNow(), [Draft(1), draft], null, default));
        }

        Assert.Equal(0, (await _ledger.ListAsync(null, null, null, null, new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task Clicks_of_visitors_are_counted_apart_from_those_of_customers()
    {
        var at = _folder.Clock.GetUtcNow();
        var ids = await AppendAsync(Draft(null), Draft(null), Draft(null), Draft(1), Draft(null));
        await _ledger.AppendOutcomesAsync([.. ids.Take(4).Select(id => new Outcome(id, "shown", at, 0)), new(ids[0], "clicked", at, 0), new(ids[3], "clicked", at, 0), new(ids[4], "clicked", at, 0)], default);
        var (customers, visitors) = await _ledger.ListReactionsAsync(at, default);
        Assert.Equal((1L, 1L), (customers.Seen, customers.Clicked));
        Assert.Equal((3L, 1L), (visitors.Seen, visitors.Clicked));
        Assert.InRange(visitors.Low!.Value, 0.01, 1 / 3.0);
        Assert.InRange(visitors.High!.Value, 1 / 3.0, 0.9);
    }

    [Fact]
    public void An_older_ledger_keeps_its_decisions_and_its_keys_and_takes_lists_for_visitors()
    {
        using var empty = new EmptyFolder();
        using var database = new Database(new DataFolder(empty.Path));
        MigrateUntil(database, "0043");
        var before = Content(database);
        Assert.Equal(2, before.Count);
        var nobody = "insert into data_decisions (frame_id, customer_id, at, propensity, reasons_id, context_id, products) values (1, null, 9, 1, 1, 1, x'')";
        Assert.Throws<SqliteException>(() => Write(database, nobody));

        new Migrator(database, new FakeTimeProvider()).Migrate();
        Assert.Equal(before, Content(database));
        Write(database, nobody);
        Assert.Throws<SqliteException>(() => Write(database, nobody.Replace("null", "77", StringComparison.Ordinal)));
        Assert.Equal(["ok"], database.Read(connection => connection.Query<string>("pragma integrity_check").AsList()));
        Assert.Empty(database.Read(connection => connection.Query("pragma foreign_key_check").AsList()));
        Assert.Equal(1, database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_decisions where customer_id is null")));
    }

    // One decision of a customer and one of a customer who was erased, with outcomes.
    private static void MigrateUntil(Database database, string number)
    {
        Write(database, "create table kernel_migrations (name text not null primary key, hash text not null, applied_at integer not null) strict");
        foreach (var migration in Migrator.Known().TakeWhile(migration => string.CompareOrdinal(migration.Name[..4], number) < 0))
        {
            Write(database, Migrator.Portable(migration.Sql));
            Write(database, $"insert into kernel_migrations (name, hash, applied_at) values ('{migration.Name}', '{migration.Hash}', 0)");
        }

        Write(
            database,
            """
            insert into data_customers (id, key, country, simulated, erased_at) values (1, 'ann', '', '', null), (2, 'gone', '', '', 5);
            insert into data_decision_texts (id, hash, body) values (1, x'01', '{}');
            insert into data_decision_frames (id, hash, kind, action, policy, cost, candidates_id) values (1, x'01', 1, 'show', 'p', 0, 1);
            insert into data_decisions (frame_id, customer_id, at, propensity, reasons_id, context_id, products) values (1, 1, 7, 0.5, 1, 1, x'01'), (1, 2, 8, 1, 1, 1, x'');
            insert into data_outcomes (decision_id, kind, at, value) values (1, 'shown', 7, 0), (2, 'shown', 8, 0);
            """);
    }

    private static List<string> Content(Database database) => database.Read(connection => connection.Query<string>(
        "select d.id || ' ' || d.customer_id || ' ' || d.at || ' ' || d.propensity || ' ' || hex(d.products) || ' ' || o.kind from data_decisions d join data_outcomes o on o.decision_id = d.id order by d.id").AsList());

    private static void Write(Database database, string sql)
    {
        using var connection = database.OpenForCare();
        connection.Execute(sql);
    }

    private async Task<IReadOnlyList<DecisionId>> AppendAsync(params DecisionDraft[] drafts) =>
        [.. (await _ledger.AppendAsync(null, _folder.Clock.GetUtcNow(), drafts, null, default)).Select(id => id!.Value)];

    private static DecisionDraft Draft(long? customer) => new(
        customer is { } id ? new CustomerId(id) : null, DecisionKind.Recommendation, "show", 1, "catalogue:9:abc", [], [new Reason("popular", [])], """{"placement":"home"}""", "top-k:popular", null, null, null, null, 0);
}
