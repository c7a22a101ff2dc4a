using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>What to bid for, and how.</summary>
/// <param name="Auctions">A line an auction in order of time, <c>click price ctr</c> with spaces or tabs between and no header: whether the impression was clicked (0 or 1), the highest bid of the others (a whole number), the foretold rate of clicks in [0, 1].</param>
/// <param name="Prices">JSON with <c>price_counter_train</c> (impressions by price, from 0 up), <c>imp_train</c>, <c>cost_train</c> and <c>clk_train</c>: all that the methods learn from.</param>
/// <param name="BudgetShare">Budget of an episode as a share of what all its auctions would cost at the mean price learned from, in (0, 1].</param>
/// <param name="Model">Method, or <see cref="AllModels"/>.</param>
/// <param name="Episode">Auctions of an episode, 1 or more; each begins with the whole budget, the last may have fewer.</param>
public sealed record BiddingQuestion(string Auctions, string Prices, double BudgetShare, string Model, int Episode)
{
    /// <summary>Name for every method after the other.</summary>
    public const string AllModels = "all";

    /// <summary>Values that differ from the defaults, by the field's names; of several methods each takes those that it has.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}

/// <summary>What one episode came to.</summary>
/// <param name="Model">Method.</param>
/// <param name="Episode">Number, from 1.</param>
/// <param name="Auctions">Auctions in it.</param>
/// <param name="Impressions">Auctions won.</param>
/// <param name="Clicks">Clicks on them.</param>
/// <param name="Cost">What they cost, in the unit of prices.</param>
public sealed record EpisodeOutcome(string Model, int Episode, int Auctions, int Impressions, int Clicks, long Cost);

/// <summary>What came out.</summary>
/// <param name="Measured">The methods with their figures.</param>
/// <param name="Budget">Budget of an episode, in the unit of prices.</param>
/// <param name="Rows">Rows by name: <c>auctions episodes clicks train train_clicks</c>.</param>
/// <param name="Episodes">Episodes, method by method.</param>
public sealed record BiddingReport(IReadOnlyList<LabMeasured> Measured, int Budget, IReadOnlyDictionary<string, long> Rows, IReadOnlyList<EpisodeOutcome> Episodes);

/// <summary>Bidding under a budget, replayed on auctions of a log. Needs no shop.</summary>
public interface IBiddingLaboratory
{
    /// <summary>
    /// Fits methods to prices alone and lets each bid in all auctions: one is won by a bid not below its price, which is what it costs. Figures are
    /// <c>clicks</c> with the exact 95 % interval of a Poisson count, <c>impressions cost auctions win_rate budget_used</c>, and, prices being
    /// for a thousand impressions, <c>cpm</c> (cost / impressions) and <c>ecpc</c> (cost / 1000 / clicks), which are left out where there is nothing to divide by.
    /// </summary>
    /// <exception cref="OperatorException">A file cannot be read or a value is wrong, or a model or parameter is not known; the message names file, row and column.</exception>
    Task<BiddingReport> MeasureAsync(BiddingQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
