using System.Text;
using System.Text.Json;
using Dapper;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Periods, runs, and what is older than an instant: counted, and ended in slices.</summary>
internal sealed class DataRetentionStore(Database database)
{
    /// <summary>Rows of one transaction.</summary>
    internal const int Slice = 1000;

    // A browser may have done much: few at a time keep the list of their events short.
    private const int VisitorSlice = 200;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataRetention.sql");

    private static readonly Dictionary<string, RowSet> Sets = new()
    {
        ["events"] = new(Sql["count-events"], Sql["find-events"], Sql["remove-events"]),
        ["engagement"] = new(Sql["count-engagement"], Sql["find-engagement"], Sql["remove-engagement"]),
        ["deliveries"] = new(Sql["count-deliveries"], Sql["find-deliveries"], Sql["remove-deliveries"]),
        ["quarantine"] = new(Sql["count-quarantine"], Sql["find-quarantine"], Sql["remove-quarantine"]),
        ["orders"] = new(Sql["count-orders"], Sql["find-orders"], Sql["remove-orders"]),
        ["staged-customers"] = new(Sql["count-staged-customers"], Sql["find-staged-customers"], Sql["remove-staged-customers"], Sql["end-imports"], Sql["own-customers"]),
        ["visitor-lists"] = new(Sql["count-visitor-lists"], Sql["find-visitor-lists"], Sql["remove-visitor-lists"], Sql["end-outcomes"]),
        ["returns"] = new(Sql["count-returns"], Sql["find-returns"], Sql["remove-returns"]),
    };

    internal sealed record PeriodRow(string Kind, long? Days, string Actor, DateTimeOffset Changed);

    // Notes are run before the rows go, in the same transaction.
    private sealed record RowSet(string Count, string Find, string Remove, params string[] Notes);

    private sealed record BuyerRow(long Id, string Key, string? Email, long At);

    private sealed record RunRow(DateTimeOffset At, string Actor, string Removed);

