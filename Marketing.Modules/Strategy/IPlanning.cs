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
    /// the reason (no consent, no address, touched lately), and writes each choice to the ledger. Deterministic in campaign and customer.
    /// </summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="audience">Audience code.</param>
    /// <param name="holdoutShare">Share in [0, 1) that gets nothing, to measure.</param>
    /// <param name="products">Recommended products a message.</param>
    /// <param name="progress">Takes reports.</param>
    /// <param name="cancellation">Stops the work; what was written stays.</param>
    Task<IReadOnlyList<Decision>> DecideCampaignAsync(CampaignId campaign, string audience, double holdoutShare, int products, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>What <see cref="DecideCampaignAsync"/> would decide now; nothing is written.</summary>
    Task<CampaignForecast> PreviewCampaignAsync(string audience, double holdoutShare, CancellationToken cancellation);
}

/// <summary>Who would get what.</summary>
/// <param name="Audience">Members.</param>
/// <param name="Send">Messages.</param>
/// <param name="Holdout">Held back to measure.</param>
/// <param name="LeftOut">Left out, by reason code.</param>
public sealed record CampaignForecast(int Audience, int Send, int Holdout, IReadOnlyDictionary<string, int> LeftOut);
