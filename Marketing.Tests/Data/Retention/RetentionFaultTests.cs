using Dapper;
using Marketing.Data;
using Marketing.Data.Sql;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Retention;

/// <summary>A run that meets a fault on its way, or people who are at work meanwhile.</summary>
public sealed class RetentionFaultTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IRetention Retention => _rig.Get<IRetention>();

    private long Old => _rig.Now.AddDays(-2000).ToUnixTimeMilliseconds();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_run_that_cannot_be_noted_does_not_hold_up_the_next()
    {
        await _rig.OpenForBusinessAsync();
        Change("create trigger full_disk before insert on data_retention_runs begin select raise(abort, 'no room'); end");
        await Assert.ThrowsAnyAsync<Exception>(() => Retention.RunAsync("Ada", null, default));
        Change("drop trigger full_disk");
        await Retention.RunAsync("Ada", null, default).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(await Retention.RunsAsync(10, default));
    }

    [Fact]
    public async Task A_kind_that_fails_halfway_is_noted_with_what_went_and_the_others_go_on()
    {
        await _rig.OpenForBusinessAsync();
        await Retention.SetAsync(new RetentionDraft("events", 1000), "Ada", default);
        Change("with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500) insert into data_events (id, kind, at, simulated, detail) select i, 4, @Old, 0, 'searched-for-bunting' from n; insert into data_visitors (id, key) values (1, 'old')");
        Change("create trigger broken_page before delete on data_events when old.id > 1500 begin select raise(abort, 'page 7 is damaged'); end");
        var before = await _rig.Get<ISnapshots>().CurrentAsync(default);
        var run = await Retention.RunAsync("Ada", null, default);
        var events = run.Removed.Single(one => one.Kind == "events");
        Assert.Equal(1000, events.Rows);
        Assert.Contains("page 7 is damaged", events.Problem);
        Assert.Equal((1, null), run.Removed.Where(one => one.Kind == "visitors").Select(one => (one.Rows, one.Problem)).Single());
        Assert.Contains("\"events\":1000", Assert.Single((await _rig.Get<IAuditLog>().ListAsync(new TableQuery(Search: "retention.run"), default)).Items).Detail);
        Assert.NotSame(before, await _rig.Get<ISnapshots>().CurrentAsync(default));
        Assert.Equal(1500, Read("select count(*) from data_events"));
    }

    [Fact]
    public async Task A_run_that_is_stopped_notes_what_went_before()
    {
        await _rig.OpenForBusinessAsync();
        Change("insert into data_webhooks (id, name, kind, enabled, created_at, refused) values (1, 'shop', 1, 1, 0, 0); insert into data_webhook_deliveries (webhook_id, key, body_hash, topic, at, bytes, items, state) values (1, 'd1', x'01', 'orders', @Old, 1, 1, 1)");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Retention.RunAsync("Ada", new StopAt("quarantine", stop), stop.Token));
        var noted = Assert.Single(await Retention.RunsAsync(10, default)).Removed;
        Assert.Equal(1, noted.Single(one => one.Kind == "deliveries").Rows);
        Assert.Contains("stopped", noted.Single(one => one.Kind == "quarantine").Problem);
    }

    [Fact]
    public async Task A_message_whose_file_cannot_go_keeps_its_row_until_it_can_and_the_others_go()
    {
        Message(1, 2);
        // A folder of that name is what no deletion of a file takes away.
        var held = Path.Combine(_rig.Folder.Folder.Outbox, "1", "1.0.eml");
        Directory.CreateDirectory(held);
        var messages = (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "messages");
        Assert.Equal(1, messages.Rows);
        Assert.Contains(held, messages.Problem);
        Assert.Equal(1, Read("select count(*) from execution_messages where id = 1 and address <> ''"));
        Directory.Delete(held);
        messages = (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "messages");
        Assert.Equal((1, null), (messages.Rows, messages.Problem));
    }

    [Fact]
    public async Task A_folder_of_uploads_that_is_gone_stops_no_other_kind()
    {
        await _rig.OpenForBusinessAsync();
        Change("insert into data_visitors (id, key) values (1, 'old')");
        Directory.Delete(_rig.Folder.Folder.Uploads, recursive: true);
        var run = await Retention.RunAsync("Ada", null, default);
        Assert.Contains("Mend the cause", run.Removed.Single(one => one.Kind == "uploads").Problem);
        Assert.Equal(1, run.Removed.Single(one => one.Kind == "visitors").Rows);
    }

    [Fact]
    public async Task Old_messages_are_gone_through_once_by_the_index_of_their_time()
    {
        Message(Enumerable.Range(1, 1200).ToArray());
        Assert.Equal(1200, (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "messages").Rows);
        var sql = SqlFile.Load("Execution/Sql/ExecutionPersonal.sql");
        foreach (var name in (string[])["count-aged-messages", "aged-messages"])
        {
            var plan = _rig.Folder.Database.Read(connection => connection.Query("explain query plan " + sql[name], new { before = Old, changed = 0L, id = 0L, take = 500, delivered = 3, failed = 4, cancelled = 6, inDoubt = 5 }).Select(row => (string)row.detail).ToList());
            Assert.Contains("execution_messages_by_change (changed_at", Assert.Single(plan));
        }
    }

    [Fact]
    public async Task A_browser_that_came_back_or_said_who_it_is_meanwhile_keeps_its_events()
    {
        Change("""
            insert into data_customers (id, key, country, simulated) values (1, 'k1', 'France', '');
            insert into data_visitors (id, key, customer_id) values (1, 'gone', null), (2, 'back', null), (3, 'known', 1);
            insert into data_events (kind, at, simulated, visitor_id) values (4, @Old, 0, 1), (4, @Old, 0, 2), (4, @Young, 0, 2), (4, @Old, 0, 3);
            """);
        await _rig.Get<DataRetentionStore>().PartEventsAsync([1, 2, 3], _rig.Now.AddDays(-400), default);
        Assert.Equal((0, 2, 1), (Read("select count(*) from data_events where visitor_id = 1"), Read("select count(*) from data_events where visitor_id = 2"), Read("select count(*) from data_events where visitor_id = 3")));
    }

    [Fact]
    public async Task A_draft_that_is_started_while_its_file_ages_keeps_the_file()
    {
        await _rig.OpenForBusinessAsync();
        var path = Path.Combine(_rig.Folder.Folder.Uploads, "old.csv");
        await File.WriteAllTextAsync(path, "id\n1\n");
        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeMilliseconds(Old).UtcDateTime);
        Change($"insert into data_import_jobs (id, name, actor, kind, path, owned, plan, headers, state, queued_at, done) values (1, 'old.csv', 'Ada', 'customers', '{path}', 1, '{{}}', '[]', 0, 0, 0)");
        // The person is a moment faster than the end of the draft.
        Change("create trigger started before update on data_import_jobs when new.state = 5 begin update data_import_jobs set state = 1 where id = old.id; select raise(ignore); end");
        var uploads = (await Retention.RunAsync("Ada", null, default)).Removed.Single(one => one.Kind == "uploads");
        Assert.Equal((0, null), (uploads.Rows, uploads.Problem));
        Assert.True(File.Exists(path));
    }

    private void Message(params int[] ids)
    {
        Change("insert into execution_campaigns (id, name, audience, subject, body, holdout_share, products, state, actor, created_at, all_queued, members, holdout, suppressed) values (1, 'c', 'all', 's', 'b', 0, 0, 3, 'a', 0, 1, 1, 0, 0)");
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into execution_messages (id, campaign_id, decision_id, customer_id, address, subject, body, state, attempts, queued_at, due_at, changed_at, reported) values (@Id, 1, @Id, 1, 'a@b.test', 's', @Body, 3, 1, 0, 0, @Old, 3)",
            ids.Select(id => new { Id = id, Old, Body = PackedText.Pack("<p>Dear Ann</p>") }),
            transaction));
    }

    private void Change(string sql) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(sql, new { Old, Young = _rig.Now.AddDays(-3).ToUnixTimeMilliseconds() }, transaction));

    private long Read(string sql) => _rig.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));

    private sealed class StopAt(string kind, CancellationTokenSource stop) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            if (value.Note == kind)
            {
                stop.Cancel();
            }
        }
    }
}
