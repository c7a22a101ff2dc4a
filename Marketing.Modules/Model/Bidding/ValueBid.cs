using System.Globalization;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>
/// Bids by <see cref="BidValues"/>: <c>rlb</c> by the rate of clicks of each impression (Cai et al. 2017), <c>ss_mdp</c> by the mean rate for
/// all of them (Amin, Kearns, Key and Schwaighofer 2012, a market of a single slot with the prices known).
/// </summary>
internal sealed class ValueBid : IBiddingMethod
{
    private const string Laplace = "laplace";

    private readonly bool _eachByItself;

    private ValueBid(string kind, bool eachByItself) => (Kind, _eachByItself) = (kind, eachByItself);

    /// <summary>Both.</summary>
    public static IReadOnlyList<IBiddingMethod> All { get; } = [new ValueBid("ss_mdp", false), new ValueBid("rlb", true)];

    public string Kind { get; }

    // The paper's repository adds one impression at every price.
    public IReadOnlyList<MethodParameter> Parameters { get; } = [MethodParameter.Real(Laplace, 1, 0, 1e6)];

    public Bidder Fit(BidEpisode episode, ParameterValues values, Action<double>? done, CancellationToken cancellation)
    {
        if (BidValues.Size(episode) is > BidValues.Most and var size)
        {
            throw new UnfitMethodException(
                Kind,
                string.Create(CultureInfo.InvariantCulture, $"{Kind} keeps a number for each auction and each unit of the budget, which is {size:N0} of them; {BidValues.Most:N0} are the most."),
                "Take shorter episodes, a smaller budget, or prices in a coarser unit.");
        }

        var mean = episode.Market.MeanCtr;
        var table = BidValues.Of(MarketPrices.Of(episode.Market.Prices, values.Real(Laplace)), mean, episode.Auctions, episode.Budget, done, cancellation);
        return new Bidder(Kind, values, episode.Market.Highest, _eachByItself
            ? (auctions, budget, ctr) => table.Largest(auctions, budget, ctr)
            : (auctions, budget, _) => table.Largest(auctions, budget, mean));
    }
}
