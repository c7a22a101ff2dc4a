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
            Assert.Equal(ToGoOnWith, Left().Order());
        }

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
    public async Task A_training_that_is_noted_has_its_id_before_it_begins_and_keeps_it()
    {
        var wish = new TrainingWish(PatientMethod.Name, "ann") { Parameters = new Dictionary<string, string> { ["steps"] = "7" } };
        var id = await _rig.Trainings.QueueAsync(wish, Shop().AsOf, default);
        Assert.Equal((id, TrainingState.Queued, "ann", "7"), (await OnlyAsync()) is var noted ? (noted.Id, noted.State, noted.Actor, noted.Parameters["steps"]) : default);
        var version = await _rig.Trainings.TrainAsync(wish with { Training = id }, Shop(), new RunId(9), null, default);
        Assert.Equal("7", version.Parameters["steps"]);
        Assert.Equal((id, TrainingState.Done, new RunId(9), version.Id), (await OnlyAsync()) is var done ? (done.Id, done.State, done.Run, done.Version) : default);
        await _rig.Trainings.GiveUpAsync(id, new InvalidOperationException("too late"));
        Assert.Equal(TrainingState.Done, (await OnlyAsync()).State);
    }

    [Fact]
    public async Task A_training_that_is_noted_can_be_cancelled_before_it_begins()
    {
        var wish = new TrainingWish(PatientMethod.Name, "ann");
        var id = await _rig.Trainings.QueueAsync(wish, Shop().AsOf, default);
        Assert.True(await _rig.Trainings.CancelAsync(id, "bob", default));
        var stopped = await Assert.ThrowsAsync<TrainingFailedException>(() => _rig.Trainings.TrainAsync(wish with { Training = id }, Shop(), null, null, default));
        Assert.True(stopped.IsStopByPerson);
        Assert.Equal((TrainingState.Cancelled, "bob cancelled it."), (await OnlyAsync()) is var training ? (training.State, training.Notes[^1]) : default);
    }

    [Fact]
    public async Task A_training_that_is_noted_and_never_begins_has_an_end_that_says_why()
    {
        foreach (var (error, state, note) in (ValueTuple<Exception?, TrainingState, string>[])[
            (null, TrainingState.Interrupted, "Its run was stopped, or the program ended."),
            (new OperatorException("The disk is full.", "Free some space."), TrainingState.Failed, "The disk is full. Free some space."),
            (new InvalidOperationException("odd"), TrainingState.Failed, "It met an error that was not expected: odd")])
        {
            var id = await _rig.Trainings.QueueAsync(new TrainingWish(PatientMethod.Name, "ann"), Shop().AsOf, default);
            await _rig.Trainings.GiveUpAsync(id, error);
            var ended = (await _rig.Trainings.FindAsync(id, default))!;
            Assert.Equal((state, note), (ended.State, ended.Notes[^1]));
            Assert.False(await _rig.Trainings.CancelAsync(id, "bob", default));
        }
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
        Assert.Equal(ToGoOnWith, Left().Order());
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
        // What something outside has ended can be gone on with; what failed by itself would fail again.
        // One that speaks rubbish may have come to its end before it is heard.
        Assert.True(fault == "rubbish" || Left().Order().SequenceEqual(fault is "exit" or "killed" ? ToGoOnWith : []), string.Join(' ', Left()));
        Assert.Equal(fault is not ("exit" or "killed" or "rubbish"), training.Notes.Contains(TrainingNotes.CheckpointRemoved));
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
    public async Task What_a_program_left_when_it_died_is_interrupted_and_can_be_gone_on_with_for_some_days()
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
        Assert.Equal(ToGoOnWith, Left().Where(name => !name!.EndsWith(".part", StringComparison.Ordinal)).Order());
        await before.CancelAsync(id, "ann", default);
        await Assert.ThrowsAsync<TrainingFailedException>(() => work);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task What_can_be_gone_on_with_is_removed_at_start_after_some_days_and_when_a_part_of_it_is_missing()
    {
        await BreakAsync(Shop());
        await File.WriteAllTextAsync(Path.Combine(_rig.Folder.Folder.Work, "other.snapshot"), "people");
        await _rig.Trainings.CleanUpAsync(default);
        Assert.Equal(ToGoOnWith, Left().Order());
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(_rig.LongTraining.CheckpointDays + 0.1));
        await _rig.Trainings.CleanUpAsync(default);
        Assert.Empty(Left());
        await BreakAsync(Shop());
        File.Delete(Path.Combine(_rig.Folder.Folder.Work, $"{PatientMethod.Name}.checkpoint"));
        await _rig.Trainings.CleanUpAsync(default);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task A_training_that_was_killed_comes_to_the_end_of_its_own_snapshot_although_an_order_came_in()
    {
        var whole = await TrainAsync();
        await _rig.Trainings.ForgetBasesAsync(default);
        await BreakAsync(Shop());
        _rig.Reopen();
        await _rig.Trainings.CleanUpAsync(default);
        var version = await _rig.Training.TrainAsync(PatientMethod.Name, Later(), null, null, default);
        Assert.Equal(Body(whole.FileHash), Body(version.FileHash));
        Assert.Equal((whole.TrainedFrom, whole.TrainedTo), (version.TrainedFrom, version.TrainedTo));
        var training = await NewestAsync();
        Assert.Equal((whole.TrainedTo, TrainingState.Done), (training.AsOf, training.State));
        Assert.Equal(["It begins from chance: there is no model that it could go on from.", "It goes on with a training that was broken off, and so learns from what was known on 2024-03-01."], training.Notes.Take(2));
        Assert.Contains(training.Notes, note => note.StartsWith("It goes on from the checkpoint at step", StringComparison.Ordinal));
        Assert.Empty(Left());
        Assert.Equal(Later().AsOf, (await _rig.Training.TrainAsync(PatientMethod.Name, Later(), null, null, default)).TrainedTo);
    }

    [Fact]
    public async Task The_transformer_itself_comes_to_the_same_bytes_although_an_order_came_in()
    {
        var terms = new Dictionary<string, string> { ["d"] = "8", ["layers"] = "1", ["length"] = "12", ["epochs"] = "3000", ["patience"] = "100000", ["batch"] = "2" };
        using var rig = new ModelRig(new ModelOptions { Recommenders = ["transformer"], Methods = { ["transformer"] = terms } });
        (rig.LongTraining.Threads, rig.LongTraining.CheckpointMinutes) = (1, 0.01);
        rig.Reopen();
        var work = rig.Training.TrainAsync("transformer", Shop(), null, null, default);
        await UntilAsync(() => Task.FromResult(work.IsCompleted || File.Exists(Path.Combine(rig.Folder.Folder.Work, "transformer.checkpoint"))));
        var process = TrainingProcesses.Of(rig.Folder.Folder.Work).Single();
        process.Kill();
        await Assert.ThrowsAsync<TrainingFailedException>(() => work);
        var version = await rig.Training.TrainAsync("transformer", Later(), null, null, default);
        var training = (await rig.Trainings.ListAsync(new TableQuery(), default)).Items[0];
        Assert.Contains(training.Notes, note => note.StartsWith("Goes on from the checkpoint after step", StringComparison.Ordinal));
        await rig.Trainings.ForgetBasesAsync(default);
        var whole = await rig.Training.TrainAsync("transformer", Shop(), null, null, default);
        Assert.Equal((whole.FileHash, whole.TrainedTo), (version.FileHash, version.TrainedTo));
    }

    [Theory]
    [InlineData("21", 1)]
    [InlineData("20", 4)]
    [InlineData("20", -1)]
    public async Task Other_parameters_a_much_later_shop_and_an_earlier_one_begin_anew(string steps, int days)
    {
        await BreakAsync(Shop());
        (_parameters["steps"], _parameters["pause_ms"]) = (steps, "0");
        var asked = Shop(Shop().AsOf.AddDays(days));
        var version = await _rig.Training.TrainAsync(PatientMethod.Name, asked, null, null, default);
        Assert.Equal(asked.AsOf, version.TrainedTo);
        Assert.DoesNotContain((await NewestAsync()).Notes, note => note.Contains("broken off", StringComparison.Ordinal) || note.Contains("checkpoint", StringComparison.Ordinal));
        Assert.Empty(Left());
    }

    [Fact]
    public async Task An_erasure_removes_what_could_be_gone_on_with_and_what_a_training_at_work_leaves()
    {
        await BreakAsync(Shop());
        await _rig.Trainings.ForgetBasesAsync(default);
        Assert.Empty(Left());
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "20");
        using var run = new CancellationTokenSource();
        var work = _rig.Training.TrainAsync(PatientMethod.Name, Shop(), null, null, run.Token);
        await AtWorkAsync(live => live.Last?.Step >= 3);
        await _rig.Trainings.ForgetBasesAsync(default);
        await Task.Delay(100);
        await run.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Who_cancels_while_the_model_is_taken_over_comes_too_late_and_is_told()
    {
        var late = new List<bool>();
        _rig.More = [new PatientMethod { Reading = () => late.Add(_rig.Trainings.CancelAsync(new TrainingId(1), "ann", default).GetAwaiter().GetResult()) }];
        _rig.Reopen();
        var version = await TrainAsync();
        Assert.Equal([false], late);
        Assert.Equal((TrainingState.Done, version.Id), ((await OnlyAsync()).State, (await OnlyAsync()).Version));
        Assert.DoesNotContain(await _rig.Folder.Database.ReadAsync(connection => Dapper.SqlMapper.Query<string>(connection, "select action from kernel_audit").ToList(), default), action => action == "training.cancel");
    }

    [Fact]
    public async Task A_training_that_refuses_the_earlier_model_counts_as_begun_from_chance()
    {
        _parameters["fault"] = "refuses-earlier";
        await TrainAsync();
        await TrainAsync();
        Assert.Equal((true, "It goes on from version 1."), ((await NewestAsync()).IsFull, (await NewestAsync()).Notes[0]));
        _parameters["fault"] = "none";
        await TrainAsync();
        await TrainAsync();
        Assert.Equal((false, "It goes on from version 3."), ((await NewestAsync()).IsFull, (await NewestAsync()).Notes[0]));
    }

    [Fact]
    public async Task A_hidden_model_is_fitted_once_to_the_same_facts_and_anew_to_others_and_after_an_erasure()
    {
        async Task<long> FittedAsync(ShopSnapshot shop)
        {
            Assert.Equal(PatientMethod.Name, (await _rig.Trainings.FitHiddenAsync(PatientMethod.Name, shop, null, null, default)).Kind);
            return (await _rig.Trainings.ListAsync(new TableQuery(), default)).Total;
        }

        Assert.Equal(1, await FittedAsync(Shop()));
        Assert.Equal(1, await FittedAsync(Shop()));
        Assert.Equal(1, await FittedAsync(Shop(stock: 3)));
        Assert.Equal(2, await FittedAsync(Shop(price: 101)));
        Assert.Equal(2, await FittedAsync(Shop(price: 101)));
        await _rig.Trainings.ForgetBasesAsync(default);
        Assert.Empty(Left());
        Assert.Equal(3, await FittedAsync(Shop(price: 101)));
        await Task.WhenAll(FittedAsync(Shop()), FittedAsync(Shop()));
        Assert.Equal(4, await FittedAsync(Shop()));
        Assert.Null((await NewestAsync()).Version);
    }

    [Fact]
    public async Task A_method_of_the_program_itself_is_trained_by_the_program_itself()
    {
        _rig.Worker = new WorkerProgram("dotnet", Repository.Program, WorkerProgram.Command);
        _rig.Reopen();
        var here = await _rig.Training.TrainAsync("item-knn", Shop(), null, null, default);
        var version = await _rig.Trainings.TrainAsync(new TrainingWish("item-knn", "ann"), Shop(), null, null, default);
        Assert.Equal((2, here.FileHash), (version.Version, version.FileHash));
        Assert.Equal(("ann", TrainingState.Done), ((await OnlyAsync()).Actor, (await OnlyAsync()).State));
    }

    public void Dispose() => _rig.Dispose();

    private static string[] ToGoOnWith => [$"{PatientMethod.Name}.checkpoint", $"{PatientMethod.Name}.resume", $"{PatientMethod.Name}.snapshot"];

    // The same shop some minutes later, with one more order.
    private static ShopSnapshot Later()
    {
        var shop = Shop();
        return Shop(shop.AsOf.AddMinutes(5), one: shop.AsOf.AddMinutes(2), day: shop.AsOf);
    }

    // A training that is killed in the middle.
    private async Task BreakAsync(ShopSnapshot shop)
    {
        // Long enough that it is not over before it is killed, on a busy machine too.
        _parameters["pause_ms"] = "150";
        var work = _rig.Training.TrainAsync(PatientMethod.Name, shop, null, null, default);
        await AtWorkAsync(live => live.Last?.Step >= 4);
        await KillAsync();
        await Assert.ThrowsAsync<TrainingFailedException>(() => work);
    }

    private static ShopSnapshot Shop(DateTimeOffset? asOf = null, int price = 100, int stock = 0, DateTimeOffset? one = null, DateTimeOffset? day = null)
    {
        var instant = asOf ?? new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var (builder, begin) = (new SnapshotBuilder(instant), day ?? instant);
        for (var i = 0; i < 40; i++)
        {
            builder.Order(begin.AddDays(i - 60), $"C{i % 7}", ($"P{i % 5}", 1, i == 7 ? price : 100), ($"P{(i * 3) % 8}", 1, 100));
        }

        if (one is { } extra)
        {
            builder.Order(extra, "C1", ("P2", 1, 100));
        }

        var shop = builder.Build();
        shop.Products.Stock.AsSpan().Fill(stock);
        return shop;
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
