using System.Collections.Concurrent;
using Marketing.Data;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>A decision of the open window with what came of it.</summary>
internal sealed record AdReaction(AdDecisionRow Row, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Time of the first click, or null.</summary>
    public DateTimeOffset? Clicked => Outcomes.FirstOrDefault(outcome => outcome.Kind == AdReactions.Clicked)?.At;

    /// <summary>Whether an order is noted.</summary>
    public bool HasOrder => Outcomes.Any(outcome => outcome.Kind == AdReactions.Bought);
}

/// <summary>Decisions of the last 31 days with an outcome. Their terms are kept, so that the next reading asks for new ones only.</summary>
internal sealed class AdReactions(ILedger ledger)
{
    public const string Clicked = "clicked";
    public const string Bought = "bought";

    /// <summary>Days after which nothing more comes of a decision.</summary>
    public const int WindowDays = 31;

    private const long Range = 200_000;
    private Dictionary<DecisionId, AdDecisionRow> _known = [];
    private (DateTimeOffset Since, DecisionId First)? _begin;
    private readonly ConcurrentDictionary<CustomerId, bool> _erased = new();
    private int _forgotten;

    /// <summary>All up to a decision, in the order of their ids.</summary>
    public async Task<List<AdReaction>> ReadAsync(DateTimeOffset since, DecisionId last, CancellationToken cancellation)
    {
        var (found, known, forgotten) = (new List<AdReaction>(), new Dictionary<DecisionId, AdDecisionRow>(), Volatile.Read(ref _forgotten));
        for (var from = (await BeginAsync(since, last, cancellation).ConfigureAwait(false)).Value; from <= last.Value; from += Range)
        {
            var outcomes = await ledger.AdOutcomesAsync(new DecisionId(from), new DecisionId(Math.Min(last.Value, from + Range - 1)), cancellation).ConfigureAwait(false);
            foreach (var group in outcomes.GroupBy(outcome => outcome.Decision))
            {
                if (await RowAsync(group.Key, cancellation).ConfigureAwait(false) is { } row)
                {
                    if (row.Customer is not { } customer || !_erased.ContainsKey(customer))
                    {
                        known[row.Id] = row;
                    }

                    found.Add(new AdReaction(row, [.. group]));
                }
            }
        }

        // What was read before an erasure may name the person.
        _known = forgotten == Volatile.Read(ref _forgotten) ? known : [];
        return found;
    }

    /// <summary>How many decisions are kept in memory.</summary>
    public int Kept => _known.Count;

    /// <summary>Forgets what was read, as somebody is being erased; the next reading asks the ledger anew, and keeps nothing that names them: Data erases the ledger last.</summary>
    public void Forget(CustomerId customer)
    {
        _erased[customer] = true;
        Interlocked.Increment(ref _forgotten);
        _known = [];
    }

    // The window begins anew with each day of the shop; within one it is looked for once, since other decisions may have to be walked.
    // Where there is no advertisement up to the last decision, one can only come behind it.
    private async Task<DecisionId> BeginAsync(DateTimeOffset since, DecisionId last, CancellationToken cancellation)
    {
        if (_begin is not { } begin || begin.Since != since)
        {
            begin = (since, await ledger.FirstAdAsync(since, cancellation).ConfigureAwait(false) ?? new DecisionId(last.Value + 1));
            _begin = begin;
        }

        return begin.First;
    }

    private async Task<AdDecisionRow?> RowAsync(DecisionId decision, CancellationToken cancellation) =>
        _known.TryGetValue(decision, out var row) ? row : await FindAsync(ledger, decision, cancellation).ConfigureAwait(false);

    /// <summary>One decision about an advertisement, or null.</summary>
    public static async Task<AdDecisionRow?> FindAsync(ILedger ledger, DecisionId decision, CancellationToken cancellation) =>
        await ledger.AdsAfterAsync(new DecisionId(decision.Value - 1), DateTimeOffset.MaxValue, 1, cancellation).ConfigureAwait(false) is [var row] && row.Id == decision ? row : null;
}

/// <summary>Counts the ledger into days: shows once, behind a mark; what came of them anew for the open window.</summary>
internal sealed class CountAds(AdMemory memory, ExecutionAdDaysStore store, ILedger ledger, IShop shop)
{
    private const int AtOnce = 10_000;

