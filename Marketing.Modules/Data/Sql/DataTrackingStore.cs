using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Rows of tracked sites.</summary>
internal sealed class DataTrackingStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataTracking.sql");

    internal sealed record Row(long Id, string Name, string SiteKey, string Secret, string Origins, long Enabled, DateTimeOffset CreatedAt);

    public Task<List<Row>> ListAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<Row>(Sql["list-sites"]).AsList(), cancellation);

    public Task<long> AddAsync(Row row, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.ExecuteScalar<long>(Sql["add-site"], row, transaction), cancellation);

    public Task ChangeAsync(long id, string origins, bool enabled, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["change-site"], new { id, origins, enabled = enabled ? 1L : 0L }, transaction), cancellation);
}
