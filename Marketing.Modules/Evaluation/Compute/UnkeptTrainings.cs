using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation.Compute;

/// <summary>Trainings that gave no version: hidden ones, by which a backtest measures, and those that failed or were stopped. They cost as much as the others.</summary>
internal static class UnkeptTrainings
{
    private const int Slice = 500;

    /// <summary>Those of a period that have begun.</summary>
    /// <param name="trainings">Trainings.</param>
    /// <param name="period">Period of business time.</param>
    /// <param name="runs">Runs of the period: what they trained belongs to it, also where it stood at an earlier instant than the run.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<LongTraining>> OfAsync(ITrainings trainings, Period period, IReadOnlySet<RunId> runs, CancellationToken cancellation)
    {
        var found = new List<LongTraining>();
        for (var skip = 0; ; skip += Slice)
        {
            var page = await trainings.ListAsync(new TableQuery(skip, Slice), cancellation).ConfigureAwait(false);
            var own = page.Items.Where(training => training.AsOf >= period.Start || (training.Run is { } run && runs.Contains(run))).ToList();
            found.AddRange(own.Where(training => training is { Version: null, Started: not null }));

            // Newest first: behind a page of none, all are older.
            if (page.Items.Count < Slice || own.Count == 0)
            {
                return found;
            }
        }
    }

    /// <summary>Processor seconds of a training; so far of one at work; of one that ended before it was measured, the seconds from start to end, and 0 of one at work that has told nothing yet.</summary>
    public static double CpuSeconds(LongTraining training) =>
        training.CpuSeconds ?? (training is { Started: { } started, Ended: { } ended } ? Math.Max(0, (ended - started).TotalSeconds) : 0);
}
