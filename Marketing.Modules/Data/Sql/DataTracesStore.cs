using Dapper;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Texts that may name a person in passing. A reader looks through all of them; the writer is held for a slice of what was found.</summary>
internal sealed class DataTracesStore(Database database)
{
    private const int Slice = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataTraces.sql");

    private sealed record RowText(long Import, long Row, long Position, string Value, string? Made, string Text);

    private sealed record Texts(long Id, string? One, string? Two, string? Three, string? Four);

    private sealed record Found(long Id, bool One, bool Two, bool Three, bool Four)
    {
        public bool Any => One || Two || Three || Four;
    }

    public async Task<IReadOnlyList<ErasedPart>> EraseAsync(PersonWords words, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection => connection.Query<RowText>(Sql["texts-of-rows"], buffered: false).Where(row => words.In(row.Value) || words.In(row.Made) || words.In(row.Text)).Select(row => new { row.Import, row.Row, row.Position }).ToList(),
            cancellation).ConfigureAwait(false);
        var issues = await WriteEachAsync("blank-row", rows, cancellation).ConfigureAwait(false);
        var kept = await WriteAsync("delete-quarantine", Ids(await FindAsync("texts-of-quarantine", words, cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false);
        var names = await WriteEachAsync("blank-import", await FindAsync("texts-of-imports", words, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
            + await WriteEachAsync("blank-job", await FindAsync("texts-of-jobs", words, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
            + await WriteAsync("blank-readings", Ids(await FindAsync("texts-of-readings", words, cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false)
            + await WriteAsync("blank-deliveries", Ids(await FindAsync("texts-of-deliveries", words, cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false);
        return [new("texts of imported rows removed", issues), new("items kept apart deleted", kept), new("names of files and messages removed", names)];
    }

    /// <summary>
    /// Removes the texts of an import's rejected and changed rows that name somebody who was erased. An erasure looks through what is
    /// there; this is for what an import writes afterwards. An address or a telephone number is one whenever it was erased. A customer
    /// number may look like any other number of a row, so that only those count that were erased since the import began.
    /// </summary>
    /// <param name="import">An import, all of whose rows are written.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Rows without their texts.</returns>
    public async Task<long> BlankErasedAsync(ImportId import, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
            {
                var started = connection.ExecuteScalar<DateTimeOffset>(Sql["start-of-import"], new { Import = import });
                var keys = connection.Query<ErasedKey>(Sql["erased-keys"]).AsList();
                var (ever, since) = (EraseList.Of(keys), EraseList.Of(keys.Where(key => key.At >= started)));
                return ever.IsEmpty ? [] : connection.Query<RowText>(Sql["texts-of-rows-of-import"], new { Import = import }, buffered: false)
                    .Where(row => new[] { row.Value, row.Made, row.Text }.OfType<string>().Any(text => ever.ContactIn(text) || since.NumberIn(text)))
                    .Select(row => new { row.Import, row.Row, row.Position }).ToList();
            },
            cancellation).ConfigureAwait(false);
        return await WriteEachAsync("blank-row", rows, cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes the person's rows of customer files.</summary>
    public async Task<long> DeleteStagedAsync(Person person, IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        var ids = await database.ReadAsync(connection => connection.Query<long>(Sql["staged-of-person"], new { person.Customer, person.Key, Addresses = addresses }).AsList(), cancellation).ConfigureAwait(false);
        return await WriteAsync("delete-staged", ids, cancellation).ConfigureAwait(false);
    }

    private static List<long> Ids(List<Found> found) => found.ConvertAll(row => row.Id);

    private Task<List<Found>> FindAsync(string statement, PersonWords words, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<Texts>(Sql[statement], buffered: false)
            .Select(row => new Found(row.Id, words.In(row.One), words.In(row.Two), words.In(row.Three), words.In(row.Four)))
            .Where(row => row.Any).ToList(),
        cancellation);

    private async Task<long> WriteAsync(string statement, IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        var written = 0L;
        foreach (var some in ids.Chunk(Slice))
        {
            cancellation.ThrowIfCancellationRequested();
            written += await database.WriteAsync((connection, transaction) => connection.Execute(Sql[statement], new { Ids = some }, transaction), cancellation).ConfigureAwait(false);
        }

        return written;
    }

    private async Task<long> WriteEachAsync<T>(string statement, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        var written = 0L;
        foreach (var some in rows.Chunk(Slice))
        {
            cancellation.ThrowIfCancellationRequested();
            written += await database.WriteAsync((connection, transaction) => connection.Execute(Sql[statement], some, transaction), cancellation).ConfigureAwait(false);
        }

        return written;
    }
}
