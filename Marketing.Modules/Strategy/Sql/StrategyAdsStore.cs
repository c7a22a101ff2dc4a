using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Strategy.Ads;
using Microsoft.Data.Sqlite;

namespace Marketing.Strategy.Sql;

/// <summary>Policies of placements with what they have learned, and the switch of all advertising.</summary>
internal sealed class StrategyAdsStore(Database database)
{
    private const long Withdrawn = 0;

    private static readonly SqlFile Sql = SqlFile.Load("Strategy/Sql/StrategyAds.sql");

    /// <summary>A policy as it is kept.</summary>
    /// <param name="Id">Number.</param>
    /// <param name="Placement">Placement.</param>
    /// <param name="Settings">How it decides.</param>
    /// <param name="Stage">How far it is let.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Actor">Who put it there.</param>
    /// <param name="Knowledge">What it has learned.</param>
    internal sealed record Kept(long Id, string Placement, AdPolicySettings Settings, AdStage Stage, DateTimeOffset Since, string Actor, PolicyKnowledge Knowledge);

    private sealed record Row(
        long Id, string Placement, string Method, string Parameters, long Goal, long WindowMinutes, long? ExplorationBudget, double RewardValue, long Stage, DateTimeOffset Since, string Actor, byte[]? State,
        string Places, long Learned, long ReadTo, DateTimeOffset? LearnedTo, long ExploredDay, double Explored)
    {
        public Kept ToKept() => new(
            Id,
            Placement,
            new AdPolicySettings(Method, JsonSerializer.Deserialize<Dictionary<string, string>>(Parameters)!, (AdGoal)Goal, (int)WindowMinutes, ExplorationBudget, RewardValue),
            (AdStage)Stage,
            Since,
            Actor,
            new PolicyKnowledge(State, JsonSerializer.Deserialize<PlaceSums[]>(Places)!, Learned, new DecisionId(ReadTo), LearnedTo, ExploredDay == 0 ? null : DateOnly.FromDayNumber((int)ExploredDay), Explored));
    }

    private sealed record SwitchRow(long IsOff, string Actor, DateTimeOffset At, string Reason);

    /// <summary>Policies that decide or are tried.</summary>
    public Task<IReadOnlyList<Kept>> ListAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<Kept>>(connection => [.. connection.Query<Row>(Sql["list-policies"]).Select(row => row.ToKept())], cancellation);

    /// <summary>Policies that were in charge before, by placement.</summary>
    public Task<IReadOnlyDictionary<string, Kept>> FormersAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyDictionary<string, Kept>>(
        connection => Formers(connection, null, null).GroupBy(kept => kept.Placement).ToDictionary(some => some.Key, some => some.First()),
        cancellation);

