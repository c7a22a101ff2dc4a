using Marketing.App.Components.Widgets;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.Support;

namespace Marketing.Tests.Loop;

/// <summary>Whole turns on a small shop, through every module.</summary>
public sealed class LoopJobTests
{
    private static readonly DateTimeOffset _now = new(2024, 12, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_turn_goes_through_every_step_and_leaves_a_champion_decisions_and_a_report()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        var told = new List<Progress>();
        var turn = await shop.Get<LoopJob>().RunAsync("test", new Listener(told), default);

        Assert.NotNull(turn);
        var run = await shop.Get<IRuns>().FindAsync(turn.Value, default);
        Assert.Equal(RunState.Succeeded, run!.State);
        var steps = await shop.Get<IRuns>().StepsAsync(turn.Value, default);
        Assert.Equal(LoopJob.Steps, steps.Select(step => step.Name));
        Assert.All(steps, step => Assert.Equal(RunState.Succeeded, step.State));
        Assert.All(steps.Where(step => step.Note is not null), step => Assert.NotEqual(step.Note, InChinese(step.Note)));
        Assert.Equal(LoopJob.Steps, told.Where(progress => progress.Share is 1).Select(progress => progress.Step));

        var champion = await shop.Get<IModels>().ChampionAsync(TurnModels.Purpose, default);
        Assert.Equal(turn, champion!.Run);
        Assert.NotNull(champion.Note);
        Assert.NotEmpty(champion.Metrics);
        var challengers = (await shop.Get<IModels>().ListAsync(TurnModels.Purpose, new TableQuery(), default)).Items;
        Assert.Equal(shop.Get<IRecommenderTraining>().Kinds.Count, challengers.Count);
        Assert.DoesNotContain(challengers, version => version.State == ModelState.Challenger);

        var counts = await shop.Get<ILedger>().CountAsync(turn, null, default);
        Assert.Equal(80, counts.Where(count => count.Kind == DecisionKind.Recommendation).Sum(count => count.Decisions));
        var report = await shop.Get<IReports>().LatestTurnAsync(default);
        Assert.Equal(turn, report!.Run);
        Assert.Contains(report.Lines, line => line.Code == TurnLine.Promoted);
        Assert.Contains(report.Lines, line => line.Code == TurnLine.BacktestAll);
        Assert.Contains(report.Lines, line => line.Code == TurnLine.BacktestNew);
    }

