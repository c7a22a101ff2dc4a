using Marketing.Kernel;

namespace Marketing.Execution;

/// <summary>Where an advertising campaign stands.</summary>
public enum AdCampaignState : long
{
    /// <summary>Being written; nothing is shown.</summary>
    Draft = 1,

    /// <summary>Shown within its dates and budgets.</summary>
    Running = 2,

    /// <summary>A person holds it; it can go on.</summary>
    Paused = 3,

    /// <summary>A person ended it for good.</summary>
    Ended = 4,
}

/// <summary>What a campaign pays for.</summary>
public enum AdPricing : long
{
    /// <summary>Nothing: a place of the shop's own.</summary>
    Free = 1,

    /// <summary>Each click.</summary>
    Click = 2,

    /// <summary>Each thousand shows.</summary>
    Thousand = 3,
}

/// <summary>What a person writes of a campaign.</summary>
/// <param name="Name">Name among colleagues.</param>
/// <param name="Audience">Code of one of the audiences (<see cref="Strategy.IAudiences"/>), or null for everybody, visitors too.</param>
/// <param name="Start">Business time from which it is shown, or null for at once.</param>
/// <param name="End">Business time up to which, exclusive, or null for no end.</param>
/// <param name="DailyBudget">Most to be spent a day of the shop, minor units, or null for no bound. 0 shows nothing.</param>
/// <param name="TotalBudget">Most to be spent in all, minor units, or null for no bound. 0 shows nothing.</param>
/// <param name="Pricing">What is paid for.</param>
/// <param name="Price">Price of it, minor units; 0 for <see cref="AdPricing.Free"/>.</param>
/// <param name="CapShows">Most shows to one customer within <paramref name="CapDays"/>, or null for no bound. It cannot hold for visitors whom the shop does not know.</param>
/// <param name="CapDays">Days of the cap, 1 to 30.</param>
/// <param name="HoldoutShare">Share of customers in [0, 0.9] who never see it, to measure what it brings.</param>
/// <param name="Paces">Whether the daily budget is spread over the day.</param>
/// <param name="Placements">Codes of the placements where it is shown.</param>
public sealed record AdCampaignDraft(
    string Name,
    string? Audience,
    DateTimeOffset? Start,
    DateTimeOffset? End,
    long? DailyBudget,
    long? TotalBudget,
    AdPricing Pricing,
    long Price,
    int? CapShows,
    int CapDays,
    double HoldoutShare,
    bool Paces,
    IReadOnlyList<string> Placements);

/// <summary>What is shown.</summary>
/// <param name="Name">Name among colleagues.</param>
/// <param name="Headline">Headline, plain text.</param>
/// <param name="Text">Text, plain; may be empty.</param>
/// <param name="Image">Address of a picture (https, or a path of the shop's own), or null.</param>
/// <param name="Target">Where a click leads: an https address, or a path of the shop's own.</param>
public sealed record AdDraft(string Name, string Headline, string Text, string? Image, string Target);

/// <summary>An advertisement.</summary>
/// <param name="Id">Id.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Draft">What was written.</param>
/// <param name="IsActive">Whether it takes part.</param>
public sealed record Advertisement(AdId Id, AdCampaignId Campaign, AdDraft Draft, bool IsActive);

/// <summary>Why a running campaign shows nothing just now, or that it does.</summary>
public enum AdDelivery
{
    /// <summary>It is shown.</summary>
    Shown,

    /// <summary>It does not run: a draft, paused or ended.</summary>
    NotRunning,

    /// <summary>Its first day has not come.</summary>
    NotYet,

    /// <summary>Its last day is over.</summary>
    Over,

    /// <summary>The money of the day is spent, or the daily budget is 0.</summary>
    DaySpent,

    /// <summary>The whole money is spent, or the budget is 0.</summary>
    AllSpent,

    /// <summary>It has no active advertisement.</summary>
    NoAd,

    /// <summary>It names no placement that there is.</summary>
    NoPlacement,
}

