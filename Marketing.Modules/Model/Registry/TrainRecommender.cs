using System.Diagnostics;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Training;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Fits recommenders and stores them as challengers; a long method in a process of its own.</summary>
internal sealed class TrainRecommender(FitMethods methods, ModelFiles files, KeepVersion versions, ITrainings trainings, IOptions<ModelOptions> options) : IRecommenderTraining
{
    public IReadOnlyList<string> Kinds { get; } = Chosen(methods, options.Value);

    public async Task<ModelVersion> TrainAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (methods.IsLong(kind))
        {
            return await trainings.TrainAsync(new TrainingWish(kind, IModels.ByItself), snapshot, run, progress, cancellation).ConfigureAwait(false);
        }

        if (await versions.OfRunAsync(run, kind, cancellation).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        // Processor time is the whole process's: what other work takes meanwhile is counted too.
        using var process = Process.GetCurrentProcess();
        using var memory = new MemoryGrowth();
        var (started, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var model = await HeavyWork.RunAsync(() => methods.FitStored(kind, snapshot, null, progress, cancellation), cancellation).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - processor).TotalSeconds;
        var cost = new TrainingCost(seconds, cpu, memory.Read());
        return await versions.KeepAsync(model, await files.WriteAsync(model, cancellation).ConfigureAwait(false), snapshot, cost, run, cancellation).ConfigureAwait(false);
    }

    /// <summary>Methods that every turn trains, cheapest first.</summary>
    internal static string[] Chosen(FitMethods methods, ModelOptions options) =>
        [.. methods.Kinds.Where(options.Recommenders.Count == 0 ? ModelOptions.Usual.Contains : options.Recommenders.Contains)];
}
