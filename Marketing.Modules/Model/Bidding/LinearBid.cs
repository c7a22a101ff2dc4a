using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>
/// <c>b0 θ / θ̄</c> (Perlich et al. 2012, linear bidding): in proportion to the probability of a click. An impression of the mean rate
/// gets the best constant bid unless <c>b0</c> is given, since that needs no auctions to be tuned on.
/// </summary>
internal sealed class LinearBid : IBiddingMethod
{
    private const string Parameter = "b0";

    public string Kind => "linear";

    public IReadOnlyList<MethodParameter> Parameters { get; } = [MethodParameter.RealOrLearned(Parameter, 0, 1e6)];

    public Bidder Fit(BidEpisode episode, ParameterValues values, Action<double>? done, CancellationToken cancellation)
    {
        var (bid, mean) = (values.RealOrLearned(Parameter) ?? ConstantBid.Best(episode), episode.Market.MeanCtr);
        return new Bidder(Kind, values.With(Parameter, bid), episode.Market.Highest, (_, _, ctr) => ctr * bid / mean);
    }
}
