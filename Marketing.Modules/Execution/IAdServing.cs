using Marketing.Kernel;

namespace Marketing.Execution;

/// <summary>A question of a page for its advertisements.</summary>
/// <param name="Placement">Code of the placement.</param>
/// <param name="Customer">Whom, or null for a visitor whom the shop does not know.</param>
public sealed record AdQuestion(string Placement, CustomerId? Customer);

/// <summary>An advertisement to be shown.</summary>
/// <param name="Place">Place from 1 on.</param>
/// <param name="Ad">Advertisement, or null where the place stays empty on purpose: the customer is held out.</param>
/// <param name="Decision">Its decision, for reporting clicks.</param>
/// <param name="Probability">Probability with which it stands there.</param>
public sealed record ServedAd(int Place, Advertisement? Ad, DecisionId Decision, double Probability);

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

    /// <summary>Notes clicks and orders; what was reported before changes nothing. A click on an advertisement with a price per click spends it once.</summary>
    Task<IReadOnlyList<Strategy.ReportResult>> ReportAsync(IReadOnlyList<Data.Outcome> outcomes, CancellationToken cancellation);

    /// <summary>
    /// Counts what was shown and what came of it into the days, notes orders that followed a click of a known customer (<c>bought</c>), and lets policies learn. Repeating it changes nothing; after a crash it
    /// goes on where it stopped.
    /// </summary>
    Task TendAsync(IProgress<Progress>? progress, CancellationToken cancellation);
}
