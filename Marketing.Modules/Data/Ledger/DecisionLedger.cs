using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;

namespace Marketing.Data.Ledger;

/// <summary>Every choice and what became of it.</summary>
internal sealed class DecisionLedger(DataLedgerAppendStore appends, DataLedgerStore store) : ILedger
{
    private const int ReadAtOnce = 1000;

    public async Task<IReadOnlyList<DecisionId?>> AppendAsync(RunId? run, DateTimeOffset at, IReadOnlyList<DecisionDraft> drafts, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        for (var i = 0; i < drafts.Count; i++)
        {
            Check(run, drafts[i], i);
        }

        var append = appends.Begin(run, at);
        var ids = new List<DecisionId?>(drafts.Count);
        while (ids.Count < drafts.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            ids.AddRange(await append.SliceAsync(drafts, ids.Count, cancellation));
            progress?.Report(new Progress("ledger", ids.Count / (double)drafts.Count, $"{ids.Count:N0} decisions"));
        }

        return ids;
    }

    public Task AppendOutcomesAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation) => appends.AddOutcomesAsync(outcomes, cancellation);

    public async Task<Decision?> FindAsync(DecisionId decision, CancellationToken cancellation) =>
        (await store.ReadAsync([decision.Value], cancellation)).SingleOrDefault();

    public async Task<Page<Decision>> ListAsync(CustomerId? customer, CampaignId? campaign, RunId? run, DecisionKind? kind, TableQuery query, CancellationToken cancellation)
    {
        var part = new LedgerPart(customer, campaign, run, kind);
        var ids = await store.ListAsync(part, null, query.Skip, query.Take, cancellation);
        return new Page<Decision>(await store.ReadAsync(ids, cancellation), await store.CountAsync(part, cancellation));
    }

    public async Task<IReadOnlyList<Decision>> BeforeAsync(CustomerId? customer, DecisionId? before, int take, CancellationToken cancellation) =>
        await store.ReadAsync(await store.ListAsync(new LedgerPart(customer, null, null, null), before, 0, take, cancellation), cancellation);

    // The ids are walked once; what the decisions share is read for a slice of them at a time.
    public async Task<IReadOnlyList<Decision>> OfCampaignAsync(CampaignId campaign, CancellationToken cancellation)
    {
        var decisions = new List<Decision>();
        var ids = await store.ListAsync(new LedgerPart(null, campaign, null, null), null, 0, int.MaxValue, cancellation);
        foreach (var some in ids.Chunk(ReadAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            decisions.AddRange(await store.ReadAsync(some, cancellation));
        }

        return decisions;
    }

    public Task<IReadOnlyList<Outcome>> OutcomesAfterAsync(DecisionId? decision, Outcome? after, int take, CancellationToken cancellation) =>
        store.OutcomesAfterAsync(decision, after, take, cancellation);

    public Task<IReadOnlyList<Outcome>> OutcomesAsync(DecisionId decision, CancellationToken cancellation) => store.OutcomesAsync(decision, cancellation);

    public Task<IReadOnlyList<DecisionCount>> CountAsync(RunId? run, CampaignId? campaign, CancellationToken cancellation) => store.CountAsync(run, campaign, cancellation);

    public Task<IReadOnlyList<ProductPlaces>> PlacesAsync(RunId run, CancellationToken cancellation) => store.PlacesAsync(run, cancellation);

    public async Task<Reactions> MessageReactionsAsync(DateTimeOffset since, CancellationToken cancellation) => Of(await store.MessageReactionsAsync(since, cancellation));

    public async Task<ListReactions> ListReactionsAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var (customers, visitors) = await store.ListReactionsAsync(since, cancellation);
        return new ListReactions(Of(customers), Of(visitors));
    }

    public Task<IReadOnlyDictionary<CustomerId, DateTimeOffset>> LastTouchesAsync(DateTimeOffset since, CancellationToken cancellation) => store.LastTouchesAsync(since, cancellation);

    public Task<IReadOnlyList<MessagesSent>> MessagesAsync(DateTimeOffset before, CancellationToken cancellation) => store.MessagesAsync(before, cancellation);

    public Task<IReadOnlySet<CustomerId>> EngagedAsync(DateTimeOffset since, CancellationToken cancellation) => store.EngagedAsync(since, cancellation);

    public Task<ContactDecisions> ContactsAsync(DateTimeOffset since, DateTimeOffset before, Predicate<CustomerId>? wanted, CancellationToken cancellation) => store.ContactsAsync(since, before, wanted, cancellation);

    public Task<ChanceCount> CountChancesAsync(DateTimeOffset before, DateTimeOffset old, CancellationToken cancellation) => store.CountChancesAsync(before, old, cancellation);

    public async Task<IReadOnlyList<AdDecisionRow>> AdsAfterAsync(DecisionId? after, DateTimeOffset before, int take, CancellationToken cancellation) => (await store.AdStretchAsync(after, before, take, cancellation)).Rows;

    public Task<AdStretch> AdStretchAsync(DecisionId? after, DateTimeOffset before, int take, CancellationToken cancellation) => store.AdStretchAsync(after, before, take, cancellation);

    public Task<IReadOnlyList<Outcome>> AdOutcomesAsync(DecisionId first, DecisionId last, CancellationToken cancellation) => store.AdOutcomesAsync(first, last, cancellation);

    public Task<DecisionId?> FirstAdAsync(DateTimeOffset since, CancellationToken cancellation) => store.FirstAdAsync(since, cancellation);

    private static Reactions Of((long Seen, long Clicked) counted)
    {
        var interval = Interval.Wilson(counted.Clicked, counted.Seen);
        return new Reactions(counted.Seen, counted.Clicked, interval?.Low, interval?.High);
    }

    private static void Check(RunId? run, DecisionDraft draft, int position)
    {
        // NaN fails the comparison too.
        if (!(draft.Propensity > 0 && draft.Propensity <= 1))
        {
            throw new ArgumentException($"Draft {position} has the propensity {draft.Propensity}; a choice that was made has a probability above 0 and at most 1.", nameof(draft));
        }

        if (!Enum.IsDefined(draft.Kind))
        {
            throw new ArgumentException($"Draft {position} has the unknown kind {(long)draft.Kind}.", nameof(draft));
        }

        // What a campaign or a run has decided is found again by the customer.
        if (draft.Customer is null && (draft.Kind is not (DecisionKind.Recommendation or DecisionKind.Ad) || draft.Campaign is not null || run is not null))
        {
            throw new ArgumentException($"Draft {position} names no customer; only a list or an advertisement outside of campaigns and runs can be for a visitor.", nameof(draft));
        }
    }
}
