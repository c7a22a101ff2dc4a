using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Retention;

/// <summary>Reasons of decisions and copies of the database at the end of their periods.</summary>
public sealed class ReasonsAndBackupsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IRetention Retention => _rig.Get<IRetention>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_text_that_a_younger_decision_shares_stays_and_the_same_words_can_be_said_again()
    {
        _rig.AddRegulars(3);
        await AppendAsync(1, -800, "{\"city\":\"zurich\"}");
        await AppendAsync(2, -800, "{\"city\":\"bern\"}");
        await AppendAsync(3, -1, "{\"city\":\"bern\"}");
        Assert.Equal(2, (await Retention.PreviewAsync(new RetentionDraft("decision-reasons", 730), default)).Rows);
        var removed = (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "decision-reasons");
        Assert.Equal((2, null), (removed.Rows, removed.Problem));
        Assert.Equal(["{\"city\":\"bern\"}", "{}", "{}"], Read<string>("select t.body from data_decisions d join data_decision_texts t on t.id = d.context_id order by d.customer_id desc"));
        Assert.Empty(Read<string>("select body from data_decision_texts where body like '%zurich%'"));
        Assert.Equal(3, Read<double>("select propensity from data_decisions").Count(propensity => propensity == 0.5));
        await AppendAsync(1, 0, "{\"city\":\"zurich\"}");
        Assert.Equal(["{\"city\":\"zurich\"}"], Read<string>("select t.body from data_decisions d join data_decision_texts t on t.id = d.context_id order by d.id desc limit 1"));
        Assert.Equal(0, (await Retention.PreviewAsync(new RetentionDraft("decision-reasons", 730), default)).Rows);
        Assert.Empty(_rig.Get<IDatabaseCare>().CheckIntegrity());
    }

    [Fact]
    public async Task Old_lists_of_visitors_lose_why_and_in_what_situation_as_others_do()
    {
        _rig.AddRegulars(1);
        await Retention.SetAsync(new RetentionDraft("visitor-lists", null), "Ada", default);
        await AppendAsync(null, -800, "{\"viewed\":[6]}");
        await AppendAsync(null, -1, "{\"viewed\":[7]}");
        Assert.Equal(1, await EndedAsync());
        Assert.Equal(["{}", "{\"viewed\":[7]}"], Read<string>("select t.body from data_decisions d join data_decision_texts t on t.id = d.context_id order by d.id"));
        Assert.Empty(Read<string>("select body from data_decision_texts where body like '%[6]%'"));
    }

    [Fact]
    public async Task The_next_run_looks_only_at_what_grew_old_or_was_written_since()
    {
        _rig.AddRegulars(4);
        await AppendAsync(1, -800, "{\"city\":\"zurich\"}");
        await AppendAsync(2, -729, "{\"city\":\"bern\"}");
        Assert.Equal(1, await EndedAsync());

        // Were the first decision looked at again, it would lose its words a second time.
        Write("update data_decisions set context_id = (select id from data_decision_texts where body like '%bern%') where customer_id = 1");
        await AppendAsync(3, -900, "{\"city\":\"basel\"}");
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await EndedAsync());
        Assert.Equal(["{\"city\":\"bern\"}", "{}", "{}"], Read<string>("select t.body from data_decisions d join data_decision_texts t on t.id = d.context_id order by d.customer_id"));
        Assert.Empty(Read<string>("select body from data_decision_texts where body like '%basel%'"));

        // A longer period in between hides nothing from the shorter one after it.
        await Retention.SetAsync(new RetentionDraft("decision-reasons", 1000), "Ada", default);
        Assert.Equal(0, await EndedAsync());
        await AppendAsync(4, -800, "{\"city\":\"chur\"}");
        Assert.Equal(0, await EndedAsync());
        await Retention.SetAsync(new RetentionDraft("decision-reasons", 730), "Ada", default);
        Assert.Equal(2, await EndedAsync());
        Assert.Empty(Read<string>("select body from data_decision_texts where body like '%city%'"));
        Assert.Empty(Read<long>("select number from data_loose_texts"));
    }

    [Fact]
    public async Task Only_texts_that_decisions_let_go_of_are_looked_for_in_the_ledger()
    {
        _rig.AddRegulars(1);
        await AppendAsync(1, -800, "{\"city\":\"zurich\"}");
        Write("insert into data_decision_texts (hash, body) values (x'07', 'never referred to')");
        await EndedAsync();
        Assert.Equal(1, Read<long>("select count(*) from data_decision_texts where body = 'never referred to'").Single());
        Assert.Empty(Read<string>("select body from data_decision_texts where body like '%zurich%'"));
    }

    [Fact]
    public async Task Old_lists_of_visitors_go_with_their_outcomes_and_texts_and_no_number_is_given_twice()
    {
        _rig.AddRegulars(1);
        await Retention.SetAsync(new RetentionDraft("decision-reasons", null), "Ada", default);
        await AppendAsync(1, -500, "{\"city\":\"bern\"}");
        await AppendAsync(null, -500, "{\"city\":\"zurich\"}");
        await AppendAsync(null, -30, "{\"city\":\"basel\"}");
        await AppendAsync(null, -500, "{\"city\":\"chur\"}");
        Write("insert into data_outcomes (decision_id, kind, at, value) select id, 'shown', at, 0 from data_decisions");

        var removed = (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "visitor-lists");
        Assert.Equal((1, (string?)null), ((int)removed.Rows, removed.Problem));
        Assert.Equal([1, 3, 4], Read<long>("select id from data_decisions order by id"));
        Assert.Equal([1, 3, 4], Read<long>("select decision_id from data_outcomes order by decision_id"));

        // Their texts go with them, though the reasons of decisions are kept.
        Assert.Equal(["{\"city\":\"basel\"}", "{\"city\":\"bern\"}", "{\"city\":\"chur\"}"], Read<string>("select body from data_decision_texts where body like '%city%' order by body"));
        await AppendAsync(null, -1, "{}");
        Assert.Equal([1, 3, 4, 5], Read<long>("select id from data_decisions order by id"));
    }

    [Fact]
    public async Task Old_backups_go_and_the_newest_stays_and_so_does_whatever_is_no_backup()
    {
        BackUp("a.db", -400);
        BackUp("b.db", -300);
        BackUp("c.db", -200);
        BackUp("notes.txt", -400);
        Assert.Equal(2, (await Retention.PreviewAsync(new RetentionDraft("backups", 180), default)).Rows);
        Assert.Equal(2, (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "backups").Rows);
        Assert.Equal(["c.db", "notes.txt"], Names());
    }

    [Fact]
    public async Task No_backup_younger_than_a_day_goes_and_no_period_is_shorter()
    {
        await Assert.ThrowsAsync<ValidationException>(() => Retention.SetAsync(new RetentionDraft("backups", 1), "Ada", default));
        await Retention.SetAsync(new RetentionDraft("backups", 2), "Ada", default);
        BackUp("a.db", 0);
        BackUp("b.db", -0.9);
        BackUp("c.db", -3.5);
        var aging = _rig.Get<IEnumerable<IAgingData>>().Single(one => one.Kind.Name == "backups");
        Assert.Equal(1, (await aging.CountAsync(_rig.Now.AddDays(1), default)).Rows);
        await Retention.RunAsync("Ada", null, default);
        Assert.Equal(["a.db", "b.db"], Names());
    }

    private Task<IReadOnlyList<DecisionId?>> AppendAsync(long? customer, int days, string context) => _rig.Get<ILedger>().AppendAsync(
        null, _rig.Now.AddDays(days), [new DecisionDraft(customer is { } id ? new CustomerId(id) : null, DecisionKind.Recommendation, "show", 0.5, "catalogue:1:a", [], [new Reason("popular", [])], context, "p", null, null, null, null, 0)], null, default);

    private void BackUp(string name, double days)
    {
        var path = Path.Combine(_rig.Folder.Folder.Backups, name);
        File.WriteAllText(path, "copy");
        File.SetLastWriteTimeUtc(path, _rig.Now.AddDays(days).UtcDateTime);
    }

    private List<string?> Names() => [.. Directory.GetFiles(_rig.Folder.Folder.Backups).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private async Task<long> EndedAsync() => (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "decision-reasons").Rows;

    private void Write(string sql) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private List<T> Read<T>(string sql) => _rig.Folder.Database.Read(connection => connection.Query<T>(sql).AsList());
}
