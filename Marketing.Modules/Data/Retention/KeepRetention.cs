using FluentValidation;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Periods of every module's kinds, and the run that ends what is older.</summary>
internal sealed class KeepRetention(
    DataRetentionStore store, IEnumerable<IAgingData> aging, IShop shop, ISnapshots snapshots, IAuditLog audit, BusinessClock clock, TimeProvider system) : IRetention, IDisposable
{
    private const string Stopped = "It was stopped before it was done; the next run goes on from there.";
    private const string StillInLog = "The rows are gone from the database, but its log could not be emptied while somebody read at length; it is emptied as soon as they have ended, at the latest when the program is started again.";
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
                await ExpireAsync(period.Kind, period.Days!.Value, removed, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            try
            {
                // What went before somebody stopped the run is written down too.
                await NoteAsync(actor, removed).ConfigureAwait(false);
            }
            finally
            {
                _one.Release();
            }
        }

        return new RetentionRun(system.GetUtcNow(), actor, removed);
    }

    public Task<IReadOnlyList<RetentionRun>> RunsAsync(int take, CancellationToken cancellation) => store.RunsAsync(take, cancellation);

    public void Dispose() => _one.Dispose();

    private void Validate(RetentionDraft draft) => new RetentionDraftValidator([.. _kinds.Select(one => one.Kind)]).ValidateAndThrow(draft);

    private DateTimeOffset Before(RetentionKind kind, int days) =>
        shop.StartOf(shop.DayOf(kind.ByShopClock ? clock.GetUtcNow() : system.GetUtcNow()).AddDays(-days));

    // What went of a kind is noted however the kind ends; only the end of the whole run goes further up.
    private async Task ExpireAsync(RetentionKind kind, int days, List<RetentionRemoved> removed, CancellationToken cancellation)
    {
        var (before, rows, problem, why) = (Before(kind, days), 0L, (string?)Stopped, (Reason?)new Reason("stopped", []));
        try
        {
            await _kinds.First(one => one.Kind == kind).ExpireAsync(before, some => rows += some, cancellation).ConfigureAwait(false);
            (problem, why) = (null, null);
        }
        catch (OperatorException refused)
        {
            (problem, why) = ($"{refused.Message} {refused.Fix}", refused is StuckFilesException stuck ? new Reason("files", [$"{stuck.Count}", stuck.First]) : new Reason("failed", [refused.Message]));
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            (problem, why) = ($"{failed.Message} Mend the cause; the next run goes on from there.", new Reason("failed", [failed.Message]));
        }
        finally
        {
            removed.Add(new RetentionRemoved(kind.Name, before, rows, problem) { Why = why });
        }
    }

    private async Task NoteAsync(string actor, List<RetentionRemoved> removed)
    {
        var someWent = removed.Any(one => one.Rows > 0);
        if (someWent)
        {
            snapshots.Invalidate();
        }

        try
        {
            if (someWent && !await store.EmptyLogAsync(CancellationToken.None).ConfigureAwait(false))
            {
                for (var i = 0; i < removed.Count; i++)
                {
                    removed[i] = removed[i] is { Rows: > 0, Problem: null } ? removed[i] with { Problem = StillInLog, Why = new Reason("still-in-log", []) } : removed[i];
                }
            }
        }
        finally
        {
            await store.AddRunAsync(new RetentionRun(system.GetUtcNow(), actor, removed), CancellationToken.None).ConfigureAwait(false);
            await audit.WriteAsync(actor, "retention.run", "retention", removed.ToDictionary(one => one.Kind, one => one.Rows), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
