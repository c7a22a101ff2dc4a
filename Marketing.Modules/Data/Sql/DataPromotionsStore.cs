using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Rows of the calendar of promotions.</summary>
internal sealed class DataPromotionsStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataPromotions.sql");

    private sealed record Row(
        long Id, string Name, long Scope, string? Category, string Products, long FirstDay, long LastDay, double Cut, string Note, DateTimeOffset EnteredAt, string EnteredBy, DateTimeOffset ChangedAt, string ChangedBy);

    internal sealed record Shelved(string Code, string Category);

    public Task<Page<PlannedPromotion>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var values = new { Search = string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim(), query.Take, query.Skip };
            return new Page<PlannedPromotion>([.. connection.Query<Row>(Sql["list-promotions"], values).Select(Promotion)], connection.ExecuteScalar<long>(Sql["count-promotions"], values));
        },
        cancellation);

    public Task<List<PlannedPromotion>> AllAsync(CancellationToken cancellation) => database.ReadAsync(connection => All(connection), cancellation);

    public async Task<PlannedPromotion?> FindAsync(long id, CancellationToken cancellation) => (await AllAsync(cancellation).ConfigureAwait(false)).Find(one => one.Id == id);

    /// <summary>Adds promotions in one commit; those that say the same as one that is there are not added.</summary>
    public Task<(IReadOnlyList<PlannedPromotion> Added, IReadOnlyList<PlannedPromotion> Known)> AddAsync(IReadOnlyList<PromotionDraft> drafts, string actor, DateTimeOffset at, CancellationToken cancellation) =>
        database.WriteAsync<(IReadOnlyList<PlannedPromotion> Added, IReadOnlyList<PlannedPromotion> Known)>(
            (connection, transaction) =>
            {
                var (all, added, known) = (All(connection, transaction), new List<PlannedPromotion>(), new List<PlannedPromotion>());
                foreach (var draft in drafts)
                {
                    if (all.Find(one => one.Draft.IsSame(draft)) is { } same)
                    {
                        known.Add(same);
                        continue;
                    }

                    var id = connection.ExecuteScalar<long>(Sql["add-promotion"], Values(draft, actor, at), transaction);
                    added.Add(new PlannedPromotion(id, draft, at, actor, at, actor));
                }

                return (added, known);
            },
            cancellation);

    public Task<bool> ChangeAsync(long id, PromotionDraft draft, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var values = Values(draft, actor, at);
            values.Add("Id", id);
            return connection.Execute(Sql["change-promotion"], values, transaction) == 1;
        },
        cancellation);

    public Task<bool> RemoveAsync(long id, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["remove-promotion"], new { Id = id }, transaction) == 1, cancellation);

    public Task<List<Shelved>> ProductsAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<Shelved>(Sql["products-on-the-shelf"]).AsList(), cancellation);

    private static List<PlannedPromotion> All(SqliteConnection connection, SqliteTransaction? transaction = null) => [.. connection.Query<Row>(Sql["all-promotions"], transaction: transaction).Select(Promotion)];

    private static DynamicParameters Values(PromotionDraft draft, string actor, DateTimeOffset at) => new(new
    {
        draft.Name,
        Scope = (long)draft.Scope,
        draft.Category,
        Products = JsonSerializer.Serialize(draft.Products),
        FirstDay = (long)draft.First.DayNumber,
        LastDay = (long)draft.Last.DayNumber,
        draft.Cut,
        draft.Note,
        At = at,
        Actor = actor,
    });

    private static PlannedPromotion Promotion(Row row) => new(
        row.Id,
        new PromotionDraft(
            row.Name, (PromotionScope)row.Scope, row.Category, JsonSerializer.Deserialize<List<string>>(row.Products)!, DateOnly.FromDayNumber((int)row.FirstDay), DateOnly.FromDayNumber((int)row.LastDay), row.Cut, row.Note),
        row.EnteredAt,
        row.EnteredBy,
        row.ChangedAt,
        row.ChangedBy);
}