    /// <summary>Counts shows that are not counted yet.</summary>
    /// <returns>The last decision up to which the ledger is counted, or null where there is no campaign or no decision.</returns>
    public async Task<DecisionId?> ShowsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        while (true)
        {
            // What is decided on from here on is behind it.
            var newest = (await ledger.BeforeAsync(null, null, 1, cancellation).ConfigureAwait(false)) is [var top] ? top.Id : new DecisionId(0);
            var (before, _) = await store.MarksAsync(cancellation).ConfigureAwait(false);
            if ((await memory.RefreshAsync(cancellation).ConfigureAwait(false)).Campaigns.Count == 0)
            {
                // Nothing of what there is can be of an advertisement; who counts meanwhile moves the mark too.
                if (newest.Value > (before?.Value ?? 0))
                {
                    await store.CountAsync(before, newest, now, [], cancellation).ConfigureAwait(false);
                }

                return null;
            }

            var rows = await ledger.AdsAfterAsync(before, DateTimeOffset.MaxValue, AtOnce, cancellation).ConfigureAwait(false);
            var isAll = rows.Count < AtOnce;
            var last = rows.Count > 0 ? rows[^1].Id : before;
            if (isAll && newest.Value > (last?.Value ?? 0))
            {
                // Other decisions are not walked again and again.
                last = newest;
            }

            // The book is read behind the rows: an advertisement was there before it was decided on, so that every row finds its own.
            var shows = Shows(rows, await memory.RefreshAsync(cancellation).ConfigureAwait(false));
            if (await store.CountAsync(before, last, now, shows, cancellation).ConfigureAwait(false) && isAll)
            {
                return last;
            }
        }
    }

    private List<(AdDayKey Key, long Shows, long Mills)> Shows(IReadOnlyList<AdDecisionRow> rows, AdBook book)
    {
        var (shows, placements) = (new Dictionary<AdDayKey, (long Shows, long Mills)>(), new Dictionary<string, string>());
        foreach (var row in rows)
        {
            if (KeyOf(row, book, placements) is { } key)
            {
                var (count, mills) = shows.GetValueOrDefault(key);
                shows[key] = (count + 1, mills + (key.IsHeldOut ? 0 : book.PriceAt(key.Campaign, row.At).ShowMills));
            }
        }

        return [.. shows.Select(one => (one.Key, one.Value.Shows, one.Value.Mills))];
    }

    /// <summary>Sets what came of the shows of the open window, and what its clicks cost.</summary>
    public async Task OutcomesAsync(DateTimeOffset now, IReadOnlyList<AdReaction> reactions, CancellationToken cancellation)
    {
        var book = await memory.OpenAsync(cancellation).ConfigureAwait(false);
        var (first, last) = (FirstDay(now), DateOnly.MaxValue);
        var there = (await store.DaysAsync(first, last, null, cancellation).ConfigureAwait(false)).ToDictionary(row => row.Key, row => row.Count);
        var wanted = there.Keys.ToDictionary(key => key, _ => default(AdDayCount));
        var placements = new Dictionary<string, string>();
        foreach (var reaction in reactions)
        {
            if (KeyOf(reaction.Row, book, placements) is { } key && key.Day >= first.DayNumber)
            {
                var count = wanted.GetValueOrDefault(key);
                wanted[key] = count with
                {
                    Clicks = count.Clicks + (reaction.Clicked is null ? 0 : 1),
                    Orders = count.Orders + (reaction.HasOrder ? 1 : 0),
                    Margin = reaction.Outcomes.Where(outcome => outcome.Kind == AdReactions.Bought).Aggregate(count.Margin, (margin, outcome) => AdMoney.Add(margin, outcome.Value)),
                };
            }
        }

        foreach (var (key, mills) in await store.ChargesAsync(first, last, cancellation).ConfigureAwait(false))
        {
            wanted[key] = wanted.GetValueOrDefault(key) with { ClickMills = mills };
        }

        await store.SetOutcomesAsync([.. wanted.Where(one => Came(one.Value) != Came(there.GetValueOrDefault(one.Key))).Select(one => (one.Key, one.Value))], cancellation).ConfigureAwait(false);
    }

    /// <summary>The first day of the open window.</summary>
    public DateOnly FirstDay(DateTimeOffset now) => shop.DayOf(now).AddDays(-AdReactions.WindowDays);

    private static (long, long, long, long) Came(AdDayCount count) => (count.Clicks, count.Orders, count.Margin, count.ClickMills);

    // Decisions share their contexts, so that few are read.
    private AdDayKey? KeyOf(AdDecisionRow row, AdBook book, Dictionary<string, string> placements)
    {
        if (AdCodes.ReadAction(row.Terms.Action) is not { } ad || book.Ad(ad) is not { } known)
        {
            return null;
        }

        if (!placements.TryGetValue(row.Context, out var placement))
        {
            placements[row.Context] = placement = AdRows.PlacementOf(row.Context);
        }

        return new AdDayKey(shop.DayOf(row.At).DayNumber, known.Campaign, ad, placement, row.Terms.Policy, row.Terms.Arm == AdCodes.Holdout);
    }
}
