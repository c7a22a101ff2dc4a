using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Import.Files;

public sealed class QueueTests : IDisposable
{
    private const int Rows = 30_000;
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_is_read_while_computations_have_every_thread_of_theirs()
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes("customer,name\n1,Ann\n"), "customers");
        using var busy = new BusyThreads();
        var import = _rig.RunAsync(plan);
        var ended = await Task.WhenAny(import, Task.Delay(TimeSpan.FromSeconds(20)));
        await busy.EndAsync();
        Assert.Same(import, ended);
        Assert.IsType<ImportOutcome.Applied>(await import);
    }

    [Fact]
    public async Task An_import_that_died_goes_on_where_it_was_and_counts_every_row_once()
    {
        var job = await EnqueueAsync(owned: true);
        using (var death = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Files.RunAsync(job.Job.Id, new StopAfter(death, 2), death.Token));
        }

        var written = _rig.Ask<long>("select count(*) from data_events");
        Assert.InRange(written, 1, Rows - 1);
        Assert.Equal(0, (await _rig.Shop.LookAsync()).Events.Count);
        Assert.Equal(0, await _rig.Shop.Imports.CleanUpAsync(default));

        using var next = _rig.Shop.Queue();
        Assert.Equal(job.Job.Id, (await next.NextAsync(default))!.Id);
        var summary = Assert.IsType<ImportOutcome.Applied>(await next.RunAsync(job.Job.Id, null, default)).Summary;
        Assert.Equal((Rows + 1L, (long)Rows, 1L), (summary.Rows, summary.Lines, summary.Rejected));
        Assert.Equal((Rows, Rows), _rig.Ask<(long, long)>("select count(*), count(distinct session) from data_events"));
        Assert.False(File.Exists(job.Path));
    }

    [Fact]
    public async Task A_cancelled_import_leaves_nothing()
    {
        var job = await EnqueueAsync(owned: true);
        var stopped = _rig.Files.RunAsync(job.Job.Id, new Then(() => _rig.Files.CancelAsync(job.Job.Id, default)), default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.Equal((0L, 0L), _rig.Ask<(long, long)>("select (select count(*) from data_events), (select count(*) from data_import_issues)"));
        Assert.Equal(ImportJobState.Cancelled, Assert.Single(await _rig.Files.JobsAsync(10, default)).State);
        Assert.Null(await _rig.Files.NextAsync(default));
        Assert.False(File.Exists(job.Path));
        Assert.False(await _rig.Files.CancelAsync(job.Job.Id, default));
    }

    [Fact]
    public async Task An_import_that_is_cancelled_while_its_rows_are_put_in_their_places_leaves_everything_as_it_was()
    {
        await _rig.AppliedAsync("id,email,city\n7,old@x.example,Rome\n", "customers");
        var text = "id,email,city\n7,new@x.example,Oslo\n" + string.Concat(Enumerable.Range(100, 2000).Select(i => $"{i},c{i}@x.example,Bonn\n"));
        var job = await _rig.Files.EnqueueAsync(await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), "customers"), owned: false, default);
        var merged = 0;
        var stopped = _rig.Files.RunAsync(job.Id, new At("merge", () =>
        {
            merged++;
            _rig.Files.CancelAsync(job.Id, default).GetAwaiter().GetResult();
        }), default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.Equal(1, merged);
        Assert.Equal(("old@x.example", "Rome"), _rig.Ask<(string, string)>("select email, city from data_customers where key = '7'"));
        Assert.Equal(0L, _rig.Ask<long>("select count(*) from data_staged_customers where import_id = 2"));
        Assert.Equal(0L, _rig.Ask<long>("select count(*) from data_customers where key <> '7' and email is not null"));
        Assert.Equal(ImportJobState.Cancelled, (await _rig.Files.JobsAsync(1, default))[0].State);
    }

    [Fact]
    public async Task A_file_of_orders_whose_import_died_is_begun_anew_by_itself_and_says_so()
    {
        var text = ImportRig.Header + string.Concat(Enumerable.Range(3, 60_000).Select(i => $"{i / 3},{20000 + (i % 50)},LAMP,1,2010-05-01 10:00,1.50,{i % 100},France\n"));
        var job = await _rig.Files.EnqueueAsync(await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), "orders"), owned: true, default);
        var copy = Path.Combine(_rig.Shop.Database.Folder.Backups, "mid.db");
        var care = new Marketing.Kernel.Storage.DatabaseCare(_rig.Shop.Database, _rig.Shop.System);
        using var death = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Files.RunAsync(
            job.Id,
            new At("import", () =>
            {
                if (!death.IsCancellationRequested)
                {
                    care.Backup(copy);
                    death.Cancel();
                }
            }),
            death.Token));

        using var next = new ImportRig(copy);
        Assert.Equal(1, await next.Imports.CleanUpAsync(default));
        var waiting = (await next.Files.NextAsync(default))!;
        Assert.Equal((job.Id, ImportJobState.Working, 1L), (waiting.Id, waiting.State, waiting.Beginnings));
        var seen = 0L;
        var outcome = await next.Files.RunAsync(job.Id, new At("import", () => seen = next.Files.JobsAsync(1, default).GetAwaiter().GetResult()[0].Beginnings), default);
        Assert.Equal(2, seen);
        Assert.Equal((60_000L, 0L), (Assert.IsType<ImportOutcome.Applied>(outcome).Summary.Lines, Assert.IsType<ImportOutcome.Applied>(outcome).Summary.Unchanged));
        Assert.Equal(outcome is ImportOutcome.Applied(var summary) ? summary.Orders : 0, (await next.LookAsync()).Orders.Count);
    }

    [Fact]
    public async Task A_visitor_deleted_during_an_import_is_a_new_one_when_the_file_names_it_again()
    {
        var text = "event,time,visitor,sku,id\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"view,2010-05-01 10:00,v{i % 5},LAMP,{i}\n"));
        var job = await _rig.Files.EnqueueAsync(await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), "events"), owned: false, default);
        var gone = 0;
        var outcome = await _rig.Files.RunAsync(
            job.Id,
            new At("import", () => gone += gone > 0 ? 0 : _rig.Shop.Database.Write((connection, _) => connection.Execute("update data_events set visitor_id = null where visitor_id in (4, 5); delete from data_visitors where id in (4, 5)"))),
            default);
        Assert.Equal(20_000, Assert.IsType<ImportOutcome.Applied>(outcome).Summary.Lines);
        Assert.True(gone > 2);
        Assert.Equal(0L, _rig.Ask<long>("select count(*) from data_events where visitor_id is not null and visitor_id not in (select id from data_visitors)"));

        // The numbers of those that are gone are nobody else's.
        Assert.Equal([1L, 2L, 3L, 6L, 7L], _rig.All<long>("select id from data_visitors order by id"));
    }

    [Fact]
    public async Task Another_process_sees_how_far_a_file_is_and_how_it_ended()
    {
        var job = await EnqueueAsync(owned: true);
        using var watcher = _rig.Shop.Queue();
        Assert.Null(await watcher.OutcomeAsync(job.Job.Id, default));
        var seen = new List<ImportJob>();
        var running = _rig.Files.RunAsync(job.Job.Id, new Then(async () =>
        {
            // The note of the report before is written beside.
            await Task.Delay(50);
            _rig.Shop.Pass(TimeSpan.FromSeconds(2));
            seen.Add((await watcher.FindAsync(job.Job.Id, default))!);
            Assert.Null(await watcher.OutcomeAsync(job.Job.Id, default));
        }), default);
        var summary = Assert.IsType<ImportOutcome.Applied>(await running).Summary;
        var last = seen.Last(one => one.Reached is not null);
        Assert.Equal(("import", ImportJobState.Working, null), (last.Reached!.Step, last.State, last.Message));
        Assert.InRange(last.Reached.Share!.Value, 0.01, 1);
        Assert.Equal(summary, Assert.IsType<ImportOutcome.Applied>(await watcher.OutcomeAsync(job.Job.Id, default)).Summary);
        Assert.Null((await watcher.FindAsync(job.Job.Id, default))!.Reached);

        var again = await EnqueueAsync(owned: true);
        Assert.IsType<ImportOutcome.AlreadyThere>(await _rig.Files.RunAsync(again.Job.Id, null, default));
        Assert.Equal(summary, Assert.IsType<ImportOutcome.AlreadyThere>(await watcher.OutcomeAsync(again.Job.Id, default)).Earlier);

        var bad = await _rig.Files.EnqueueAsync(await _rig.PlanAsync("id,email\n,\n"u8.ToArray(), "customers"), owned: true, default);
        var refused = await _rig.Files.RunAsync(bad.Id, null, default);
        Assert.Equivalent(refused, await watcher.OutcomeAsync(bad.Id, default), strict: true);
        Assert.StartsWith("Row 2: None of the 1 rows", (await watcher.FindAsync(bad.Id, default))!.Message);
    }

    [Fact]
    public async Task Another_process_stops_a_file_at_work_and_takes_out_one_that_waits()
    {
        var (job, next) = (await EnqueueAsync(owned: true), await EnqueueAsync(owned: true));
        using var asking = _rig.Shop.Queue();
        Assert.True(await asking.AskToStopAsync(next.Job.Id, default));
        Assert.False(File.Exists(next.Path));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _rig.Files.RunAsync(next.Job.Id, null, default));
        var asked = false;
        var running = _rig.Files.RunAsync(job.Job.Id, new Then(async () =>
        {
            _rig.Shop.Pass(TimeSpan.FromSeconds(2));
            asked = asked || await asking.AskToStopAsync(job.Job.Id, default);
        }), default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(asked);
        await Assert.ThrowsAsync<OperatorException>(() => asking.OutcomeAsync(job.Job.Id, default));
        Assert.Equal((0L, 2L), _rig.Ask<(long, long)>("select (select count(*) from data_events), (select count(*) from data_import_jobs where state = 5)"));
        Assert.False(await asking.AskToStopAsync(job.Job.Id, default));
    }

    [Fact]
    public async Task A_file_that_was_asked_to_stop_before_the_program_died_is_not_gone_on_with()
    {
        var job = await EnqueueAsync(owned: true);
        using (var death = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Files.RunAsync(job.Job.Id, new StopAfter(death, 2), death.Token));
        }

        Assert.True(await _rig.Files.AskToStopAsync(job.Job.Id, default));
        using var next = _rig.Shop.Queue();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.RunAsync(job.Job.Id, null, default));
        Assert.Equal((0L, 5L), _rig.Ask<(long, long)>("select (select count(*) from data_events), (select state from data_import_jobs)"));
        Assert.Null(await next.NextAsync(default));
    }

    [Fact]
    public async Task Fifty_imports_at_once_do_not_disturb_one_another()
    {
        var plans = new List<ImportPlan>();
        for (var i = 0; i < 50; i++)
        {
            plans.Add(await _rig.PlanAsync(Encoding.UTF8.GetBytes(i % 10 == 9 ? "id,email\n,\n" : $"id,email\n{i},c{i}@x.example\nshared,s{i}@x.example\n"), "customers"));
        }

        var outcomes = await Task.WhenAll(plans.Select(_rig.RunAsync));
        Assert.Equal(45, outcomes.OfType<ImportOutcome.Applied>().Count());
        Assert.Equal(46, _rig.Ask<long>("select count(*) from data_customers"));
    }

    [Fact]
    public async Task A_draft_keeps_what_was_chosen_and_is_no_ones_turn_before_it_is_started()
    {
        var plan = await _rig.PlanAsync("id,email\n7,a@x.example\n"u8.ToArray(), "customers");
        var draft = await _rig.Files.SaveDraftAsync(null, plan, default);
        await _rig.Files.SaveDraftAsync(draft, plan with { Columns = new Dictionary<string, string> { ["email"] = "email" } }, default);
        using var next = _rig.Shop.Queue();
        Assert.Null(await next.NextAsync(default));
        Assert.Equal(["email"], (await next.DraftAsync(draft, default))!.Columns.Keys);
        Assert.True(await next.StartAsync(draft, default));
        Assert.False(await next.StartAsync(draft, default));
        Assert.Null(await next.DraftAsync(draft, default));
        Assert.Equal(draft, (await next.NextAsync(default))!.Id);
    }

    [Fact]
    public async Task A_preview_says_what_would_happen_and_writes_nothing()
    {
        var text = "id,email,image\n1,a@x.example,\n2,nobody,\n" + string.Concat(Enumerable.Range(3, 25_000).Select(i => $"{i},c{i}@x.example,\n"));
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), "customers"), default)).Preview;
        Assert.False(preview.IsWhole);
        Assert.Equal((3L, "nobody", "reject"), (preview.Worst[0].Row, preview.Worst[0].Value, preview.Worst[0].Effect));
        Assert.Equal((2L, "a@x.example"), (preview.First[0].Row, preview.First[0].Values["email"]));
        Assert.Equal((preview.Rows - 1, 1L), (preview.Accepted, preview.Rejected));
        Assert.Equal((0L, 0L), _rig.Ask<(long, long)>("select (select count(*) from data_customers), (select count(*) from data_imports)"));
    }

    [Fact]
    public async Task A_preview_shows_times_in_the_shops_time()
    {
        await _rig.Shop.Shop.SaveAsync(ShopProfile.Default with { TimeZone = "Asia/Shanghai" }, default);
        var text = "event,timestamp,customer,session,sku\nview,2009-01-01 10:00,7,s,A1\nview,2009-01-01T10:00:00Z,7,s,A1\n";
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), "events"), default)).Preview;
        Assert.Equal(["2009-01-01 10:00:00", "2009-01-01 18:00:00"], preview.First.Select(row => row.Values["at"]));
    }

    private async Task<(ImportJob Job, string Path)> EnqueueAsync(bool owned)
    {
        var text = new StringBuilder("event,timestamp,customer,session,sku\nview,never,7,s,A1\n");
        for (var i = 0; i < Rows; i++)
        {
            text.Append("view,2009-01-01 10:00,").Append(i % 500).Append(",s").Append(i).Append(",A").Append(i % 40).Append('\n');
        }

        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(text.ToString()), "events");
        return (await _rig.Files.EnqueueAsync(plan, owned, default), plan.Path);
    }

    private sealed class StopAfter(CancellationTokenSource death, int reports) : IProgress<Progress>
    {
        private int _seen;

        public void Report(Progress value)
        {
            if (++_seen == reports)
            {
                death.Cancel();
            }
        }
    }

    private sealed class At(string step, Action act) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            if (value.Step == step)
            {
                act();
            }
        }
    }

    private sealed class Then(Func<Task> act) : IProgress<Progress>
    {
        public void Report(Progress value) => act().GetAwaiter().GetResult();
    }
}
