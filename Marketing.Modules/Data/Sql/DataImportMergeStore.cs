using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Merging staged rows into customers and products, and giving back what stood there before; in slices of ids.</summary>
internal sealed class DataImportMergeStore(Database database)
{
    private const int RowsOfSlice = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImportMerge.sql");

    private sealed record IdRange(long First, long Last);

    public Task MergeCustomersAsync(ImportId import) => SliceAsync(Sql["customer-range"], import, (connection, transaction, slice) =>
    {
        connection.Execute(Sql["create-customers"], slice, transaction);
        connection.Execute(Sql["remember-customers"], slice, transaction);
        connection.Execute(Sql["merge-customers"], slice, transaction);
        connection.Execute(Sql["mark-customers"], slice, transaction);
        connection.Execute(Sql["refuse-staged"], slice, transaction);
    });

    public Task RestoreCustomersAsync(ImportId import) => SliceAsync(
        Sql["customer-range"],
        import,
        (connection, transaction, slice) =>
        {
            connection.Execute(Sql["restore-customers"], slice, transaction);
            connection.Execute(Sql["mark-customers"], slice, transaction);
        },
        merged: 0);

    public Task MergeProductsAsync(ImportId import) => SliceAsync(Sql["product-range"], import, (connection, transaction, slice) =>
    {
        connection.Execute(Sql["create-products"], slice, transaction);
        connection.Execute(Sql["remember-products"], slice, transaction);
        connection.Execute(Sql["merge-products"], slice, transaction);
        connection.Execute(Sql["mark-products"], slice, transaction);
    });

    public Task RestoreProductsAsync(ImportId import) => SliceAsync(
        Sql["product-range"],
        import,
        (connection, transaction, slice) =>
        {
            connection.Execute(Sql["restore-products"], slice, transaction);
            connection.Execute(Sql["mark-products"], slice, transaction);
        },
        merged: 0);

    /// <summary>Writes the no of suppressed addresses for customers that are there already.</summary>
    public Task RefuseKnownAsync(ImportId import) => SliceAsync(
        Sql["suppression-range"], import, (connection, transaction, slice) => connection.Execute(Sql["refuse-known"], slice, transaction));

    /// <summary>Writes the no of suppressed addresses for customers that an import created.</summary>
    public Task RefuseCreatedAsync(ImportId import) => SliceAsync(
        Sql["created-range"], import, (connection, transaction, slice) => connection.Execute(Sql["refuse-created"], slice, transaction));

    private async Task SliceAsync(string range, ImportId import, Action<SqliteConnection, SqliteTransaction, object> work, long merged = 1)
    {
        var ids = await database.ReadAsync(connection => connection.QuerySingle<IdRange>(range, new { Import = import })).ConfigureAwait(false);
        for (var from = ids.First; from <= ids.Last; from += RowsOfSlice)
        {
            var slice = new { Import = import, From = from, To = from + RowsOfSlice - 1, Merged = merged, Purpose = ConsentPurposes.Marketing, ImportState.Applied };
            await database.WriteAsync((connection, transaction) => work(connection, transaction, slice)).ConfigureAwait(false);
        }
    }
}
