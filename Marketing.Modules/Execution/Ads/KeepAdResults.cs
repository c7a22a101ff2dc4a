using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketing.Data;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>What was counted and what networks tell, and what goes out to them.</summary>
internal sealed class KeepAdResults(
    ExecutionAdDaysStore store,
    AdMemory memory,
    IAdCampaigns campaigns,
    IAudiences audiences,
    ICustomerRecords records,
    ISuppressions suppressions,
    IAdDecisions decisions,
    SplitAdBudget split,
    IShop shop,
    IAuditLog audit,
    BusinessClock clock) : IAdResults
{
    private const int Page = 1000;

    public async Task<IReadOnlyList<AdDay>> DaysAsync(DateOnly first, DateOnly last, AdCampaignId? campaign, CancellationToken cancellation)
    {
        var counted = (await CountedAsync(first, last, campaign, cancellation).ConfigureAwait(false)).Select(row => new AdDay(
            DateOnly.FromDayNumber(row.Key.Day),
            row.Key.Campaign,
            row.Key.Ad,
            row.Key.Placement,
            row.Key.Policy,
            row.Key.IsHeldOut,
            row.Count.Shows,
            row.Count.Clicks,
            row.Count.Orders,
            row.Count.Margin,
            AdMoney.Minor(row.Count.ShowMills + row.Count.ClickMills)));
        var told = (await store.ResultsAsync(first, last, campaign, cancellation).ConfigureAwait(false)).Select(row =>
            new AdDay(DateOnly.FromDayNumber(row.Day), row.Campaign, row.Ad, row.Placement, "", IsHeldOut: false, row.Shows, row.Clicks, row.Orders, row.Margin, row.Spend));
        return
        [
            .. counted.Concat(told)
                .OrderBy(day => day.Day)
                .ThenBy(day => day.Campaign.Value)
                .ThenBy(day => day.Ad?.Value ?? 0)
                .ThenBy(day => day.Placement, StringComparer.Ordinal)
                .ThenBy(day => day.Policy, StringComparer.Ordinal)
                .ThenBy(day => day.IsHeldOut),
        ];
    }

    // An erasure takes the situation of a decision away, and with it the placement; its policy, which serves one placement only, still tells it.
    private async Task<IEnumerable<(AdDayKey Key, AdDayCount Count)>> CountedAsync(DateOnly first, DateOnly last, AdCampaignId? campaign, CancellationToken cancellation)
    {
        var rows = await store.DaysAsync(first, last, campaign, cancellation).ConfigureAwait(false);
        if (rows.TrueForAll(row => row.Key.Placement.Length > 0))
        {
            return rows;
        }

        var placements = await store.PlacementsOfPoliciesAsync(cancellation).ConfigureAwait(false);
        return rows
            .Select(row => row.Key.Placement.Length > 0 ? row : (Key: row.Key with { Placement = placements.GetValueOrDefault(row.Key.Policy, "") }, row.Count))
            .GroupBy(row => row.Key, row => row.Count)
            .Select(group => (group.Key, group.Aggregate((sum, more) => new AdDayCount(
                sum.Shows + more.Shows, sum.Clicks + more.Clicks, sum.Orders + more.Orders, AdMoney.Add(sum.Margin, more.Margin), sum.ShowMills + more.ShowMills, sum.ClickMills + more.ClickMills))));
    }

    public async Task<DateTimeOffset?> CountedToAsync(CancellationToken cancellation) => (await store.MarksAsync(cancellation).ConfigureAwait(false)).To;

    public async Task<AdResultsOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation)
    {
        var book = await memory.RefreshAsync(cancellation).ConfigureAwait(false);
        var (results, seen) = (new List<NetworkResult>(), new HashSet<(int, AdCampaignId, string, AdId?)>());
        var today = shop.DayOf(clock.GetUtcNow());
        NetworkRowFault? Take(NetworkResultRow row)
        {
            if (!book.Placements.TryGetValue(row.Placement, out var placement) || placement.Surface != PlacementSurface.Network)
            {
                return NetworkRowFault.NoPlacement;
            }

            var named = Named(book, row.Campaign);
            if (named is not [var campaign])
            {
                return named.Count == 0 ? NetworkRowFault.NoCampaign : NetworkRowFault.SeveralCampaigns;
            }

            if (!book.Campaigns[campaign].Draft.Placements.Contains(row.Placement))
            {
                return NetworkRowFault.Elsewhere;
            }

            var ad = Number(row.Ad) is { } number && book.Ad(new AdId(number)) is { } known && known.Campaign == campaign ? known.Id : (AdId?)null;
            if (row.Ad.Length > 0 && ad is null)
            {
                return NetworkRowFault.NoAd;
            }

            if (row.Day > today)
            {
                return NetworkRowFault.Future;
            }

            results.Add(new NetworkResult(row.Day.DayNumber, campaign, row.Placement, ad, row.Shows, row.Clicks, row.Orders, row.Margin, row.Spend));
            return seen.Add((row.Day.DayNumber, campaign, row.Placement, ad)) ? null : NetworkRowFault.Repeated;
        }

        var (_, refusals, more) = await Task.Run(() => NetworkResultsFile.Read(text, name, shop.Profile.Currency, Take, cancellation), cancellation).ConfigureAwait(false);
        if (refusals.Count > 0)
        {
            return new AdResultsOutcome.Refused(refusals, more);
        }

        // What is on disk counts at once, whether the caller waits or not.
        var replaced = await store.ReplaceAsync(results, cancellation).ConfigureAwait(false);
        await memory.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
        await audit.WriteAsync(actor, "ad-results.import", name, new { Added = results.Count - replaced, Replaced = replaced }, CancellationToken.None).ConfigureAwait(false);
        return new AdResultsOutcome.Taken(results.Count - replaced, replaced);
    }

    public async Task<(IReadOnlyList<AdBudgetShare> Shares, double? ShadowPrice, double Unspent)> SplitAsync(long budget, int days, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(budget);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 7);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 365);
        var running = new List<AdCampaign>();
        for (var (skip, all) = (0, 1L); skip < all; skip += Page)
        {
            var page = await campaigns.ListAsync(new TableQuery(skip, Page), cancellation).ConfigureAwait(false);
            running.AddRange(page.Items.Where(campaign => campaign.State == AdCampaignState.Running));
            all = page.Total;
        }

        // Today is not over: what it spent has not brought what it will.
        var last = shop.DayOf(clock.GetUtcNow()).AddDays(-1);
        var counted = await DaysAsync(last.AddDays(1 - days), last, null, cancellation).ConfigureAwait(false);
        return await Task.Run(() => split.Of(running, counted, budget, cancellation), cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> AudienceAsync(AdCampaignId campaign, CancellationToken cancellation)
    {
        var found = await campaigns.FindAsync(campaign, cancellation).ConfigureAwait(false) ?? throw new ArgumentException($"There is no advertising campaign {campaign.Value}.", nameof(campaign));
        var members = await audiences.MembersAsync(found.Draft.Audience ?? AudienceCodes.Everybody, cancellation).ConfigureAwait(false);
        var hashes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var part in members.Select(member => member.Customer).Where(customer => !decisions.IsHeldOut(campaign, customer, found.Draft.HoldoutShare)).Chunk(Page))
        {
            var known = await records.ReadAsync(part, cancellation).ConfigureAwait(false);
            var held = await suppressions.HeldAsync([.. known.Keys], cancellation).ConfigureAwait(false);
            hashes.UnionWith(known.Where(one => one.Value is { MailConsent: true, Email.Length: > 0 } && !held.Contains(one.Key)).Select(one => Hash(one.Value.Email!)));
        }

        return [.. hashes];
    }

    private static string Hash(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.Trim().ToLowerInvariant())));

    // A number is a number first: who names a campaign "12" has its number at hand.
    private static List<AdCampaignId> Named(AdBook book, string text) =>
        Number(text) is { } number && book.Campaigns.ContainsKey(new AdCampaignId(number))
            ? [new AdCampaignId(number)]
            : [.. book.Campaigns.Values.Where(campaign => string.Equals(campaign.Draft.Name.Trim(), text, StringComparison.OrdinalIgnoreCase)).Select(campaign => campaign.Id)];

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
