using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>What a turn decided.</summary>
/// <param name="Customers">Customers decided for.</param>
/// <param name="Decisions">Rows written to the ledger.</param>
/// <param name="ByKind">Lists by the method that made them.</param>
public sealed record PlanResult(int Customers, long Decisions, IReadOnlyDictionary<string, int> ByKind);

/// <summary>Decisions of the nightly turn.</summary>
public interface IPlanning
{
    /// <summary>Chooses a recommended set for every customer with an order and writes each choice to the ledger.</summary>
    Task<PlanResult> DecideRecommendationsAsync(FeatureFrame frame, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>
    /// Decides for each member of an audience whether the campaign's message is sent, held back by the holdout, or suppressed with
    /// the reason (no consent, no address, suppressed address, touched lately, left alone by the contact policy), and writes each choice to the ledger. Deterministic in campaign and customer;
    /// a customer for whom the campaign has decided already keeps that decision.
    /// </summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="audience">Audience code.</param>
    /// <param name="holdoutShare">Share in [0, 1) that gets nothing, to measure.</param>
    /// <param name="products">Recommended products a message.</param>
    /// <param name="contactPolicy">Number of the contact policy that decides who is written to now; null to write to everybody. One that cannot be read, or is switched off, writes to everybody, too.</param>
    /// <param name="progress">Takes reports.</param>
    /// <param name="cancellation">Stops the work; what was written stays.</param>
    /// <returns>All decisions of the campaign, by customer id.</returns>
    /// <exception cref="ArgumentException">No audience has that code.</exception>
    /// <exception cref="OperatorException">The members of a look-alike audience cannot be told, see <see cref="IAudiences.MembersAsync"/>; nothing was decided.</exception>
    Task<IReadOnlyList<Decision>> DecideCampaignAsync(CampaignId campaign, string audience, double holdoutShare, int products, long? contactPolicy, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>The same of a campaign that writes to everybody.</summary>
    Task<IReadOnlyList<Decision>> DecideCampaignAsync(CampaignId campaign, string audience, double holdoutShare, int products, IProgress<Progress>? progress, CancellationToken cancellation) =>
        DecideCampaignAsync(campaign, audience, holdoutShare, products, null, progress, cancellation);

    /// <summary>What a campaign would decide now; nothing is written.</summary>
    /// <param name="campaign">Campaign, or null while it is not saved: the holdout is then drawn as for a campaign of its own, so that its size is right and its members differ.</param>
    /// <param name="audience">Audience code.</param>
    /// <param name="holdoutShare">Share in [0, 1) that gets nothing, to measure.</param>
    /// <param name="contactPolicy">As for a decision.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<CampaignForecast> PreviewCampaignAsync(CampaignId? campaign, string audience, double holdoutShare, long? contactPolicy, CancellationToken cancellation);

    /// <summary>The same of a campaign that writes to everybody.</summary>
    Task<CampaignForecast> PreviewCampaignAsync(CampaignId? campaign, string audience, double holdoutShare, CancellationToken cancellation) => PreviewCampaignAsync(campaign, audience, holdoutShare, null, cancellation);

    /// <summary>The first choices with a message that an unsaved campaign without a holdout would make now; nothing is written.</summary>
    /// <param name="audience">Audience code.</param>
    /// <param name="products">Recommended products a message.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<IReadOnlyList<DecisionDraft>> PreviewSendsAsync(string audience, int products, int take, CancellationToken cancellation);
}

/// <summary>Who would get what.</summary>
/// <param name="Audience">Members.</param>
/// <param name="Send">Messages.</param>
/// <param name="Holdout">Held back to measure.</param>
/// <param name="LeftOut">Left out, by reason code.</param>
/// <param name="LeftAlone">Left alone by the contact policy.</param>
public sealed record CampaignForecast(int Audience, int Send, int Holdout, IReadOnlyDictionary<string, int> LeftOut, int LeftAlone = 0);
