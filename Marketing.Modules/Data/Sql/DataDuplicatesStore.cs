using System.Text.Json;
using Dapper;
using Marketing.Data.Customers.Duplicates;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Records that may be one person, and merges of them.</summary>
internal sealed class DataDuplicatesStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataDuplicates.sql");

    /// <summary>Where the merges stand.</summary>
    /// <param name="Newest">Id of the newest merge, 0 before the first.</param>
    /// <param name="Standing">Merges that have not been taken back.</param>
    internal sealed record MergesMark(long Newest, long Standing);

    private sealed record MergeRow(long Id, CustomerId Survivor, string SurvivorKey, CustomerId Merged, string MergedKey, string Actor, DateTimeOffset At, double Probability, string Evidence, DateTimeOffset? Undone)
    {
        public CustomerMerge Merge => new(Id, Survivor, SurvivorKey, Merged, MergedKey, Actor, At, Probability, JsonSerializer.Deserialize<MatchEvidence[]>(Evidence) ?? [], Undone);
    }

    /// <summary>Hands every record that stands for itself to a reader, without holding them all.</summary>
    public Task ForEachAsync(Action<PersonText> take, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var connection = database.OpenReader();
            using var rows = new RawRows(connection, Sql["person-texts"], cancellation);
            while (rows.Next())
            {
                take(PersonText.Of(rows.Long(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6)));
            }
        },
        cancellation);

    /// <summary>Records by id, at most as many as a statement takes parameters; merged and erased ones are left out.</summary>
    public Task<IReadOnlyList<MatchRecord>> ReadAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<MatchRecord>>(
        connection => connection.Query<MatchRecord>(Sql["read-records"], new { Ids = ids, ImportState.Applied }).AsList(),
        cancellation);

    public Task<HashSet<(long, long)>> DistinctAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<(long First, long Second)>(Sql["distinct-records"]).Select(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second))).ToHashSet(),
        cancellation);

    public Task<bool> AddDistinctAsync(long low, long high, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["add-distinct"], new { Low = low, High = high, Actor = actor, At = at }, transaction) == 1,
        cancellation);

    public Task<bool> RemoveDistinctAsync(long low, long high, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["remove-distinct"], new { Low = low, High = high }, transaction) == 1,
        cancellation);

    public Task<Page<DistinctPair>> ListDistinctAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection => new Page<DistinctPair>(connection.Query<DistinctPair>(Sql["list-distinct"], new { query.Take, query.Skip }).AsList(), connection.ExecuteScalar<long>(Sql["count-distinct"])),
        cancellation);

    /// <summary>Merges two records in one transaction; null when one of them does not stand for itself.</summary>
    public Task<CustomerMerge?> MergeAsync(CustomerId survivor, CustomerId merged, string actor, DateTimeOffset at, DateTimeOffset clockAt, double probability, IReadOnlyList<MatchEvidence> evidence, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (connection.Execute(Sql["follow-survivor"], new { Survivor = survivor, Merged = merged }, transaction) == 0)
            {
                return null;
            }

            var id = connection.ExecuteScalar<long>(
                Sql["add-merge"],
                new { Survivor = survivor, Merged = merged, Actor = actor, At = at, ClockAt = clockAt, Probability = probability, Evidence = JsonSerializer.Serialize(evidence) },
                transaction);
            return connection.QuerySingle<MergeRow>(Sql["list-merges"], new { Id = id, Take = 1, Skip = 0 }, transaction).Merge;
        },
        cancellation);

    /// <summary>Takes a merge back; false when it does not stand or a record of it was erased.</summary>
    public Task<bool> UndoAsync(long merge, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (connection.Execute(Sql["end-merge"], new { Id = merge, Actor = actor, At = at }, transaction) == 0)
            {
                return false;
            }

            var merged = connection.ExecuteScalar<long>(Sql["merged-record"], new { Id = merge }, transaction);
            connection.Execute(Sql["stand-alone"], new { Merged = merged }, transaction);
            return true;
        },
        cancellation);

    /// <summary>Numbers that are other ones after every merge and every merge taken back, by whichever process.</summary>
    public Task<MergesMark> MarkAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingle<MergesMark>(Sql["merges-mark"]), cancellation);

    public Task<Page<CustomerMerge>> ListMergesAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection => new Page<CustomerMerge>(
            [.. connection.Query<MergeRow>(Sql["list-merges"], new { Id = (long?)null, query.Take, query.Skip }).Select(row => row.Merge)],
            connection.ExecuteScalar<long>(Sql["count-merges"])),
        cancellation);
}
