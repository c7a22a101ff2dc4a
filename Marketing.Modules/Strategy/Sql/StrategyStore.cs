using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Strategy.Sql;

/// <summary>Published books of rules, and those at work.</summary>
internal sealed class StrategyStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Strategy/Sql/Strategy.sql");

    private sealed record Row(long Version, DateTimeOffset At, string Actor, string Note, string Book);

    private sealed record DraftRow(long BasedOn, string Book);

    /// <summary>The book in force, or null.</summary>
    public Task<RuleBookVersion?> CurrentAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Row>(Sql["current-book"]) is { } row ? Read(row) : null, cancellation);

    /// <summary>One book, or null.</summary>
    public Task<RuleBookVersion?> FindAsync(long version, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Row>(Sql["find-book"], new { Version = version }) is { } row ? Read(row) : null, cancellation);

    /// <summary>Books, newest first.</summary>
    public Task<Page<RuleBookVersion>> ListAsync(TableQuery query, CancellationToken cancellation) =>
        database.ReadAsync(
            connection => new Page<RuleBookVersion>(
                [.. connection.Query<Row>(Sql["list-books"], new { query.Take, query.Skip }).Select(Read)],
                connection.ExecuteScalar<long>(Sql["count-books"])),
            cancellation);

    /// <summary>Whether the book could be written behind the one it was made from.</summary>
    public Task<bool> PublishAsync(RuleBook book, long basedOn, DateTimeOffset at, string actor, string note, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) => connection.Execute(Sql["publish-book"], new { BasedOn = basedOn, At = at, Actor = actor, Note = note, Book = RuleBooks.Write(book) }, transaction) > 0,
            cancellation);

    /// <summary>The book that a person is at work on, or null.</summary>
    public Task<RuleDraft?> DraftAsync(string actor, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<DraftRow>(Sql["find-draft"], new { Actor = actor }) is { } row ? new RuleDraft(row.BasedOn, Read(row.Book)) : null, cancellation);

    /// <summary>Keeps the book that a person is at work on, or lets go of it.</summary>
    public Task SaveDraftAsync(string actor, RuleDraft? draft, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) => draft is null
                ? connection.Execute(Sql["drop-draft"], new { Actor = actor }, transaction)
                : connection.Execute(Sql["save-draft"], new { Actor = actor, draft.BasedOn, Book = RuleBooks.Write(draft.Book) }, transaction),
            cancellation);

    private static RuleBookVersion Read(Row row) => new(row.Version, row.At, row.Actor, row.Note, Read(row.Book));

    private static RuleBook Read(string book) => JsonSerializer.Deserialize<RuleBook>(book, RuleBooks.Json)!;
}
