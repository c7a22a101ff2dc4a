using Dapper;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>The parts of the index of events: closed, copied and removed in steps of a few milliseconds of the writer.</summary>
internal sealed class DataEventPartsStore(Database database)
{
    // Rows that are copied or removed while the writer is held: some five milliseconds of it.
    internal const int StepRows = 4000;

    /// <summary>State of a part that is a copy that is not complete.</summary>
    internal const long Growing = 2;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataEventParts.sql");

    // Behind every key: keys have 16 bytes.
    private static readonly byte[] LastKey = [.. Enumerable.Repeat(byte.MaxValue, 17)];

    private static readonly Place First = new(long.MinValue, long.MinValue, long.MinValue);
    private static readonly Place Last = new(long.MaxValue, long.MaxValue, long.MaxValue);

    /// <summary>Work that was begun: a part that grows, or one that leaves.</summary>
    /// <param name="Part">The part.</param>
    /// <param name="State"><see cref="Growing"/>, or leaving.</param>
    /// <param name="Level">The level that becomes smaller by it.</param>
    internal sealed record Work(long Part, long State, long Level);

    private sealed record Place(long Owner, long At, long Event) : IComparable<Place>
    {
        public int CompareTo(Place? other) => (Owner, At, Event).CompareTo((other!.Owner, other.At, other.Event));
    }

    /// <summary>Closes the open part once it has taken enough events, and opens the next.</summary>
    public bool Close(int events)
    {
        var taken = database.Read(Taken);
        return (taken < 0 || taken >= events) && database.Write((connection, transaction) =>
        {
            // Somebody else may have been here meanwhile.
            taken = Taken(connection);
            if (taken < 0)
            {
                connection.Execute(Sql["count-anew"], transaction: transaction);
            }

            if (taken < events)
            {
                return false;
            }

            connection.Execute(Sql["close-part"], transaction: transaction);
            connection.Execute(Sql["begin-part"], transaction: transaction);
            return true;
        });
    }

    /// <summary>The work to go on with, or null: of the lowest level, whose parts come fastest.</summary>
    public Task<Work?> UnfinishedAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Work>(Sql["unfinished"]), cancellation);

    /// <summary>The lowest level that is full, or null.</summary>
    public Task<long?> FullLevelAsync(int fan, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long?>(Sql["full-level"], new { Fan = fan }), cancellation);

    /// <summary>Begins to merge the closed parts of a level into one of the next. Until that is complete the parts are read, from then on it is.</summary>
    public Task BeginAsync(long level, int fan, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var parts = connection.Query<long>(Sql["parts-of-level"], new { Level = level, Fan = fan }, transaction).ToArray();
            if (parts.Length == fan)
            {
                var to = connection.ExecuteScalar<long>(Sql["grow-part"], new { Level = level + 1, Parts = parts }, transaction);
                connection.Execute(Sql["grow-into"], new { To = to, Parts = parts }, transaction);
            }
        },
        cancellation);

    /// <summary>Goes on with a copy from where it stands, or ends it.</summary>
    /// <returns>Rows that were copied.</returns>
    public async Task<int> GrowAsync(long to, CancellationToken cancellation)
    {
        var (parts, key, place) = await database.ReadAsync(
            connection => (connection.Query<long>(Sql["parts-copied"], new { To = to }).ToArray(), LastKeyOf(connection, to), LastPlaceOf(connection, to)), cancellation).ConfigureAwait(false);
        if (await NextKeyAsync(parts, key, cancellation).ConfigureAwait(false) is { } untilKey)
        {
            return await StepAsync(connection => key.AsSpan().SequenceEqual(LastKeyOf(connection, to)), Sql["copy-keys"], new { To = to, Parts = parts, From = key, Until = untilKey }, cancellation).ConfigureAwait(false);
        }

        if (await NextPlaceAsync(parts, place, cancellation).ConfigureAwait(false) is { } until)
        {
            var between = new { To = to, Parts = parts, FromOwner = place.Owner, FromAt = place.At, FromEvent = place.Event, UntilOwner = until.Owner, UntilAt = until.At, UntilEvent = until.Event };
            return await StepAsync(connection => place == LastPlaceOf(connection, to), Sql["copy-owners"], between, cancellation).ConfigureAwait(false);
        }

        await database.WriteAsync(
            (connection, transaction) =>
            {
                if (connection.Execute(Sql["complete-part"], new { To = to }, transaction) == 1)
                {
                    connection.Execute(Sql["leave-parts"], new { To = to }, transaction);
                }
            },
            cancellation).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Removes some of a part that nobody reads, or its last trace.</summary>
    public async Task DropAsync(long part, CancellationToken cancellation)
    {
        if (await NextKeyAsync([part], [], cancellation).ConfigureAwait(false) is { } key)
        {
            await StepAsync(_ => true, Sql["drop-keys"], new { Part = part, Until = key }, cancellation).ConfigureAwait(false);
        }
        else if (await NextPlaceAsync([part], First, cancellation).ConfigureAwait(false) is { } until)
        {
            await StepAsync(_ => true, Sql["drop-owners"], new { Part = part, UntilOwner = until.Owner, UntilAt = until.At, UntilEvent = until.Event }, cancellation).ConfigureAwait(false);
        }
        else
        {
            await database.WriteAsync((connection, transaction) => connection.Execute(Sql["drop-part"], new { Part = part }, transaction), cancellation).ConfigureAwait(false);
        }
    }

    private static long Taken(SqliteConnection connection) => connection.ExecuteScalar<long>(Sql["open-part"]);

    private static byte[] LastKeyOf(SqliteConnection connection, long part) => connection.ExecuteScalar<byte[]?>(Sql["last-key"], new { Part = part }) ?? [];

    private static Place LastPlaceOf(SqliteConnection connection, long part) => connection.QueryFirstOrDefault<Place>(Sql["last-owner"], new { Part = part }) ?? First;

    // The end of the next step behind a key; null when there is nothing behind it.
    private Task<byte[]?> NextKeyAsync(long[] parts, byte[] from, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            byte[]? Behind(long part, int take) => connection.ExecuteScalar<byte[]?>(Sql["key-behind"], new { Part = part, Key = from, Take = take });
            return parts.All(part => Behind(part, 0) is null)
                ? null
                : parts.Select(part => Behind(part, StepRows / parts.Length) ?? LastKey).MinBy(key => key, Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));
        },
        cancellation);

    private Task<Place?> NextPlaceAsync(long[] parts, Place from, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            Place? Behind(long part, int take) => connection.QueryFirstOrDefault<Place>(Sql["owner-behind"], new { Part = part, from.Owner, from.At, from.Event, Take = take });
            return parts.All(part => Behind(part, 0) is null) ? null : parts.Select(part => Behind(part, StepRows / parts.Length) ?? Last).Min();
        },
        cancellation);

    // Nothing is done when another process has gone on from the same place meanwhile.
    private Task<int> StepAsync(Func<SqliteConnection, bool> still, string sql, object values, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => still(connection) ? connection.Execute(sql, values, transaction) : 0, cancellation);
}
