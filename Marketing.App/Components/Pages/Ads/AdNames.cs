using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>Names of advertisements.</summary>
internal static class AdNames
{
    /// <summary>Headline and campaign of each advertisement of the newest campaigns.</summary>
    /// <param name="campaigns">Campaigns.</param>
    /// <param name="most">Campaigns to look into.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<IReadOnlyDictionary<AdId, string>> ReadAsync(IAdCampaigns campaigns, int most, CancellationToken cancellation)
    {
        Dictionary<AdId, string> names = [];
        foreach (var campaign in (await campaigns.ListAsync(new TableQuery(Take: most), cancellation)).Items)
        {
            foreach (var ad in await campaigns.AdsAsync(campaign.Id, cancellation))
            {
                names[ad.Id] = $"{ad.Draft.Headline} ({campaign.Draft.Name})";
            }
        }

        return names;
    }
}
