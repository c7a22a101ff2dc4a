using System.Diagnostics;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;
using Marketing.Model.Sql;
using Marketing.Model.Training;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Outlooks;

/// <summary>Fits what foretells customers, and enters it and what recommenders of the same run foretell as challengers.</summary>
internal sealed class TrainOutlooks(
    IEnumerable<IOutlookMethod> methods, FitMethods recommenders, ModelStore store, ModelFiles files, ModelRegistry registry, KeepVersion versions, ITrainings trainings, IOptions<ModelOptions> models, IOptions<OutlookOptions> options) : IOutlookTraining
{
    private const int Looked = 200;
    private readonly IOutlookMethod[] _methods = [.. methods];

    public int HorizonDays { get; } = TrainRecommender.Chosen(recommenders, models.Value)
        .Select(kind => Days(recommenders.Values(kind, null).Shown))
        .FirstOrDefault(days => days > 0, options.Value.HorizonDays);

    public bool MayRefit(string kind) => options.Value.Backtest || Array.Exists(_methods, method => method.Kind == kind);

    public async Task<IReadOnlyList<ModelVersion>> TrainAsync(ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var entered = new List<ModelVersion>();
        foreach (var method in _methods)
        {
            entered.AddRange(await TrainAsync(method, snapshot, run, progress, cancellation).ConfigureAwait(false));
        }

        foreach (var version in await OfRunAsync(ModelPurposes.Recommend, run, cancellation).ConfigureAwait(false))
        {
            if (Days(version.Parameters) == HorizonDays && await registry.LoadAnyAsync(version.Id, cancellation).ConfigureAwait(false) is var model and IOutlookModel { TellsOutlooks: true })
            {
                var known = (await store.FindAsync(version.Id, cancellation).ConfigureAwait(false))!;
                foreach (var purpose in ModelPurposes.Outlooks)
                {
                    entered.Add(await versions.KeepForAsync(purpose, known, model, cancellation).ConfigureAwait(false));
                }
            }
        }

        return entered;
    }

    public async Task<IOutlookModel?> FitAsync(string kind, ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        try
        {
            object fitted = Array.Find(_methods, method => method.Kind == kind) is { } method ? await HeavyWork.RunAsync(() => Fit(method, snapshot, progress, cancellation), cancellation).ConfigureAwait(false)
                : trainings.IsLong(kind) ? await trainings.FitHiddenAsync(kind, snapshot, run, progress, cancellation).ConfigureAwait(false)
                : await HeavyWork.RunAsync(() => recommenders.Fit(kind, snapshot, null, progress, cancellation), cancellation).ConfigureAwait(false);
            return fitted is IOutlookModel { TellsOutlooks: true } model ? model : null;
        }
        catch (TrainingFailedException)
        {
            // The training's own row says why.
            return null;
        }
    }

    // One training, one file, a version a purpose.
    private async Task<List<ModelVersion>> TrainAsync(IOutlookMethod method, ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var there = new List<ModelVersion>();
        foreach (var purpose in ModelPurposes.Outlooks)
        {
            if (await store.OfRunAsync(run, purpose, method.Kind, cancellation).ConfigureAwait(false) is { } known)
            {
                there.Add(known.Version);
            }
        }

        if (there.Count == ModelPurposes.Outlooks.Count)
        {
            return there;
        }

        using var process = Process.GetCurrentProcess();
        using var memory = new MemoryGrowth();
        var (started, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var model = await HeavyWork.RunAsync(() => Fit(method, snapshot, progress, cancellation), cancellation).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        if (!model.TellsOutlooks)
        {
            return [];
        }

        var cost = new TrainingCost(seconds, (process.TotalProcessorTime - processor).TotalSeconds, memory.Read());
        var (written, entered) = (await files.WriteAsync(model, cancellation).ConfigureAwait(false), new List<ModelVersion>());
        foreach (var purpose in ModelPurposes.Outlooks)
        {
            entered.Add(await versions.KeepAsync(purpose, model, written, snapshot, cost, run, cancellation).ConfigureAwait(false));
        }

        return entered;
    }

    private StoredOutlook Fit(IOutlookMethod method, ShopSnapshot snapshot, IProgress<Progress>? progress, CancellationToken cancellation) =>
        method.Fit(snapshot, ParameterValues.Of(method.Kind, method.Parameters).With(StoredOutlook.Horizon, HorizonDays), progress, cancellation);

    private async Task<IEnumerable<ModelVersion>> OfRunAsync(string purpose, RunId run, CancellationToken cancellation) =>
        (await store.ListAsync(purpose, new TableQuery(Take: Looked), cancellation).ConfigureAwait(false)).Items.Where(version => version.Run == run);

    private static int Days(IReadOnlyDictionary<string, string> parameters) =>
        parameters.TryGetValue(StoredOutlook.Horizon, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
}
