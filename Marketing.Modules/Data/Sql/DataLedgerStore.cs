using Dapper;
using Marketing.Data.Ledger;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Reads the ledger.</summary>
internal sealed class DataLedgerStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataLedger.sql");

    private sealed record Row(
        DecisionId Id, DateTimeOffset At, CustomerId Customer, double Propensity, byte[] Products, DecisionKind Kind, RunId? Run, CampaignId? Campaign,
        string Action, string Policy, ModelVersionId? Model, string? Arm, string? ConsentBasis, long Cost, string Candidates, string Reasons, string Context)
    {
        public Decision ToDecision() => new(Id, At, Run, new DecisionDraft(
            Customer, Kind, Action, Propensity, Candidates, ProductCodec.Decode(Products), ReasonText.Decode(Reasons), Context, Policy, Model, Campaign, Arm, ConsentBasis, Cost));
    }

    /// <summary>Decisions by id, newest first; unknown ids are left out.</summary>
    public Task<IReadOnlyList<Decision>> ReadAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Decision>>(
        connection => [.. connection.Query<Row>(Sql["read-decisions"], new { Ids = ids }).Select(row => row.ToDecision())],
        cancellation);

    /// <summary>Ids of one page older than a decision, newest first, and how many there are in all.</summary>
    public Task<(IReadOnlyList<long> Ids, long Total)> ListAsync(CustomerId? customer, CampaignId? campaign, RunId? run, DecisionKind? kind, DecisionId? before, int skip, int take, CancellationToken cancellation)
    {
        var (list, count) = customer is not null
            ? (Sql["list-of-customer"], Sql["count-of-customer"])
            : (campaign is null && run is null ? Sql["list-of-all"] : Sql["list-of-frames"], Sql["count-of-frames"]);
        var part = new { Customer = customer?.Value, Campaign = campaign?.Value, Run = run?.Value, Kind = (long?)kind, Before = before?.Value ?? long.MaxValue, Skip = skip, Take = take };
        return database.ReadAsync<(IReadOnlyList<long>, long)>(
            connection => (connection.Query<long>(list, part).AsList(), connection.ExecuteScalar<long>(count, part)),
            cancellation);
    }

    public Task<IReadOnlyList<Outcome>> OutcomesAsync(DecisionId decision, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Outcome>>(
        connection => connection.Query<Outcome>(Sql["read-outcomes"], new { Decision = decision }).AsList(),
        cancellation);

    /// <summary>Outcomes by decision, time and kind after one of them, and how many there are in all.</summary>
    public Task<(IReadOnlyList<Outcome> Outcomes, long Total)> OutcomesAfterAsync(DecisionId? decision, Outcome? after, int take, CancellationToken cancellation)
    {
        var part = new { First = decision?.Value ?? 0, Last = decision?.Value ?? long.MaxValue, Decision = after?.Decision.Value ?? 0, Kind = after?.Kind ?? "", At = after?.At ?? DateTimeOffset.UnixEpoch, Take = take };
        return database.ReadAsync<(IReadOnlyList<Outcome>, long)>(
            connection => (connection.Query<Outcome>(Sql["outcomes-after"], part).AsList(), connection.ExecuteScalar<long>(Sql["count-outcomes"], part)),
            cancellation);
    }

    public Task<IReadOnlyList<DecisionCount>> CountAsync(RunId? run, CampaignId? campaign, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<DecisionCount>>(
        connection => [.. connection.Query<(DecisionKind Kind, string Policy, string? Arm, long Decisions)>(Sql["count-by-frame"], new { Run = run?.Value, Campaign = campaign?.Value })
            .Select(row => new DecisionCount(row.Kind, row.Policy, row.Arm, row.Decisions))],
        cancellation);

    public Task<IReadOnlyDictionary<CustomerId, DateTimeOffset>> LastTouchesAsync(DateTimeOffset since, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyDictionary<CustomerId, DateTimeOffset>>(
            connection => connection.Query<(CustomerId Customer, DateTimeOffset At)>(Sql["last-touches"], new { DecisionKind.Send, Since = since }).ToDictionary(touch => touch.Customer, touch => touch.At),
            cancellation);
}
