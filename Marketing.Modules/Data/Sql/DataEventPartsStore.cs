using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>The parts of the index of events: closed, copied and removed in steps of a few milliseconds of the writer.</summary>
internal sealed class DataEventPartsStore(Database database)
{
    // Rows that are copied or removed while the writer is held: some five milliseconds of it.
    internal const int StepRows = 4000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataEventParts.sql");

    // Behind every key: keys have 16 bytes.
    private static readonly byte[] LastKey = [.. Enumerable.Repeat(byte.MaxValue, 17)];

    private static readonly (long Owner, long At) FirstPlace = (long.MinValue, long.MinValue);
    private static readonly (long Owner, long At) LastPlace = (long.MaxValue, long.MaxValue);

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
    /// <returns>The most rows that were copied while the writer was held.</returns>
    public async Task<int> MergeAsync(long level, long[] parts, CancellationToken cancellation)
    {
        var to = await database.WriteAsync((connection, transaction) => connection.ExecuteScalar<long>(Sql["grow-part"], new { Level = level + 1, Parts = parts }, transaction), cancellation).ConfigureAwait(false);
        var keys = await KeysAsync(parts, (from, until) => (Sql["copy-keys"], new { To = to, Parts = parts, From = from, Until = until }), cancellation).ConfigureAwait(false);
        var owners = await OwnersAsync(
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
        return Math.Max(keys, owners);
    }

    /// <summary>Removes a part that nobody reads.</summary>
    public async Task DropAsync(long part, CancellationToken cancellation)
    {
        await KeysAsync([part], (_, until) => (Sql["drop-keys"], new { Part = part, Until = until }), cancellation).ConfigureAwait(false);
        await OwnersAsync([part], (_, until) => (Sql["drop-owners"], new { Part = part, UntilOwner = until.Owner, UntilAt = until.At }), cancellation).ConfigureAwait(false);
        await database.WriteAsync((connection, transaction) => connection.Execute(Sql["drop-part"], new { Part = part }, transaction), cancellation).ConfigureAwait(false);
    }

    private async Task<int> KeysAsync(long[] parts, Func<byte[], byte[], (string Sql, object Values)> step, CancellationToken cancellation)
    {
        var (from, most) = (Array.Empty<byte>(), 0);
        while (from != LastKey)
        {
            var until = await database.ReadAsync(
                connection => parts.Select(part => connection.ExecuteScalar<byte[]?>(Sql["key-behind"], new { Part = part, Key = from, Take = StepRows / parts.Length }) ?? LastKey)
                    .MinBy(key => key, Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)))!,
                cancellation).ConfigureAwait(false);
            most = Math.Max(most, await RunAsync(step(from, until), cancellation).ConfigureAwait(false));
            from = until;
        }

        return most;
    }

    private async Task<int> OwnersAsync(long[] parts, Func<(long Owner, long At), (long Owner, long At), (string Sql, object Values)> step, CancellationToken cancellation)
    {
        var (from, most) = (FirstPlace, 0);
        while (from != LastPlace)
        {
            var until = await database.ReadAsync(
                connection => parts.Select(part => connection.Query<(long Owner, long At)>(Sql["owner-behind"], new { Part = part, from.Owner, from.At, Take = StepRows / parts.Length }).FirstOrDefault(LastPlace)).Min(),
                cancellation).ConfigureAwait(false);
            most = Math.Max(most, await RunAsync(step(from, until), cancellation).ConfigureAwait(false));
            from = until;
        }

        return most;
    }

    // A pause after each step: what is copied and removed goes to disk a little at a time, and live events do not wait for it.
    private async Task<int> RunAsync((string Sql, object Values) step, CancellationToken cancellation)
    {
        var rows = await database.WriteAsync((connection, transaction) => connection.Execute(step.Sql, step.Values, transaction), cancellation).ConfigureAwait(false);
        await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        return rows;
    }
}
