using Marketing.Kernel;
using Marketing.Strategy.Sql;

namespace Marketing.Strategy.Merchandising;

/// <summary>The book in force, from memory: every request asks for it. A book that another process publishes is seen a second later.</summary>
internal sealed class KeepRuleBooks(StrategyStore store, BusinessClock clock, TimeProvider system)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private volatile Kept? _kept;

    private sealed record Kept(RuleBookVersion Version, long At, bool IsOvertaken = false);

    public async ValueTask<RuleBookVersion> CurrentAsync(CancellationToken cancellation)
    {
        if (_kept is { IsOvertaken: false } kept && system.GetElapsedTime(kept.At) < Fresh)
        {
            return kept.Version;
        }

        var now = system.GetTimestamp();
        var read = await store.CurrentAsync(cancellation).ConfigureAwait(false) ?? RuleBookVersion.None;

        lock (_gate)
        {
            // The same book keeps its identity, and with it what was computed from it; a slow reader does not bring back one that was overtaken.
            var version = _kept?.Version is { } known && known.Version >= read.Version ? known : read;
            _kept = new Kept(version, now);
            return version;
        }
    }

    public Task<Page<RuleBookVersion>> ListAsync(TableQuery query, CancellationToken cancellation) => store.ListAsync(query, cancellation);

    public Task<RuleBookVersion?> FindAsync(long version, CancellationToken cancellation) => store.FindAsync(version, cancellation);

    public Task<RuleDraft?> DraftAsync(string actor, CancellationToken cancellation) => store.DraftAsync(actor, cancellation);

    public Task SaveDraftAsync(string actor, RuleDraft? draft, CancellationToken cancellation) => store.SaveDraftAsync(actor, draft, cancellation);

    public async Task<PublishOutcome> PublishAsync(RuleBook book, long basedOn, string actor, string note, CancellationToken cancellation)
    {
        var published = await store.PublishAsync(book, basedOn, clock.GetUtcNow(), actor, note, cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            _kept = _kept is { } before ? before with { IsOvertaken = true } : null;
        }

        var current = await CurrentAsync(cancellation).ConfigureAwait(false);
        return published ? new PublishOutcome.Published(current) : new PublishOutcome.Overtaken(current);
    }
}
