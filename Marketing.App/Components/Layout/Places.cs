using MudBlazor;

namespace Marketing.App.Components.Layout;

/// <summary>One page of the navigation.</summary>
/// <param name="Name">Key of its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Roles">Roles that may open it, or null for everybody with a session.</param>
internal sealed record Place(string Name, string Address, string Icon, string? Roles = null);

/// <summary>One group of the navigation.</summary>
/// <param name="Name">Key of its name.</param>
/// <param name="Places">Its pages.</param>
/// <param name="Roles">Roles that see it, or null for everybody with a session.</param>
internal sealed record PlaceGroup(string Name, IReadOnlyList<Place> Places, string? Roles = null);

/// <summary>The navigation follows the loop; it holds only pages that exist.</summary>
internal static class Places
{
    private const string Administrator = nameof(Kernel.Role.Administrator);
    private const string Marketers = $"{nameof(Kernel.Role.Administrator)},{nameof(Kernel.Role.Marketer)}";

    public static IReadOnlyList<PlaceGroup> Groups { get; } =
    [
        new("Shell.Today", [new("Shell.Overview", "/", Icons.Material.Outlined.Dashboard)]),
        new("Shell.Data",
        [
            new("Shell.Imports", "/data/imports", Icons.Material.Outlined.UploadFile),
            new("Tracking.Title", "/data/tracking", Icons.Material.Outlined.TrackChanges),
            new("Shell.Quality", "/data/quality", Icons.Material.Outlined.FactCheck),
            new("Consents.Title", "/data/consents", Icons.Material.Outlined.HowToReg),
            new("Privacy.Place", "/data/privacy", Icons.Material.Outlined.PrivacyTip, Administrator),
            new("Live.Title", "/data/live", Icons.Material.Outlined.Stream),
        ]),
        new("Shell.Customers",
        [
            new("Shell.CustomerList", "/customers", Icons.Material.Outlined.People),
            new("Shell.Segments", "/segments", Icons.Material.Outlined.PieChart),
            new("Duplicates.Title", "/data/duplicates", Icons.Material.Outlined.PeopleOutline, Marketers),
        ]),
        new("Shell.Models",
        [
            new("Shell.Registry", "/models", Icons.Material.Outlined.ModelTraining),
            new("Trainings.Title", "/models/trainings", Icons.Material.Outlined.Timeline),
            new("Compute.Title", "/models/compute", Icons.Material.Outlined.Memory),
        ]),
        new("Shell.Strategy",
        [
            new("Shell.Recommendations", "/recommendations", Icons.Material.Outlined.Recommend),
            new("Merchandising.Title", "/recommendations/rules", Icons.Material.Outlined.Rule),
            new("Methods.Title", "/recommendations/methods", Icons.Material.Outlined.ScatterPlot),
            new("Health.Title", "/recommendations/health", Icons.Material.Outlined.MonitorHeart),
            new("Contacts.Title", "/contacts", Icons.Material.Outlined.MarkEmailRead),
            new("Demand.Title", "/demand", Icons.Material.Outlined.ShowChart),
            new("Promotions.Title", "/promotions", Icons.Material.Outlined.LocalOffer),
            new("Stock.Title", "/stock", Icons.Material.Outlined.Inventory2),
            new("Ads.Title", "/ads", Icons.Material.Outlined.AdsClick),
            new("Ads.PlacementsTitle", "/ads/placements", Icons.Material.Outlined.ViewQuilt),
            new("Ads.WhatIfPlace", "/ads/what-if", Icons.Material.Outlined.Psychology),
        ]),
        new("Shell.Campaigns",
        [
            new("Shell.CampaignList", "/campaigns", Icons.Material.Outlined.Campaign),
            new("Shell.Outbox", "/outbox", Icons.Material.Outlined.Outbox),
        ]),
        new("Shell.Results", [new("Shell.Backtests", "/results/backtests", Icons.Material.Outlined.QueryStats)]),
        new("Shell.Settings",
        [
            new("Shell.Shop", "/settings/shop", Icons.Material.Outlined.Storefront),
            new("Shell.Channel", "/settings/channel", Icons.Material.Outlined.Mail, Administrator),
            new("Webhooks.Title", "/settings/webhooks", Icons.Material.Outlined.Webhook, Administrator),
            new("Shell.Users", "/settings/users", Icons.Material.Outlined.ManageAccounts, Administrator),
            new("Shell.Jobs", "/jobs", Icons.Material.Outlined.WorkHistory),
            new("Shell.Audit", "/settings/audit", Icons.Material.Outlined.Policy, Administrator),
            new("ApiKeys.Title", "/settings/api-keys", Icons.Material.Outlined.Key, Administrator),
        ]),
    ];

    /// <summary>Whether a place has others below it, so that it is chosen only by its very address.</summary>
    public static bool HasOthersBelow(Place place) => Groups.SelectMany(group => group.Places).Any(other => other.Address.StartsWith(place.Address.TrimEnd('/') + "/", StringComparison.Ordinal) && other != place);
}