    public Task<List<PeriodRow>> PeriodsAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<PeriodRow>(Sql["list-periods"]).AsList(), cancellation);

    public Task SetAsync(RetentionDraft draft, string actor, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["set-period"], new { draft.Kind, draft.Days, Actor = actor, Now = now }, transaction), cancellation);

    public Task AddRunAsync(RetentionRun run, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["add-run"], new { run.At, run.Actor, Removed = JsonSerializer.Serialize(run.Removed) }, transaction), cancellation);

    public Task<IReadOnlyList<RetentionRun>> RunsAsync(int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<RetentionRun>>(
        connection => [.. connection.Query<RunRow>(Sql["list-runs"], new { Take = take }).Select(row => new RetentionRun(row.At, row.Actor, JsonSerializer.Deserialize<RetentionRemoved[]>(row.Removed) ?? []))],
        cancellation);

    public Task<bool> EmptyLogAsync(CancellationToken cancellation) => database.EmptyLogAsync(cancellation);

    public Task<AgedRows> CountAsync(string set, DateTimeOffset before, CancellationToken cancellation) => CountedAsync(Sets[set].Count, before, cancellation);

    public Task<AgedRows> CountVisitorsAsync(DateTimeOffset before, CancellationToken cancellation) => CountedAsync(Sql["count-visitors"], before, cancellation);

    public Task<AgedRows> CountRejectedAsync(DateTimeOffset before, CancellationToken cancellation) => CountedAsync(Sql["count-rejected"], before, cancellation);

    /// <summary>Ends the rows of a set. They are looked for by a reader; the writer is held for one slice at a time.</summary>
    public async Task RemoveAsync(string set, DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        await foreach (var ids in SlicesAsync(Sets[set].Find, before, Slice, cancellation).ConfigureAwait(false))
        {
            var returned = set == "orders" ? await ReturnedAsync(ids, cancellation).ConfigureAwait(false) : [];
            gone(await database.WriteAsync(
                (connection, transaction) =>
                {
                    connection.Execute(Sql["note-return"], returned, transaction);
                    return Remove(Sets[set], ids, connection, transaction);
                },
                cancellation).ConfigureAwait(false));
        }
    }

    // Who is on the erase list and came back by one of these orders: without it the person would count as gone, and go again.
    private Task<List<BuyerRow>> ReturnedAsync(long[] orders, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var erased = EraseList.Of(connection.Query<ErasedKey>(Sql["erased-keys"]));
            return erased.IsEmpty
                ? []
                : connection.Query<BuyerRow>(Sql["buyers-of-orders"], new { Ids = orders, ImportState.Applied })
                    .Where(buyer => buyer.At > EraseList.Later(erased.NumberAt(Encoding.UTF8.GetBytes(buyer.Key)), erased.MailAt(buyer.Email))).ToList();
        },
        cancellation);

    /// <summary>Deletes browsers of nobody; what they did stays, tied to nothing.</summary>
    /// <param name="before">They did nothing since.</param>
    /// <param name="forget">Called inside each transaction that deletes some.</param>
    /// <param name="gone">Takes how many went, slice by slice.</param>
    /// <param name="cancellation">Stops the work between two slices.</param>
    public async Task RemoveVisitorsAsync(DateTimeOffset before, Action forget, Action<long> gone, CancellationToken cancellation)
    {
        await foreach (var ids in SlicesAsync(Sql["find-visitors"], before, VisitorSlice, cancellation).ConfigureAwait(false))
        {
            await PartEventsAsync(ids, before, cancellation).ConfigureAwait(false);
            gone(await database.WriteAsync(
                (connection, transaction) =>
                {
                    forget();
                    return connection.Execute(Sql["remove-visitors"], new { Ids = ids }, transaction);
                },
                cancellation).ConfigureAwait(false));
        }
    }

    /// <summary>Ties what browsers did to nothing. One that came back or said who it is since it was found keeps what is left of it.</summary>
    internal async Task PartEventsAsync(long[] visitors, DateTimeOffset before, CancellationToken cancellation)
    {
        while (await database.WriteAsync((connection, transaction) => connection.Execute(Sql["part-events"], new { Ids = visitors, Before = before, Take = Slice }, transaction), cancellation).ConfigureAwait(false) == Slice)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public async Task BlankRejectedAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        await foreach (var imports in SlicesAsync(Sql["find-rejected"], before, Slice, cancellation).ConfigureAwait(false))
        {
            foreach (var import in imports)
            {
                await BlankRejectedAsync(import, gone, cancellation).ConfigureAwait(false);
            }
        }
    }

    public Task<List<string>> NeededFilesAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<string>(Sql["needed-files"], new { ImportJobState.Waiting, ImportJobState.Working }).AsList(), cancellation);

    public Task EndDraftsAsync(IReadOnlyList<string> paths, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["end-drafts"],
            new { Paths = paths, ImportJobState.Cancelled, ImportJobState.Draft, Now = now, Message = "The uploaded file was removed at the end of its period. Upload it again." },
            transaction),
        cancellation);

    private async Task BlankRejectedAsync(long import, Action<long> gone, CancellationToken cancellation)
    {
        var after = -1L;
        while (await database.ReadAsync(connection => connection.ExecuteScalar<long?>(Sql["next-rejected"], new { Import = import, After = after, Take = Slice }), cancellation).ConfigureAwait(false) is { } last)
        {
            var from = after;
            gone(await database.WriteAsync((connection, transaction) => connection.Execute(Sql["blank-rejected"], new { Import = import, After = from, Last = last }, transaction), cancellation).ConfigureAwait(false));
            after = last;
        }
    }

    private static long Remove(RowSet set, long[] ids, SqliteConnection connection, SqliteTransaction transaction)
    {
        foreach (var note in set.Notes)
        {
            connection.Execute(note, new { Ids = ids }, transaction);
        }

        return connection.Execute(set.Remove, new { Ids = ids }, transaction);
    }

    private Task<AgedRows> CountedAsync(string statement, DateTimeOffset before, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingle<AgedRows>(statement, new { Before = before }), cancellation);

    private async IAsyncEnumerable<long[]> SlicesAsync(string find, DateTimeOffset before, int take, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = long.MinValue;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = after;
            var ids = await database.ReadAsync(connection => connection.Query<long>(find, new { After = from, Before = before, Take = take }).ToArray(), cancellation).ConfigureAwait(false);
            if (ids.Length == 0)
            {
                yield break;
            }

            yield return ids;
            after = ids[^1];
        }
    }
}
