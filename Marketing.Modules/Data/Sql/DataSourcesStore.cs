using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Products of visits by where these came from.</summary>
internal sealed class DataSourcesStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataSources.sql");
    private static readonly long[] Interests = [(long)EventKind.View, (long)EventKind.Cart, (long)EventKind.Purchase];

    internal sealed record Row(string? Place, long Product, long Visits);

    public Task<List<Row>> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        database.ReadAsync(
            connection =>
            {
                var rows = new List<Row>();
                using var reader = connection.ExecuteReader(Sql["visit-sources"], new { Page = (long)EventKind.Page, From = from, Until = until, Interests, Applied = (long)ImportState.Applied });
                while (reader.Read())
                {
                    rows.Add(new Row(reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
                }

                return rows;
            },
            cancellation);
}
