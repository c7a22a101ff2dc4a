using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Sql;
using Marketing.Model.Training;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Puts a fitted model into the registry as a challenger, and lets go of files that are too many.</summary>
internal sealed class KeepVersion(ModelStore store, ModelFiles files, ModelRegistry registry, BusinessClock clock, IOptions<ModelOptions> options)
{
    /// <summary>What the recommenders of the registry are for.</summary>
    internal const string Purpose = ModelPurposes.Recommend;

    /// <summary>The version of a kind that a run has kept already, or null.</summary>
    public async Task<ModelVersion?> OfRunAsync(RunId? run, string kind, CancellationToken cancellation) =>
        run is { } known ? (await store.OfRunAsync(known, Purpose, kind, cancellation).ConfigureAwait(false))?.Version : null;

    /// <summary>Keeps a recommender whose file is written.</summary>
    public Task<ModelVersion> KeepAsync(StoredRecommender model, (string File, string Hash, long Bytes) written, ShopSnapshot snapshot, TrainingCost cost, RunId? run, CancellationToken cancellation) =>
        KeepAsync(Purpose, model, written, snapshot, cost, run, cancellation);

    /// <summary>Keeps a recommender whose file is written, and which has learned from the facts of some period.</summary>
    public Task<ModelVersion> KeepAsync(StoredRecommender model, (string File, string Hash, long Bytes) written, Period facts, TrainingCost cost, RunId? run, CancellationToken cancellation) =>
        KeepAsync(Purpose, model, written, facts, cost, run, cancellation);

    /// <summary>Period of the facts that a snapshot holds: from its first order to before its instant.</summary>
    public static Period FactsOf(ShopSnapshot snapshot) =>
        new(snapshot.Orders.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Orders.Time[0]) : snapshot.AsOf, snapshot.AsOf);

    /// <summary>Keeps a model whose file is written.</summary>
    public Task<ModelVersion> KeepAsync(string purpose, StoredModel model, (string File, string Hash, long Bytes) written, ShopSnapshot snapshot, TrainingCost cost, RunId? run, CancellationToken cancellation) =>
        KeepAsync(purpose, model, written, FactsOf(snapshot), cost, run, cancellation);

    private Task<ModelVersion> KeepAsync(string purpose, StoredModel model, (string File, string Hash, long Bytes) written, Period facts, TrainingCost cost, RunId? run, CancellationToken cancellation)
    {
        var draft = new ModelStore.Draft(purpose, model.Kind, model.Parameters, facts.Start, facts.End, clock.GetUtcNow(), cost.Seconds, cost.CpuSeconds, written.File, written.Hash, written.Bytes, run) { PeakBytes = cost.PeakBytes };
        return KeepAsync(draft, model, cancellation);
    }

    /// <summary>Keeps a model that stands in the registry for another purpose: the same file, and the same cost, which was paid once.</summary>
    public Task<ModelVersion> KeepForAsync(string purpose, ModelStore.Stored known, StoredModel model, CancellationToken cancellation)
    {
        var version = known.Version;
        var draft = new ModelStore.Draft(
            purpose, version.Kind, version.Parameters, version.TrainedFrom, version.TrainedTo, version.Created, version.FitSeconds, version.CpuSeconds, known.File, version.FileHash, version.FileBytes, version.Run)
        {
            PeakBytes = version.PeakBytes,
        };
        return KeepAsync(draft, model, cancellation);
    }

    private async Task<ModelVersion> KeepAsync(ModelStore.Draft draft, StoredModel model, CancellationToken cancellation)
    {
        var id = await store.InsertAsync(draft, cancellation).ConfigureAwait(false);
        registry.Remember(id, model);
        files.Remove(await store.ForgetFilesAsync(draft.Purpose, model.Kind, options.Value.RetiredFiles, cancellation).ConfigureAwait(false));
        return (await store.FindAsync(id, cancellation).ConfigureAwait(false))!.Version;
    }
}
