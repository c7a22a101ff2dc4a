namespace Marketing.Model;

/// <summary>A way to bid that was fitted. May be used by several threads at once.</summary>
public interface IBidder
{
    /// <summary>Method.</summary>
    string Kind { get; }

    /// <summary>All its parameters, by the field's names; what was learned stands with its number.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>What to bid; never more than is left, so that whoever pays no more than the bid never spends more than the budget.</summary>
    /// <param name="auctions">Auctions left with this one, from 1 to those of the episode.</param>
    /// <param name="budget">Budget left, from 0 to that of the episode.</param>
    /// <param name="ctr">Probability of a click on this impression, in [0, 1].</param>
    int Bid(int auctions, int budget, double ctr);
}

/// <summary>Every method that bids for impressions under a budget, to win as many clicks as it can. Nothing is stored; may be used by several threads at once.</summary>
public interface IBiddingMethods
{
    /// <summary>Methods on offer, by the field's names, the simplest first.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Parameters of a method, by the field's names.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    IReadOnlyList<MethodParameter> Parameters(string kind);

    /// <summary>Looks whether parameters may be given to a method.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range; the message names it.</exception>
    void Check(string kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Fits a method to prices alone: no auction that it is to bid in is looked at. The same input gives the same bids.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="episode">What it is to bid in.</param>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <param name="done">Told now and then which share is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The kind or a parameter is not known, or the episode breaks what its records promise.</exception>
    /// <exception cref="UnfitMethodException">The method would need more memory for an episode of this length and budget than it may take.</exception>
    IBidder Fit(string kind, BidEpisode episode, IReadOnlyDictionary<string, string> parameters, Action<double>? done, CancellationToken cancellation);
}
