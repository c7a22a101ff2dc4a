using Dapper;
using Marketing.Data.Events;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Writing and removing the rows of files of every kind.</summary>
internal sealed partial class DataImportRowsStore(Database database, EventParts parts)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImportRows.sql");

    /// <summary>Statements that a kind may run for a row.</summary>
    private static readonly HashSet<string> OfRows =
    [
        "stage-customer", "stage-product", "stage-stock", "add-file-stock", "add-file-return", "add-file-event", "take-file-event-over", "add-file-consent",
        "add-suppression", "add-engagement", "add-ad", "add-ad-result",
    ];

    private static readonly string[] Drops =
    [
        "give-events-up", "drop-events", "drop-consents", "drop-returns", "drop-suppressions", "drop-engagement", "drop-ads", "drop-ad-results", "drop-stock",
        "drop-staged-customers", "drop-former-names", "drop-staged-products", "drop-issues",
    ];

    /// <summary>Opens the writer of one import's rows.</summary>
    public RowWriter OpenWriter(ImportKind kind, ImportId import, long job, DateTimeOffset now, TimeSpan slice) =>
        new(database, kind, import, job, now.ToUnixTimeMilliseconds(), slice, ReferenceEquals(kind, EventsKind.Kind) ? parts : null);

    /// <summary>Removes everything that an import wrote, in slices.</summary>
    public async Task DropAsync(ImportId import)
    {
        foreach (var drop in Drops)
        {
            while (await database.WriteAsync((connection, transaction) => connection.Execute(Sql[drop], new { Import = import }, transaction)).ConfigureAwait(false) > 0)
            {
            }
        }
    }

    private static string Statement(string name) => OfRows.Contains(name) ? Sql[name] : throw new InvalidOperationException($"No row is written by {name}.");
}
