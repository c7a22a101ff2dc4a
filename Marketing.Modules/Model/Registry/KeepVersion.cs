using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Sql;
using Marketing.Model.Training;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Puts a fitted recommender into the registry as a challenger, and lets go of files that are too many.</summary>
internal sealed class KeepVersion(ModelStore store, ModelFiles files, ModelRegistry registry, BusinessClock clock, IOptions<ModelOptions> options)
{
    /// <summary>What the recommenders of the registry are for.</summary>
    internal const string Purpose = "recommend";

    /// <summary>The version of a kind that a run has kept already, or null.</summary>
    public async Task<ModelVersion?> OfRunAsync(RunId? run, string kind, CancellationToken cancellation) =>
        run is { } known ? (await store.OfRunAsync(known, Purpose, kind, cancellation).ConfigureAwait(false))?.Version : null;

    /// <summary>Keeps a recommender whose file is written.</summary>
    public async Task<ModelVersion> KeepAsync(StoredRecommender model, (string File, string Hash, long Bytes) written, ShopSnapshot snapshot, TrainingCost cost, RunId? run, CancellationToken cancellation)
    {
        var from = snapshot.Orders.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Orders.Time[0]) : snapshot.AsOf;
        var draft = new ModelStore.Draft(Purpose, model.Kind, model.Parameters, from, snapshot.AsOf, clock.GetUtcNow(), cost.Seconds, cost.CpuSeconds, written.File, written.Hash, written.Bytes, run) { PeakBytes = cost.PeakBytes };
        var id = await store.InsertAsync(draft, cancellation).ConfigureAwait(false);
        registry.Remember(id, model);
        files.Remove(await store.ForgetFilesAsync(Purpose, model.Kind, options.Value.RetiredFiles, cancellation).ConfigureAwait(false));
        return (await store.FindAsync(id, cancellation).ConfigureAwait(false))!.Version;
    }
}
