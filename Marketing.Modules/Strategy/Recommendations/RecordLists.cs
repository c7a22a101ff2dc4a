using System.Text.Json;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy.Planning;
using Marketing.Strategy.Recording;

namespace Marketing.Strategy.Recommendations;

/// <summary>Writes lists that a shop shows into the ledger, and what became of them.</summary>
internal sealed class RecordLists(GroupCommit commits, ILedger ledger, BusinessClock clock)
{
    private readonly ReportOutcomes _reports = new(ledger, clock, DecisionKind.Recommendation, IRecommendations.ReportedKinds);

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
    public async Task<DecisionId?> WriteAsync(DecisionDraft draft, CancellationToken cancellation) => (await commits.WriteAsync([draft], cancellation).ConfigureAwait(false))[0];

    /// <summary>Notes what became of lists, see <see cref="IRecommendations.ReportAsync"/>.</summary>
    public Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation) => _reports.ReportAsync(outcomes, cancellation);
}
