using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>A way to bid under a budget.</summary>
internal interface IBiddingMethod
{
    /// <summary>Machine name.</summary>
    string Kind { get; }

    /// <summary>Parameters by the field's names.</summary>
    IReadOnlyList<MethodParameter> Parameters { get; }

    /// <summary>Fits the method to the prices of a market.</summary>
    /// <param name="episode">What it is to bid in.</param>
    /// <param name="values">A value for each of the parameters.</param>
    /// <param name="done">Told now and then which share is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    Bidder Fit(BidEpisode episode, ParameterValues values, Action<double>? done, CancellationToken cancellation);
}

/// <summary>A method with its parameters and its rule.</summary>
/// <param name="kind">Method.</param>
/// <param name="values">Its parameters, what was learned among them.</param>
/// <param name="highest">Highest bid.</param>
/// <param name="rule">What to bid with some auctions and some budget left for an impression of a rate of clicks, before it is cut.</param>
internal sealed class Bidder(string kind, ParameterValues values, int highest, Func<int, int, double, double> rule) : IBidder
{
    public string Kind => kind;

    public IReadOnlyDictionary<string, string> Parameters => values.Shown;

    public int Bid(int auctions, int budget, double ctr) => (int)Math.Min(rule(auctions, budget, ctr), Math.Min(budget, highest));
}
