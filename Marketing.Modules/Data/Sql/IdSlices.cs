using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Long work on the rows of an import: slice after slice of ids, each one transaction.</summary>
internal static class IdSlices
{
    private const int Rows = 500;

    private sealed record IdRange(long First, long Last);

    /// <summary>Runs statements in their order over all ids.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="range">Gives First and Last of the ids; takes Import.</param>
    /// <param name="statements">Take Import, From, To, Merged, Hidden, Purpose and Applied.</param>
    /// <param name="import">The import.</param>
    /// <param name="merged">How staged rows are marked afterwards.</param>
    /// <param name="hidden">Pairs of an address and of what hides it on the list of suppressions, as JSON.</param>
    /// <param name="progress">Takes the share done.</param>
    /// <param name="cancellation">Stops between two slices.</param>
    public static async Task RunAsync(Database database, string range, IReadOnlyList<string> statements, ImportId import, bool merged, string hidden, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var ids = await database.ReadAsync(connection => connection.QuerySingle<IdRange>(range, new { Import = import }), cancellation).ConfigureAwait(false);
        for (var from = ids.First; from <= ids.Last; from += Rows)
        {
            var slice = new { Import = import, From = from, To = from + Rows - 1, Merged = merged ? 1L : 0L, Hidden = hidden, Purpose = ConsentPurposes.Marketing, ImportState.Applied };
            await database.WriteAsync(
                (connection, transaction) =>
                {
                    foreach (var statement in statements)
                    {
                        connection.Execute(statement, slice, transaction);
                    }
                },
                cancellation).ConfigureAwait(false);
            progress?.Report(new Progress("merge", Math.Min(1, (from + Rows - ids.First) / (double)(ids.Last - ids.First + 1)), null));
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
