using System.Security.Cryptography;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Everything the module keeps about one person: copied out, or erased.</summary>
internal sealed class DataErasureStore(Database database)
{
    private const int Slice = 2000;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataErasure.sql");

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(CustomerId customer, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<PersonalTable>>(
        connection =>
        {
            (string Name, string Statement)[] tables =
            [
                ("profile", Sql["export-profile"]), ("former", Sql["export-former"]), ("consents", Sql["export-consents"]), ("orders", Sql["export-orders"]), ("returns", Sql["export-returns"]),
                ("events", Sql["export-events"]), ("decisions", Sql["export-decisions"]), ("outcomes", Sql["export-outcomes"]), ("engagement", Sql["export-engagement"]), ("suppressions", Sql["export-suppressions"]), ("browsers", Sql["export-browsers"]),
            ];
            return Array.ConvertAll(tables, table => new PersonalTable(table.Name, [.. connection.Query(table.Statement, new { Customer = customer }).Select(row => new Dictionary<string, object?>((IDictionary<string, object?>)row))]));
        },
        cancellation);

    /// <summary>Events in slices, so that nobody waits long for the writer.</summary>
    public async Task<long> DeleteEventsAsync(CustomerId customer, CancellationToken cancellation)
    {
        var (total, deleted) = (0L, 0);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            deleted = await database.WriteAsync((connection, transaction) => connection.Execute(Sql["delete-events"], new { Customer = customer, Take = Slice }, transaction), cancellation).ConfigureAwait(false);
            total += deleted;
        }
        while (deleted == Slice);
        return total;
    }

    public Task<ErasedPart[]> EraseFactsAsync(CustomerId customer, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => EraseFacts(connection, transaction, customer), cancellation);

    /// <summary>Hides the person's suppressed addresses: they stay suppressed.</summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="hide">Turns an address into the keyed hash under which it stays suppressed.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<long> HideAsync(IReadOnlyList<string> addresses, Func<string, string> hide, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => addresses.Sum(address => (long)connection.Execute(Sql["hide-suppression"], new { Address = address, Hidden = hide(address) }, transaction)), cancellation);

    /// <summary>
    /// Empties what the person is known by, all of it at once, and the facts again that others wrote since: an import at work knew the
    /// person from its start. Whoever writes later sees that the row is erased.
    /// </summary>
    /// <param name="person">Who.</param>
    /// <param name="now">System time.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<ErasedPart[]> StripAsync(Person person, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync<ErasedPart[]>(
        (connection, transaction) =>
        {
            var facts = EraseFacts(connection, transaction, person.Customer);
            var versions = connection.Execute(Sql["delete-versions"], new { person.Key }, transaction);
            connection.Execute(Sql["forget-former"], person.Words.Select(word => new { Word = word }), transaction);
            var newKey = $"erased-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
            var emptied = connection.Execute(Sql["strip-customer"], new { person.Customer, NewKey = newKey, Now = now }, transaction);
            return [.. facts, new("states of shop systems deleted", versions), new("profiles emptied", emptied)];
        },
        cancellation);

    private static ErasedPart[] EraseFacts(SqliteConnection connection, SqliteTransaction transaction, CustomerId customer)
    {
        long Run(string sql) => connection.Execute(sql, new { Customer = customer }, transaction);
        return
        [
            new("records of earlier mails deleted", Run(Sql["delete-engagement"])),
            new("browsers deleted", Run(Sql["delete-visitors"])),
            new("orders made anonymous", Run(Sql["orders-to-nobody"])),
            new("returns made anonymous", Run(Sql["returns-of-nobody"])),
            new("consents deleted", Run(Sql["delete-consents"])),
            new("decisions made anonymous", EmptyDecisions(connection, transaction, customer)),
        ];
    }

    private static long EmptyDecisions(SqliteConnection connection, SqliteTransaction transaction, CustomerId customer)
    {
        var (reasons, context) = DataReasonsStore.Empty(connection, transaction);
        return connection.Execute(Sql["empty-decisions"], new { Customer = customer, Reasons = reasons, Context = context }, transaction);
    }
}
