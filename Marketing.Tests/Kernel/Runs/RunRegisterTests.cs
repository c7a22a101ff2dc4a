using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Runs;
using Marketing.Kernel.Sql;
using Marketing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketing.Tests.Kernel.Runs;

public sealed class RunRegisterTests : IDisposable
{
    private static readonly DateTimeOffset _night = new(2024, 3, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly string[] _steps = ["one", "two", "three"];
    private readonly TestFolder _folder = new();
    private readonly RunRegister _runs;

    public RunRegisterTests() => _runs = Register();

    [Fact]
    public async Task A_run_records_its_steps_with_times_cost_and_notes()
    {
        await using var run = await StartAsync();
        await run.StepAsync("one", (_, _) =>
        {
            Burn(TimeSpan.FromMilliseconds(60));
            _folder.Clock.Advance(TimeSpan.FromSeconds(7));
            return Task.FromResult<string?>("12 rows");
        });
        await run.SucceedAsync("all well");

        var steps = await _runs.StepsAsync(run.Id, default);
        Assert.Equal(_steps, steps.Select(step => step.Name));
        Assert.Equal([RunState.Succeeded, RunState.Waiting, RunState.Waiting], steps.Select(step => step.State));
        Assert.Equal(TimeSpan.FromSeconds(7), steps[0].Finished - steps[0].Started);
        Assert.Equal("12 rows", steps[0].Note);
        Assert.InRange(steps[0].CpuMs, 20, 60_000);
        Assert.True(steps[0].PeakBytes > 10_000_000);
        var stored = await _runs.FindAsync(run.Id, default);
        Assert.NotNull(stored);
        Assert.Equal(RunState.Succeeded, stored.State);
        Assert.Equal(steps[0].CpuMs, stored.CpuMs);
        Assert.Equal(steps[0].PeakBytes, stored.PeakBytes);
        Assert.Equal("all well", stored.Message);
        Assert.Equal(_night, stored.BusinessTime);
    }

    [Fact]
    public async Task Two_runs_of_a_kind_are_never_at_work_together()
    {
        await using var first = await StartAsync();
        Assert.Null(await _runs.StartAsync("loop", "test", _night, _steps, default));
        Assert.NotNull(await _runs.StartAsync("evaluate", "test", _night, _steps, default));
        await first.SucceedAsync(null);
        Assert.NotNull(await _runs.StartAsync("loop", "test", _night, _steps, default));
    }

    [Fact]
    public async Task An_ending_that_could_not_be_written_counts_at_once_and_is_written_at_the_next_start()
    {
        var first = await StartAsync();
        _folder.Database.Write((connection, transaction) => connection.Execute("create trigger full_disk before update on kernel_runs begin select raise(abort, 'database or disk is full'); end;", transaction: transaction));
        await Assert.ThrowsAnyAsync<Exception>(() => first.FailAsync(new IOException("no disk")));
        await first.DisposeAsync();
        Assert.Equal(RunState.Running, (await _runs.FindAsync(first.Id, default))!.State);

        _folder.Database.Write((connection, transaction) => connection.Execute("drop trigger full_disk;", transaction: transaction));
        var latest = await _runs.LatestAsync("loop", null, default);
        Assert.Equal((RunState.Failed, "no disk"), (latest!.State, latest.Message));
        Assert.Equal(first.Id, (await StartAsync()).Id);
    }

    [Fact]
    public async Task A_step_whose_ending_could_not_be_written_ends_with_its_run()
    {
        await using var run = await StartAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => run.StepAsync("one", (_, _) =>
        {
            _folder.Database.Write((connection, transaction) => connection.Execute("create trigger full_disk before update on kernel_run_steps begin select raise(abort, 'database or disk is full'); end;", transaction: transaction), CancellationToken.None);
            return Task.FromResult<string?>(null);
        }));
        _folder.Database.Write((connection, transaction) => connection.Execute("drop trigger full_disk;", transaction: transaction));
        await run.FailAsync(new IOException("no disk"));
        Assert.Equal(RunState.Failed, (await _runs.StepsAsync(run.Id, default))[0].State);
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_wins()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _runs.StartAsync("loop", "test", _night, _steps, default)));
        Assert.Single(starts, run => run is not null);
    }

    [Fact]
    public async Task A_failed_run_resumes_at_the_step_that_failed()
    {
        var did = new List<string>();
        var first = await StartAsync();
        await first.StepAsync("one", Note(did, "one"));
        var error = await Assert.ThrowsAsync<IOException>(() => first.StepAsync("two", (_, _) => throw new IOException("no disk")));
        await first.FailAsync(error);
        Assert.Equal("no disk", (await _runs.StepsAsync(first.Id, default))[1].Note);
        Assert.Equal(RunState.Failed, (await _runs.FindAsync(first.Id, default))!.State);

        var second = await StartAsync();
        Assert.Equal(first.Id, second.Id);
        await second.StepAsync("one", Note(did, "one again"));
        await second.StepAsync("two", Note(did, "two"));
        await second.StepAsync("three", Note(did, "three"));
        await second.SucceedAsync(null);
        Assert.Equal(["one", "two", "three"], did);
    }

    [Fact]
    public async Task A_step_that_only_fills_memory_is_done_again_on_resume()
    {
        var did = new List<string>();
        var first = await StartAsync();
        await first.StepAsync("one", Note(did, "one"), always: true);
        await first.FailAsync(new IOException());
        var second = await StartAsync();
        await second.StepAsync("one", Note(did, "one again"), always: true);
        Assert.Equal(["one", "one again"], did);
    }

    [Fact]
    public async Task Another_business_time_or_other_steps_make_a_new_run()
    {
        var first = await StartAsync();
        await first.FailAsync(new IOException());
        var later = await _runs.StartAsync("loop", "test", _night.AddDays(1), _steps, default);
        Assert.NotEqual(first.Id, later!.Id);
        await later.FailAsync(new IOException());
        var changed = await _runs.StartAsync("loop", "test", _night.AddDays(1), ["one", "two"], default);
        Assert.NotEqual(later.Id, changed!.Id);
    }

    [Fact]
    public async Task A_run_of_a_process_that_died_is_interrupted_and_goes_on_at_the_next_start()
    {
        var died = await StartAsync();
        await died.StepAsync("one", Note([], ""));
        var atWork = new TaskCompletionSource();
        var never = new TaskCompletionSource<string?>();
        _ = died.StepAsync("two", (_, _) =>
        {
            atWork.SetResult();
            return never.Task;
        });
        await atWork.Task;

        using var afterwards = Register();
        Assert.Equal(1, await afterwards.MarkInterruptedAsync(default));
        Assert.Equal([RunState.Succeeded, RunState.Interrupted, RunState.Waiting], (await afterwards.StepsAsync(died.Id, default)).Select(step => step.State));
        var resumed = await afterwards.StartAsync("loop", "test", _night, _steps, default);
        Assert.Equal(died.Id, resumed!.Id);
    }

    [Fact]
    public async Task A_person_cancels_a_run_for_good()
    {
        var run = await StartAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.StepAsync("one", (_, cancellation) =>
        {
            Assert.True(_runs.Cancel(run.Id));
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult<string?>(null);
        }));
        await run.FailAsync(error);
        Assert.Equal(RunState.Cancelled, (await _runs.FindAsync(run.Id, default))!.State);
        Assert.False(_runs.Cancel(run.Id));
        Assert.NotEqual(run.Id, (await StartAsync()).Id);
    }

    [Fact]
    public async Task What_a_person_stopped_outside_of_the_run_counts_as_cancelled_with_its_sentence()
    {
        var run = await StartAsync();
        var stopped = new OperatorException("Ann cancelled the training.", "The model in charge stays.") { IsStopByPerson = true };
        var error = await Assert.ThrowsAsync<OperatorException>(() => run.StepAsync("one", (_, _) => throw stopped));
        await run.FailAsync(error);
        var found = (await _runs.FindAsync(run.Id, default))!;
        Assert.Equal((RunState.Cancelled, "Ann cancelled the training. The model in charge stays."), (found.State, found.Message));
    }

    [Fact]
    public async Task The_end_of_the_program_interrupts_a_run_so_that_it_can_go_on()
    {
        using var program = new CancellationTokenSource();
        var run = await _runs.StartAsync("loop", "test", _night, _steps, program.Token);
        await program.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run!.StepAsync("one", Note([], "")));
        await run!.FailAsync(error);
        Assert.Equal(RunState.Interrupted, (await _runs.FindAsync(run.Id, default))!.State);
        Assert.Equal(run.Id, (await StartAsync()).Id);
    }

    [Fact]
    public async Task A_run_left_without_an_ending_counts_as_failed()
    {
        var run = await StartAsync();
        await run.DisposeAsync();
        Assert.Equal(RunState.Failed, (await _runs.FindAsync(run.Id, default))!.State);
    }

    [Fact]
    public async Task Live_progress_is_told_at_most_ten_times_a_second_and_the_last_report_is_not_lost()
    {
        var run = await StartAsync();
        _folder.Clock.Advance(TimeSpan.FromSeconds(1));
        var told = new List<double?>();
        await run.StepAsync("one", (progress, _) =>
        {
            _folder.Clock.Advance(TimeSpan.FromSeconds(1));
            _runs.Changed += id => told.Add(_runs.Live(id)?.Share);
            for (var i = 1; i <= 1000; i++)
            {
                progress.Report(new Progress("inner", i / 1000.0));
            }

            Assert.Single(told);
            _folder.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult<string?>(null);
        });
        Assert.Equal([0.001, 1.0], told.Take(2));
        Assert.Equal("one", _runs.Live(run.Id)!.Step);
    }

    [Fact]
    public async Task A_listener_that_fails_breaks_neither_the_run_nor_the_others()
    {
        var told = 0;
        _runs.Changed += _ => throw new InvalidOperationException();
        _runs.Changed += _ => told++;
        var run = await StartAsync();
        await run.SucceedAsync(null);
        _folder.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, told);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_by_kind()
    {
        foreach (var kind in (string[])["loop", "evaluate", "loop"])
        {
            var run = await _runs.StartAsync(kind, "test", _night, _steps, default);
            await run!.SucceedAsync(null);
        }

        var loops = await _runs.ListAsync("loop", new TableQuery(Take: 1), default);
        Assert.Equal(2, loops.Total);
        Assert.Equal(3, Assert.Single(loops.Items).Id.Value);
        Assert.Equal(3, (await _runs.ListAsync(null, new TableQuery(), default)).Total);
        Assert.Equal(2, (await _runs.LatestAsync("evaluate", RunState.Succeeded, default))!.Id.Value);
        Assert.Null(await _runs.LatestAsync("evaluate", RunState.Failed, default));
    }

    public void Dispose()
    {
        _runs.Dispose();
        _folder.Dispose();
    }

    private static Func<IProgress<Progress>, CancellationToken, Task<string?>> Note(List<string> did, string what) => (_, _) =>
    {
        did.Add(what);
        return Task.FromResult<string?>(null);
    };

    private static void Burn(TimeSpan processor)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var until = process.TotalProcessorTime + processor;
        while (process.TotalProcessorTime < until)
        {
            process.Refresh();
        }
    }

    private RunRegister Register() => new(new KernelRunsStore(_folder.Database), _folder.Clock, NullLogger<RunRegister>.Instance);

    private async Task<IActiveRun> StartAsync() => (await _runs.StartAsync("loop", "test", _night, _steps, default))!;
}
