using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>The row of the shop's profile.</summary>
internal sealed class DataShopStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataShop.sql");

    private sealed record Row(string Name, string Currency, string TimeZone, long IsDemo, double? AssumedMargin, string? PublicAddress, long ClockOffsetMs);

    public Task<ShopProfile?> ReadAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<Row>(Sql["read-shop"]) is { } row
            ? new ShopProfile(row.Name, row.Currency, row.TimeZone, row.IsDemo == 1, row.AssumedMargin, row.PublicAddress, TimeSpan.FromMilliseconds(row.ClockOffsetMs))
            : null,
        cancellation);

    public Task SaveAsync(ShopProfile profile, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var row = new Row(profile.Name, profile.Currency, profile.TimeZone, profile.IsDemo ? 1 : 0, profile.AssumedMargin, profile.PublicAddress, (long)profile.ClockOffset.TotalMilliseconds);
            connection.Execute(Sql["save-shop"], row, transaction);
        },
        cancellation);

    public bool HasOrders() => database.Read(connection => connection.ExecuteScalar<long>(Sql["has-orders"], new { ImportState.Applied }) == 1);
}
