using Marketing.Kernel;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Versions, who is in charge, and the models that are in memory.</summary>
internal sealed class ModelRegistry(ModelStore store, ModelFiles files, BusinessClock clock, IOptions<ModelOptions> options) : IModels
{
    private readonly Lock _loading = new();

    // Most recently used last.
    private readonly List<(ModelVersionId Id, Task<StoredModel> Model)> _loaded = [];

    // Read files that somebody still holds, by their hash.
    private readonly Dictionary<string, WeakReference<StoredModel>> _byFile = [];

    // Every request asks who is in charge; only this class changes it.
    private readonly Dictionary<string, Task<ModelStore.Stored?>> _champions = [];

    public Task<Page<ModelVersion>> ListAsync(string? purpose, TableQuery query, CancellationToken cancellation) => store.ListAsync(purpose, query, cancellation);

    public async Task<ModelVersion?> FindAsync(ModelVersionId version, CancellationToken cancellation) => (await store.FindAsync(version, cancellation).ConfigureAwait(false))?.Version;

    public async Task<ModelVersion?> ChampionAsync(string purpose, CancellationToken cancellation)
    {
        Task<ModelStore.Stored?>? champion;
        lock (_loading)
        {
            // Several may wait for one reading, so that no one of them cancels it.
            if (!_champions.TryGetValue(purpose, out champion) || champion.IsFaulted)
            {
                _champions[purpose] = champion = store.ChampionAsync(purpose, CancellationToken.None);
            }
        }

        return (await champion.WaitAsync(cancellation).ConfigureAwait(false))?.Version;
    }

    public async Task<ModelVersion?> NewestAsync(string purpose, string kind, CancellationToken cancellation) =>
        (await store.NewestAsync(purpose, kind, cancellation).ConfigureAwait(false))?.Version;

    public Task<IReadOnlyList<Promotion>> PromotionsAsync(string purpose, int take, CancellationToken cancellation) => store.PromotionsAsync(purpose, take, cancellation);

    public async Task SaveMetricsAsync(ModelVersionId version, IReadOnlyList<Metric> metrics, CancellationToken cancellation)
    {
        await KnownAsync(version, cancellation).ConfigureAwait(false);
        await ChangeAsync(store.SaveMetricsAsync(version, metrics, cancellation)).ConfigureAwait(false);
    }

    public async Task PromoteAsync(ModelVersionId version, string actor, string reason, CancellationToken cancellation)
    {
        var known = await KnownAsync(version, cancellation).ConfigureAwait(false);

        // A version whose file does not load must not get into charge.
        await LoadAnyAsync(version, cancellation).ConfigureAwait(false);
        await ChangeAsync(store.PromoteAsync(known.Version.Purpose, version, clock.GetUtcNow(), actor, reason, isRollback: false, hold: actor != IModels.ByItself, cancellation)).ConfigureAwait(false);
    }

    public async Task KeepChampionAsync(ModelVersionId challenger, string reason, CancellationToken cancellation)
    {
        await KnownAsync(challenger, cancellation).ConfigureAwait(false);
        await ChangeAsync(store.RetireAsync(challenger, reason, cancellation)).ConfigureAwait(false);
    }

    public async Task<ModelVersion?> EarlierAsync(string purpose, CancellationToken cancellation) =>
        await store.ChampionAsync(purpose, cancellation).ConfigureAwait(false) is { } champion
        && await store.BeforeAsync(purpose, champion.Version.Id, cancellation).ConfigureAwait(false) is { } before
            ? await FindAsync(before, cancellation).ConfigureAwait(false)
            : null;

