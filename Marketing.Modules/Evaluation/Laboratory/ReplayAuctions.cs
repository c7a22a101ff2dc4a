using System.Runtime.InteropServices;
using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>
/// Lets a bidder bid in the auctions of a log. What others bid is taken as it was, and auctions that the log's own bidder had lost are not in it: figures
/// compare bidders on the same log and foretell no market.
/// </summary>
internal static class ReplayAuctions
{
    /// <summary>Every episode; each begins with the whole budget and as many auctions before it as an episode has, the last one though it is shorter, since a bidder cannot know that.</summary>
    public static List<EpisodeOutcome> By(IBidder bidder, List<LabAuction> auctions, int length, int budget, CancellationToken cancellation)
    {
        var episodes = new List<EpisodeOutcome>();
        var all = CollectionsMarshal.AsSpan(auctions);
        for (var start = 0; start < all.Length; start += Math.Min(length, all.Length - start))
        {
            cancellation.ThrowIfCancellationRequested();
            episodes.Add(Episode(bidder, all.Slice(start, Math.Min(length, all.Length - start)), episodes.Count + 1, length, budget));
        }

        return episodes;
    }

    private static EpisodeOutcome Episode(IBidder bidder, ReadOnlySpan<LabAuction> auctions, int number, int length, int budget)
    {
        var (left, impressions, clicks) = (budget, 0, 0);
        for (var i = 0; i < auctions.Length; i++)
        {
            var auction = auctions[i];
            if (bidder.Bid(length - i, left, auction.Ctr) >= auction.Price)
            {
                (left, impressions, clicks) = (left - auction.Price, impressions + 1, clicks + (auction.IsClicked ? 1 : 0));
            }
        }

        return new EpisodeOutcome(bidder.Kind, number, auctions.Length, impressions, clicks, budget - left);
    }
}
