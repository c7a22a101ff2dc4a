using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Reads products.</summary>
internal sealed class DataProductsStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataProducts.sql");

    /// <summary>Codes by id, at most as many as a statement takes parameters; unknown ids are left out.</summary>
    public Task<IReadOnlyList<KeyValuePair<ProductId, string>>> CodesAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<KeyValuePair<ProductId, string>>>(
        connection => [.. connection.Query<(ProductId Id, string Code)>(Sql["product-codes"], new { Ids = ids }).Select(row => KeyValuePair.Create(row.Id, row.Code))],
        cancellation);
}
