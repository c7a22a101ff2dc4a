using Dapper;
using Marketing.Data.Ledger;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Reads the ledger.</summary>
internal sealed class DataLedgerStore(Database database)
{
    // Time zones differ by whole quarters of an hour.
    private const long QuarterMs = 900_000;

    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataLedger.sql");

    private const int MostValues = 1000;

    // Some withdraw their consent between a decision and its message; of a campaign that was stopped many more go.
    private const int WithdrawnPart = 10;

    private sealed record AdRow(DecisionId Id, DateTimeOffset At, CustomerId? Customer, double Propensity, long Frame, long Context);

    private sealed record ContactRow(DecisionId Id, CustomerId Customer, DateTimeOffset At, CampaignId Campaign, long Sends, double Propensity, DateTimeOffset? Lost, long Withdrawn);

    private sealed record TermsRow(long Id, string Action, string Candidates, string Policy, string? Arm);

    private sealed record TextRow(long Id, string Body);

    private sealed record Row(
        DecisionId Id, DateTimeOffset At, CustomerId? Customer, double Propensity, byte[] Products, DecisionKind Kind, RunId? Run, CampaignId? Campaign,
        string Action, string Policy, ModelVersionId? Model, string? Arm, string? ConsentBasis, long Cost, string Candidates, string Reasons, string Context)
    {
        public Decision ToDecision() => new(Id, At, Run, new DecisionDraft(
            Customer, Kind, Action, Propensity, Candidates, ProductCodec.Decode(Products), ReasonText.Decode(Reasons), Context, Policy, Model, Campaign, Arm, ConsentBasis, Cost));
    }

    /// <summary>Decisions by id, newest first; unknown ids are left out.</summary>
    public Task<IReadOnlyList<Decision>> ReadAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Decision>>(
        connection => [.. connection.Query<Row>(Sql["read-decisions"], new { Ids = ids }).Select(row => row.ToDecision())],
        cancellation);

    /// <summary>Ids of one page older than a decision, newest first.</summary>
    public Task<IReadOnlyList<long>> ListAsync(LedgerPart part, DecisionId? before, int skip, int take, CancellationToken cancellation)
    {
        var list = part switch
        {
            { Customer: not null } => Sql["list-of-customer"],
            { Campaign: null, Run: null } => Sql["list-of-all"],
            _ => Sql["list-of-frames"],
        };
        var values = Values(part);
        values.AddDynamicParams(new { Before = before?.Value ?? long.MaxValue, Skip = skip, Take = take });
        return database.ReadAsync<IReadOnlyList<long>>(connection => connection.Query<long>(list, values).AsList(), cancellation);
    }

    /// <summary>How many there are; reads all of them.</summary>
    public Task<long> CountAsync(LedgerPart part, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long>(part.Customer is null ? Sql["count-of-frames"] : Sql["count-of-customer"], Values(part)),
        cancellation);

    public Task<IReadOnlyList<Outcome>> OutcomesAsync(DecisionId decision, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Outcome>>(
        connection => connection.Query<Outcome>(Sql["read-outcomes"], new { Decision = decision }).AsList(),
        cancellation);

    /// <summary>Outcomes by decision, time and kind after one of them.</summary>
    public Task<IReadOnlyList<Outcome>> OutcomesAfterAsync(DecisionId? decision, Outcome? after, int take, CancellationToken cancellation)
    {
        // What was read already is not walked again: the key is entered at the last decision read.
        var last = after?.Decision.Value ?? 0;
        var part = new { First = Math.Max(decision?.Value ?? 0, last), Last = decision?.Value ?? long.MaxValue, Decision = last, Kind = after?.Kind ?? "", At = after?.At ?? DateTimeOffset.UnixEpoch, Take = take };
        return database.ReadAsync<IReadOnlyList<Outcome>>(connection => connection.Query<Outcome>(Sql["outcomes-after"], part).AsList(), cancellation);
    }

    public Task<IReadOnlyList<DecisionCount>> CountAsync(RunId? run, CampaignId? campaign, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<DecisionCount>>(
        connection => [.. connection.Query<(DecisionKind Kind, string Policy, string? Arm, long Decisions)>(Sql["count-by-frame"], new { Run = run?.Value, Campaign = campaign?.Value })
            .Select(row => new DecisionCount(row.Kind, row.Policy, row.Arm, row.Decisions))],
        cancellation);

    public Task<IReadOnlyDictionary<CustomerId, DateTimeOffset>> LastTouchesAsync(DateTimeOffset since, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyDictionary<CustomerId, DateTimeOffset>>(
            connection => connection.Query<(CustomerId Customer, DateTimeOffset At)>(Sql["last-touches"], new { DecisionKind.Send, Since = since }).ToDictionary(touch => touch.Customer, touch => touch.At),
            cancellation);

    public Task<IReadOnlyList<MessagesSent>> MessagesAsync(DateTimeOffset before, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<MessagesSent>>(
        connection => connection.Query<MessagesSent>(Sql["messages-by-quarter"], new { DecisionKind.Send, Before = before, Quarter = QuarterMs }).AsList(),
        cancellation);

    public Task<IReadOnlySet<CustomerId>> EngagedAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<IReadOnlySet<CustomerId>>(
        connection => connection.Query<CustomerId>(Sql["engaged"], new { DecisionKind.Send, DecisionKind.Holdout, Since = since }).ToHashSet(),
        cancellation);

    /// <summary>See <see cref="ILedger.ContactsAsync"/>.</summary>
    public Task<ContactDecisions> ContactsAsync(DateTimeOffset since, DateTimeOffset before, Predicate<CustomerId>? wanted, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var (rows, sends) = (new List<ContactDecision>(), new Dictionary<CampaignId, (long All, long Withdrawn)>());
            foreach (var row in connection.Query<ContactRow>(Sql["contacts"], new { Since = since, Before = before, DecisionKind.Send, DecisionKind.Holdout, DecisionKind.Suppress }, buffered: false))
            {
                cancellation.ThrowIfCancellationRequested();
                var (all, withdrawn) = sends.GetValueOrDefault(row.Campaign);
                sends[row.Campaign] = (all + row.Sends, withdrawn + row.Withdrawn);
                if (wanted is null || wanted(row.Customer))
                {
                    rows.Add(new ContactDecision(row.Id, row.Customer, row.At, row.Campaign, row.Sends != 0, row.Propensity, row.Lost));
                }
            }

            rows.Sort((a, b) => (a.Customer.Value, a.At, a.Id.Value).CompareTo((b.Customer.Value, b.At, b.Id.Value)));
            return new ContactDecisions(rows, sends.Where(one => one.Value.Withdrawn * WithdrawnPart > one.Value.All).Select(one => one.Key).ToHashSet());
        },
        cancellation);

    public Task<ChanceCount> CountChancesAsync(DateTimeOffset before, DateTimeOffset old, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var (all, aged, newest, customers) = connection.QuerySingle<(long, long, long, long)>(Sql["count-chances"], new { Before = before, Old = old, DecisionKind.Send, DecisionKind.Holdout, DecisionKind.Suppress });
            return new ChanceCount(all, aged, newest, customers);
        },
        cancellation);

    public Task<IReadOnlyList<ProductPlaces>> PlacesAsync(RunId run, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ProductPlaces>>(
        connection =>
        {
            var sets = new Dictionary<ProductId, long>();
            foreach (var products in connection.Query<byte[]>(Sql["products-of-run"], new { Run = run.Value, DecisionKind.Recommendation }, buffered: false))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var chosen in ProductCodec.Decode(products))
                {
                    sets[chosen.Product] = sets.GetValueOrDefault(chosen.Product) + 1;
                }
            }

            return [.. sets.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Value).Select(entry => new ProductPlaces(entry.Key, entry.Value))];
        },
        cancellation);

