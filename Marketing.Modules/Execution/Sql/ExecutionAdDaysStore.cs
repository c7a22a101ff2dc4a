using Dapper;
using Marketing.Execution.Ads;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Execution.Sql;

/// <summary>Rows of what was shown, clicked and spent, by day.</summary>
internal sealed class ExecutionAdDaysStore(Database database)
{
    private const int Slice = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionAdDays.sql");

    private sealed record MarksRow(long Counted, DateTimeOffset? CountedTo);

    private sealed record SpendRow(long Campaign, long Mills, long Today);

    private sealed record DayRow(long Day, long Campaign, long Ad, string Placement, string Policy, long HeldOut, long Shows, long Clicks, long Orders, long Margin, long ShowMills, long ClickMills);

    private sealed record ChargeRow(long Day, long Campaign, long Ad, string Placement, string Policy, long Mills);

    private sealed record ResultRow(long Day, long Campaign, string Placement, long Ad, long Shows, long Clicks, long Orders, long Margin, long Spend);

    /// <summary>The last decision that is counted, and up to when everything is.</summary>
    public Task<(DecisionId? Counted, DateTimeOffset? To)> MarksAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingle<MarksRow>(Sql["ad-marks"]) is var marks ? (Id(marks.Counted), marks.CountedTo) : default,
        cancellation);

    /// <summary>What campaigns spent in all and on a day, in thousandths of the minor unit, networks apart, shows up to a decision; all of one commit.</summary>
    public Task<(DecisionId? Counted, Dictionary<AdCampaignId, (long Mills, long Today)> Spend)> SpendAsync(DateOnly day, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            using var view = connection.BeginTransaction(deferred: true);
            var counted = connection.QuerySingle<MarksRow>(Sql["ad-marks"], transaction: view).Counted;
            var rows = connection.Query<SpendRow>(Sql["ad-spend"], new { Day = (long)day.DayNumber }, view);
            return (Id(counted), rows.ToDictionary(row => new AdCampaignId(row.Campaign), row => (row.Mills, row.Today)));
        },
        cancellation);

    /// <summary>What campaigns spent in networks in all and on a day, in thousandths of the minor unit.</summary>
    public Task<Dictionary<AdCampaignId, (long Mills, long Today)>> NetworkSpendAsync(DateOnly day, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<SpendRow>(Sql["network-spend"], new { Day = (long)day.DayNumber }).ToDictionary(row => new AdCampaignId(row.Campaign), row => (row.Mills, row.Today)),
        cancellation);

    /// <summary>Counts shows in and moves the mark with them, in one commit.</summary>
    /// <returns>False where somebody else counted meanwhile; nothing is written then.</returns>
    public Task<bool> CountAsync(DecisionId? before, DecisionId? counted, DateTimeOffset to, IReadOnlyCollection<(AdDayKey Key, long Shows, long Mills)> shows, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (connection.Execute(Sql["set-ad-marks"], new { Counted = counted?.Value ?? 0, CountedTo = to, Before = before?.Value ?? 0 }, transaction) == 0)
            {
                return false;
            }

            connection.Execute(
                Sql["add-ad-shows"],
                shows.Select(one => new { Day = (long)one.Key.Day, Campaign = one.Key.Campaign.Value, Ad = one.Key.Ad.Value, one.Key.Placement, one.Key.Policy, HeldOut = one.Key.IsHeldOut ? 1 : 0, one.Shows, one.Mills }),
                transaction);
            return true;
        },
        cancellation);

    /// <summary>Counted days, in order.</summary>
    public Task<List<(AdDayKey Key, AdDayCount Count)>> DaysAsync(DateOnly first, DateOnly last, AdCampaignId? campaign, CancellationToken cancellation) => database.ReadAsync(
        connection => connection
            .Query<DayRow>(Sql["ad-days"], new { First = (long)first.DayNumber, Last = (long)last.DayNumber, Campaign = campaign?.Value })
            .Select(row => (new AdDayKey((int)row.Day, new AdCampaignId(row.Campaign), new AdId(row.Ad), row.Placement, row.Policy, row.HeldOut == 1), new AdDayCount(row.Shows, row.Clicks, row.Orders, row.Margin, row.ShowMills, row.ClickMills)))
            .ToList(),
        cancellation);

    /// <summary>Sets what came of shows, in slices.</summary>
    public async Task SetOutcomesAsync(IReadOnlyList<(AdDayKey Key, AdDayCount Count)> rows, CancellationToken cancellation)
    {
        foreach (var slice in rows.Chunk(Slice))
        {
            await database.WriteAsync(
                (connection, transaction) => connection.Execute(
                    Sql["set-ad-outcomes"],
                    slice.Select(row => new { Day = (long)row.Key.Day, Campaign = row.Key.Campaign.Value, Ad = row.Key.Ad.Value, row.Key.Placement, row.Key.Policy, HeldOut = row.Key.IsHeldOut ? 1 : 0, row.Count.Clicks, row.Count.Orders, row.Count.Margin, row.Count.ClickMills }),
                    transaction),
                cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The placement that each policy served.</summary>
    public Task<Dictionary<string, string>> PlacementsOfPoliciesAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<(string Policy, string Placement)>(Sql["policy-placements"]).GroupBy(row => row.Policy).Where(rows => rows.Count() == 1).ToDictionary(rows => rows.Key, rows => rows.Single().Placement),
        cancellation);

    /// <summary>Those of the decisions whose click is charged already, and the first day of which charges are kept.</summary>
    public Task<(HashSet<DecisionId> Charged, int From)> ChargedAsync(IReadOnlyList<DecisionId> decisions, CancellationToken cancellation) => database.ReadAsync(
        connection => (
            decisions.Chunk(Slice).SelectMany(some => connection.Query<long>(Sql["charged-clicks"], new { Decisions = some.Select(one => one.Value) })).Select(id => new DecisionId(id)).ToHashSet(),
            (int)connection.ExecuteScalar<long>(Sql["charged-from"])),
        cancellation);

    /// <summary>Lets charges of clicks before a day go, in one commit with their sums; doing it again changes nothing.</summary>
    public async Task<int> LetGoAsync(int day, CancellationToken cancellation)
    {
        if (await database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["charged-from"]), cancellation).ConfigureAwait(false) >= day)
        {
            return 0;
        }

        return await database.WriteAsync(
            (connection, transaction) =>
            {
                var before = new { Day = (long)day };
                connection.Execute(Sql["sum-ad-charges"], before, transaction);
                connection.Execute(Sql["set-charged-from"], before, transaction);
                return connection.Execute(Sql["let-ad-charges-go"], before, transaction);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Charges clicks; those of decisions that are charged already are left.</summary>
    public Task ChargeAsync(IReadOnlyList<AdCharge> charges, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["charge-click"],
            charges.Select(one => new { Decision = one.Decision.Value, Day = (long)one.Day, Campaign = one.Campaign.Value, Ad = one.Ad.Value, one.Placement, one.Policy, one.Mills }),
            transaction),
        cancellation);

    /// <summary>What clicks cost, by day, advertisement, placement and policy.</summary>
    public Task<List<(AdDayKey Key, long Mills)>> ChargesAsync(DateOnly first, DateOnly last, CancellationToken cancellation) => database.ReadAsync(
        connection => connection
            .Query<ChargeRow>(Sql["ad-charges"], new { First = (long)first.DayNumber, Last = (long)last.DayNumber })
            .Select(row => (new AdDayKey((int)row.Day, new AdCampaignId(row.Campaign), new AdId(row.Ad), row.Placement, row.Policy, IsHeldOut: false), row.Mills))
            .ToList(),
        cancellation);

    /// <summary>Results of networks, in order.</summary>
    public Task<List<NetworkResult>> ResultsAsync(DateOnly first, DateOnly last, AdCampaignId? campaign, CancellationToken cancellation) => database.ReadAsync(
        connection => connection
            .Query<ResultRow>(Sql["network-results"], new { First = (long)first.DayNumber, Last = (long)last.DayNumber, Campaign = campaign?.Value })
            .Select(row => new NetworkResult((int)row.Day, new AdCampaignId(row.Campaign), row.Placement, row.Ad == 0 ? null : new AdId(row.Ad), row.Shows, row.Clicks, row.Orders, row.Margin, row.Spend))
            .ToList(),
        cancellation);

    /// <summary>Puts results in the place of those of the same days, campaigns and networks, and tells other processes so, in one commit.</summary>
    /// <returns>How many of them took the place of others.</returns>
    public Task<int> ReplaceAsync(IReadOnlyList<NetworkResult> results, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var replaced = 0;
            foreach (var group in results.GroupBy(one => (one.Day, one.Campaign, one.Placement)))
            {
                var day = (long)group.Key.Day;
                var there = connection.Query<ResultRow>(Sql["network-results"], new { First = day, Last = day, Campaign = group.Key.Campaign.Value }, transaction).Where(row => row.Placement == group.Key.Placement).ToList();
                connection.Execute(Sql["clear-network-results"], new { Day = day, Campaign = group.Key.Campaign.Value, group.Key.Placement }, transaction);
                connection.Execute(
                    Sql["add-network-result"],
                    group.Select(one => new { Day = day, Campaign = one.Campaign.Value, one.Placement, Ad = one.Ad?.Value ?? 0, one.Shows, one.Clicks, one.Orders, one.Margin, one.Spend }),
                    transaction);
                replaced += there.Count == 0 ? 0 : group.Count();
            }

            connection.Execute(Sql["note-ad-results"], transaction: transaction);
            return replaced;
        },
        cancellation);

    private static DecisionId? Id(long value) => value == 0 ? null : new DecisionId(value);
}
