using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Strategy.Recommendations;

namespace Marketing.Strategy.Merchandising;

internal sealed class ManageRules(KeepRuleBooks books, RecommendProducts recommendations, ISegments segments, ISnapshots snapshots, IAuditLog audit) : IMerchandising
{
    private const int Looked = 200;
    private const int MostShifts = 20;
    private readonly RuleBookValidator _validator = new();

    public Task<RuleBookVersion> CurrentAsync(CancellationToken cancellation) => books.CurrentAsync(cancellation).AsTask();

    public Task<Page<RuleBookVersion>> VersionsAsync(TableQuery query, CancellationToken cancellation) => books.ListAsync(query, cancellation);

    public Task<RuleBookVersion?> FindAsync(long version, CancellationToken cancellation) => books.FindAsync(version, cancellation);

    public IReadOnlyList<string> Check(RuleBook book) => [.. _validator.Validate(book).Errors.Select(error => error.ErrorMessage).Distinct()];

    public async Task<IReadOnlyList<RuleDoubt>> DoubtsAsync(RuleBook book, CancellationToken cancellation) =>
        FindDoubts.Of(book, (await snapshots.CurrentAsync(cancellation).ConfigureAwait(false)).Products);

    public Task<RuleDraft?> DraftAsync(string actor, CancellationToken cancellation) => books.DraftAsync(actor, cancellation);

    public Task SaveDraftAsync(string actor, RuleDraft? draft, CancellationToken cancellation) => books.SaveDraftAsync(actor, draft, cancellation);

    public async Task<PublishOutcome> PublishAsync(RuleBook book, long basedOn, string actor, string note, CancellationToken cancellation)
    {
        if (Check(book) is { Count: > 0 } problems)
        {
            return new PublishOutcome.Refused(problems);
        }

        if (note.Trim().Length > RuleBookVersion.LongestNote)
        {
            return new PublishOutcome.Refused([$"A note has at most {RuleBookVersion.LongestNote} letters. Shorten it."]);
        }

        var outcome = await books.PublishAsync(book, basedOn, actor, note.Trim(), cancellation).ConfigureAwait(false);
        if (outcome is PublishOutcome.Published { Version: var published })
        {
            await audit.WriteAsync(actor, "rules.publish", $"rules {published.Version}", new { rules = book.Rules.Count, note = published.Note }, CancellationToken.None).ConfigureAwait(false);
        }

        return outcome;
    }

    public async Task<RulePreview> PreviewAsync(RuleBook draft, CustomerId? customer, int take, string? placement, CancellationToken cancellation)
    {
        if (Check(draft) is { Count: > 0 } problems)
        {
            throw new ArgumentException(problems[0], nameof(draft));
        }

        new RecommendationQuery(customer, take) { Placement = placement }.Check();
        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
        var before = await recommendations.RankerAsync(now, cancellation).ConfigureAwait(false);
        var after = await recommendations.RankerAsync(now, draft, cancellation).ConfigureAwait(false);
        return await HeavyWork.RunAsync(() => Compare(before, after, customer, take, placement, Buyers(now), cancellation), cancellation).ConfigureAwait(false);
    }

    // Spread evenly over all buyers, so that the same draft shows the same figures.
    private static int[] Buyers(Segmentation segments)
    {
        var buyers = Enumerable.Range(0, segments.Of.Count).Where(c => segments.Frame.Stored.Frequency[c] > 0).ToArray();
        return buyers.Length <= Looked ? buyers : [.. Enumerable.Range(0, Looked).Select(i => buyers[(long)i * buyers.Length / Looked])];
    }

    private static RulePreview Compare(Ranker before, Ranker after, CustomerId? customer, int take, string? placement, int[] customers, CancellationToken cancellation)
    {
        var (old, draft, plans) = (new RankedList[customers.Length], new RankedList[customers.Length], Array.ConvertAll(customers, one => after.PlanOf(one, placement)));
        Parallel.For(0, customers.Length, HeavyWork.Loop(cancellation), i =>
        {
            old[i] = before.Rank(customers[i], take, placement);
            draft[i] = after.Rank(customers[i], take, placement);
        });
        var changed = old.Zip(draft, (a, b) => !a.Places.Select(place => place.Product).SequenceEqual(b.Places.Select(place => place.Product))).Count(differs => differs);
        var replaced = old.Zip(draft, (a, b) => b.Places.Count == 0 ? 0 : b.Places.Count(place => a.Places.All(known => known.Product != place.Product)) / (double)b.Places.Count).DefaultIfEmpty().Average();
        return new RulePreview(
            RecommendProducts.List(before, customer, take, placement, null),
            RecommendProducts.List(after, customer, take, placement, null),
            customers.Length,
            changed,
            replaced,
            [.. after.Book.Rules.Select(entry => Effect(entry.Rule, entry.Matches, plans, old, draft))],
            Shifts(old, draft, after.Snapshot));
    }

    // A rule has to do only with the lists of those for whom it holds there.
    private static RuleEffect Effect(MerchandisingRule rule, bool[] matches, RulePlan[] plans, RankedList[] before, RankedList[] after) => new(
        rule.Name,
        matches.Count(match => match),
        Enumerable.Range(0, plans.Length).Count(i => plans[i].Rules.Contains(rule) && (rule.Action is RuleAction.Hide ? before[i] : after[i]).Places
            .Any(place => rule.Action is RuleAction.Pin or RuleAction.Boost ? place.Rule?.Name == rule.Name : matches[place.Product])));

    private static IReadOnlyList<ProductShift> Shifts(RankedList[] before, RankedList[] after, ShopSnapshot snapshot)
    {
        var lists = new Dictionary<int, (int Before, int After)>();
        foreach (var place in before.SelectMany(list => list.Places))
        {
            var (b, a) = lists.GetValueOrDefault(place.Product);
            lists[place.Product] = (b + 1, a);
        }

        foreach (var place in after.SelectMany(list => list.Places))
        {
            var (b, a) = lists.GetValueOrDefault(place.Product);
            lists[place.Product] = (b, a + 1);
        }

        return [.. lists
            .Where(entry => entry.Value.Before != entry.Value.After)
            .OrderByDescending(entry => Math.Abs(entry.Value.After - entry.Value.Before))
            .ThenBy(entry => entry.Key)
            .Take(MostShifts)
            .Select(entry => new ProductShift(snapshot.Products.Code[entry.Key], snapshot.Products.Name[entry.Key], entry.Value.Before, entry.Value.After))];
    }
}
