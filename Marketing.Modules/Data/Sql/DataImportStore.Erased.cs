using System.Security.Cryptography;
using System.Text;
using Dapper;
using Marketing.Data.Import;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>People who were erased while an import was read: it knew them, and who was erased, from its start.</summary>
internal sealed partial class DataImportStore
{
    // Somebody whom the import made, and who was erased meanwhile under another record with this number as its address.
    private sealed record Listed(long Id, long ErasedAt, string NewKey);

    private Task<List<Listed>> ListedAsync(ImportId import) => database.ReadAsync(
        connection =>
        {
            var since = EraseList.Of(connection.Query<ErasedKey>(Sql["erased-since"], new { Import = import }));
            return since.IsEmpty ? [] : connection.Query<KnownParty>(Sql["customers-of-import"], new { Import = import }, buffered: false)
                .Select(customer => (customer.Id, At: since.NumberAt(Encoding.UTF8.GetBytes(customer.Key))))
                .Where(customer => customer.At is not null)
                .Select(customer => new Listed(customer.Id, customer.At!.Value, $"erased-{RandomNumberGenerator.GetHexString(24, lowercase: true)}"))
                .ToList();
        });

    private static void PartErased(SqliteConnection connection, SqliteTransaction transaction, ImportId import, List<Listed> listed)
    {
        connection.Execute(Sql["orders-of-erased"], new { Import = import }, transaction);
        connection.Execute(Sql["returns-of-erased"], new { Import = import }, transaction);
        connection.Execute(Sql["orders-of-listed"], listed, transaction);
        connection.Execute(Sql["returns-of-listed"], listed, transaction);
        connection.Execute(Sql["strip-listed"], listed, transaction);
    }
}