    public async Task<ModelVersion?> RollBackAsync(string purpose, string actor, CancellationToken cancellation)
    {
        if (await store.ChampionAsync(purpose, cancellation).ConfigureAwait(false) is not { } champion
            || await store.BeforeAsync(purpose, champion.Version.Id, cancellation).ConfigureAwait(false) is not { } before)
        {
            return null;
        }

        await LoadAnyAsync(before, cancellation).ConfigureAwait(false);
        var reason = $"Rolled back from {champion.Version.Kind} version {champion.Version.Version}.";
        await ChangeAsync(store.PromoteAsync(purpose, before, clock.GetUtcNow(), actor, reason, isRollback: true, hold: true, cancellation)).ConfigureAwait(false);
        return await FindAsync(before, cancellation).ConfigureAwait(false);
    }

    public Task<ChampionHold?> HoldAsync(string purpose, CancellationToken cancellation) => store.HoldAsync(purpose, cancellation);

    public Task<bool> ReleaseAsync(string purpose, CancellationToken cancellation) => store.ReleaseAsync(purpose, cancellation);

    public async Task<IRecommender> LoadAsync(ModelVersionId version, CancellationToken cancellation) =>
        await LoadAnyAsync(version, cancellation).ConfigureAwait(false) as IRecommender ?? throw new ArgumentException($"Model version {version.Value} recommends nothing.", nameof(version));

    public async Task<IOutlookModel> LoadOutlookAsync(ModelVersionId version, CancellationToken cancellation) =>
        await LoadAnyAsync(version, cancellation).ConfigureAwait(false) is IOutlookModel { TellsOutlooks: true } model ? model : throw new ArgumentException($"Model version {version.Value} foretells nothing of customers.", nameof(version));

    /// <summary>Loads a version whatever it is for, from memory when it is there.</summary>
    internal async Task<StoredModel> LoadAnyAsync(ModelVersionId version, CancellationToken cancellation)
    {
        Task<StoredModel> model;
        lock (_loading)
        {
            var at = _loaded.FindIndex(entry => entry.Id == version);
            model = at < 0 ? Task.Run(() => ReadAsync(version), CancellationToken.None) : _loaded[at].Model;
            Keep(version, model);
        }

        try
        {
            return await model.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch when (model.IsFaulted)
        {
            // Once the file is mended, the next reader finds it.
            Forget(version);
            throw;
        }
    }

    /// <summary>Keeps a model in memory that was just fitted.</summary>
    internal void Remember(ModelVersionId version, StoredModel model)
    {
        lock (_loading)
        {
            Keep(version, Task.FromResult(model));
        }
    }

    // Also after a failure: what was written of it is not known.
    private async Task ChangeAsync(Task change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        finally
        {
            lock (_loading)
            {
                _champions.Clear();
            }
        }
    }

    private void Keep(ModelVersionId version, Task<StoredModel> model)
    {
        _loaded.RemoveAll(entry => entry.Id == version);
        _loaded.Add((version, model));
        if (_loaded.Count > options.Value.LoadedModels)
        {
            _loaded.RemoveAt(0);
        }
    }

    private void Forget(ModelVersionId version)
    {
        lock (_loading)
        {
            _loaded.RemoveAll(entry => entry.Id == version && entry.Model.IsFaulted);
        }
    }

    // Versions of several purposes may rest on one file; it is in memory once.
    private async Task<StoredModel> ReadAsync(ModelVersionId version)
    {
        var known = await KnownAsync(version, CancellationToken.None).ConfigureAwait(false);
        lock (_loading)
        {
            if (_byFile.TryGetValue(known.Version.FileHash, out var kept) && kept.TryGetTarget(out var there))
            {
                return there;
            }
        }

        var model = await files.ReadAsync(known, CancellationToken.None).ConfigureAwait(false);
        lock (_loading)
        {
            foreach (var gone in _byFile.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
            {
                _byFile.Remove(gone);
            }

            _byFile[known.Version.FileHash] = new WeakReference<StoredModel>(model);
        }

        return model;
    }

    private async Task<ModelStore.Stored> KnownAsync(ModelVersionId version, CancellationToken cancellation) =>
        await store.FindAsync(version, cancellation).ConfigureAwait(false) ?? throw new ArgumentException($"There is no model version with the id {version.Value}.", nameof(version));
}
