using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Model.Sql;

/// <summary>Rows of what is expected of customers.</summary>
internal sealed class ModelScoresStore(Database database)
{
    // A slice ends after this time; its commit comes on top of it.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(30);
    private const int RowsForgotten = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Model/Sql/ModelScores.sql");

    private sealed record ScoreRow(double Churn, double? Days, double Spend, long RunId, DateTimeOffset AsOf, long Horizon, long ChurnVersion, long SpendVersion);

    private sealed record RoundRow(long Id, long RunId, DateTimeOffset AsOf, long Horizon, long ChurnVersion, long SpendVersion, long Customers);

    private sealed record ColumnRow(long Customer, double Churn, double? Days, double Spend);

    /// <summary>Begins a round, or begins that of the same run again.</summary>
    public Task<long> BeginAsync(ScoreRound round, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long>(
            Sql["begin-round"], new { Run = round.Run.Value, round.AsOf, Horizon = round.HorizonDays, Churn = round.ChurnModel.Value, Spend = round.SpendModel.Value }, transaction),
        cancellation);

    /// <summary>Keeps scores of a round.</summary>
    public Task SaveAsync(long round, IReadOnlyList<(long Customer, CustomerOutlook Outlook)> scores, CancellationToken cancellation) => BulkStatement.RunAllAsync(
        database,
        Sql["save-score"],
        scores,
        (save, score) => save.Add(score.Customer).Add(round).Add(score.Outlook.Churn).Add(score.Outlook.NextOrderDays).Add(score.Outlook.Spend).Run(),
        Slice,
        cancellation);

    /// <summary>Ends a round: what stands of earlier ones goes.</summary>
    public async Task EndAsync(long round, CancellationToken cancellation)
    {
        while (await database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-scores"], new { Round = round, Take = RowsForgotten }, transaction), cancellation).ConfigureAwait(false) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(Sql["end-round"], new { Round = round }, transaction);
                connection.Execute(Sql["forget-rounds"], new { Round = round }, transaction);
            },
            cancellation).ConfigureAwait(false);
    }

    public Task<int> ForgetAsync(IEnumerable<CustomerId> customers, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-score"], customers.Select(customer => new { Customer = customer.Value }), transaction), cancellation);

    public Task<CustomerScore?> FindAsync(CustomerId customer, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<ScoreRow>(Sql["score"], new { Customer = customer.Value }) is { } row
            ? new CustomerScore(
                new ScoreRound(new RunId(row.RunId), row.AsOf, (int)row.Horizon, new ModelVersionId(row.ChurnVersion), new ModelVersionId(row.SpendVersion), 0),
                new CustomerOutlook(row.Churn, row.Days, row.Spend))
            : null,
        cancellation);

    public Task<ScoreRound?> LatestAsync(CancellationToken cancellation) => database.ReadAsync(Latest, cancellation);

    /// <summary>Everybody's scores with the last round that was done; null before the first.</summary>
    public Task<ScoreColumns?> ColumnsAsync(CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            if (Latest(connection) is not { } round)
            {
                return null;
            }

            var (ids, outlooks) = (new List<long>(), new List<CustomerOutlook>());
            foreach (var row in connection.Query<ColumnRow>(Sql["scores"], buffered: false))
            {
                ids.Add(row.Customer);
                outlooks.Add(new CustomerOutlook(row.Churn, row.Days, row.Spend));
            }

            return new ScoreColumns(round, ids, outlooks);
        },
        cancellation);

    private static ScoreRound? Latest(SqliteConnection connection) => connection.QuerySingleOrDefault<RoundRow>(Sql["latest-round"]) is { } row
        ? new ScoreRound(new RunId(row.RunId), row.AsOf, (int)row.Horizon, new ModelVersionId(row.ChurnVersion), new ModelVersionId(row.SpendVersion), row.Customers)
        : null;
}
