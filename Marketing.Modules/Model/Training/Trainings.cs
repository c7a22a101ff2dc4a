using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
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
    private const string Checkpoint = ".checkpoint";
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TrainingId, ActiveTraining> _active = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (string Kind, DateTimeOffset AsOf, string Parameters, IRecommender Model)? _hidden;

    public event Action<TrainingId>? Changed;

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
        _active.TryGetValue(training, out var active) ? active.Curve.Points : await store.CurveAsync(training, cancellation).ConfigureAwait(false);

    public LiveTraining? Live(TrainingId training) => _active.TryGetValue(training, out var active) ? active.Live : null;

    public async Task<bool> CancelAsync(TrainingId training, string actor, CancellationToken cancellation)
    {
        if (!_active.TryGetValue(training, out var active) || !active.Cancel(actor))
        {
            return false;
        }

        await audit.WriteAsync(actor, "training.cancel", $"training {training.Value}", null, cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<int> CleanUpAsync(CancellationToken cancellation)
    {
        Remove(Directory.GetFiles(folder.Work).Where(path => !path.EndsWith(Checkpoint, StringComparison.Ordinal)));
        return await store.InterruptAsync(system.GetUtcNow(), "The program ended while it was at work.", cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Lets no later training start from what was learned so far.</summary>
    internal async Task ForgetBasesAsync(CancellationToken cancellation)
    {
        await store.ForgetBasesAsync(cancellation).ConfigureAwait(false);
        Remove(Directory.GetFiles(folder.Work, $"*{Checkpoint}"));
    }

    public async Task<ModelVersion> TrainAsync(string kind, ShopSnapshot snapshot, RunId? run, string actor, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var parameters = methods.Values(kind, null).Shown;
        if (await versions.OfRunAsync(run, kind, cancellation).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        var start = methods.IsLong(kind) ? await bases.ChooseAsync(kind, parameters, snapshot.AsOf, cancellation).ConfigureAwait(false) : new StartingPoint(null, "");
        return await TrainedAsync(new(kind, run, actor, start.Path is null, snapshot.AsOf, system.GetUtcNow(), parameters), start, kind, snapshot, progress, KeepAsync, cancellation).ConfigureAwait(false);

        async Task<(ModelVersion, ModelVersionId?)> KeepAsync(TrainingJob job, TrainingCost cost)
        {
            var (model, written) = await files.AdoptAsync(job.Model, CancellationToken.None).ConfigureAwait(false);
            var version = await versions.KeepAsync(model, written, snapshot, cost, run, CancellationToken.None).ConfigureAwait(false);
            return (version, version.Id);
        }
    }

    public async Task<IRecommender> FitHiddenAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var parameters = methods.Values(kind, null).Shown;
        var shown = string.Join(' ', parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
        if (_hidden is { } kept && (kept.Kind, kept.AsOf, kept.Parameters) == (kind, snapshot.AsOf, shown))
        {
            return kept.Model;
        }

        // From chance: an earlier model knows what is hidden here.
        var start = new StartingPoint(null, string.Create(CultureInfo.InvariantCulture, $"It learns from what was known on {snapshot.AsOf:yyyy-MM-dd} alone, to be measured on what came after; its model is not kept."));
        var model = await TrainedAsync(new(kind, run, IModels.ByItself, true, snapshot.AsOf, system.GetUtcNow(), parameters), start, $"{kind}-hidden", snapshot, progress, ReadAsync, cancellation).ConfigureAwait(false);
        _hidden = (kind, snapshot.AsOf, shown, model);
        return model;

        async Task<(IRecommender, ModelVersionId?)> ReadAsync(TrainingJob job, TrainingCost cost) => (await files.ReadAsync(job.Model, CancellationToken.None).ConfigureAwait(false), null);
    }

    // Trains under a row of its own; what came out is kept, or only read.
    private async Task<T> TrainedAsync<T>(ModelTrainingsStore.Wanted wanted, StartingPoint start, string name, ShopSnapshot snapshot, IProgress<Progress>? progress, Func<TrainingJob, TrainingCost, Task<(T, ModelVersionId?)>> keep, CancellationToken cancellation)
    {
        var id = await store.QueueAsync(wanted, cancellation).ConfigureAwait(false);
        using var active = new ActiveTraining(id, Tell);
        active.Note(start.Note);
        _active[id] = active;
        Tell(id);
        var job = new TrainingJob(
            wanted.Kind, wanted.Parameters, InWork($"{name}-{id.Value}.snapshot"), InWork($"{name}-{id.Value}.model"), InWork(name + Checkpoint), start.Path,
            MemoryBytes(options.Value), options.Value.Threads ?? Environment.ProcessorCount, options.Value.CheckpointMinutes * 60);
        try
        {
            return await TrainAsync(active, job, snapshot, progress, keep, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Remove([job.Snapshot, job.Model]);
            _active.TryRemove(id, out _);
            Tell(id);
        }
    }

    private async Task<T> TrainAsync<T>(ActiveTraining active, TrainingJob job, ShopSnapshot snapshot, IProgress<Progress>? progress, Func<TrainingJob, TrainingCost, Task<(T, ModelVersionId?)>> keep, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(active.Cancelled, cancellation);
        try
        {
            if (await WorkAsync(active, job, snapshot, progress, stop.Token).ConfigureAwait(false) is not { } cost)
            {
                throw new OperationCanceledException(stop.Token);
            }

            var (kept, version) = await keep(job, cost).ConfigureAwait(false);
            await EndAsync(active, TrainingState.Done, null, cost, version).ConfigureAwait(false);
            Remove([job.Checkpoint]);
            return kept;
        }
        catch (OperationCanceledException) when (active.CancelledBy is { } person)
        {
            // A person's stop is final.
            Remove([job.Checkpoint]);
            await EndAsync(active, TrainingState.Cancelled, $"{person} cancelled it.").ConfigureAwait(false);
            throw new TrainingFailedException(active.Id, $"{person} cancelled the training of {job.Kind}.", "The model in charge stays.");
        }
        catch (OperationCanceledException)
        {
            await EndAsync(active, TrainingState.Interrupted, "Its run was stopped, or the program ended.").ConfigureAwait(false);
            throw;
        }
        catch (OperatorException failed)
        {
            await EndAsync(active, TrainingState.Failed, $"{failed.Message} {failed.Fix}").ConfigureAwait(false);
            throw new TrainingFailedException(active.Id, failed.Message, failed.Fix, failed);
        }
        catch (Exception e)
        {
            await EndAsync(active, TrainingState.Failed, $"It met an error that was not expected: {e.Message}").ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Does the work when its turn has come.</summary>
    /// <returns>What it cost, or null when it was stopped.</returns>
    private async Task<TrainingCost?> WorkAsync(ActiveTraining active, TrainingJob job, ShopSnapshot snapshot, IProgress<Progress>? progress, CancellationToken stop)
    {
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        var saving = Task.CompletedTask;
        try
        {
            await store.BeginAsync(active.Id, system.GetUtcNow(), stop).ConfigureAwait(false);
            Tell(active.Id);
            await snapshots.WriteAsync(snapshot, job.Snapshot, stop).ConfigureAwait(false);
            var saved = Stopwatch.GetTimestamp();
            var end = await new WorkerProcess(program, Grace).RunAsync(job, folder.Work, Take, error => log.LogWarning(new WorkerComplaint(error), "The process of training {Training} complained.", active.Id.Value), stop).ConfigureAwait(false);
            return end switch
            {
                WorkerEnd.Done(var cost) => cost,
                WorkerEnd.Failed(var message, var fix) => throw new OperatorException(message, fix),
                _ => null,
            };

            void Take(WorkerLine line)
            {
                active.Take(line);
                progress?.Report(new Progress("train", active.Live.Share, job.Kind));
                if (saving.IsCompleted && Stopwatch.GetElapsedTime(saved) >= SaveEvery)
                {
                    saved = Stopwatch.GetTimestamp();
                    saving = store.NoteAsync(active.Id, active.Notes, active.Curve.Points, active.Curve.Best, CancellationToken.None);
                }
            }
        }
        finally
        {
            // What it could not write, the end writes or tells.
            await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _turn.Release();
        }
    }

    private Task EndAsync(ActiveTraining active, TrainingState state, string? note, TrainingCost? cost = null, ModelVersionId? version = null)
    {
        active.Note(note);
        var ending = new ModelTrainingsStore.Ending(state, system.GetUtcNow(), active.Notes, active.Curve.Points, active.Curve.Best, cost?.Seconds, cost?.CpuSeconds, cost?.PeakBytes, version);
        return store.EndAsync(active.Id, ending, options.Value.KeptCurves, CancellationToken.None);
    }

    // The row of one at work is some seconds behind.
    private LongTraining Now(LongTraining training) => training.IsOpen && _active.TryGetValue(training.Id, out var active)
        ? training with { Notes = active.Notes, Loss = active.Live.Last?.Loss ?? training.Loss, Validation = active.Curve.Best ?? training.Validation }
        : training;

    private string InWork(string name) => Path.Combine(folder.Work, name);

    private static long MemoryBytes(TrainingOptions options) =>
        options.MemoryMegabytes is { } megabytes ? megabytes * (1L << 20) : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    private void Remove(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("{Path} could not be removed: {Problem}. Delete it by hand, or start the program anew.", path, e.Message);
            }
        }
    }

    private void Tell(TrainingId training)
    {
        foreach (var listener in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<TrainingId>)listener)(training);
            }
            catch (Exception e)
            {
                // A page that has just been closed must not break the training that it was watching.
                log.LogWarning(e, "A listener of training {Training} failed.", training.Value);
            }
        }
    }
}