/// <summary>A campaign.</summary>
/// <param name="Id">Id.</param>
/// <param name="Draft">What was written.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Delivery">Whether it is shown just now, and why not.</param>
/// <param name="Version">Changes with every change; what a change was made from.</param>
/// <param name="Actor">Who created it.</param>
/// <param name="Created">Business time.</param>
/// <param name="SpentToday">Spent on the shop's day, minor units.</param>
/// <param name="Spent">Spent in all, minor units.</param>
/// <param name="Pace">Share of chances it takes just now, in [0, 1]; 1 without pacing.</param>
public sealed record AdCampaign(AdCampaignId Id, AdCampaignDraft Draft, AdCampaignState State, AdDelivery Delivery, long Version, string Actor, DateTimeOffset Created, long SpentToday, long Spent, double Pace);

/// <summary>What became of a change.</summary>
public enum AdChange
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is none of that number.</summary>
    Missing,

    /// <summary>Somebody changed it meanwhile; nothing was written.</summary>
    Overtaken,

    /// <summary>It cannot from where it stands: what has ended stays so.</summary>
    NotPossible,

    /// <summary>It cannot start: none of its advertisements is active, and it is shown elsewhere than in networks.</summary>
    NoAds,

    /// <summary>It cannot start: its end is past.</summary>
    EndPast,
}

/// <summary>Where a placement is.</summary>
public enum PlacementSurface : long
{
    /// <summary>On a page of the shop, which asks over HTTP.</summary>
    Shop = 1,

    /// <summary>In mails of campaigns.</summary>
    Mail = 2,

    /// <summary>In a network elsewhere: budgets and audiences go out, results come back as files.</summary>
    Network = 3,
}

/// <summary>A place for advertisements.</summary>
/// <param name="Code">Code by which it is asked for (<see cref="Strategy.RecommendationQuery.IsPlacement"/>).</param>
/// <param name="Name">Name among colleagues.</param>
/// <param name="Surface">Where it is.</param>
/// <param name="Places">Advertisements beside each other, 1 to 20.</param>
public sealed record AdPlacement(string Code, string Name, PlacementSurface Surface, int Places);

/// <summary>Advertising campaigns with their advertisements, and the placements.</summary>
public interface IAdCampaigns
{
    /// <summary>Campaigns, newest first; search looks into the name.</summary>
    Task<Page<AdCampaign>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>One campaign, or null.</summary>
    Task<AdCampaign?> FindAsync(AdCampaignId campaign, CancellationToken cancellation);

    /// <summary>Advertisements of a campaign, oldest first.</summary>
    Task<IReadOnlyList<Advertisement>> AdsAsync(AdCampaignId campaign, CancellationToken cancellation);

    /// <summary>One advertisement, or null.</summary>
    Task<Advertisement?> FindAdAsync(AdId ad, CancellationToken cancellation);

    /// <summary>Saves a new campaign as a draft.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<AdCampaignId> CreateAsync(AdCampaignDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Changes a campaign, running ones too; holds from the next question on.</summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="basedOn">Version that the change was made from.</param>
    /// <param name="draft">What it is to say.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<AdChange> ChangeAsync(AdCampaignId campaign, long basedOn, AdCampaignDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Starts, holds, or ends a campaign. What has ended stays so; one without an active advertisement, or whose end is past, is not started.</summary>
    Task<AdChange> SetStateAsync(AdCampaignId campaign, AdCampaignState state, string actor, CancellationToken cancellation);

    /// <summary>Adds an advertisement, which takes part from the next question on or rests; null where there is no such campaign.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<AdId?> AddAdAsync(AdCampaignId campaign, AdDraft draft, bool isActive, string actor, CancellationToken cancellation);

    /// <summary>Changes an advertisement. What it has learned stays: give what says something else a new one.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<AdChange> ChangeAdAsync(AdId ad, AdDraft draft, bool isActive, string actor, CancellationToken cancellation);

    /// <summary>Placements by code.</summary>
    Task<IReadOnlyList<AdPlacement>> PlacementsAsync(CancellationToken cancellation);

    /// <summary>Adds a placement, or changes the one with its code.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task SavePlacementAsync(AdPlacement placement, string actor, CancellationToken cancellation);

    /// <summary>Removes a placement that no campaign names; gives the names of those that do, and removes nothing then.</summary>
    Task<IReadOnlyList<string>> RemovePlacementAsync(string code, string actor, CancellationToken cancellation);
}
