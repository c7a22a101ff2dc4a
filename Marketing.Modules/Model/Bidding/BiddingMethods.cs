using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>Finds methods by their kind.</summary>
internal sealed class BiddingMethods : IBiddingMethods
{
    private static readonly IBiddingMethod[] All = [new ConstantBid(), new CostPerClickBid(), new LinearBid(), .. ValueBid.All];

    public IReadOnlyList<string> Kinds { get; } = Array.ConvertAll(All, method => method.Kind);

    public IReadOnlyList<MethodParameter> Parameters(string kind) => Method(kind).Parameters;

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => ParameterValues.Of(kind, Method(kind).Parameters, parameters);

    public IBidder Fit(string kind, BidEpisode episode, IReadOnlyDictionary<string, string> parameters, Action<double>? done, CancellationToken cancellation)
    {
        var method = Method(kind);
        var values = ParameterValues.Of(kind, method.Parameters, parameters);
        if (Fault(episode) is { } fault)
        {
            throw new ArgumentException(fault, nameof(episode));
        }

        return method.Fit(episode, values, done, cancellation);
    }

    private static string? Fault(BidEpisode episode) =>
        episode.Auctions < 1 || episode.Budget < 1 ? $"An episode has {episode.Auctions} auctions and a budget of {episode.Budget}; both must be 1 or more."
        : episode.Market.Prices.Any(count => count < 0) || episode.Market.Prices.All(count => count == 0) ? "Counts of prices must not be negative, and one must be above 0."
        : episode.Market.Clicks < 1 || episode.Market.Clicks > episode.Market.Impressions ? $"{episode.Market.Clicks} clicks on {episode.Market.Impressions} impressions; there must be one, and not more than impressions."
        : null;

    private static IBiddingMethod Method(string kind) =>
        Array.Find(All, method => method.Kind == kind) ?? throw new ArgumentException($"There is no model '{kind}'; there are {string.Join(", ", All.Select(method => method.Kind))}.", nameof(kind));
}
