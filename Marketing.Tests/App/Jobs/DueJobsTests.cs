using Dapper;
using Marketing.App.Jobs;
using Marketing.Data;
using Marketing.Data.Shop;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Runs;
using Marketing.Kernel.Sql;
using Marketing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.App.Jobs;

public sealed class DueJobsTests : IDisposable
{
    // A Friday, 12:00 in the shop.
    private static readonly DateTimeOffset _noon = new(2024, 3, 1, 11, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new(_noon);
    private readonly ShopSettings _shop;
    private readonly RunRegister _runs;
    private readonly IOptions<JobsOptions> _options = Options.Create(new JobsOptions());
    private readonly JobCalendar _calendar;
    private readonly DueJobs _due;

    public DueJobsTests()
    {
        _shop = new ShopSettings(new DataShopStore(_folder.Database), new BusinessClock(_folder.Clock));
        _shop.SaveAsync(ShopProfile.Default with { TimeZone = "Europe/Berlin" }, default).Wait();
        _runs = new RunRegister(new KernelRunsStore(_folder.Database), _folder.Clock, NullLogger<RunRegister>.Instance);
        _calendar = new JobCalendar(_shop, _folder.Clock, _options);
        _due = new DueJobs(_runs, _shop, _calendar, _folder.Clock, _options);
        _folder.Database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
            values (1, 'orders.csv', 'test', 2, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            insert into data_orders (id, number, at, import_id) values (1, '1', 0, 1);
            """,
            transaction: transaction));
        _shop.ReadEmptiness();
    }

    [Fact]
    public async Task The_first_orders_start_a_turn_and_an_empty_shop_does_not()
    {
        Assert.Equal("first orders", await _due.TurnAsync(default));
        _folder.Database.Write((connection, transaction) => connection.Execute("update data_imports set state = 4", transaction: transaction));
        _shop.ReadEmptiness();
        Assert.Null(await _due.TurnAsync(default));
    }

    [Fact]
    public void Old_data_of_a_shop_without_orders_end_once_a_night_by_themselves()
    {
        Assert.False(_due.IsRetentionDue(null));
        _folder.Database.Write((connection, transaction) => connection.Execute("update data_imports set state = 4", transaction: transaction));
        _shop.ReadEmptiness();
        Assert.True(_due.IsRetentionDue(null));
        Assert.False(_due.IsRetentionDue(_noon));
        // 01:59 and 02:00 in Berlin.
        To(new DateTimeOffset(2024, 3, 2, 0, 59, 0, TimeSpan.Zero));
        Assert.False(_due.IsRetentionDue(_noon));
        To(new DateTimeOffset(2024, 3, 2, 1, 0, 0, TimeSpan.Zero));
        Assert.True(_due.IsRetentionDue(_noon));
        _options.Value.Automatic = false;
        Assert.False(_due.IsRetentionDue(_noon));
    }

    [Fact]
    public async Task A_turn_is_due_once_a_night_at_the_time_of_the_shop()
    {
        await TurnAsync(RunState.Succeeded);
        Assert.Null(await _due.TurnAsync(default));
        // 01:59 and 02:00 in Berlin.
        To(new DateTimeOffset(2024, 3, 2, 0, 59, 0, TimeSpan.Zero));
        Assert.Null(await _due.TurnAsync(default));
        To(new DateTimeOffset(2024, 3, 2, 1, 0, 0, TimeSpan.Zero));
        Assert.Equal("nightly", await _due.TurnAsync(default));
        await TurnAsync(RunState.Succeeded);
        Assert.Null(await _due.TurnAsync(default));
    }

    [Fact]
    public async Task A_missed_night_is_caught_up_once()
    {
        await TurnAsync(RunState.Succeeded);
        _folder.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal("catch-up", await _due.TurnAsync(default));
        await TurnAsync(RunState.Succeeded);
        Assert.Null(await _due.TurnAsync(default));
    }

    [Fact]
    public async Task No_turn_is_due_while_one_is_at_work()
    {
        await TurnAsync(RunState.Running);
        _folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await _due.TurnAsync(default));
    }

    [Fact]
    public async Task An_interrupted_turn_goes_on_at_once()
    {
        await TurnAsync(RunState.Interrupted);
        Assert.Equal("resumed", await _due.TurnAsync(default));
    }

    [Fact]
    public async Task A_turn_that_kills_the_program_again_and_again_waits_between_attempts()
    {
        await TurnAsync(RunState.Running);
        for (var death = 1; death < 3; death++)
        {
            await _runs.MarkInterruptedAsync(default);
            Assert.Equal("resumed", await _due.TurnAsync(default));
            await TurnAsync(RunState.Running);
        }

        await _runs.MarkInterruptedAsync(default);
        var latest = await _runs.LatestAsync(LoopJob.Kind, null, default);
        Assert.Equal(RunState.Failed, latest!.State);
        Assert.Contains("3 times", latest.Message);
        Assert.Null(await _due.TurnAsync(default));
        _folder.Clock.Advance(TimeSpan.FromMinutes(_options.Value.RetryMinutes));
        Assert.Equal("tried again", await _due.TurnAsync(default));
    }

    [Fact]
    public async Task A_turn_that_was_at_work_when_the_night_came_is_the_turn_of_the_night()
    {
        // 01:50 to 02:10 in Berlin.
        To(new DateTimeOffset(2024, 3, 2, 0, 50, 0, TimeSpan.Zero));
        using var program = new CancellationTokenSource();
        var run = await _runs.StartAsync(LoopJob.Kind, "test", _folder.Clock.GetUtcNow(), ["one"], program.Token);
        To(new DateTimeOffset(2024, 3, 2, 1, 10, 0, TimeSpan.Zero));
        await run!.SucceedAsync(null);
        Assert.Null(await _due.TurnAsync(default));
        _folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotNull(await _due.TurnAsync(default));
    }

    [Fact]
    public async Task A_failed_evaluation_does_not_wait_a_week()
    {
        await TurnAsync(RunState.Succeeded);
        To(new DateTimeOffset(2024, 3, 3, 3, 0, 0, TimeSpan.Zero));
        await RunAsync(EvaluateJob.Kind, RunState.Failed);
        Assert.Null(await _due.EvaluationAsync(default));
        _folder.Clock.Advance(TimeSpan.FromMinutes(_options.Value.RetryMinutes));
        Assert.Equal("tried again", await _due.EvaluationAsync(default));
    }

    [Fact]
    public async Task A_failed_turn_is_tried_again_after_a_while()
    {
        await TurnAsync(RunState.Failed);
        Assert.Null(await _due.TurnAsync(default));
        _folder.Clock.Advance(TimeSpan.FromMinutes(_options.Value.RetryMinutes));
        Assert.Equal("tried again", await _due.TurnAsync(default));
    }

    [Fact]
    public async Task A_turn_that_a_person_cancelled_waits_for_the_next_night()
    {
        await TurnAsync(RunState.Cancelled);
        _folder.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Null(await _due.TurnAsync(default));
        To(new DateTimeOffset(2024, 3, 2, 1, 10, 0, TimeSpan.Zero));
        Assert.Equal("nightly", await _due.TurnAsync(default));
    }

    [Fact]
    public async Task Nothing_is_due_when_jobs_do_not_start_by_themselves()
    {
        _options.Value.Automatic = false;
        Assert.Null(await _due.TurnAsync(default));
        Assert.Null(await _due.EvaluationAsync(default));
    }

    [Fact]
    public async Task An_evaluation_is_due_once_a_week_after_the_first_turn()
    {
        Assert.Null(await _due.EvaluationAsync(default));
        await TurnAsync(RunState.Succeeded);
        Assert.Null(await _due.EvaluationAsync(default));
        // Sunday, 04:00 in Berlin.
        To(new DateTimeOffset(2024, 3, 3, 3, 0, 0, TimeSpan.Zero));
        Assert.Equal("weekly", await _due.EvaluationAsync(default));
        await RunAsync(EvaluateJob.Kind, RunState.Succeeded);
        Assert.Null(await _due.EvaluationAsync(default));
        _folder.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("weekly", await _due.EvaluationAsync(default));
    }

    [Fact]
    public void The_hour_that_the_wall_clock_skips_or_repeats_has_one_turn()
    {
        // 2024-03-31: 02:00 does not exist in Berlin. 2024-10-27: 02:00 exists twice.
        To(new DateTimeOffset(2024, 3, 31, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2024, 3, 31, 1, 0, 0, TimeSpan.Zero), _calendar.LastTurn());
        Assert.Equal(new DateTimeOffset(2024, 4, 1, 0, 0, 0, TimeSpan.Zero), _calendar.NextTurn());
        To(new DateTimeOffset(2024, 10, 27, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2024, 10, 27, 0, 0, 0, TimeSpan.Zero), _calendar.LastTurn());
        Assert.Equal(new DateTimeOffset(2024, 10, 28, 1, 0, 0, TimeSpan.Zero), _calendar.NextTurn());
    }

    [Fact]
    public async Task A_backtest_hides_the_last_whole_months_of_the_shop()
    {
        await _shop.SaveAsync(ShopProfile.Default with { TimeZone = "Europe/London" }, default);
        var window = _calendar.BacktestWindow(new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((new DateOnly(2011, 9, 1), new DateOnly(2011, 12, 1)), (_shop.DayOf(window.Start), _shop.DayOf(window.End)));
        // The clocks still stood on summer time when September began.
        Assert.Equal(new DateTimeOffset(2011, 8, 31, 23, 0, 0, TimeSpan.Zero), window.Start);
        Assert.Equal(new DateTimeOffset(2011, 12, 1, 0, 0, 0, TimeSpan.Zero), window.End);
    }

    public void Dispose()
    {
        _runs.Dispose();
        _folder.Dispose();
    }

    private void To(DateTimeOffset now) => _folder.Clock.SetUtcNow(now);

    private Task TurnAsync(RunState state) => RunAsync(LoopJob.Kind, state);

    private async Task RunAsync(string kind, RunState state)
    {
        using var program = new CancellationTokenSource();
        var run = await _runs.StartAsync(kind, "test", _folder.Clock.GetUtcNow(), ["one"], program.Token);
        switch (state)
        {
            case RunState.Succeeded:
                await run!.SucceedAsync(null);
                break;
            case RunState.Failed:
                await run!.FailAsync(new IOException());
                break;
            case RunState.Cancelled:
                _runs.Cancel(run!.Id);
                await run.FailAsync(new OperationCanceledException());
                break;
            case RunState.Interrupted:
                await program.CancelAsync();
                await run!.FailAsync(new OperationCanceledException());
                break;
        }
    }
}
