using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Execution;

/// <summary>Counted advertising of one day.</summary>
/// <param name="Day">Day of the shop.</param>
/// <param name="Campaign">Campaign.</param>
/// <param name="Ad">Advertisement, or null for results of a network that names none.</param>
/// <param name="Placement">Placement; empty where it is no longer known, as of what came after an erasure and no other row tells.</param>
/// <param name="Policy">Policy that chose, as the ledger names it; empty for a network.</param>
/// <param name="IsHeldOut">Held out: decisions that were not shown.</param>
/// <param name="Shows">Shown, or held out.</param>
/// <param name="Clicks">Of these, with a click.</param>
/// <param name="Orders">Of these, with an order after a click.</param>
/// <param name="Margin">Margin of these orders, minor units.</param>
/// <param name="Spend">Spent, minor units.</param>
public sealed record AdDay(DateOnly Day, AdCampaignId Campaign, AdId? Ad, string Placement, string Policy, bool IsHeldOut, long Shows, long Clicks, long Orders, long Margin, long Spend);

/// <summary>What became of a file of results.</summary>
public abstract record AdResultsOutcome
{
    private AdResultsOutcome()
    {
    }

    /// <summary>All its rows stand; rows of a day, campaign and network that were there are replaced.</summary>
    /// <param name="Added">New rows.</param>
    /// <param name="Replaced">Rows that took the place of others.</param>
    public sealed record Taken(int Added, int Replaced) : AdResultsOutcome;

    /// <summary>Rows do not do, or the file as a whole; nothing of it was taken.</summary>
    /// <param name="Refusals">The first that do not do, in the file's order; at least one.</param>
    /// <param name="More">How many more there are.</param>
    public sealed record Refused(IReadOnlyList<ImportOutcome.Refused> Refusals, int More) : AdResultsOutcome;
}

/// <summary>A budget proposed for a campaign.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Share">Its part with what it is expected to bring.</param>
/// <param name="Days">Days with spend that this rests on.</param>
/// <param name="Clicks">Clicks on these days.</param>
/// <param name="Low">Lower end of the 95 % interval of the margin that it is expected to bring, minor units; null where it cannot be told.</param>
/// <param name="High">Upper end.</param>
public sealed record AdBudgetShare(AdCampaign Campaign, SplitShare Share, int Days, long Clicks, double? Low, double? High)
{
    /// <summary>Fewest days on which advice is more than a guess.</summary>
    public const int FewDays = 14;

    /// <summary>Fewest clicks on which advice is more than a guess.</summary>
    public const int FewClicks = 100;

    /// <summary>Whether it rests on so little that it is hardly more than a guess.</summary>
    public bool IsWeak => Days < FewDays || Clicks < FewClicks;
}

/// <summary>Counted results, results of networks, and what goes out to them.</summary>
public interface IAdResults
{
    /// <summary>Counted days from one to another, both with them, by day, campaign, advertisement, placement and policy.</summary>
    Task<IReadOnlyList<AdDay>> DaysAsync(DateOnly first, DateOnly last, AdCampaignId? campaign, CancellationToken cancellation);

    /// <summary>Up to when everything is counted, or null before the first count.</summary>
    Task<DateTimeOffset?> CountedToAsync(CancellationToken cancellation);

    /// <summary>
    /// Takes a CSV file of a network's results: <c>day, placement, campaign, spend, shows, clicks</c> and where known <c>orders, margin, ad</c>; the campaign by its name or number, money in the shop's currency with
    /// a decimal point. All rows or none.
    /// </summary>
    Task<AdResultsOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation);

    /// <summary>Splits a daily budget over the running campaigns by marginal return (<see cref="IBudgetSplits"/>), from what each brought at what it spent a day.</summary>
    /// <param name="budget">Money a day, minor units, above 0.</param>
    /// <param name="days">Days to look back, 7 to 365.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<(IReadOnlyList<AdBudgetShare> Shares, double? ShadowPrice, double Unspent)> SplitAsync(long budget, int days, CancellationToken cancellation);

    /// <summary>Addresses of a campaign's audience who agreed to marketing mail and are not held out of the campaign, as networks take them: SHA-256 of the trimmed address in lower case, in hexadecimal. The caller asks the register of transfers before.</summary>
    Task<IReadOnlyList<string>> AudienceAsync(AdCampaignId campaign, CancellationToken cancellation);
}
