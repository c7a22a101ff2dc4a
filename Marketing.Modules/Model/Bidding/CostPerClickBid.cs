using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>What a click may cost at most, times its probability (Chen, Berkhin, Anderson and Devanur 2011), the most being what one has cost in the market; it knows no budget.</summary>
internal sealed class CostPerClickBid : IBiddingMethod
{
    public string Kind => "mcpc";

    public IReadOnlyList<MethodParameter> Parameters { get; } = [];

    public Bidder Fit(BidEpisode episode, ParameterValues values, Action<double>? done, CancellationToken cancellation)
    {
        var cost = (double)episode.Market.Cost / episode.Market.Clicks;
        return new Bidder(Kind, values, episode.Market.Highest, (_, _, ctr) => ctr * cost);
    }
}
