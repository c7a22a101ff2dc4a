using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Strategy.Sql;

/// <summary>Published books of rules.</summary>
internal sealed class StrategyStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Strategy/Sql/Strategy.sql");
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private sealed record Row(long Version, DateTimeOffset At, string Actor, string Note, string Book);

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
            (connection, transaction) => connection.Execute(Sql["publish-book"], new { BasedOn = basedOn, At = at, Actor = actor, Note = note, Book = JsonSerializer.Serialize(book, Form) }, transaction) > 0,
            cancellation);

    private static RuleBookVersion Read(Row row) => new(row.Version, row.At, row.Actor, row.Note, JsonSerializer.Deserialize<RuleBook>(row.Book, Form)!);
}
