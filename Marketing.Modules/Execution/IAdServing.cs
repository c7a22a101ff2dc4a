using Marketing.Kernel;

namespace Marketing.Execution;

/// <summary>A question of a page for its advertisements.</summary>
/// <param name="Placement">Code of the placement.</param>
/// <param name="Customer">Whom, or null for a visitor whom the shop does not know.</param>
/// <param name="Exclude">Advertisements that are not to be shown, such as those that stand elsewhere on the page; they are no candidates, and probabilities are those among the others.</param>
public sealed record AdQuestion(string Placement, CustomerId? Customer, IReadOnlyCollection<AdId>? Exclude = null);

/// <summary>An advertisement to be shown.</summary>
/// <param name="Place">Place from 1 on.</param>
/// <param name="Ad">Advertisement, or null where the place stays empty on purpose: the customer is held out.</param>
/// <param name="Decision">Its decision, for reporting clicks.</param>
/// <param name="Probability">Probability with which it stands there.</param>
/// <param name="Chosen">What was chosen, shown or held out.</param>
public sealed record ServedAd(int Place, Advertisement? Ad, DecisionId Decision, double Probability, AdId Chosen);

/// <summary>Why nothing is shown.</summary>
public enum NoAds
{
    /// <summary>There is no such placement.</summary>
    NoPlacement,

    /// <summary>No campaign may be shown there to this person now.</summary>
    NoneEligible,

    /// <summary>Advertising is switched off.</summary>
    SwitchedOff,

    /// <summary>The customer was erased.</summary>
    Erased,
}

/// <summary>An answer.</summary>
public abstract record AdsServed
{
    private AdsServed()
    {
    }

    /// <summary>Advertisements by place.</summary>
    public sealed record Shown(IReadOnlyList<ServedAd> Ads) : AdsServed;

    /// <summary>None.</summary>
    public sealed record None(NoAds Why) : AdsServed;
}

/// <summary>Serves advertisements: looks who may be shown what under dates, budgets, pacing, audiences and caps, and lets the placement's policy choose.</summary>
public interface IAdServing
{
    /// <summary>The largest value of a reported outcome, minor units, and with a minus the smallest: the largest amount that a file of orders may hold.</summary>
    const long MostValue = 100_000_000_000_000;

    /// <summary>Advertisements for one placement; their decisions are on disk when the answer comes.</summary>
    Task<AdsServed> ServeAsync(AdQuestion question, CancellationToken cancellation);

    /// <summary>Advertisements for several placements of one page, one after the other in the order of the questions: none is chosen twice, and each choice is among what those before it left.</summary>
    Task<IReadOnlyList<AdsServed>> ServePageAsync(IReadOnlyList<AdQuestion> questions, CancellationToken cancellation);

    /// <summary>Notes clicks and orders; what was reported before changes nothing. A click on an advertisement with a price per click spends it once. A click with a value, or a value beyond <see cref="MostValue"/>, is refused.</summary>
    Task<IReadOnlyList<Strategy.ReportResult>> ReportAsync(IReadOnlyList<Data.Outcome> outcomes, CancellationToken cancellation);

    /// <summary>
    /// Counts what was shown and what came of it into the days, notes orders that followed a click of a known customer (<c>bought</c>), and lets policies learn. Repeating it changes nothing; after a crash it
    /// goes on where it stopped.
    /// </summary>
    Task TendAsync(IProgress<Progress>? progress, CancellationToken cancellation);
}
