using System.Collections.Concurrent;
using System.Diagnostics;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Registry;
using Marketing.Model.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Training;

/// <summary>Trains in processes of their own, one at a time: writes what they read, follows what they tell, and keeps what they give.</summary>
internal sealed class Trainings(
    FitMethods methods,
    ModelTrainingsStore store,
    TrainingBase bases,
    ModelFiles files,
    KeepVersion versions,
    ISnapshotFiles snapshots,
    DataFolder folder,
    WorkerProgram program,
    IAuditLog audit,
    TimeProvider system,
    IOptions<ModelOptions> chosen,
    IOptions<TrainingOptions> options,
    ILogger<Trainings> log) : ITrainings, IDisposable
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);

    private readonly ActiveTrainings _active = new(log);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly BrokenTrainings _broken = new(folder, snapshots, log);

    // What hidden models were fitted to; the models themselves lie in the folder of work, and not in memory for good.
    private readonly ConcurrentDictionary<string, string> _hidden = new();
    private readonly SemaphoreSlim _hiding = new(1, 1);
    private int _forgotten;

    /// <summary>A training to be done under a row of its own.</summary>
    /// <param name="Wanted">The row.</param>
    /// <param name="Start">What it starts from.</param>
    /// <param name="Name">Name of its files; trainings of a name go on with each other.</param>
    /// <param name="Shop">What it learns from.</param>
    /// <param name="Facts">Hash of that where only the very same may be gone on with, or null.</param>
    /// <param name="Forgotten">Erasures before it.</param>
    private sealed record Work(ModelTrainingsStore.Wanted Wanted, StartingPoint Start, string Name, ShopSnapshot Shop, string? Facts, int Forgotten)
    {
        /// <summary>The row where it stands already, or null.</summary>
        public TrainingId? Queued { get; init; }
    }

    /// <summary>A training that was done.</summary>
    /// <param name="Model">The model file.</param>
    /// <param name="Facts">Period of the facts that it has learned from.</param>
    /// <param name="Cost">What it cost.</param>
    private sealed record Given(string Model, Period Facts, TrainingCost Cost);

    public event Action<TrainingId>? Changed
    {
        add => _active.Changed += value;
        remove => _active.Changed -= value;
    }

    /// <summary>How many watch.</summary>
    internal int Listeners => _active.Listeners;

    /// <summary>How long a process may take to end after it was asked to.</summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    public IReadOnlyList<string> LongKinds => [.. TrainRecommender.Chosen(methods, chosen.Value).Where(methods.IsLong)];

    public bool IsLong(string kind) => methods.IsLong(kind);

    public async Task<Page<LongTraining>> ListAsync(TableQuery query, CancellationToken cancellation)
    {
        var page = await store.ListAsync(query, cancellation).ConfigureAwait(false);
        return page with { Items = [.. page.Items.Select(Now)] };
    }

    public async Task<IReadOnlyList<LongTraining>> BeforeAsync(TrainingId? training, int take, CancellationToken cancellation) =>
        [.. (await store.BeforeAsync(training, take, cancellation).ConfigureAwait(false)).Select(Now)];

    public async Task<LongTraining?> FindAsync(TrainingId training, CancellationToken cancellation) =>
        await store.FindAsync(training, cancellation).ConfigureAwait(false) is { } found ? Now(found) : null;

    public async Task<IReadOnlyList<CurvePoint>> CurveAsync(TrainingId training, CancellationToken cancellation) =>
        _active.Find(training) is { } active ? active.Curve.Points : await store.CurveAsync(training, cancellation).ConfigureAwait(false);

    public LiveTraining? Live(TrainingId training) => _active.Find(training)?.Live;

    public async Task<DateTimeOffset?> CheckpointAsync(TrainingId training, CancellationToken cancellation)
    {
        if (await store.FindAsync(training, cancellation).ConfigureAwait(false) is not { State: TrainingState.Interrupted } broken || methods.Validation(broken.Kind) is null)
        {
            return null;
        }

        // The next one goes on with what it was only where it is to do the same.
        var (asOf, oldest, wanted) = (broken.AsOf.ToUnixTimeMilliseconds(), system.GetUtcNow() - TimeSpan.FromDays(options.Value.CheckpointDays), methods.Values(broken.Kind, null).Shown);
        return await Task.Run(() => new[] { broken.Kind, Hidden(broken.Kind) }
            .Where(name => _broken.Find(name) is { } kept && kept.Kind == broken.Kind && kept.AsOf.ToUnixTimeMilliseconds() == asOf && kept.Begun >= oldest && Same(kept.Parameters, broken.Parameters) && Same(kept.Parameters, wanted))
            .Select(_broken.Written).FirstOrDefault(), cancellation).ConfigureAwait(false);
    }

    public async Task<bool> CancelAsync(TrainingId training, string actor, CancellationToken cancellation)
    {
        if (_active.Find(training)?.Cancel(actor) != true)
        {
            return false;
        }

        await audit.WriteAsync(actor, "training.cancel", $"training {training.Value}", null, cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<int> CleanUpAsync(CancellationToken cancellation)
    {
        var now = system.GetUtcNow();
        _broken.CleanUp(now - TimeSpan.FromDays(options.Value.CheckpointDays));
        return await store.InterruptAsync(now, TrainingNotes.LeftAtWork, cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _turn.Dispose();
        _hiding.Dispose();
    }

    /// <summary>Lets no later training start from what was learned so far, and removes every file that holds what people did.</summary>
    internal async Task ForgetBasesAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _forgotten);
        _hidden.Clear();
        await store.ForgetBasesAsync(cancellation).ConfigureAwait(false);
        _broken.Forget();
    }

    public async Task<TrainingId> QueueAsync(TrainingWish wish, DateTimeOffset asOf, CancellationToken cancellation)
    {
        // What it starts from is known when it begins.
        var wanted = new ModelTrainingsStore.Wanted(wish.Kind, null, wish.Actor, true, asOf, system.GetUtcNow(), methods.NightlyValues(wish.Kind, wish.Parameters).Shown);
        return _active.Add(await store.QueueAsync(wanted, cancellation).ConfigureAwait(false)).Id;
    }

    public async Task GiveUpAsync(TrainingId training, Exception? error)
    {
        if (_active.Find(training) is { } active)
        {
            await EndWithoutAsync(active, error ?? new OperationCanceledException()).ConfigureAwait(false);
            _active.Remove(active);
        }
    }

    public async Task<ModelVersion> TrainAsync(TrainingWish wish, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (kind, parameters, forgotten) = (wish.Kind, methods.NightlyValues(wish.Kind, wish.Parameters).Shown, Volatile.Read(ref _forgotten));
        if (await versions.OfRunAsync(run, kind, cancellation).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        var start = methods.StartsFromEarlier(kind) ? await bases.ChooseAsync(kind, parameters, snapshot.AsOf, cancellation).ConfigureAwait(false) : new StartingPoint(null, "");
        var wanted = new ModelTrainingsStore.Wanted(kind, run, wish.Actor, start.Path is null, snapshot.AsOf, system.GetUtcNow(), parameters);
        return await TrainedAsync(new Work(wanted, start, kind, snapshot, null, forgotten) { Queued = wish.Training }, progress, KeepAsync, cancellation).ConfigureAwait(false);

        async Task<(ModelVersion, ModelVersionId?)> KeepAsync(Given given)
        {
            var (model, written) = await files.AdoptAsync(given.Model, CancellationToken.None).ConfigureAwait(false);
            var version = await versions.KeepAsync(model, written, given.Facts, given.Cost, run, CancellationToken.None).ConfigureAwait(false);
            return (version, version.Id);
        }
    }

    public async Task<IRecommender> FitHiddenAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _hiding.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await HiddenAsync(kind, snapshot, run, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _hiding.Release();
        }
    }

    private async Task<IRecommender> HiddenAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (parameters, forgotten, name) = (methods.Values(kind, null).Shown, Volatile.Read(ref _forgotten), Hidden(kind));
        var facts = await HeavyWork.RunAsync(() => LearnedFacts.Of(snapshot), cancellation).ConfigureAwait(false);
        var (key, path) = ($"{facts} {string.Join(' ', parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))}", InWork($"{name}.kept"));
        if (_hidden.GetValueOrDefault(kind) == key && await KnownAsync(path).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        // From chance: an earlier model knows what is hidden here.
        var start = new StartingPoint(null, TrainingNotes.Hidden(snapshot.AsOf));
        var wanted = new ModelTrainingsStore.Wanted(kind, run, IModels.ByItself, true, snapshot.AsOf, system.GetUtcNow(), parameters);
        return await TrainedAsync(new Work(wanted, start, name, snapshot, facts, forgotten), progress, ReadAsync, cancellation).ConfigureAwait(false);

        async Task<(IRecommender, ModelVersionId?)> ReadAsync(Given given)
        {
            var model = await files.ReadAsync(given.Model, CancellationToken.None).ConfigureAwait(false);
            _hidden.TryRemove(kind, out _);
            File.Move(given.Model, path, overwrite: true);
            _hidden[kind] = key;
            ForgetHidden(kind, path, forgotten);
            return (model, null);
        }
    }

    // An erasure that came meanwhile has found nothing to remove yet.
    private void ForgetHidden(string kind, string path, int forgotten)
    {
        if (Volatile.Read(ref _forgotten) != forgotten)
        {
            _hidden.TryRemove(kind, out _);
            _broken.Remove([path]);
        }
    }

    private async Task<IRecommender?> KnownAsync(string path)
    {
        try
        {
            return await files.ReadAsync(path, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperatorException)
        {
            return null;
        }
    }

    // Trains under a row of its own; what came out is kept, or only read.
    private async Task<T> TrainedAsync<T>(Work work, IProgress<Progress>? progress, Func<Given, Task<(T, ModelVersionId?)>> keep, CancellationToken cancellation)
    {
        var active = (work.Queued is { } queued ? _active.Find(queued) : null) ?? _active.Add(await store.QueueAsync(work.Wanted, cancellation).ConfigureAwait(false));
        var model = InWork($"{work.Name}-{active.Id.Value}.model");
        try
        {
            return await TrainAsync(active, work, model, progress, keep, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _broken.Remove([model]);
            _active.Remove(active);
        }
    }

    private async Task<T> TrainAsync<T>(ActiveTraining active, Work work, string model, IProgress<Progress>? progress, Func<Given, Task<(T, ModelVersionId?)>> keep, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(active.Cancelled, cancellation);
        try
        {
            return await InTurnAsync(active, work, model, progress, keep, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await EndWithoutAsync(active, e).ConfigureAwait(false);
            throw e switch
            {
                OperationCanceledException or OperatorException when active.CancelledBy is { } person =>
                    new TrainingFailedException(active.Id, TrainingNotes.CancelledTraining(person, work.Wanted.Kind), TrainingNotes.ChampionStays, e) { IsStopByPerson = true },
                OperatorException failed => new TrainingFailedException(active.Id, failed.Message, failed.Fix, failed),
                _ => e,
            };
        }
    }

    // How a training ends that gives no model.
    private Task EndWithoutAsync(ActiveTraining active, Exception e) => e switch
    {
        OperationCanceledException or OperatorException when !active.Close() => EndAsync(active, TrainingState.Cancelled, TrainingNotes.CancelledBy(active.CancelledBy!)),
        OperationCanceledException => EndAsync(active, TrainingState.Interrupted, TrainingNotes.Stopped),
        OperatorException failed => EndAsync(active, TrainingState.Failed, TrainingNotes.Failed(failed.Message, failed.Fix)),
        _ => EndAsync(active, TrainingState.Failed, TrainingNotes.Unexpected(e.Message)),
    };

    // Files of a name are those of the training that has its turn.
    private async Task<T> InTurnAsync<T>(ActiveTraining active, Work work, string model, IProgress<Progress>? progress, Func<Given, Task<(T, ModelVersionId?)>> keep, CancellationToken stop)
    {
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var given = await WorkAsync(active, work, model, progress, stop).ConfigureAwait(false);

            // Who cancels from here on comes too late and is told so: a version that is kept was not cancelled.
            if (!active.Close())
            {
                throw new OperationCanceledException(stop);
            }

            var (kept, version) = await keep(given).ConfigureAwait(false);
            _broken.Remove(work.Name);
            await EndAsync(active, TrainingState.Done, null, given.Cost, version).ConfigureAwait(false);
            return kept;
        }
        catch
        {
            Leave(active, work);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    // A person's stop is final, a training that failed by itself would fail again, and nobody who was erased is learned from any longer.
    private void Leave(ActiveTraining active, Work work)
    {
        if (active.Close() && !active.IsLost && Volatile.Read(ref _forgotten) == work.Forgotten)
        {
            _broken.Leave(work.Name);
            return;
        }

        if (active.IsLost && _broken.Find(work.Name) is not null)
        {
            active.Note(TrainingNotes.CheckpointRemoved);
        }

        _broken.Remove(work.Name);
    }

    /// <summary>Does the work.</summary>
    /// <exception cref="OperatorException">There is no model.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    private async Task<Given> WorkAsync(ActiveTraining active, Work work, string model, IProgress<Progress>? progress, CancellationToken stop)
    {
        var (saving, settings) = (Task.CompletedTask, options.Value);
        try
        {
            var training = await BeginAsync(active, work, stop).ConfigureAwait(false);
            var job = new TrainingJob(
                training.Kind, training.Parameters, _broken.Snapshot(work.Name), model, _broken.Checkpoint(work.Name), training.WarmStart,
                MemoryBytes(settings), settings.Threads ?? Environment.ProcessorCount, settings.CheckpointMinutes * 60);
            var saved = Stopwatch.GetTimestamp();
            var end = await new WorkerProcess(program, Grace).RunAsync(job, folder.Work, Take, error => log.LogWarning(new WorkerComplaint(error), "The process of training {Training} complained.", active.Id.Value), stop).ConfigureAwait(false);
            active.IsLost = end is WorkerEnd.Failed { IsLost: true };
            return end switch
            {
                WorkerEnd.Done(var cost) => new Given(model, new Period(training.From, training.AsOf), cost),
                WorkerEnd.Failed(var message, var fix, _) => throw new OperatorException(message, fix),
                _ => throw new OperationCanceledException(stop),
            };

            void Take(WorkerLine line)
            {
                active.Take(line);
                progress?.Report(new Progress("train", active.Live.Share, job.Kind));
                if (saving.IsCompleted && Stopwatch.GetElapsedTime(saved) >= SaveEvery)
                {
                    saved = Stopwatch.GetTimestamp();
                    saving = store.NoteAsync(active.Id, new ModelTrainingsStore.Noted(active.Notes, active.Curve.Points, active.Curve.Best, active.Spent), CancellationToken.None);
                }
            }
        }
        finally
        {
            // What it could not write, the end writes or tells.
            await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes up the training of the name that was broken off, or writes what a new one reads.</summary>
    private async Task<BrokenTraining> BeginAsync(ActiveTraining active, Work work, CancellationToken stop)
    {
        var now = system.GetUtcNow();
        var (kept, facts) = (_broken.Find(work.Name), KeepVersion.FactsOf(work.Shop));
        if (kept is not null && MayGoOn(kept, work))
        {
            active.Note(kept.Start);
            active.Note(TrainingNotes.BrokenOff(kept.AsOf));
            await store.BeginAsync(active.Id, work.Wanted.Run, now, kept.AsOf, kept.WarmStart is null, stop).ConfigureAwait(false);
            _active.Tell(active.Id);
            return kept;
        }

        _broken.Remove(work.Name);
        active.Note(work.Start.Note);
        await store.BeginAsync(active.Id, work.Wanted.Run, now, facts.End, work.Start.Path is null, stop).ConfigureAwait(false);
        _active.Tell(active.Id);
        var path = _broken.Snapshot(work.Name);
        await snapshots.WriteAsync(work.Shop, path, stop).ConfigureAwait(false);
        var begun = new BrokenTraining(work.Wanted.Kind, work.Wanted.Parameters, facts.Start, facts.End, work.Facts, now, work.Start.Path, work.Start.Note, snapshots.HashOf(path));
        if (methods.IsLong(begun.Kind))
        {
            _broken.Keep(work.Name, begun);
        }

        return begun;
    }

    // What it began with is not much older than what is asked for; what is hidden must be the very same.
    private bool MayGoOn(BrokenTraining kept, Work work) =>
        kept.Kind == work.Wanted.Kind && kept.Facts == work.Facts
        && kept.AsOf <= work.Shop.AsOf && work.Shop.AsOf - kept.AsOf < TimeSpan.FromDays(options.Value.CheckpointDays)
        && Same(kept.Parameters, work.Wanted.Parameters);

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(value => other.GetValueOrDefault(value.Key) == value.Value);

    // Name of the files of what is measured on hidden history.
    private static string Hidden(string kind) => $"{kind}-hidden";

    private Task EndAsync(ActiveTraining active, TrainingState state, string? note, TrainingCost? cost = null, ModelVersionId? version = null)
    {
        active.Note(note);
        cost ??= active.Spent;
        var ending = new ModelTrainingsStore.Ending(state, system.GetUtcNow(), active.Notes, active.Curve.Points, active.Curve.Best, cost?.Seconds, cost?.CpuSeconds, cost?.PeakBytes, version, active.FromChance);
        return store.EndAsync(active.Id, ending, options.Value.KeptCurves, CancellationToken.None);
    }

    // The row of one at work is some seconds behind.
    private LongTraining Now(LongTraining training)
    {
        training = training with { Metric = methods.Validation(training.Kind) };
        return training.IsOpen && _active.Find(training.Id) is { } active
            ? training with
            {
                Notes = active.Notes,
                Loss = active.Live.Last?.Loss ?? training.Loss,
                Validation = active.Curve.Best ?? training.Validation,
                Seconds = active.Spent?.Seconds ?? training.Seconds,
                CpuSeconds = active.Spent?.CpuSeconds ?? training.CpuSeconds,
                PeakBytes = active.Spent?.PeakBytes ?? training.PeakBytes,
            }
            : training;
    }

    private string InWork(string name) => Path.Combine(folder.Work, name);

    private static long MemoryBytes(TrainingOptions options) =>
        options.MemoryMegabytes is { } megabytes ? megabytes * (1L << 20) : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
}
