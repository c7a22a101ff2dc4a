using System.Diagnostics;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Training;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Training;

/// <summary>Trainings in real processes: the test assembly's own, with a method that counts.</summary>
public sealed class TrainingsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ModelRig _rig;
    private readonly Dictionary<string, string> _parameters = new() { ["steps"] = "20" };

    public TrainingsTests()
    {
        _rig = new ModelRig(new ModelOptions { Recommenders = [PatientMethod.Name, "popular"], Methods = { [PatientMethod.Name] = _parameters } }) { More = [new PatientMethod()], Worker = PatientMethod.Program() };
        _rig.Reopen();
    }

    [Fact]
    public async Task A_training_gives_a_challenger_its_curve_and_what_it_cost()
    {
        var run = new RunId(7);
        var version = await TrainAsync(run);
        Assert.Equal((PatientMethod.Name, 1, ModelState.Challenger, run), (version.Kind, version.Version, version.State, version.Run));
        Assert.Equal("20", version.Parameters["steps"]);
        Assert.True(version.CpuSeconds > 0 && version.FitSeconds > 0);
        Assert.Equal(PatientMethod.Name, (await _rig.Models.LoadAsync(version.Id, default)).Kind);
        var training = await OnlyAsync();
        Assert.Equal((TrainingState.Done, run, version.Id, true, IModels.ByItself), (training.State, training.Run, training.Version, training.IsFull, training.Actor));
        Assert.Equal(["It begins from chance: there is no model that it could go on from."], training.Notes);
        Assert.True(training.PeakBytes > 1 << 20);
        Assert.Equal(1.0 / 20, training.Loss!.Value, 12);
        Assert.Equal(0.12, training.Validation!.Value, 12);
        var curve = await _rig.Trainings.CurveAsync(training.Id, default);
        Assert.Equal(Enumerable.Range(1, 20).Select(step => (long)step), curve.Select(point => point.Step));
        Assert.Equal([5, 10, 15, 20], curve.Where(point => point.Validation is not null).Select(point => point.Step));
        Assert.Empty(Left());
        Assert.Equal(version.Id, (await TrainAsync(run)).Id);
        Assert.Equal(1, (await _rig.Trainings.ListAsync(new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task The_process_fits_the_same_bytes_as_this_one()
    {
        var here = _rig.Fits.FitStored(PatientMethod.Name, Shop(), null, null, default);
        var version = await TrainAsync();
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Marketing.Model.Registry.ModelFiles.Pack(here))), version.FileHash);
    }

    [Fact]
    public async Task Progress_arrives_while_it_is_at_work_and_ends_with_a_word_of_the_change()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("60", "50");
        var (told, watch) = (0, Stopwatch.StartNew());
        _rig.Trainings.Changed += _ => Interlocked.Increment(ref told);
        var work = TrainAsync();
        var id = await AtWorkAsync(live => live.Last?.Step >= 5);
        var seen = _rig.Trainings.Live(id)!;
        Assert.Equal(TrainingState.Running, (await _rig.Trainings.FindAsync(id, default))!.State);
        Assert.NotEmpty(await _rig.Trainings.CurveAsync(id, default));
        await work;
        Assert.InRange(seen.Share!.Value, 0.05, 0.99);
        Assert.NotNull(seen.SecondsLeft);
        Assert.Null(_rig.Trainings.Live(id));
        // Queued, begun and ended; points once a second.
        Assert.InRange(told, 3, 5 + watch.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_goes_on_from_its_checkpoint_and_gives_the_same_bytes()
    {
        var whole = (await TrainAsync()).FileHash;
        await _rig.Trainings.ForgetBasesAsync(default);
        _parameters["pause_ms"] = "100";
        for (var kill = 0; kill < 2; kill++)
        {
            var reached = 4 * (kill + 1);
            var work = TrainAsync(new RunId(9));
            await AtWorkAsync(live => live.Last?.Step >= reached);
            await KillAsync();
            var failed = await Assert.ThrowsAsync<TrainingFailedException>(() => work);
            Assert.Contains("was killed from outside", failed.Message);
            Assert.Contains("goes on from its last checkpoint", failed.Fix);
            Assert.Equal([$"{PatientMethod.Name}.checkpoint"], Left().Where(name => !name!.EndsWith(".part", StringComparison.Ordinal)));
        }

        _parameters["pause_ms"] = "0";
        var version = await TrainAsync(new RunId(9));
        Assert.Contains((await NewestAsync()).Notes, note => note.StartsWith("It goes on from the checkpoint at step", StringComparison.Ordinal));
        Assert.Equal(Body(whole), Body(version.FileHash));
        Assert.Empty(Left());
    }

    [Theory]
    [InlineData("1000", "none")]
    [InlineData("10", "deaf")]
    public async Task A_cancelled_training_leaves_no_process_and_no_file_within_seconds(string steps, string fault)
    {
        (_parameters["steps"], _parameters["pause_ms"], _parameters["fault"]) = (steps, "20", fault);
        _rig.Grace = TimeSpan.FromSeconds(1);
        _rig.Reopen();
        var work = TrainAsync();
        var id = await AtWorkAsync(live => live.Last?.Step >= 5);
        var process = Children().Single();
        var watch = Stopwatch.StartNew();
        Assert.True(await _rig.Trainings.CancelAsync(id, "ann", default));
        var cancelled = await Assert.ThrowsAsync<TrainingFailedException>(() => work);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        Assert.Equal($"ann cancelled the training of {PatientMethod.Name}.", cancelled.Message);
        Assert.True(process.HasExited);
        Assert.Empty(Left());
        var training = await OnlyAsync();
        Assert.Equal((TrainingState.Cancelled, "ann cancelled it."), (training.State, training.Notes[^1]));
        Assert.True((await _rig.Trainings.CurveAsync(id, default)).Count >= 5);
        Assert.False(await _rig.Trainings.CancelAsync(id, "ann", default));
    }

    [Fact]
    public async Task The_end_of_the_run_interrupts_it_and_keeps_the_checkpoint_for_the_next()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("30", "50");
        using var run = new CancellationTokenSource();
        var work = _rig.Training.TrainAsync(PatientMethod.Name, Shop(), null, null, run.Token);
        await AtWorkAsync(live => live.Last?.Step >= 5);
        await run.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal(TrainingState.Interrupted, (await OnlyAsync()).State);
        Assert.Equal([$"{PatientMethod.Name}.checkpoint"], Left());
        await TrainAsync();
        Assert.Contains((await NewestAsync()).Notes, note => note.StartsWith("It goes on from the checkpoint", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit", "ended with status 1", "The model in charge stays.")]
    [InlineData("killed", "killed from outside", "The model in charge stays.")]
    [InlineData("memory", "needed more memory than the 192 MB that it may take", "Model:Training:MemoryMegabytes")]
    [InlineData("memory-in-threads", "needed more memory than the 192 MB that it may take", "smaller model under Model:Methods:patient")]
    [InlineData("rubbish", "'Segmentation fault, or something like it'", "The model in charge stays.")]
    [InlineData("refused", "The shop is too small.", "Sell more.")]
    [InlineData("unexpected", "did not expect: The weights are lost.", "log")]
    public async Task A_process_that_gives_no_model_fails_in_plain_words(string fault, string says, string fix)
    {
        _parameters["fault"] = fault;
        _rig.LongTraining.MemoryMegabytes = 192;
        var champion = await _rig.Training.TrainAsync("popular", Shop(), null, null, default);
        await _rig.Models.PromoteAsync(champion.Id, IModels.ByItself, "first", default);
        var failed = await Assert.ThrowsAsync<TrainingFailedException>(() => TrainAsync());
        Assert.Contains(says, failed.Message);
        Assert.Contains(fix, failed.Fix);
        var training = await OnlyAsync();
        Assert.Equal((TrainingState.Failed, failed.Training), (training.State, training.Id));
        Assert.Contains(says, training.Notes[^1]);
        Assert.Null(training.Version);
        Assert.Equal(champion.Id, (await _rig.Models.ChampionAsync("recommend", default))!.Id);
        Assert.DoesNotContain(Left(), name => name!.EndsWith(".snapshot", StringComparison.Ordinal) || name.EndsWith(".model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_is_not_there_or_knows_no_such_command_is_told()
    {
        _rig.Worker = new WorkerProgram("/nowhere/marketing", WorkerProgram.Command);
        _rig.Reopen();
        Assert.Contains("could not be started from /nowhere/marketing", (await Assert.ThrowsAsync<TrainingFailedException>(() => TrainAsync())).Message);
        _rig.Worker = new WorkerProgram("dotnet", Repository.Program, "no-such-command");
        _rig.Reopen();
        Assert.Contains("ended with status 2", (await Assert.ThrowsAsync<TrainingFailedException>(() => TrainAsync())).Message);
    }

    [Fact]
    public async Task Trainings_wait_for_each_other()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("30", "30");
        var first = TrainAsync();
        var one = await AtWorkAsync(live => live.Last is not null);
        var second = TrainAsync();
        await UntilAsync(async () => (await _rig.Trainings.ListAsync(new TableQuery(), default)).Total == 2);
        var waiting = await NewestAsync();
        Assert.Equal((TrainingState.Queued, true), (waiting.State, waiting.Id != one));
        Assert.True(await _rig.Trainings.CancelAsync(waiting.Id, "ann", default));
        await Assert.ThrowsAsync<TrainingFailedException>(() => second);
        Assert.Equal(TrainingState.Cancelled, (await NewestAsync()).State);
        Assert.Equal(1, (await first).Version);
    }

    [Fact]
    public async Task What_a_program_left_when_it_died_is_interrupted_and_its_snapshot_is_removed_at_start()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "20");
        var work = TrainAsync();
        var id = await AtWorkAsync(live => live.Last?.Step >= 3);
        Assert.Contains(Left(), name => name!.EndsWith(".snapshot", StringComparison.Ordinal));
        var before = _rig.Trainings;
        _rig.Reopen();
        Assert.Equal(1, await _rig.Trainings.CleanUpAsync(default));
        var training = (await _rig.Trainings.FindAsync(id, default))!;
        Assert.Equal((TrainingState.Interrupted, "The program ended while it was at work."), (training.State, training.Notes[^1]));
        Assert.NotNull(training.Ended);
        Assert.DoesNotContain(Left(), name => name!.EndsWith(".snapshot", StringComparison.Ordinal));
        Assert.Equal(0, await _rig.Trainings.CleanUpAsync(default));
        await before.CancelAsync(id, "ann", default);
        await Assert.ThrowsAsync<TrainingFailedException>(() => work);
    }

    [Fact]
    public async Task A_method_of_the_program_itself_is_trained_by_the_program_itself()
    {
        _rig.Worker = new WorkerProgram("dotnet", Repository.Program, WorkerProgram.Command);
        _rig.Reopen();
        var here = await _rig.Training.TrainAsync("item-knn", Shop(), null, null, default);
        var version = await _rig.Trainings.TrainAsync("item-knn", Shop(), null, "ann", null, default);
        Assert.Equal((2, here.FileHash), (version.Version, version.FileHash));
        Assert.Equal(("ann", TrainingState.Done), ((await OnlyAsync()).Actor, (await OnlyAsync()).State));
    }

    public void Dispose() => _rig.Dispose();

    private static ShopSnapshot Shop(DateTimeOffset? asOf = null)
    {
        var day = asOf ?? new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var builder = new SnapshotBuilder(day);
        for (var i = 0; i < 40; i++)
        {
            builder.Order(day.AddDays(i - 60), $"C{i % 7}", ($"P{i % 5}", 1, 100), ($"P{(i * 3) % 8}", 1, 100));
        }

        return builder.Build();
    }

    private Task<ModelVersion> TrainAsync(RunId? run = null) => _rig.Training.TrainAsync(PatientMethod.Name, Shop(), run, null, default);

    private async Task<LongTraining> NewestAsync() => (await _rig.Trainings.ListAsync(new TableQuery(), default)).Items[0];

    private async Task<LongTraining> OnlyAsync() => Assert.Single((await _rig.Trainings.ListAsync(new TableQuery(), default)).Items);

    private IEnumerable<string?> Left() => Directory.GetFiles(_rig.Folder.Folder.Work).Select(Path.GetFileName);

    private byte[] Body(string hash) => File.ReadAllBytes(Path.Combine(_rig.Folder.Folder.Models, $"{PatientMethod.Name}-{hash[..16]}.model"))[^40..];

    private async Task<TrainingId> AtWorkAsync(Func<LiveTraining, bool> reached)
    {
        var id = default(TrainingId);
        await UntilAsync(async () =>
        {
            var open = (await _rig.Trainings.ListAsync(new TableQuery(), default)).Items.FirstOrDefault(training => training.State == TrainingState.Running);
            id = open?.Id ?? default;
            return open is not null && _rig.Trainings.Live(open.Id) is { } live && reached(live);
        });
        return id;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var watch = Stopwatch.StartNew(); !await condition(); await Task.Delay(20))
        {
            Assert.True(watch.Elapsed < Patience, "It did not come to it.");
        }
    }

    private IReadOnlyList<Process> Children() => TrainingProcesses.Of(_rig.Folder.Folder.Work);

    private async Task KillAsync()
    {
        var process = Children().Single();
        process.Kill();
        await process.WaitForExitAsync();
    }
}
