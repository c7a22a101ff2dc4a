using Dapper;
using Marketing.Data;
using Marketing.Data.Events;
using Marketing.Data.Sql;
using Marketing.Kernel.Storage;
using Marketing.Tests.Data.Intake;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketing.Tests.Data.Events;

/// <summary>The index of events in parts of 50 of which three become one.</summary>
public sealed class EventPartsTests : IDisposable
{
    private const string EveryEventOnce = """
        select (select count(*) from (select id, key from data_events except select k.event_id, k.key from data_event_keys k join data_event_parts p on p.id = k.part where p.state < 2))
            + (select abs((select count(*) from data_events) - (select count(*) from data_event_keys k join data_event_parts p on p.id = k.part where p.state < 2)))
            + (select count(*) from (select -visitor_id, at, id from data_events except select owner, at, event_id from data_owned_events))
            + (select abs((select count(*) from data_events) - (select count(*) from data_owned_events)))
        """;

    private readonly IntakeRig _rig = new();
    private readonly DataEventPartsStore _store;
    private readonly EventParts _parts;

    public EventPartsTests()
    {
        _store = new DataEventPartsStore(Database);
        _parts = new EventParts(_store, NullLogger<EventParts>.Instance, size: 50, fan: 3);
    }

    private Database Database => _rig.Shop.Folder.Database;

    public void Dispose()
    {
        _parts.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task An_event_sent_again_is_known_in_whatever_part_it_lies()
    {
        for (var round = 0; round < 20; round++)
        {
            await SendAsync(round * 60, 60);
            await _parts.TendAsync(default);
        }

        Assert.True(Ask("select max(level) from data_event_parts where id > 1") >= 2);
        Assert.True(Ask("select count(*) from data_event_parts where state in (0, 1)") < 10);
        Assert.Equal(0, Ask("select count(*) from data_event_parts where state > 1"));
        Assert.Equal(0, Ask(EveryEventOnce));
        Assert.All(await SendAsync(0, 1200), outcome => Assert.IsType<ItemOutcome.Repeated>(outcome));
        Assert.Equal(1200, _rig.Count("data_events"));
    }

    [Fact]
    public async Task A_merge_that_was_cut_short_is_seen_by_nobody_and_done_again()
    {
        var (level, parts) = await FullLevelAsync(3000);
        await ChangeAsync("create trigger cut_short after insert on data_event_keys when new.part > 4 and (select count(*) from data_event_keys where part > 4) > 5000 begin select raise(abort, 'cut short'); end");
        await Assert.ThrowsAsync<SqliteException>(() => _store.MergeAsync(level, parts, default));
        Assert.True(Ask("select count(*) from data_event_keys k join data_event_parts p on p.id = k.part where p.state = 2") > 0);
        Assert.Equal(0, Ask(EveryEventOnce));

        await ChangeAsync("drop trigger cut_short");
        await _parts.TendAsync(default);
        Assert.Equal((0L, 1L), (Ask("select count(*) from data_event_parts where state > 1"), Ask("select count(*) from data_event_parts where state = 1 and level = 1")));
        Assert.Equal(0, Ask(EveryEventOnce));
        Assert.Equal(0, Ask("select count(*) from data_event_keys where part not in (select id from data_event_parts)"));
    }

    [Fact]
    public async Task A_merge_holds_the_writer_for_a_few_rows_at_a_time()
    {
        var (level, parts) = await FullLevelAsync(3000);
        Assert.InRange(await _store.MergeAsync(level, parts, default), 100, DataEventPartsStore.StepRows);
        Assert.Equal(0, Ask(EveryEventOnce));
    }

    [Fact]
    public async Task What_is_deleted_during_a_merge_is_in_no_part_afterwards()
    {
        var (level, parts) = await FullLevelAsync();
        await ChangeAsync("create trigger cut_short after insert on data_event_owners when new.part > 4 begin select raise(abort, 'cut short'); end");
        await Assert.ThrowsAsync<SqliteException>(() => _store.MergeAsync(level, parts, default));

        // The keys are in two parts each, the owners in one.
        await ChangeAsync("delete from data_events where id % 3 = 0");
        Assert.Equal(0, Ask("select count(*) from data_event_keys where event_id % 3 = 0") + Ask("select count(*) from data_event_owners where event_id % 3 = 0"));
        await ChangeAsync("drop trigger cut_short; delete from data_events where id % 3 = 1");
        await _parts.TendAsync(default);
        Assert.Equal(0, Ask(EveryEventOnce));
        Assert.Equal(400, Ask("select count(*) from data_event_keys"));
    }

    [Fact]
    public async Task An_id_that_is_used_again_is_found_under_its_new_key_alone()
    {
        await SendAsync(0, 120);
        await _parts.TendAsync(default);
        await ChangeAsync("delete from data_events where id > 100");
        Assert.All(await SendAsync(200, 20), outcome => Assert.IsType<ItemOutcome.Accepted>(outcome));
        Assert.All(await SendAsync(100, 20), outcome => Assert.IsType<ItemOutcome.Accepted>(outcome));
        Assert.Equal(0, Ask(EveryEventOnce));
    }

    [Fact]
    public async Task Of_an_event_only_the_visitor_can_be_taken_away()
    {
        await SendAsync(0, 10);
        await ChangeAsync("update data_events set visitor_id = null where id < 4");
        Assert.Equal(7, Ask("select count(*) from data_owned_events"));
        await Assert.ThrowsAsync<SqliteException>(() => ChangeAsync("update data_events set at = at + 1"));
        await Assert.ThrowsAsync<SqliteException>(() => ChangeAsync("update data_events set visitor_id = 1 where id < 4"));
    }

    [Fact]
    public async Task An_event_of_an_import_that_was_taken_back_comes_again()
    {
        await SendAsync(0, 5);
        await ChangeAsync("update data_imports set state = 3");
        var other = await _rig.Intake.TakeAsync(IntakeRig.Other, [_rig.Event("e1")], default);
        Assert.IsType<ItemOutcome.Accepted>(Assert.Single(other));
        await ChangeAsync("insert into data_imports (name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo, kind, door) select 'till', actor, 2, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo, 'events', 0 from data_imports limit 1; update data_events set import_id = (select max(id) from data_imports) where key = (select key from data_events where id = 1); update data_imports set state = 3 where kind = 'events'; update data_imports set state = 2 where kind = 'live'");
        Assert.IsType<ItemOutcome.Accepted>((await SendAsync(0, 1))[0]);
        Assert.Equal(6, _rig.Count("data_events"));
    }

    private async Task<(long Level, long[] Parts)> FullLevelAsync(int events = 400)
    {
        for (var round = 0; round < 3; round++)
        {
            await SendAsync(round * events, events);
            await _store.CloseAsync(50);
        }

        await ChangeAsync("delete from data_event_parts where id = 1");
        return await _store.DueAsync(3);
    }

    private Task<int> ChangeAsync(string sql) => Database.WriteAsync((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private async Task<IReadOnlyList<ItemOutcome>> SendAsync(int from, int count) =>
        await _rig.TakeAsync([.. Enumerable.Range(from, count).Select(i => _rig.Event($"e{i}", visitor: $"v{i % 7}") with { At = _rig.Now.AddHours(-1).AddMilliseconds(i) })]);

    private long Ask(string sql) => Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
