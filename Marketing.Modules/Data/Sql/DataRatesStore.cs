using Dapper;
using Marketing.Data.Import;
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

    /// <summary>Gives or corrects rates, all or none.</summary>
    public Task SetAsync(IReadOnlyList<CurrencyRate> rates, CancellationToken cancellation) => database.WriteAsync(
        (connection, _) =>
        {
            using var set = new BulkStatement(connection, Sql["set-rate"]);
            foreach (var rate in rates)
            {
                set.Add(rate.Currency).Add(rate.Day).Add(rate.Rate).Run();
            }
        },
        cancellation);

    public Task<IReadOnlyList<WaitingRows>> WaitingAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<WaitingRows>>(
        connection => connection.Query<WaitingRows>(Sql["waiting-rows"], new { Rule = CleaningRule.RateMissing.Name, ImportState.Applied }).AsList(),
        cancellation);

    public Task<bool> RemoveAsync(string currency, string day, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["remove-rate"], new { Currency = currency, Day = day }, transaction) == 1,
        cancellation);
}
