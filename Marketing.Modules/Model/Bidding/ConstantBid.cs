using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>One bid for every impression: that which wins the most of them on the prices of the market, unless it is given.</summary>
internal sealed class ConstantBid : IBiddingMethod
{
    private const string Parameter = "bid";

    public string Kind => "constant";

    public IReadOnlyList<MethodParameter> Parameters { get; } = [MethodParameter.RealOrLearned(Parameter, 0, 1e6)];

    public Bidder Fit(BidEpisode episode, ParameterValues values, Action<double>? done, CancellationToken cancellation)
    {
        var bid = values.RealOrLearned(Parameter) ?? Best(episode);
        return new Bidder(Kind, values.With(Parameter, bid), episode.Market.Highest, (_, _, _) => bid);
    }

    /// <summary>The best constant bid.</summary>
    public static int Best(BidEpisode episode) => MarketPrices.Of(episode.Market.Prices, 0).BestConstant((double)episode.Budget / episode.Auctions);
}
