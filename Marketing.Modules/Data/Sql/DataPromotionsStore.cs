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

    private sealed record Stamp(long Count, long LastId, long Changed, long Changes);

    internal sealed record Shelved(string Code, string Category);

    public Task<Page<PlannedPromotion>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var values = new { Search = string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim(), query.Take, query.Skip };
            return new Page<PlannedPromotion>([.. connection.Query<Row>(Sql["list-promotions"], values).Select(Promotion)], connection.ExecuteScalar<long>(Sql["count-promotions"], values));
        },
        cancellation);

    public Task<List<PlannedPromotion>> AllAsync(CancellationToken cancellation) => database.ReadAsync(connection => All(connection), cancellation);

    public Task<PlannedPromotion?> FindAsync(long id, CancellationToken cancellation) => database.ReadAsync(connection => Find(connection, id), cancellation);

    /// <summary>Adds promotions in one commit; those that say the same as one that is there are not added. What is there is read before the commit begins, and again within only where it was changed meanwhile.</summary>
    public async Task<(IReadOnlyList<PlannedPromotion> Added, IReadOnlyList<PlannedPromotion> Known)> AddAsync(IReadOnlyList<PromotionDraft> drafts, string actor, DateTimeOffset at, CancellationToken cancellation)
    {
        var (stamp, before) = await database.ReadAsync(connection => (connection.QuerySingle<Stamp>(Sql["stamp-of-promotions"]), BySaying(connection)), cancellation).ConfigureAwait(false);
        return await database.WriteAsync(
            (connection, transaction) =>
            {
                var there = connection.QuerySingle<Stamp>(Sql["stamp-of-promotions"], transaction: transaction) == stamp ? before : BySaying(connection, transaction);
                using var insert = new BulkStatement(connection, Sql["add-promotion"]);
                var (added, known) = (new List<PlannedPromotion>(), new List<PlannedPromotion>());
                foreach (var draft in drafts)
                {
                    if (there.TryGetValue(draft, out var same))
                    {
                        known.Add(same);
                        continue;
                    }

                    added.Add(new PlannedPromotion(Insert(insert, draft, actor, at), draft, at, actor, at, actor));
                }

                return ((IReadOnlyList<PlannedPromotion>)added, (IReadOnlyList<PlannedPromotion>)known);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Another last day; null where there is no such promotion.</summary>
    /// <param name="id">The promotion.</param>
    /// <param name="day">The last day.</param>
    /// <param name="check">Throws where the promotion with that day does not do.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<PromotionEnded?> EndAsync(long id, DateOnly day, Action<PromotionDraft> check, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (Find(connection, id, transaction) is not { } found)
            {
                return null;
            }

            var ended = found with { Draft = found.Draft with { Last = day }, Changed = at, ChangedBy = actor };
            check(ended.Draft);
            connection.Execute(Sql["end-promotion"], new { Id = id, LastDay = (long)day.DayNumber, At = at, Actor = actor }, transaction);
            return new PromotionEnded(ended, found.Draft.Last);
        },
        cancellation);

    /// <summary>A deleted promotion as it was, under its id where that is free.</summary>
    public Task<PromotionAdded> RestoreAsync(PlannedPromotion promotion, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (BySaying(connection, transaction).TryGetValue(promotion.Draft, out var same))
            {
                return new PromotionAdded(same, IsNew: false);
            }

            var values = Values(promotion.Draft, promotion.ChangedBy, promotion.Changed);
            values.AddDynamicParams(new { Id = Find(connection, promotion.Id, transaction) is null ? promotion.Id : (long?)null, EnteredAt = promotion.Entered, promotion.EnteredBy });
            return new PromotionAdded(promotion with { Id = connection.ExecuteScalar<long>(Sql["restore-promotion"], values, transaction) }, IsNew: true);
        },
        cancellation);

    /// <summary>Other words of a promotion that still says what they were made from.</summary>
    public Task<PromotionChange> ChangeAsync(long id, string basedOn, PromotionDraft draft, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync<PromotionChange>(
        (connection, transaction) =>
        {
            if (Find(connection, id, transaction) is not { } found)
            {
                return new PromotionChange.Missing();
            }

            if (found.Version != basedOn)
            {
                return new PromotionChange.Overtaken(found);
            }

            var values = Values(draft, actor, at);
            values.Add("Id", id);
            connection.Execute(Sql["change-promotion"], values, transaction);
            return new PromotionChange.Changed(found with { Draft = draft, Changed = at, ChangedBy = actor });
        },
        cancellation);

    public Task<bool> RemoveAsync(long id, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["remove-promotion"], new { Id = id }, transaction) == 1, cancellation);

    public Task<List<Shelved>> ProductsAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<Shelved>(Sql["products-on-the-shelf"]).AsList(), cancellation);

    private static List<PlannedPromotion> All(SqliteConnection connection, SqliteTransaction? transaction = null) => [.. connection.Query<Row>(Sql["all-promotions"], transaction: transaction).Select(Promotion)];

    private static Dictionary<PromotionDraft, PlannedPromotion> BySaying(SqliteConnection connection, SqliteTransaction? transaction = null)
    {
        var found = new Dictionary<PromotionDraft, PlannedPromotion>(PromotionDraft.Same);
        foreach (var one in All(connection, transaction))
        {
            found.TryAdd(one.Draft, one);
        }

        return found;
    }

    private static PlannedPromotion? Find(SqliteConnection connection, long id, SqliteTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<Row>(Sql["find-promotion"], new { Id = id }, transaction) is { } row ? Promotion(row) : null;

    private static long Insert(BulkStatement insert, PromotionDraft draft, string actor, DateTimeOffset at) => insert
        .Add(draft.Name).Add((long)draft.Scope).Add(draft.Category).Add(JsonSerializer.Serialize(draft.Products)).Add((long)draft.First.DayNumber).Add((long)draft.Last.DayNumber).Add(draft.Cut).Add(draft.Note)
        .Add(at.ToUnixTimeMilliseconds()).Add(actor)
        .RunForId()!.Value;

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
