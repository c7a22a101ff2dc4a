using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>Decisions about advertisements as Execution reads them.</summary>
internal static class AdRows
{
    private const int Page = 10_000;

    /// <summary>All from behind one of them on, made before an instant, in the order of their ids.</summary>
    public static async IAsyncEnumerable<AdDecisionRow> AfterAsync(ILedger ledger, DecisionId? after, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<AdDecisionRow> rows;
        do
        {
            rows = await ledger.AdsAfterAsync(after, before, Page, cancellation).ConfigureAwait(false);
            foreach (var row in rows)
            {
                yield return row;
            }

            after = rows.Count > 0 ? rows[^1].Id : after;
        }
        while (rows.Count == Page);
    }

    /// <summary>The campaign of a decision's advertisement, or null where the book has none.</summary>
    public static AdCampaignId? CampaignOf(AdDecisionRow row, AdBook book) => AdCodes.ReadAction(row.Terms.Action) is { } ad ? book.Ad(ad)?.Campaign : null;

    /// <summary>The placement of a context; empty where it names none, as after an erasure, which takes the situation away.</summary>
    public static string PlacementOf(string context) => AdCodes.ReadPlace(context)?.Placement ?? "";
}
