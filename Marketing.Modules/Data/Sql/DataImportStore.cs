using Dapper;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Imports, what their rules did, and the rows they rejected or changed.</summary>
internal sealed partial class DataImportStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImport.sql");

    private static readonly object States = new { ImportState.Running, ImportState.Applied, ImportState.Failed, ImportState.Undone };

    private sealed record Row(ImportId Id, string Name, string Actor, ImportState State, DateTimeOffset Started, DateTimeOffset? Finished, long Rows, long Orders, long Lines, long Returns, long Anonymous, long Unchanged, long Rejected, long Changed, string? Message, double Seconds, long IsDemo, string Kind, long RowsEnded)
    {
        public ImportSummary Summary
        {
            get
            {
                var note = JobNote.Parse(Message);
                return new ImportSummary(Id, Name, Actor, State, Started, Finished, Rows, Orders, Lines, Returns, Anonymous, Unchanged, Rejected, Changed, note?.Message, Seconds, IsDemo == 1)
                {
                    Kind = Kind,
                    RowsEnded = RowsEnded == 1,
                    Failure = note?.FailureOf(Name),
                };
            }
        }
    }

    /// <summary>Starts an import.</summary>
    public Task<ImportId> BeginAsync(SourceFile file, long bytes, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => new ImportId(connection.ExecuteScalar<long>(
            Sql["begin-import"],
            new { file.Name, file.Actor, State = ImportState.Running, At = at, Bytes = bytes, IsDemo = file.IsDemo ? 1 : 0 },
            transaction)),
        cancellation);

    /// <summary>What the shop holds before a file is read.</summary>
    public Task<KnownShop> ReadKnownAsync(DateTimeOffset now, CancellationToken cancellation) => database.ReadAsync(
        connection => new KnownShop(
            connection.Query<KnownParty>(Sql["known-customers"]).AsList(),
            connection.Query<KnownParty>(Sql["known-products"]).AsList(),
            connection.Query<string>(Sql["known-numbers"], States).AsList(),
            connection.ExecuteScalar<long>(Sql["last-customer"]),
            connection.ExecuteScalar<long>(Sql["last-product"]),
            connection.ExecuteScalar<long>(Sql["last-order"]),
            connection.ExecuteScalar<long?>(Sql["last-at"], States) ?? long.MinValue)
        {
            Dates = LikelyDates.At(now),
            Rates = connection.Query<DatedRate>(Sql["known-rates"]).AsList(),
            Erased = Privacy.EraseList.Of(connection.Query<Privacy.ErasedKey>(Sql["erased-keys"])),
        },
        cancellation);

    /// <summary>What a command beside the program that serves wants of an import.</summary>
    internal sealed record Wish(ImportId Import, bool IsUndo, string Actor);

    /// <summary>Flips the state of an import, and notes that its rows are to follow; false when it is not in the state it should come from, or its rows have ended.</summary>
    public Task<bool> SetStateAsync(ImportId import, ImportState from, ImportState to, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["set-import-state"], new { Import = import, From = from, To = to }, transaction) == 1
            && connection.Execute(Sql["note-flip"], new { Import = import }, transaction) >= 0,
        cancellation);

    /// <summary>Imports whose rows have not followed their state to the end.</summary>
    public Task<IReadOnlyList<ImportId>> FlipsAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ImportId>>(
        connection => [.. connection.Query<long>(Sql["list-flips"]).Select(import => new ImportId(import))],
        cancellation);

    /// <summary>The rows of an import have followed its state.</summary>
    public Task EndFlipAsync(ImportId import) => database.WriteAsync((connection, transaction) => connection.Execute(Sql["end-flip"], new { Import = import }, transaction));

    /// <summary>Keeps what a command wants of an import; asked again, the last word holds.</summary>
    public Task AskAsync(ImportId import, bool undo, string actor, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["ask-for-import"], new { Import = import, Undo = undo ? 1 : 0, Actor = actor }, transaction),
        cancellation);

    /// <summary>What commands want of imports.</summary>
    public Task<IReadOnlyList<Wish>> WishesAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Wish>>(
        connection => [.. connection.Query<(long Import, long Undo, string Actor)>(Sql["list-wishes"]).Select(row => new Wish(new ImportId(row.Import), row.Undo == 1, row.Actor))],
        cancellation);

    /// <summary>What was wanted of an import is done, or cannot be.</summary>
    public Task EndWishAsync(ImportId import) => database.WriteAsync((connection, transaction) => connection.Execute(Sql["end-wish"], new { Import = import }, transaction));

    /// <summary>The kept import of the same bytes, or null.</summary>
    public Task<ImportSummary?> FindByHashAsync(string hash, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<long?>(Sql["import-by-hash"], new { Hash = hash, ImportState.Applied, ImportState.Undone }) is { } id
            ? Find(connection, new ImportId(id))
            : null,
        cancellation);

    /// <summary>The kept import of the carried file, or null.</summary>
    public Task<ImportSummary?> FindDemoAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<long?>(Sql["demo-import"], States) is { } id ? Find(connection, new ImportId(id)) : null,
        cancellation);

    /// <summary>Whether a kept import had as many bytes, so that hashing a file beforehand is worth it.</summary>
    public Task<bool> HasSizeAsync(long bytes, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long>(Sql["has-import-of-size"], new { Bytes = bytes, ImportState.Applied, ImportState.Undone }) == 1,
        cancellation);

    /// <summary>Whether any import is taken back.</summary>
    public Task<bool> HasUndoneAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long>(Sql["has-undone-imports"], States) == 1,
        cancellation);

    /// <summary>The visible import that brings rows, orders or returns which an import would bring a second time, or null.</summary>
    public Task<ImportSummary?> TwinAsync(ImportId import, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<long?>(Sql["visible-twin"], new { Import = import, ImportState.Applied }) is { } id ? Find(connection, new ImportId(id)) : null,
        cancellation);

    /// <summary>One import, or null.</summary>
    public Task<ImportSummary?> FindAsync(ImportId import, CancellationToken cancellation) =>
        database.ReadAsync(connection => Find(connection, import), cancellation);

    /// <summary>A page of imports.</summary>
    public Task<Page<ImportSummary>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var values = new { Search = Pattern(query.Search), query.Sort, Descending = query.Descending ? 1 : 0, query.Take, query.Skip };
            return new Page<ImportSummary>(
                [.. connection.Query<Row>(Sql["list-imports"], values).Select(row => row.Summary)],
                connection.ExecuteScalar<long>(Sql["count-imports"], values));
        },
        cancellation);

    /// <summary>What each rule did.</summary>
    public Task<IReadOnlyList<RuleCount>> RulesAsync(ImportId import, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<RuleCount>>(
        connection => connection.Query<RuleCount>(Sql["rules-of-import"], new { Import = import }).AsList(),
        cancellation);

    /// <summary>A page of rejected and changed rows.</summary>
    public Task<Page<ImportIssue>> IssuesAsync(ImportId import, string? rule, TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var values = new { Import = import, Rule = rule, Search = Pattern(query.Search), query.Take, query.Skip };
            return new Page<ImportIssue>(
                connection.Query<ImportIssue>(Sql["list-issues"], values).AsList(),
                connection.ExecuteScalar<long>(Sql["count-issues"], values));
        },
        cancellation);

    /// <summary>Hands every rejected and changed row to a reader, in file order, without holding them all.</summary>
    public Task ForEachIssueAsync(ImportId import, Func<ImportIssue, Task> take, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            using var connection = database.OpenReader();
            var values = new { Import = import, Rule = (string?)null, Search = (string?)null, Take = -1, Skip = 0 };
            foreach (var issue in connection.Query<ImportIssue>(Sql["list-issues"], values, buffered: false))
            {
                cancellation.ThrowIfCancellationRequested();
                await take(issue).ConfigureAwait(false);
            }
        },
        cancellation);

    private static ImportSummary? Find(Microsoft.Data.Sqlite.SqliteConnection connection, ImportId import) =>
        connection.QuerySingleOrDefault<Row>(Sql["find-import"], new { Import = import })?.Summary;

    private static string? Pattern(string? words) =>
        string.IsNullOrWhiteSpace(words) ? null : $"%{words.Trim().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
