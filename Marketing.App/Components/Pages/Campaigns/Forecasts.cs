using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Campaigns;

/// <summary>What would follow from a campaign.</summary>
internal static class Forecasts
{
    /// <summary>What it would decide now, by the contact policy that may act where it asks for one.</summary>
    public static async Task<CampaignForecast> ForecastAsync(this IPlanning planning, IContactPolicies contacts, CampaignId? campaign, string audience, double holdoutShare, bool isSteered, CancellationToken cancellation) =>
        await planning.PreviewCampaignAsync(campaign, audience, holdoutShare, isSteered ? (await contacts.StateAsync(cancellation)).Acting : null, cancellation);
}
