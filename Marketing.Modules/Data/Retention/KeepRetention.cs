using FluentValidation;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Periods of every module's kinds, and the run that ends what is older.</summary>
internal sealed class KeepRetention(
    DataRetentionStore store, IEnumerable<IAgingData> aging, IShop shop, ISnapshots snapshots, IAuditLog audit, BusinessClock clock, TimeProvider system) : IRetention, IDisposable
{
    private readonly List<IAgingData> _kinds = [.. aging.OrderBy(one => one.Kind.Name, StringComparer.Ordinal)];
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<IReadOnlyList<RetentionPeriod>> ListAsync(CancellationToken cancellation)
    {
        var chosen = (await store.PeriodsAsync(cancellation).ConfigureAwait(false)).ToDictionary(row => row.Kind);
        return [.. _kinds.Select(one => chosen.TryGetValue(one.Kind.Name, out var row)
            ? new RetentionPeriod(one.Kind, (int?)row.Days, row.Actor, row.Changed)
            : new RetentionPeriod(one.Kind, one.Kind.DefaultDays, null, null))];
    }

    public async Task SetAsync(RetentionDraft draft, string actor, CancellationToken cancellation)
    {
        Validate(draft);
        var before = (await ListAsync(cancellation).ConfigureAwait(false)).First(period => period.Kind.Name == draft.Kind);
        await store.SetAsync(draft, actor, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "retention.set", draft.Kind, new { Before = before.Days, draft.Days }, cancellation).ConfigureAwait(false);
    }

    public async Task<RetentionPreview> PreviewAsync(RetentionDraft draft, CancellationToken cancellation)
    {
        Validate(draft);
        var kind = _kinds.First(one => one.Kind.Name == draft.Kind);
        if (draft.Days is not { } days)
        {
            return new RetentionPreview(draft.Kind, null, 0, null);
        }

        var before = Before(kind.Kind, days);
        var aged = await kind.CountAsync(before, cancellation).ConfigureAwait(false);
        return new RetentionPreview(draft.Kind, before, aged.Rows, aged.Oldest);
    }

    public async Task<RetentionRun> RunAsync(string actor, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        var removed = new List<RetentionRemoved>();
        try
        {
            var periods = (await ListAsync(cancellation).ConfigureAwait(false)).Where(period => period.Days is not null).ToList();
            foreach (var period in periods)
            {
                progress?.Report(new Progress("retention", removed.Count / (double)periods.Count, period.Kind.Name));
                removed.Add(await ExpireAsync(period.Kind, period.Days!.Value, cancellation).ConfigureAwait(false));
            }
        }
        finally
        {
            // What went before somebody stopped the run is written down too.
            await NoteAsync(actor, removed).ConfigureAwait(false);
            _one.Release();
        }

        return new RetentionRun(system.GetUtcNow(), actor, removed);
    }

    public Task<IReadOnlyList<RetentionRun>> RunsAsync(int take, CancellationToken cancellation) => store.RunsAsync(take, cancellation);

    public void Dispose() => _one.Dispose();

    private void Validate(RetentionDraft draft) => new RetentionDraftValidator([.. _kinds.Select(one => one.Kind)]).ValidateAndThrow(draft);

    private DateTimeOffset Before(RetentionKind kind, int days) =>
        shop.StartOf(shop.DayOf(kind.ByShopClock ? clock.GetUtcNow() : system.GetUtcNow()).AddDays(-days));

    private async Task<RetentionRemoved> ExpireAsync(RetentionKind kind, int days, CancellationToken cancellation)
    {
        var before = Before(kind, days);
        try
        {
            return new RetentionRemoved(kind.Name, before, await _kinds.First(one => one.Kind == kind).ExpireAsync(before, cancellation).ConfigureAwait(false), null);
        }
        catch (OperatorException refused)
        {
            return new RetentionRemoved(kind.Name, before, 0, $"{refused.Message} {refused.Fix}");
        }
    }

    private async Task NoteAsync(string actor, List<RetentionRemoved> removed)
    {
        if (removed.Any(one => one.Rows > 0))
        {
            snapshots.Invalidate();
            await store.EmptyLogAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await store.AddRunAsync(new RetentionRun(system.GetUtcNow(), actor, removed), CancellationToken.None).ConfigureAwait(false);
        await audit.WriteAsync(actor, "retention.run", "retention", removed.ToDictionary(one => one.Kind, one => one.Rows), CancellationToken.None).ConfigureAwait(false);
    }
}
