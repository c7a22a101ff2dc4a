using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Http.Extensions;

namespace Marketing.App.Tracking;

/// <summary>
/// Advertisements on the demonstration storefront, asked for and reported as a shop's server would do it. Whoever looks is a visitor whom nobody knows, and nothing of the browser is kept.
/// </summary>
internal sealed class StorefrontAds(IAdServing serving, IAdCampaigns campaigns, ILedger ledger, BusinessClock clock)
{
    /// <summary>Code of its placement; without one it shows none.</summary>
    public const string Placement = "storefront";

    /// <summary>Advertisements beside each other in the demo shop.</summary>
    public const int Places = 2;

    /// <summary>What a page shows. Programs are shown nothing: they would count as people.</summary>
    public async Task<IReadOnlyList<ServedAd>> ShowAsync(HttpRequest request, CancellationToken cancellation) =>
        !RobotSigns.In(request.Headers) && await serving.ServeAsync(new AdQuestion(Placement, null), cancellation) is AdsServed.Shown(var ads)
            ? [.. ads.Where(ad => ad.Ad is not null)]
            : [];

    /// <summary>Reports a click.</summary>
    /// <returns>Where the advertisement leads, as a header can hold it; null where the storefront showed none under that number: of a known customer, or somebody held out, it shows none.</returns>
    public async Task<string?> FollowAsync(HttpRequest request, DecisionId decision, CancellationToken cancellation)
    {
        if (await ledger.FindAsync(decision, cancellation) is not { Draft: { Kind: DecisionKind.Ad, Customer: null } draft }
            || draft.Arm == AdCodes.Holdout
            || AdCodes.ReadPlace(draft.Context)?.Placement != Placement
            || AdCodes.ReadAction(draft.Action) is not { } shown
            || await campaigns.FindAdAsync(shown, cancellation) is not { } ad)
        {
            return null;
        }

        if (!RobotSigns.In(request.Headers))
        {
            await serving.ReportAsync([new Outcome(decision, "clicked", clock.GetUtcNow(), 0)], cancellation);
        }

        return Encoded(ad.Draft.Target);
    }

    // Addresses may be typed in any letters; headers hold ASCII only.
    private static string Encoded(string target)
    {
        if (target[0] == '/')
        {
            return UriHelper.Encode(new Uri(target, UriKind.Relative));
        }

        var address = new Uri(target);
        return new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;
    }
}
