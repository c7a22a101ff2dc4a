namespace Marketing.Model;

/// <summary>What is known of a market before it is bid in: a market of second prices, where the winner pays the highest bid of the others.</summary>
/// <param name="Prices">Impressions by what the highest bid of the others was: the count at place d is that of price d. Not negative, at least one above 0.</param>
/// <param name="Clicks">Clicks on them, above 0 and not more than there are impressions.</param>
public sealed record BidMarket(IReadOnlyList<long> Prices, long Clicks)
{
    /// <summary>Highest price that was ever seen; no method bids more.</summary>
    public int Highest => Prices.Count - 1;

    /// <summary>All impressions.</summary>
    public long Impressions => Prices.Sum();

    /// <summary>What all of them cost together.</summary>
    public long Cost => Prices.Select((count, price) => count * price).Sum();

    /// <summary>Mean rate of clicks.</summary>
    public double MeanCtr => (double)Clicks / Impressions;
}

/// <summary>A number of auctions with one budget for all of them.</summary>
/// <param name="Market">Where they take place.</param>
/// <param name="Auctions">Auctions, 1 or more.</param>
/// <param name="Budget">What may be spent in them, 1 or more, in the unit of prices.</param>
public sealed record BidEpisode(BidMarket Market, int Auctions, int Budget);
