using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Economy;
using Marketing.Model.Sql;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Model.Economy;

public sealed class ChooseTrainingsTests : IDisposable
{
    private const string Purpose = "recommend";
    private static readonly string[] _kinds = ["popular", "item-knn", "follow"];

    private readonly ModelRig _rig = new();
    private readonly ChooseTrainings _economy;
    private long _run;

    public ChooseTrainingsTests() => _economy = new ChooseTrainings(
        new ModelEconomyStore(_rig.Folder.Database),
        new ModelStore(_rig.Folder.Database),
        new BusinessClock(_rig.Folder.Clock),
        Options.Create(new EconomyOptions { SkipAfter = 2, TryAgainAfter = 2 }));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_challenger_that_loses_is_skipped_for_some_turns_tried_again_and_skipped_again()
    {
        var choices = new List<TrainingChoiceKind>();
        for (var turn = 0; turn < 9; turn++)
        {
            choices.Add((await TurnAsync())[2].Choice);
        }

        // The first turn finds no champion, so that its version is not held against it.
        TrainingChoiceKind trained = TrainingChoiceKind.Trained, skipped = TrainingChoiceKind.Skipped, again = TrainingChoiceKind.TriedAgain;
        Assert.Equal([trained, trained, trained, skipped, skipped, again, skipped, skipped, again], choices);
        Assert.Null(await _economy.SkippedSinceAsync(Purpose, "follow", default));
    }

    [Fact]
    public async Task The_champion_and_the_cheapest_method_are_always_trained_and_it_is_said_what_a_choice_rests_on()
    {
        for (var turn = 0; turn < 4; turn++)
        {
            await TurnAsync();
        }

        var since = _rig.Folder.Clock.GetUtcNow();
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        var latest = await TurnAsync();
        Assert.Equal([TrainingChoiceKind.Baseline, TrainingChoiceKind.Champion, TrainingChoiceKind.Skipped], latest.Select(choice => choice.Choice));
        Assert.Equal(latest, await _economy.LatestAsync(Purpose, default));
        Assert.Equal((2, 2, -0.01), (latest[2].Measured, latest[2].Skipped, latest[2].Best!.Value));
        Assert.Equal(since, await _economy.SkippedSinceAsync(Purpose, "follow", default));
        Assert.Empty(await _economy.OfRunAsync(Purpose, new RunId(999), default));
    }

    [Fact]
    public async Task A_run_that_resumes_is_answered_alike()
    {
        for (var turn = 0; turn < 4; turn++)
        {
            await TurnAsync();
        }

        var made = await _economy.OfRunAsync(Purpose, new RunId(_run), default);
        await _economy.ForceAsync(Purpose, "follow", "ann", default);
        Assert.Equal(made, await _economy.ChooseAsync(Purpose, _kinds, new RunId(_run), default));
        Assert.Single(await _economy.ForcedAsync(Purpose, default));
    }

    [Fact]
    public async Task A_person_can_want_a_skipped_method_trained_in_the_next_turn_only()
    {
        for (var turn = 0; turn < 4; turn++)
        {
            await TurnAsync();
        }

        await _economy.ForceAsync(Purpose, "follow", "ann", default);
        await _economy.ForceAsync(Purpose, "follow", "bob", default);
        Assert.Equal(new ForcedTraining(Purpose, "follow", "bob", _rig.Folder.Clock.GetUtcNow()), Assert.Single(await _economy.ForcedAsync(Purpose, default)));
        Assert.Equal(TrainingChoiceKind.Forced, (await TurnAsync())[2].Choice);
        Assert.Empty(await _economy.ForcedAsync(Purpose, default));
        Assert.Equal((TrainingChoiceKind.Skipped, 1), ((await TurnAsync())[2].Choice, (await _economy.LatestAsync(Purpose, default))[2].Skipped));
        await _economy.ForceAsync(Purpose, "follow", "ann", default);
        Assert.True(await _economy.WithdrawAsync(Purpose, "follow", default));
        Assert.False(await _economy.WithdrawAsync(Purpose, "follow", default));
        Assert.Equal(TrainingChoiceKind.Skipped, (await TurnAsync())[2].Choice);
    }

    [Fact]
    public async Task The_memory_of_a_fit_is_kept_with_its_version()
    {
        var version = await _rig.Training.TrainAsync("item-knn", new SnapshotBuilder(_rig.Folder.Clock.GetUtcNow()).Build(), null, null, default);
        Assert.NotNull(version.PeakBytes);
        Assert.InRange(version.PeakBytes.Value, 0, 1L << 34);
    }

    // One turn: chooses, trains, measures against the champion, and puts item-knn in charge the first time.
    private async Task<IReadOnlyList<TrainingChoice>> TurnAsync()
    {
        var run = new RunId(++_run);
        var champion = await _rig.Models.ChampionAsync(Purpose, default);
        var choices = await _economy.ChooseAsync(Purpose, _kinds, run, default);
        foreach (var choice in choices.Where(choice => choice.IsTrained))
        {
            var version = await _rig.Training.TrainAsync(choice.Kind, new SnapshotBuilder(_rig.Folder.Clock.GetUtcNow()).Build(), run, null, default);
            var gain = new Metric(ITrainingEconomy.ChampionGain, -0.01, -0.02, 0.001);
            await _rig.Models.SaveMetricsAsync(version.Id, [new Metric("ndcg@10", 0.1), .. champion is null || champion.Kind == choice.Kind ? (Metric[])[] : [gain]], default);
            if (champion is null && choice.Kind == "item-knn")
            {
                await _rig.Models.PromoteAsync(version.Id, IModels.ByItself, "The first.", default);
            }
        }

        return choices;
    }
}
