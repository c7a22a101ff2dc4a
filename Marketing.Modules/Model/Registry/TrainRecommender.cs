using System.Diagnostics;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Fits recommenders and stores them as challengers.</summary>
internal sealed class TrainRecommender(IEnumerable<IRecommenderMethod> methods, ModelStore store, ModelFiles files, ModelRegistry registry, BusinessClock clock, IOptions<ModelOptions> options) : IRecommenderTraining
{
    /// <summary>What the recommenders of the registry are for.</summary>
    internal const string Purpose = "recommend";

    private readonly IRecommenderMethod[] _methods = [.. methods.OrderBy(method => method.Cost)];

    public IReadOnlyList<string> Kinds { get; } = [.. methods.OrderBy(method => method.Cost).Select(method => method.Kind)];

    public IReadOnlyList<MethodParameter> Parameters(string kind) => Method(kind).Parameters;

    public IRecommender Fit(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Method(kind).Fit(snapshot, Values(kind, parameters), progress, cancellation);

    public async Task<ModelVersion> TrainAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var method = Method(kind);
        if (run is { } known && await store.OfRunAsync(known, Purpose, kind, cancellation).ConfigureAwait(false) is { } there)
        {
            return there.Version;
        }

        // Processor time is the whole process's: what other work takes meanwhile is counted too.
        using var process = Process.GetCurrentProcess();
        var (started, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var model = await HeavyWork.RunAsync(() => method.Fit(snapshot, Values(kind, null), progress, cancellation), cancellation).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - processor).TotalSeconds;
        var (file, hash, bytes) = await files.WriteAsync(model, cancellation).ConfigureAwait(false);
        var from = snapshot.Orders.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Orders.Time[0]) : snapshot.AsOf;
        var draft = new ModelStore.Draft(Purpose, kind, model.Parameters, from, snapshot.AsOf, clock.GetUtcNow(), seconds, cpu, file, hash, bytes, run);
        var id = await store.InsertAsync(draft, cancellation).ConfigureAwait(false);
        registry.Remember(id, model);
        files.Remove(await store.ForgetFilesAsync(Purpose, kind, options.Value.RetiredFiles, cancellation).ConfigureAwait(false));
        return (await store.FindAsync(id, cancellation).ConfigureAwait(false))!.Version;
    }

    // What was given, over what the options say, over the defaults.
    private ParameterValues Values(string kind, IReadOnlyDictionary<string, string>? given)
    {
        var all = new Dictionary<string, string>(options.Value.Methods.GetValueOrDefault(kind) ?? []);
        foreach (var (name, value) in given ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return ParameterValues.Of(kind, Method(kind).Parameters, all);
    }

    private IRecommenderMethod Method(string kind) =>
        Array.Find(_methods, method => method.Kind == kind) ?? throw new ArgumentException($"There is no recommender '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
}