    [Fact]
    public async Task A_turn_treats_features_as_asked_and_says_what_it_did()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        await shop.Get<ITreatmentSettings>().SaveAsync("customers.recency", new Treatment { Outliers = OutlierMethod.ZScore, Threshold = 0.5, Action = OutlierAction.Exclude }, "Ada", default);
        var turn = await shop.Get<LoopJob>().RunAsync("test", null, default);
        var frame = await shop.Get<IFeatures>().CurrentAsync(default);
        var leftOut = frame.Kept.Count(kept => !kept);
        Assert.InRange(leftOut, 1, 79);
        var line = Assert.Single((await shop.Get<IReports>().LatestTurnAsync(default))!.Lines, line => line.Code == TurnLine.Treated);
        Assert.Equal(["w:Field.customers.recency", "w:Board.Missing.Leave", "0", "w:Board.Outliers.ZScore", $"{leftOut}", "0", $"{leftOut}"], line.Arguments);
        Assert.EndsWith("1 features treated", (await shop.Get<IRuns>().StepsAsync(turn!.Value, default)).Single(step => step.Name == "features").Note);
        var contexts = (await shop.Get<ILedger>().ListAsync(null, null, turn, DecisionKind.Recommendation, new TableQuery(Take: 100), default)).Items.Select(decision => decision.Draft.Context).ToList();
        Assert.Equal((80, leftOut), (contexts.Count, contexts.Count(context => context == "{}")));
    }

    [Fact]
    public async Task The_backtest_of_a_turn_hides_the_last_three_whole_months()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.Get<IShop>().SaveAsync(shop.Get<IShop>().Profile with { TimeZone = "Europe/London" }, default);
        await shop.ImportAsync();
        await shop.Get<LoopJob>().RunAsync("test", null, default);
        foreach (var onlyNew in (bool[])[false, true])
        {
            var report = await shop.Get<IBacktests>().LatestAsync(onlyNew, default);
            Assert.Equal(new DateOnly(2024, 9, 1), shop.Get<IShop>().DayOf(report!.Cut));
            Assert.Equal(new DateOnly(2024, 12, 1), shop.Get<IShop>().DayOf(report.End));
            Assert.True(report.Customers > 0);
        }

        // The days of the sentence are the shop's: in London the hidden months begin an hour before the UTC day.
        Assert.Contains("2024-09-01 to before 2024-12-01", (await shop.Get<IModels>().ChampionAsync(TurnModels.Purpose, default))!.Note);
    }

    [Fact]
    public async Task A_turn_that_failed_goes_on_at_the_step_that_failed_and_repeats_nothing()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        var runs = shop.Get<IRuns>();
        var models = shop.Folder.Models;
        Directory.Delete(models, recursive: true);
        await File.WriteAllTextAsync(models, "in the way");
        await Assert.ThrowsAnyAsync<Exception>(() => shop.Get<LoopJob>().RunAsync("test", null, default));
        var failed = await runs.LatestAsync(LoopJob.Kind, RunState.Failed, default);
        var before = await runs.StepsAsync(failed!.Id, default);
        Assert.Equal(RunState.Failed, before.Single(step => step.Name == "train").State);

        File.Delete(models);
        Directory.CreateDirectory(models);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(failed.Id, await shop.Get<LoopJob>().RunAsync("test", null, default));
        var after = await runs.StepsAsync(failed.Id, default);
        Assert.All(after, step => Assert.Equal(RunState.Succeeded, step.State));
        // The facts may have changed meanwhile, so that they are looked at again before anything is learnt from them.
        Assert.Equal(failed.Started + TimeSpan.FromHours(1), after.Single(step => step.Name == "quality").Started);
        Assert.Equal(shop.Get<IRecommenderTraining>().Kinds.Count, (await shop.Get<IModels>().ListAsync(TurnModels.Purpose, new TableQuery(), default)).Total);
        Assert.All(ModelPurposes.Outlooks, purpose => Assert.Equal(1, shop.Get<IModels>().ListAsync(purpose, new TableQuery(), default).Result.Total));
    }

    [Fact]
    public async Task A_turn_cut_off_by_the_end_of_the_program_goes_on_at_the_next_start()
    {
        var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        using var program = new CancellationTokenSource();
        var stopAtTraining = new Listener([], progress =>
        {
            if (progress.Step == "train")
            {
                program.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shop.Get<LoopJob>().RunAsync("test", stopAtTraining, program.Token));
        var cut = await shop.Get<IRuns>().LatestAsync(LoopJob.Kind, RunState.Interrupted, default);
        Assert.NotNull(cut);

        shop = await shop.RestartAsync();
        await using (shop)
        {
            Assert.Equal("resumed", await shop.Get<DueJobs>().TurnAsync(default));
            await shop.Get<JobSchedule>().RunTurnIfDueAsync(default);
            var run = await shop.Get<IRuns>().LatestAsync(LoopJob.Kind, null, default);
            Assert.Equal((cut.Id, RunState.Succeeded), (run!.Id, run.State));
            Assert.Null(await shop.Get<DueJobs>().TurnAsync(default));
        }
    }

    [Fact]
    public async Task A_shop_without_orders_ends_old_data_once_a_night_without_a_turn()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        var upload = Path.Combine(shop.Folder.Uploads, "broken.csv");
        await File.WriteAllTextAsync(upload, "id\n1\n");
        File.SetLastWriteTimeUtc(upload, _now.AddDays(-30).UtcDateTime);
        await shop.Get<JobSchedule>().RunTurnIfDueAsync(default);
        await shop.Get<JobSchedule>().RunTurnIfDueAsync(default);
        Assert.False(File.Exists(upload));
        Assert.Single(await shop.Get<IRetention>().RunsAsync(10, default));
        Assert.Null(await shop.Get<IRuns>().LatestAsync(LoopJob.Kind, null, default));
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.Get<JobSchedule>().RunTurnIfDueAsync(default);
        Assert.Equal(2, (await shop.Get<IRetention>().RunsAsync(10, default)).Count);
    }

    [Fact]
    public async Task A_second_turn_compares_with_the_champion_and_says_what_moved()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        var first = await shop.Get<LoopJob>().RunAsync("test", null, default);
        shop.Clock.Advance(TimeSpan.FromDays(40));
        await shop.ImportAsync(customers: 32, days: 30, seed: 2);
        var second = await shop.Get<LoopJob>().RunAsync("test", null, default);
        Assert.NotEqual(first, second);
        var report = await shop.Get<IReports>().LatestTurnAsync(default);
        Assert.Equal(second, report!.Run);
        Assert.Contains(report.Lines, line => line.Code == TurnLine.SegmentMoved);
        Assert.Equal(second, (await shop.Get<IModels>().ChampionAsync(TurnModels.Purpose, default))!.Run);
    }

    [Fact]
    public async Task A_shop_with_a_short_history_gets_the_simplest_method_without_a_backtest()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync(days: 40);
        var turn = await shop.Get<LoopJob>().RunAsync("test", null, default);
        var champion = await shop.Get<IModels>().ChampionAsync(TurnModels.Purpose, default);
        Assert.Equal(shop.Get<IRecommenderTraining>().Kinds[0], champion!.Kind);
        Assert.StartsWith("skipped", (await shop.Get<IRuns>().StepsAsync(turn!.Value, default)).Single(step => step.Name == "backtest").Note);
        Assert.Null(await shop.Get<IBacktests>().LatestAsync(false, default));
    }

    [Fact]
    public async Task An_empty_shop_has_no_turn()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await Assert.ThrowsAsync<OperatorException>(() => shop.Get<LoopJob>().RunAsync("test", null, default));
        Assert.Null(await shop.Get<IRuns>().LatestAsync(LoopJob.Kind, null, default));
    }

    private static string InChinese(string? note)
    {
        var words = Words.In(Words.Chinese);
        return NoteWords.Say(words, new Display(words, () => ShopProfile.Default), note);
    }

    private sealed class Listener(List<Progress> told, Action<Progress>? and = null) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            told.Add(value);
            and?.Invoke(value);
        }
    }
}
