using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>An advertisement that may be shown.</summary>
/// <param name="Ad">Which.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="HoldoutShare">Share of customers in [0, 0.9] who never see the campaign, to measure what it brings.</param>
public readonly record struct AdCandidate(AdId Ad, AdCampaignId Campaign, double HoldoutShare);

/// <summary>A question for advertisements in one placement.</summary>
/// <param name="Placement">Code of the placement.</param>
/// <param name="Customer">Whom, or null for a visitor whom the shop does not know.</param>
/// <param name="Candidates">What may be shown, each advertisement once; its rules of time, money and frequency are looked at already.</param>
/// <param name="Places">Places to fill, 1 to 20.</param>
public sealed record AdAsk(string Placement, CustomerId? Customer, IReadOnlyList<AdCandidate> Candidates, int Places = 1);

/// <summary>An advertisement in a place, on disk in the ledger.</summary>
/// <param name="Ad">Which.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Place">Place from 1 on.</param>
/// <param name="Decision">Its decision.</param>
/// <param name="Probability">Probability with which it stands there, in (0, 1].</param>
/// <param name="IsHeldOut">
/// The customer is held out of its campaign: the place stays empty, and the decision tells what would have been shown (ghost ads, Johnson, Lewis and Nubbemeyer 2017), so that the two groups differ in
/// nothing but having seen it.
/// </param>
public readonly record struct DecidedAd(AdId Ad, AdCampaignId Campaign, int Place, DecisionId Decision, double Probability, bool IsHeldOut);

/// <summary>Why no advertisement was chosen.</summary>
public enum AdRefusal
{
    /// <summary>Nothing may be shown.</summary>
    NoCandidate,

    /// <summary>Advertising is switched off (<see cref="IAdPolicies.KillAsync"/>).</summary>
    SwitchedOff,

    /// <summary>The customer was erased meanwhile.</summary>
    Erased,
}

/// <summary>What came of a question.</summary>
public abstract record AdAnswer
{
    private AdAnswer()
    {
    }

    /// <summary>Places were filled, the first first; fewer than asked for where fewer may be shown.</summary>
    public sealed record Decided(IReadOnlyList<DecidedAd> Ads) : AdAnswer;

    /// <summary>None.</summary>
    public sealed record Refused(AdRefusal Reason) : AdAnswer;
}

/// <summary>
/// Chooses advertisements by the policy of a placement, writes every choice to the ledger before it is answered, and learns from what came of it. The policy learns from the ledger alone, so that a restart loses
/// nothing and learns nothing twice.
/// </summary>
public interface IAdDecisions
{
    /// <summary>Outcomes that may be reported: <c>clicked</c>, and <c>bought</c> with its margin in minor units.</summary>
    static IReadOnlyList<string> ReportedKinds { get; } = ["clicked", "bought"];

    /// <summary>Chooses, and answers when the choice is on disk. Safe for any number of callers; those who wait share one commit.</summary>
    /// <exception cref="ArgumentException">An advertisement is named twice, the places are not 1 to 20, or the placement's code is none (<see cref="RecommendationQuery.IsPlacement"/>).</exception>
    Task<AdAnswer> DecideAsync(AdAsk ask, CancellationToken cancellation);

    /// <summary>Notes what became of decisions; the same decision, kind and time again changes nothing.</summary>
    Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation);

    /// <summary>Learns from decisions whose window is over, and saves what was learned with the place up to which it was read.</summary>
    /// <returns>How many decisions were learned from.</returns>
    Task<long> LearnAsync(IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Whether a customer is held out of a campaign: the same pair always draws the same.</summary>
    bool IsHeldOut(AdCampaignId campaign, CustomerId customer, double share);
}
