using Dapper;
using Marketing.Data.Intake;
using Marketing.Data.Ledger;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Sql;

/// <summary>Live facts on their way to the store, and items kept apart.</summary>
internal sealed partial class DataIntakeStore(Database database, IShop shop, TimeProvider system, IOptions<DataOptions> options) : IDisposable
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataIntake.sql");
    private IntakeRows? _rows;

    private sealed record QuarantineRow(long Id, string Sender, string Item, string ItemId, string Field, string Reason, DateTimeOffset Received, string Content, string Why)
    {
        public QuarantinedItem Kept => new(Id, Sender, Item, ItemId, Field, Reason, Received, Content) { Why = ReasonText.First(Why) };
    }

    /// <summary>Runs one transaction of the intake; its statements stay prepared for the next. Only one runs at a time.</summary>
    public async Task WriteAsync(Action<IIntakeRows> write)
    {
        try
        {
            await database.WriteAsync((connection, _) =>
            {
                _rows ??= new IntakeRows(connection, shop, system, options.Value);
                _rows.Begun();
                write(_rows);
            }).ConfigureAwait(false);
            _rows!.Committed();
        }
        catch
        {
            _rows?.TakenBack();
            throw;
        }
    }

    /// <summary>Forgets which customers, products and visitors have which ids; called after rows were given other keys. Holds from the next transaction on.</summary>
    public void ForgetKeys() => _rows?.Forget();

    /// <summary>A page of items that wait.</summary>
    public Task<Page<QuarantinedItem>> ListQuarantineAsync(TableQuery query, bool sendersOnly, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var values = new { Search = Pattern(query.Search), SendersOnly = sendersOnly ? 1 : 0, query.Take, query.Skip };
            return new Page<QuarantinedItem>(
                [.. connection.Query<QuarantineRow>(Sql["list-quarantine"], values).Select(row => row.Kept)],
                connection.ExecuteScalar<long>(Sql["count-quarantine"], values));
        },
        cancellation);

    /// <summary>One item that waits, or null.</summary>
    public Task<KeptItem?> FindQuarantinedAsync(long id, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<KeptItem>(Sql["find-quarantined"], new { Id = id }),
        cancellation);

    /// <summary>Notes what became of an item; false when it does not wait any more.</summary>
    public Task<bool> CloseQuarantinedAsync(long id, QuarantineState state) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["close-quarantined"], new { Id = id, State = state }, transaction) == 1);

    public void Dispose() => _rows?.Dispose();

    private static string? Pattern(string? words) =>
        string.IsNullOrWhiteSpace(words) ? null : $"%{words.Trim().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
