using System.Text;
using Marketing.Data;
using Marketing.Data.Import.Files;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>What becomes of files that were begun: how they end, and to whom their rows belong.</summary>
public sealed class QueueEndTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_cancelled_import_that_was_half_removed_when_the_program_died_is_removed_and_not_gone_on_with()
    {
        var (job, import) = await BegunAsync();
        var store = new DataImportFilesStore(_rig.Shop.Database);
        await store.NoteEndingAsync(job, import, new JobNote { Text = "The import was cancelled.", Ending = ImportJobState.Cancelled }, _rig.Shop.System.GetUtcNow());
        await _rig.Shop.Database.WriteAsync((connection, transaction) => Dapper.SqlMapper.Execute(connection, "delete from data_events where id in (select id from data_events limit 500)", null, transaction));
        Assert.NotEqual(0, _rig.Ask<long>("select count(*) from data_events"));

        using var next = _rig.Shop.Queue();
        Assert.Equal(job, (await next.NextAsync(default))!.Id);
        Assert.Contains("was cancelled", (await Assert.ThrowsAsync<OperatorException>(() => next.RunAsync(job, null, default))).Message);
        Assert.Equal((0L, 5L, 3L), _rig.Ask<(long, long, long)>("select (select count(*) from data_events), (select state from data_import_jobs), (select state from data_imports)"));
        Assert.Null(await next.NextAsync(default));
    }

    [Fact]
    public async Task A_file_that_is_another_one_when_it_is_gone_on_with_is_begun_anew()
    {
        var (job, _) = await BegunAsync();
        var path = (await new DataImportFilesStore(_rig.Shop.Database).FindAsync(job, default))!.Plan.Path;
        File.WriteAllBytes(path, Events("other", 12_000));

        using var next = _rig.Shop.Queue();
        var summary = Assert.IsType<ImportOutcome.Applied>(await next.RunAsync(job, null, default)).Summary;
        Assert.Equal((12_000L, 12_000L), (summary.Rows, summary.Lines));
        Assert.Equal((12_000L, 12_000L), _rig.Ask<(long, long)>("select count(*), sum(session like 'other%') from data_events"));
    }

    [Fact]
    public async Task Repeats_in_a_file_of_events_are_told_apart_from_what_was_taken_over()
    {
        await _rig.AppliedAsync("id,event,timestamp,customer\na,view,2009-01-01 10:00,7\n", "events");
        var summary = await _rig.AppliedAsync("id,event,timestamp,customer\na,view,2009-01-01 10:00,7\nb,view,2009-01-01 10:00,7\nb,view,2009-01-01 10:00,7\n", "events");
        Assert.Equal((3L, 1L, 2L), (summary.Rows, summary.Lines, summary.Unchanged));
        var nothing = await _rig.AppliedAsync("id,event,timestamp,customer\nb,view,2009-01-01 10:00,7\n", "events");
        Assert.Equal((1L, 0L, 1L), (nothing.Rows, nothing.Lines, nothing.Unchanged));
        Assert.Equal(2, _rig.Ask<long>("select count(*) from data_events"));
    }

    [Fact]
    public async Task Events_that_another_import_had_before_are_given_back_when_the_one_that_has_them_is_cancelled()
    {
        var first = await _rig.AppliedAsync(Encoding.UTF8.GetString(Events("s", 3000)), "events");
        Assert.True(await _rig.Shop.Imports.UndoAsync(first.Id, "Ada", default));
        var plan = await _rig.PlanAsync(Events("s", 9000), "events");
        var job = await _rig.Files.EnqueueAsync(plan, owned: false, default);
        var taken = 0L;
        var stopped = _rig.Files.RunAsync(job.Id, new Acting(() =>
        {
            taken = Math.Max(taken, _rig.Ask<long>("select count(*) from data_event_takings"));
            return _rig.Files.CancelAsync(job.Id, default);
        }), default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.NotEqual(0, taken);
        Assert.Equal((3000L, 0L), _rig.Ask<(long, long)>("select (select count(*) from data_events), (select count(*) from data_event_takings)"));
        Assert.True(await _rig.Shop.Imports.RedoAsync(first.Id, "Ada", default));
        Assert.Equal(3000, (await _rig.Shop.LookAsync()).Events.Count);
    }

    [Fact]
    public async Task Events_of_two_imports_are_seen_while_one_of_them_is_visible()
    {
        var first = await _rig.AppliedAsync(Encoding.UTF8.GetString(Events("s", 1200)), "events");
        await _rig.Shop.Imports.UndoAsync(first.Id, "Ada", default);
        var second = await _rig.AppliedAsync(Encoding.UTF8.GetString(Events("s", 1300)), "events");
        Assert.Equal((1300L, 0L), (second.Lines, second.Unchanged));
        Assert.Equal(1300, (await _rig.Shop.LookAsync()).Events.Count);
        await _rig.Shop.Imports.UndoAsync(second.Id, "Ada", default);
        Assert.Equal(0, (await _rig.Shop.LookAsync()).Events.Count);
        await _rig.Shop.Imports.RedoAsync(first.Id, "Ada", default);
        Assert.Equal(1200, (await _rig.Shop.LookAsync()).Events.Count);
        await _rig.Shop.Imports.RedoAsync(second.Id, "Ada", default);
        Assert.Equal(1300, (await _rig.Shop.LookAsync()).Events.Count);
    }

    [Fact]
    public async Task What_a_dead_process_turned_and_did_not_end_is_ended_at_the_next_start()
    {
        await _rig.AppliedAsync("id,email\n7,old@x.example\n", "customers");
        var import = await _rig.AppliedAsync("id,email\n7,new@x.example\n", "customers");
        Assert.True(await _rig.Shop.Store.SetStateAsync(import.Id, ImportState.Applied, ImportState.Undone, default));
        Assert.Equal("new@x.example", _rig.Ask<string>("select email from data_customers"));
        await _rig.Shop.Imports.CleanUpAsync(default);
        Assert.Equal(("old@x.example", 0L), _rig.Ask<(string, long)>("select email, (select count(*) from data_import_flips) from data_customers"));
    }

    // A file of which some rows are written, and the process that wrote them is gone.
    private async Task<(long Job, ImportId Import)> BegunAsync()
    {
        var job = await _rig.Files.EnqueueAsync(await _rig.PlanAsync(Events("s", 30_000), "events"), owned: false, default);
        using var death = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Files.RunAsync(
            job.Id,
            new Acting(async () =>
            {
                if (++seen == 2)
                {
                    await death.CancelAsync();
                }
            }),
            death.Token));
        return (job.Id, (await _rig.Files.FindAsync(job.Id, default))!.Import!.Value);
    }

    private static byte[] Events(string session, int rows)
    {
        var text = new StringBuilder("id,event,timestamp,customer,session,sku\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(session).Append(i).Append(",view,2009-01-01 10:00,").Append(i % 500).Append(',').Append(session).Append(i).Append(",A").Append(i % 40).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed class Acting(Func<Task> act) : IProgress<Progress>
    {
        public void Report(Progress value) => act().GetAwaiter().GetResult();
    }
}
