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
    public async Task A_merge_that_was_cut_short_is_seen_by_nobody_and_gone_on_with_from_its_last_key()
    {
        await FullLevelAsync(3000);
        await ChangeAsync("create trigger cut_short after insert on data_event_keys when new.part > 5 and (select count(*) from data_event_keys where part > 5) > 5000 begin select raise(abort, 'cut short'); end");
        await Assert.ThrowsAsync<SqliteException>(() => _parts.TendAsync(default));
        var copied = Ask("select count(*) from data_event_keys k join data_event_parts p on p.id = k.part where p.state = 2");
        Assert.InRange(copied, 1, 5000);
        Assert.Equal(0, Ask(EveryEventOnce));

        // Another process goes on: it copies nothing that is copied.
        await ChangeAsync("drop trigger cut_short; create table copied (key blob)");
        await ChangeAsync("create trigger seen after insert on data_event_keys when new.part > 5 begin insert into copied values (new.key); end");
        using var next = new EventParts(new DataEventPartsStore(Database), NullLogger<EventParts>.Instance, size: 50, fan: 3);
        await next.TendAsync(default);
        Assert.Equal(9000 - copied, Ask("select count(*) from copied"));
        Assert.Equal((0L, 1L), (Ask("select count(*) from data_event_parts where state > 1"), Ask("select count(*) from data_event_parts where state = 1 and level = 1")));
        Assert.Equal(0, Ask(EveryEventOnce));
        Assert.Equal(0, Ask("select count(*) from data_event_keys where part not in (select id from data_event_parts)"));
    }

    [Fact]
    public async Task A_merge_holds_the_writer_for_a_few_rows_at_a_time_even_when_one_owner_did_all_at_once()
    {
        await FullLevelAsync(3000, atOnce: true);
        await _parts.StepAsync(default);
        var (growing, most, steps) = (Ask("select id from data_event_parts where state = 2"), 0, 0);
        while (Ask("select count(*) from data_event_parts where state = 2") == 1)
        {
            most = Math.Max(most, await _store.GrowAsync(growing, default));
            steps++;
        }

        Assert.InRange(most, 100, DataEventPartsStore.StepRows);
        Assert.InRange(steps, 5, 20);
        Assert.Equal(0, Ask(EveryEventOnce));
    }

    [Fact]
    public async Task A_part_that_becomes_full_during_a_merge_is_closed_between_two_steps()
    {
        await FullLevelAsync(3000);
        await _parts.StepAsync(default);
        await _parts.StepAsync(default);
        await SendAsync(20_000, 60);
        await _parts.StepAsync(default);
        Assert.Equal(1, Ask("select count(*) from data_event_parts where state = 2"));
        Assert.Equal(0, Ask("select count(*) from data_event_keys where part = (select id from data_event_parts where state = 0)"));
        await _parts.TendAsync(default);
        Assert.Equal(0, Ask(EveryEventOnce));
    }

    [Fact]
    public async Task Small_parts_are_merged_before_the_rest_of_a_large_merge()
    {
        for (var round = 0; round < 9; round++)
        {
            await SendAsync(round * 600, 600);
            await _parts.TendAsync(default);
        }

        Assert.Equal(1, Ask("select count(*) from data_event_parts where state = 1 and level = 2"));
        await ChangeAsync("update data_event_parts set level = 3 where id = 1; update data_event_parts set level = 4 where level = 2");
        for (var round = 9; round < 17; round++)
        {
            await SendAsync(round * 600, 600);
            await _parts.TendAsync(default);
        }

        // The third part of the first level makes a merge of the second due.
        await SendAsync(17 * 600, 600);
        while (Ask("select count(*) from data_event_parts where state = 2 and level = 2") == 0)
        {
            Assert.True(await _parts.StepAsync(default));
        }

        foreach (var round in Enumerable.Range(18, 3))
        {
            await SendAsync(round * 600, 600);
            Assert.True(_store.Close(50));
        }

        await _parts.StepAsync(default);
        Assert.Equal((1L, 1L), (Ask("select count(*) from data_event_parts where state = 2 and level = 1"), Ask("select count(*) from data_event_parts where state = 2 and level = 2")));
        await _parts.TendAsync(default);
        Assert.Equal(0, Ask("select count(*) from data_event_parts where state > 1"));
        Assert.Equal(0, Ask(EveryEventOnce));
    }

    [Fact]
    public async Task The_open_part_is_counted_anew_when_many_events_were_taken_back()
    {
        await SendAsync(0, 1000);
        Assert.True(_store.Close(50));
        await ChangeAsync("delete from data_events where id > 10");
        Assert.False(_store.Close(50));
        await SendAsync(2000, 60);
        Assert.True(_store.Close(50));
        Assert.Equal(0, Ask(EveryEventOnce));
    }

    [Fact]
    public async Task What_is_deleted_during_a_merge_is_in_no_part_afterwards()
    {
        await FullLevelAsync();
        await ChangeAsync("create trigger cut_short after insert on data_event_owners when new.part > 5 begin select raise(abort, 'cut short'); end");
        await Assert.ThrowsAsync<SqliteException>(() => _parts.TendAsync(default));

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
    public async Task A_visitor_that_was_deleted_is_a_new_one_for_live_events_at_once()
    {
        await SendAsync(0, 7);
        await ChangeAsync("update data_events set visitor_id = null; delete from data_visitors");
        await SendAsync(100, 7);
        Assert.Equal(7, Ask("select count(*) from data_events where visitor_id in (select id from data_visitors where id > 7)"));
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

    // Three closed parts, 2 to 4; 5 is open.
    private async Task FullLevelAsync(int events = 400, bool atOnce = false)
    {
        for (var round = 0; round < 3; round++)
        {
            await SendAsync(round * events, events, atOnce);
            Assert.True(_store.Close(50));
        }

        await ChangeAsync("delete from data_event_parts where id = 1");
    }

    private Task<int> ChangeAsync(string sql) => Database.WriteAsync((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private async Task<IReadOnlyList<ItemOutcome>> SendAsync(int from, int count, bool atOnce = false) =>
        await _rig.TakeAsync([.. Enumerable.Range(from, count).Select(i => _rig.Event($"e{i}", visitor: atOnce ? "v" : $"v{i % 7}") with { At = _rig.Now.AddHours(-1).AddMilliseconds(atOnce ? 0 : i) })]);

    private long Ask(string sql) => Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
