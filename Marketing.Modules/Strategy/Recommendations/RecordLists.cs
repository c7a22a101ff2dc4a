using System.Text.Json;
using System.Threading.Channels;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy.Planning;

namespace Marketing.Strategy.Recommendations;

/// <summary>
/// Writes lists that a shop shows into the ledger, and what became of them. Whoever waits shares one commit: while one is on its way
/// to the disk, the next ones gather.
/// </summary>
internal sealed class RecordLists : IDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostTogether = 100;

    // A report some hours before its list, or after now, is a clock or a time zone that is wrong, and no other mistake.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(1);
    private readonly ILedger _ledger;
    private readonly BusinessClock _clock;
    private readonly TimeProvider _system;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _loop;

    public RecordLists(ILedger ledger, BusinessClock clock, TimeProvider system)
    {
        (_ledger, _clock, _system) = (ledger, clock, system);
        _loop = Task.Run(LoopAsync);
    }

    private sealed record Waiting(DecisionDraft Draft, TaskCompletionSource<DecisionId?> Written);

    /// <summary>
    /// A list as a decision. Of a visit it keeps products by their ids, the host of the page before it, and a country that the shop's
    /// customers come from: what else a caller writes there had no part in the list, and might name somebody.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="query">The question.</param>
    /// <param name="book">Version of the book of rules.</param>
    /// <param name="shop">The shop.</param>
    public static DecisionDraft Draft(RankedList list, RecommendationQuery query, long book, ShopBase shop)
    {
        var country = shop.Country.Knows(query.Country) ? query.Country : null;
        var context = new { placement = query.Placement, rules = book, country, referrer = IVisitSources.HostOf(query.Referrer), viewed = query.Viewed.Select(product => product.Value), basket = query.Basket.Select(product => product.Value) };
        return Drafts.Shown(query.Customer, list, JsonSerializer.Serialize(context), shop.Snapshot);
    }

    /// <summary>Writes a decision; it is on disk when its number comes back, and nowhere where none does: the customer was erased meanwhile.</summary>
    public async Task<DecisionId?> WriteAsync(DecisionDraft draft, CancellationToken cancellation)
    {
        var waiting = new Waiting(draft, new TaskCompletionSource<DecisionId?>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(waiting, cancellation).ConfigureAwait(false);
        return await waiting.Written.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Notes what became of lists, see <see cref="IRecommendations.ReportAsync"/>.</summary>
    public async Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        var known = new Dictionary<DecisionId, (DateTimeOffset At, HashSet<(string, long)> There)?>();
        var results = new ReportResult[outcomes.Count];
        var taken = new List<Outcome>();
        for (var i = 0; i < results.Length; i++)
        {
            var outcome = outcomes[i];
            if (!known.TryGetValue(outcome.Decision, out var decision))
            {
                known[outcome.Decision] = decision = await KnownAsync(outcome.Decision, cancellation).ConfigureAwait(false);
            }

            results[i] = outcome.At > _system.GetUtcNow() + ClocksDiffer ? ReportResult.TooLate
                : !IRecommendations.ReportedKinds.Contains(outcome.Kind) ? ReportResult.NoKind
                : decision is not { } list ? ReportResult.NoDecision
                : outcome.At < list.At - ClocksDiffer ? ReportResult.TooEarly
                : list.There.Add((outcome.Kind, outcome.At.ToUnixTimeMilliseconds())) ? ReportResult.Taken : ReportResult.Known;
            if (results[i] == ReportResult.Taken)
            {
                taken.Add(outcome);
            }
        }

        await _ledger.AppendOutcomesAsync(taken, cancellation).ConfigureAwait(false);
        return results;
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _loop.Wait();
    }

    // When a recommendation was made, and its outcomes; null where the number is none's.
    private async Task<(DateTimeOffset At, HashSet<(string, long)> There)?> KnownAsync(DecisionId decision, CancellationToken cancellation) =>
        await _ledger.FindAsync(decision, cancellation).ConfigureAwait(false) is { Draft.Kind: DecisionKind.Recommendation } list
            ? (list.At, (await _ledger.OutcomesAsync(decision, cancellation).ConfigureAwait(false)).Select(outcome => (outcome.Kind, outcome.At.ToUnixTimeMilliseconds())).ToHashSet())
            : null;

    private async Task LoopAsync()
    {
        var together = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            together.Clear();
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var one))
            {
                together.Add(one);
            }

            // One that cannot be written takes nothing from the others.
            if (!await WriteAsync(together).ConfigureAwait(false) && together.Count > 1)
            {
                foreach (var one in together)
                {
                    await WriteAsync([one]).ConfigureAwait(false);
                }
            }
        }
    }

    // False when nothing is written; of one alone, it is told why.
    private async Task<bool> WriteAsync(List<Waiting> together)
    {
        try
        {
            var ids = await _ledger.AppendAsync(null, _clock.GetUtcNow(), together.ConvertAll(one => one.Draft), null, CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < ids.Count; i++)
            {
                together[i].Written.SetResult(ids[i]);
            }

            return true;
        }
        catch (Exception e)
        {
            if (together.Count == 1)
            {
                together[0].Written.SetException(e);
            }

            return false;
        }
    }
}
