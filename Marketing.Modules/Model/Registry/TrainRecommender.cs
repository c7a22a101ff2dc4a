using System.Diagnostics;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Fits recommenders and stores them as challengers.</summary>
internal sealed class TrainRecommender(FitMethods methods, ModelStore store, ModelFiles files, ModelRegistry registry, BusinessClock clock, IOptions<ModelOptions> options) : IRecommenderTraining
{
    /// <summary>What the recommenders of the registry are for.</summary>
    internal const string Purpose = "recommend";

    public IReadOnlyList<string> Kinds { get; } = Chosen(methods, options.Value);

    public async Task<ModelVersion> TrainAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (run is { } known && await store.OfRunAsync(known, Purpose, kind, cancellation).ConfigureAwait(false) is { } there)
        {
            return there.Version;
        }

        // Processor time is the whole process's: what other work takes meanwhile is counted too.
        using var process = Process.GetCurrentProcess();
        using var memory = new MemoryGrowth();
        var (started, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var model = await HeavyWork.RunAsync(() => methods.FitStored(kind, snapshot, null, progress, cancellation), cancellation).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - processor).TotalSeconds;
        var peak = memory.Read();
        var (file, hash, bytes) = await files.WriteAsync(model, cancellation).ConfigureAwait(false);
        var from = snapshot.Orders.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Orders.Time[0]) : snapshot.AsOf;
        var draft = new ModelStore.Draft(Purpose, kind, model.Parameters, from, snapshot.AsOf, clock.GetUtcNow(), seconds, cpu, file, hash, bytes, run) { PeakBytes = peak };
        var id = await store.InsertAsync(draft, cancellation).ConfigureAwait(false);
        registry.Remember(id, model);
        files.Remove(await store.ForgetFilesAsync(Purpose, kind, options.Value.RetiredFiles, cancellation).ConfigureAwait(false));
        return (await store.FindAsync(id, cancellation).ConfigureAwait(false))!.Version;
    }

    private static string[] Chosen(FitMethods methods, ModelOptions options) =>
        [.. methods.Kinds.Where(options.Recommenders.Count == 0 ? ModelOptions.Usual.Contains : options.Recommenders.Contains)];
}
