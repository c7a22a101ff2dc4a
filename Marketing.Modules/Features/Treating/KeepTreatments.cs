using FluentValidation;
using FluentValidation.Results;
using Marketing.Features.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Features.Treating;

/// <summary>What people have set, over what the configuration says; read once and again after every change.</summary>
internal sealed class KeepTreatments(FeaturesStore store, IOptions<FeaturesOptions> options, IAuditLog audit, TimeProvider system) : ITreatmentSettings, IDisposable
{
    private static readonly TreatmentValidator Validator = new();
    private static readonly Treatment Nothing = new();

    // Two changes at once must not leave the older list in memory.
    private readonly SemaphoreSlim _changes = new(1, 1);
    private IReadOnlyList<TreatmentInForce>? _inForce;

    public IReadOnlyList<TreatmentInForce> InForce => LazyInitializer.EnsureInitialized(ref _inForce, Read);

    public Treatment Of(string feature) => InForce.FirstOrDefault(one => one.Feature == feature)?.Treatment ?? Nothing;

    public async Task SaveAsync(string feature, Treatment treatment, string actor, CancellationToken cancellation)
    {
        RefuseUnknown(feature);
        Validator.ValidateAndThrow(treatment);
        var saved = new SavedTreatment(feature, treatment, actor, system.GetUtcNow());
        await ChangeAsync(() => store.SaveAsync(saved, cancellation), cancellation).ConfigureAwait(false);
        var detail = new { Missing = $"{treatment.Missing}", treatment.Constant, Outliers = $"{treatment.Outliers}", Action = $"{treatment.Action}", treatment.Threshold };
        await audit.WriteAsync(actor, "features.treatment", feature, detail, cancellation).ConfigureAwait(false);
    }

    public async Task<bool> RevertAsync(string feature, string actor, CancellationToken cancellation)
    {
        var removed = false;
        await ChangeAsync(async () => removed = await store.RemoveAsync(feature, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        if (removed)
        {
            await audit.WriteAsync(actor, "features.treatment-back", feature, null, cancellation).ConfigureAwait(false);
        }

        return removed;
    }

    public void Dispose() => _changes.Dispose();

    private static void RefuseUnknown(string feature)
    {
        if (!TreatedColumns.Names.Contains(feature))
        {
            throw new ValidationException([new ValidationFailure("Feature", $"There is no feature '{feature}'; choose one of {string.Join(", ", TreatedColumns.Names)}.")]);
        }
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellation)
    {
        await _changes.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await change().ConfigureAwait(false);
            Volatile.Write(ref _inForce, Read());
        }
        finally
        {
            _changes.Release();
        }
    }

    // A feature that a later version of the program knew is left out here.
    private IReadOnlyList<TreatmentInForce> Read()
    {
        var known = options.Value.Treatments.ToDictionary(pair => pair.Key, pair => new TreatmentInForce(pair.Key, pair.Value, null), StringComparer.Ordinal);
        foreach (var saved in store.List().Where(saved => TreatedColumns.Names.Contains(saved.Feature)))
        {
            known[saved.Feature] = new TreatmentInForce(saved.Feature, saved.Treatment, saved);
        }

        return [.. known.Values.OrderBy(one => one.Feature, StringComparer.Ordinal)];
    }
}
