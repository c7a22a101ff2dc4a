using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Rates of other currencies.</summary>
internal sealed class DataRatesStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataRates.sql");

    public Task<Page<CurrencyRate>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var values = new { Search = string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim().ToUpperInvariant(), query.Take, query.Skip };
            return new Page<CurrencyRate>(connection.Query<CurrencyRate>(Sql["list-rates"], values).AsList(), connection.ExecuteScalar<long>(Sql["count-rates"], values));
        },
        cancellation);

    public Task SetAsync(CurrencyRate rate, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["set-rate"], rate, transaction), cancellation);

    public Task<bool> RemoveAsync(string currency, string day, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["remove-rate"], new { Currency = currency, Day = day }, transaction) == 1,
        cancellation);
}