    /// <summary>Puts the policy that was in charge before in the place of the one that is; null where either is elsewhere by now.</summary>
    public Task<Kept?> GoBackAsync(long former, long incumbent, DateTimeOffset at, string actor, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            bool Move(long id, long of, long into) => connection.Execute(Sql["move-policy"], new { Id = id, From = of, To = into, Since = at, Actor = actor }, transaction) > 0;
            if (Formers(connection, former, transaction).FirstOrDefault() is not { } kept || !Move(incumbent, (long)AdStage.Whole, Withdrawn))
            {
                return null;
            }

            return Move(former, Withdrawn, (long)AdStage.Whole) ? kept with { Stage = AdStage.Whole, Since = at, Actor = actor } : throw new InvalidOperationException($"Policy {former} cannot be put in charge again.");
        },
        cancellation);

    /// <summary>How far each of them is let, and the switch: what another process may have changed.</summary>
    public Task<(IReadOnlyList<(long Id, AdStage Stage)> Stages, AdSwitch Switch)> LookAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => ((IReadOnlyList<(long, AdStage)>)[.. connection.Query<(long Id, long Stage)>(Sql["list-stages"]).Select(row => (row.Id, (AdStage)row.Stage))], Switch(connection)),
        cancellation);

    /// <summary>Keeps a policy; null where its placement has one of that rank already.</summary>
    /// <param name="placement">Placement.</param>
    /// <param name="settings">How it decides.</param>
    /// <param name="stage">How far it is let.</param>
    /// <param name="since">Since when.</param>
    /// <param name="actor">Who put it there.</param>
    /// <param name="readTo">Decision from behind which on it learns.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<Kept?> AddAsync(string placement, AdPolicySettings settings, AdStage stage, DateTimeOffset since, string actor, DecisionId readTo, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long?>(
            Sql["add-policy"],
            new
            {
                Placement = placement,
                settings.Method,
                Parameters = JsonSerializer.Serialize(settings.Parameters),
                Goal = (long)settings.Goal,
                settings.WindowMinutes,
                settings.ExplorationBudget,
                settings.RewardValue,
                Stage = (long)stage,
                Since = since,
                Actor = actor,
                ReadTo = readTo.Value,
            },
            transaction) is { } id
            ? new Kept(id, placement, settings, stage, since, actor, PolicyKnowledge.None(readTo))
            : null,
        cancellation);

    /// <summary>Lets a challenger further; at the last stage the one in charge is withdrawn in the same step. False where either is elsewhere by now.</summary>
    public Task<bool> AdvanceAsync(long challenger, AdStage from, AdStage to, long incumbent, DateTimeOffset at, string actor, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            bool Move(long id, long of, long into) => connection.Execute(Sql["move-policy"], new { Id = id, From = of, To = into, Since = at, Actor = actor }, transaction) > 0;
            if (to != AdStage.Whole)
            {
                return Move(challenger, (long)from, (long)to);
            }

            // Only one may be in charge at any moment, so that the challenger goes by way of none.
            if (!Move(challenger, (long)from, Withdrawn))
            {
                return false;
            }

            return Move(incumbent, (long)AdStage.Whole, Withdrawn) && Move(challenger, Withdrawn, (long)to) ? true : throw new InvalidOperationException($"Policy {incumbent} is not in charge any more.");
        },
        cancellation);

    /// <summary>Withdraws a challenger; false where it is at another stage by now.</summary>
    public Task<bool> WithdrawAsync(long challenger, AdStage from, DateTimeOffset at, string actor, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["move-policy"], new { Id = challenger, From = (long)from, To = Withdrawn, Since = at, Actor = actor }, transaction) > 0,
        cancellation);

    /// <summary>Keeps what a policy has learned.</summary>
    public Task SaveAsync(long id, PolicyKnowledge knowledge, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["save-policy"],
            new
            {
                Id = id,
                knowledge.State,
                Places = JsonSerializer.Serialize(knowledge.Places),
                knowledge.Learned,
                ReadTo = knowledge.ReadTo.Value,
                knowledge.LearnedTo,
                ExploredDay = (long)(knowledge.ExploredOn?.DayNumber ?? 0),
                knowledge.Explored,
            },
            transaction),
        cancellation);

    public Task<AdSwitch> SwitchAsync(CancellationToken cancellation) => database.ReadAsync(Switch, cancellation);

    public Task SetSwitchAsync(bool isOff, string reason, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["set-switch"], new { IsOff = isOff ? 1 : 0, Actor = actor, At = at, Reason = reason }, transaction),
        cancellation);

    private static IEnumerable<Kept> Formers(SqliteConnection connection, long? id, SqliteTransaction? transaction) => connection.Query<Row>(Sql["former-policies"], new { Id = id }, transaction).Select(row => row.ToKept());

    private static AdSwitch Switch(SqliteConnection connection) =>
        connection.QueryFirstOrDefault<SwitchRow>(Sql["read-switch"]) is { } row ? new AdSwitch(row.IsOff != 0, row.Actor, row.At, row.Reason) : new AdSwitch(false, null, null, "");
}
