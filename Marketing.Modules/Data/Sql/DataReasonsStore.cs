using System.Buffers.Binary;
using Dapper;
using Marketing.Data.Ledger;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Reasons and situations of old decisions: counted, and taken out of the ledger in slices.</summary>
internal sealed class DataReasonsStore(Database database)
{
    private const int Slice = 1000;
    private const long Unknown = -1;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataReasons.sql");

    private sealed record EndedRow(DateTimeOffset Before, long Seen);

    private sealed record AgedRow(long Id, DateTimeOffset At);

    // from and after: the time and the id behind which it goes on.
    private sealed record Walk(DateTimeOffset From, long After, DateTimeOffset Before, long Seen);

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingle<AgedRows>(Sql["count-reasoned"], new { Before = before, Reasons = Find(connection, null, "[]") ?? Unknown, Context = Find(connection, null, "{}") ?? Unknown }),
        cancellation);

    /// <summary>
    /// Lets decisions refer to empty texts. Only what has grown old since the last run that came to its end is looked at, by a reader; the
    /// writer is held for one slice at a time.
    /// </summary>
    public async Task EmptyAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        var empty = await database.WriteAsync((connection, transaction) => Empty(connection, transaction), cancellation).ConfigureAwait(false);
        var (ended, seen) = await database.ReadAsync(
            connection => (connection.QuerySingle<EndedRow>(Sql["reasons-ended"]), connection.ExecuteScalar<long>(Sql["last-decision"])), cancellation).ConfigureAwait(false);
        var earlier = ended.Before < before ? ended.Before : before;
        await WalkAsync("find-aged", new Walk(ended.Before, 0, before, seen), empty, gone, cancellation).ConfigureAwait(false);
        await WalkAsync("find-late", new Walk(default, ended.Seen, earlier, seen), empty, gone, cancellation).ConfigureAwait(false);
        await database.WriteAsync((connection, transaction) => connection.Execute(Sql["end-reasons"], new { Before = before, Seen = seen }, transaction), cancellation).ConfigureAwait(false);
    }

    private async Task WalkAsync(string find, Walk walk, (long Reasons, long Context) empty, Action<long> gone, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = new { walk.From, walk.After, walk.Before, walk.Seen, empty.Reasons, empty.Context, Take = Slice };
            var found = await database.ReadAsync(connection => connection.Query<AgedRow>(Sql[find], part).AsList(), cancellation).ConfigureAwait(false);
            if (found.Count == 0)
            {
                return;
            }

            var ids = found.ConvertAll(row => row.Id);
            gone(await database.WriteAsync((connection, transaction) => connection.Execute(Sql["empty-reasons"], new { empty.Reasons, empty.Context, Ids = ids }, transaction), cancellation).ConfigureAwait(false));
            walk = walk with { From = found[^1].At, After = ids[^1] };
        }
    }

    /// <summary>Takes the words out of texts that decisions let go of and none refers to any more, also those that an earlier run did not come to.</summary>
    public async Task BlankTextsAsync(CancellationToken cancellation)
    {
        var (loose, texts, decision, frame) = await database.ReadAsync(
            connection =>
            {
                using var oneState = connection.BeginTransaction(deferred: true);
                var last = connection.ExecuteScalar<long>(Sql["last-loose"], transaction: oneState);
                return (
                    last,
                    connection.Query<long>(Sql["texts-of-nothing"], new { LastLoose = last }, oneState).AsList(),
                    connection.ExecuteScalar<long>(Sql["last-decision"], transaction: oneState),
                    connection.ExecuteScalar<long>(Sql["last-frame"], transaction: oneState));
            },
            cancellation).ConfigureAwait(false);
        foreach (var some in texts.Chunk(Slice))
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = some.Select(id => new { Id = id, Hash = NoContent(id), LastDecision = decision, LastFrame = frame });
            await database.WriteAsync((connection, transaction) => connection.Execute(Sql["blank-text"], rows, transaction), cancellation).ConfigureAwait(false);
        }

        while (await database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-loose"], new { LastLoose = loose, Take = Slice }, transaction), cancellation).ConfigureAwait(false) == Slice)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // No text has this name, so that none is found under it.
    private static byte[] NoContent(long id)
    {
        var hash = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(hash.AsSpan(8), id);
        return hash;
    }

    /// <summary>The ids of the empty texts to which decisions refer that say neither why nor in what situation.</summary>
    public static (long Reasons, long Context) Empty(SqliteConnection connection, SqliteTransaction transaction) =>
        (Kept(connection, transaction, "[]"), Kept(connection, transaction, "{}"));

    private static long Kept(SqliteConnection connection, SqliteTransaction transaction, string body) => Find(connection, transaction, body)
        ?? connection.ExecuteScalar<long>(Sql["add-text"], new { Hash = ContentHash.Of(body), Body = body }, transaction);

    private static long? Find(SqliteConnection connection, SqliteTransaction? transaction, string body) =>
        connection.ExecuteScalar<long?>(Sql["find-text"], new { Hash = ContentHash.Of(body) }, transaction);
}
