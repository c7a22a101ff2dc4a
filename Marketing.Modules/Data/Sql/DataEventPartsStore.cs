using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>The parts of the index of events: closed, copied and removed in steps of a few milliseconds of the writer.</summary>
internal sealed class DataEventPartsStore(Database database)
{
    private const int Step = 250;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataEventParts.sql");

    // Behind every key: keys have 16 bytes.
    private static readonly byte[] LastKey = [.. Enumerable.Repeat(byte.MaxValue, 17)];

    private readonly record struct Place(long Owner, long At);

    private static readonly Place FirstPlace = new(long.MinValue, long.MinValue);
    private static readonly Place LastPlace = new(long.MaxValue, long.MaxValue);

    /// <summary>Closes the open part once it has taken enough events, and opens the next.</summary>
    public async Task<bool> CloseAsync(int events)
    {
        if (await database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["open-part"])).ConfigureAwait(false) < events)
        {
            return false;
        }

        await database.WriteAsync((connection, transaction) =>
        {
            connection.Execute(Sql["close-part"], transaction: transaction);
            connection.Execute(Sql["begin-part"], transaction: transaction);
        }).ConfigureAwait(false);
        return true;
    }

    /// <summary>A part that a merge was removing, or that was growing when a process ended; null for none.</summary>
    public Task<long?> UnfinishedAsync() => database.ReadAsync(connection => connection.ExecuteScalar<long?>(Sql["unfinished"]));

    /// <summary>The parts to merge next, with their level; empty when no level is full.</summary>
    public Task<(long Level, long[] Parts)> DueAsync(int fan) => database.ReadAsync<(long, long[])>(connection =>
        connection.ExecuteScalar<long?>(Sql["full-level"], new { Fan = fan }) is { } level
            ? (level, [.. connection.Query<long>(Sql["parts-of-level"], new { Level = level, Fan = fan })])
            : (0, []));

    /// <summary>Merges closed parts into one of the next level. Until it is complete the parts are read, from then on it is.</summary>
    public async Task MergeAsync(long level, long[] parts, CancellationToken cancellation)
    {
        var to = await database.WriteAsync((connection, transaction) => connection.ExecuteScalar<long>(Sql["grow-part"], new { Level = level + 1, Parts = parts }, transaction), cancellation).ConfigureAwait(false);
        await KeysAsync(parts, (from, until) => (Sql["copy-keys"], new { To = to, Parts = parts, From = from, Until = until }), cancellation).ConfigureAwait(false);
        await OwnersAsync(
            parts,
            (from, until) => (Sql["copy-owners"], new { To = to, Parts = parts, FromOwner = from.Owner, FromAt = from.At, UntilOwner = until.Owner, UntilAt = until.At }),
            cancellation).ConfigureAwait(false);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(Sql["complete-part"], new { To = to }, transaction);
                connection.Execute(Sql["leave-parts"], new { Parts = parts }, transaction);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes a part that nobody reads.</summary>
    public async Task DropAsync(long part, CancellationToken cancellation)
    {
        await KeysAsync([part], (_, until) => (Sql["drop-keys"], new { Part = part, Until = until }), cancellation).ConfigureAwait(false);
        await OwnersAsync([part], (_, until) => (Sql["drop-owners"], new { Part = part, UntilOwner = until.Owner, UntilAt = until.At }), cancellation).ConfigureAwait(false);
        await database.WriteAsync((connection, transaction) => connection.Execute(Sql["drop-part"], new { Part = part }, transaction), cancellation).ConfigureAwait(false);
    }

    /// <summary>Parts that are asked for a key.</summary>
    public long Count() => database.Read(connection => connection.ExecuteScalar<long>(Sql["count-parts"]));

    private async Task KeysAsync(long[] parts, Func<byte[], byte[], (string Sql, object Values)> step, CancellationToken cancellation)
    {
        var from = Array.Empty<byte>();
        while (from != LastKey)
        {
            var until = await database.ReadAsync(
                connection => parts.Select(part => connection.ExecuteScalar<byte[]?>(Sql["key-behind"], new { Part = part, Key = from, Take = Step }) ?? LastKey)
                    .MinBy(key => key, Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)))!,
                cancellation).ConfigureAwait(false);
            await RunAsync(step(from, until), cancellation).ConfigureAwait(false);
            from = until;
        }
    }

    private async Task OwnersAsync(long[] parts, Func<Place, Place, (string Sql, object Values)> step, CancellationToken cancellation)
    {
        var from = FirstPlace;
        while (from != LastPlace)
        {
            var until = await database.ReadAsync(
                connection => parts.Select(part => connection.QuerySingleOrDefault<Place?>(Sql["owner-behind"], new { Part = part, from.Owner, from.At, Take = Step }) ?? LastPlace)
                    .MinBy(place => (place.Owner, place.At)),
                cancellation).ConfigureAwait(false);
            await RunAsync(step(from, until), cancellation).ConfigureAwait(false);
            from = until;
        }
    }

    private async Task RunAsync((string Sql, object Values) step, CancellationToken cancellation) =>
        await database.WriteAsync((connection, transaction) => connection.Execute(step.Sql, step.Values, transaction), cancellation).ConfigureAwait(false);
}