    public Task<(long Seen, long Clicked)> MessageReactionsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingle<(long Seen, long Clicked)>(Sql["message-reactions"], new { DecisionKind.Send, Since = since }),
        cancellation);

    /// <summary>Of lists for customers, and of those for visitors.</summary>
    public Task<((long Seen, long Clicked) Customers, (long Seen, long Clicked) Visitors)> ListReactionsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var counted = connection.Query<(long Known, long Seen, long Clicked)>(Sql["list-reactions"], new { DecisionKind.Recommendation, Since = since }).ToDictionary(row => row.Known, row => (row.Seen, row.Clicked));
            return (counted.GetValueOrDefault(1), counted.GetValueOrDefault(0));
        },
        cancellation);

    /// <summary>See <see cref="ILedger.AdStretchAsync"/>.</summary>
    public Task<AdStretch> AdStretchAsync(DecisionId? after, DateTimeOffset before, int take, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            // Read before the rows: what is written meanwhile has a higher number.
            var newest = connection.ExecuteScalar<long>(Sql["newest-decision"]);
            var all = connection.Query<AdRow>(Sql["ads-after"], new { After = after?.Value ?? 0, DecisionKind.Ad, Take = take }).AsList();
            var due = all.TakeWhile(row => row.At < before).ToList();
            var terms = Shared<TermsRow>(connection, "ad-terms", due.Select(row => row.Frame)).ToDictionary(row => row.Id, row => new AdTerms(row.Action, row.Candidates, row.Policy, row.Arm));
            var contexts = Shared<TextRow>(connection, "texts", due.Select(row => row.Context)).ToDictionary(row => row.Id, row => row.Body);
            var readTo = due.Count < all.Count ? all[due.Count].Id.Value - 1 : all.Count < take ? Math.Max(newest, after?.Value ?? 0) : all[^1].Id.Value;
            return new AdStretch(due.ConvertAll(row => new AdDecisionRow(row.Id, row.At, row.Customer, row.Propensity, terms[row.Frame], contexts[row.Context])), new DecisionId(readTo), due.Count < all.Count || all.Count < take);
        },
        cancellation);

    public Task<IReadOnlyList<Outcome>> AdOutcomesAsync(DecisionId first, DecisionId last, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Outcome>>(
        connection => connection.Query<Outcome>(Sql["ad-outcomes"], new { First = first, Last = last, DecisionKind.Ad }).AsList(),
        cancellation);

    public Task<DecisionId?> FirstAdAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<long?>(Sql["first-ad"], new { Since = since, DecisionKind.Ad }) is { } id ? new DecisionId(id) : (DecisionId?)null,
        cancellation);

    // What many rows share, each once; a statement takes a bounded number of values.
    private static List<T> Shared<T>(SqliteConnection connection, string name, IEnumerable<long> ids) =>
        [.. ids.Distinct().Chunk(MostValues).SelectMany(some => connection.Query<T>(Sql[name], new { Ids = some }))];

    private static DynamicParameters Values(LedgerPart part) => new(new { Customer = part.Customer?.Value, Campaign = part.Campaign?.Value, Run = part.Run?.Value, Kind = (long?)part.Kind });
}
