using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Evaluation.Ads;

/// <summary>Choices of one placement with what came of them, as the ledger has them: for the first place, seen, and with their window over.</summary>
/// <param name="Lessons">Choices in their order.</param>
/// <param name="Caveats">What was left out.</param>
internal sealed record AdLog(IReadOnlyList<AdLesson> Lessons, IReadOnlyList<AdCaveat> Caveats)
{
    private const int AtOnce = 20_000;

    /// <summary>Reads.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="placement">Placement.</param>
    /// <param name="from">Time of the first choice.</param>
    /// <param name="to">Time before which the last was made.</param>
    /// <param name="now">Now.</param>
    /// <param name="settings">Goal and window.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<AdLog> ReadAsync(ILedger ledger, string placement, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, AdPolicySettings settings, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (lessons, caveats) = (new List<AdLesson>(), new HashSet<AdCaveat> { AdCaveat.OneChoice, AdCaveat.RowsIndependent });
        if (settings.Goal != AdGoal.Click)
        {
            caveats.Add(AdCaveat.ReportedOrders);
        }

        var due = now - TimeSpan.FromMinutes(settings.WindowMinutes);
        if (due < to)
        {
            caveats.Add(AdCaveat.OpenWindow);
        }

        var (end, after) = (due < to ? due : to, await ledger.FirstAdAsync(from, cancellation).ConfigureAwait(false) is { } first ? new DecisionId(first.Value - 1) : (DecisionId?)null);
        while (after is { } last)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await ledger.AdStretchAsync(last, end, AtOnce, cancellation).ConfigureAwait(false);
            var own = page.Rows.Where(row => row.At >= from && Is(row, placement, caveats)).ToList();
            if (own.Count > 0)
            {
                var came = (await ledger.AdOutcomesAsync(own[0].Id, own[^1].Id, cancellation).ConfigureAwait(false)).ToLookup(outcome => outcome.Decision);
                lessons.AddRange(own.Select(row => new AdLesson(row, AdRewards.Of(settings, row.At, came[row.Id]))));
                lessons.RemoveRange(0, Math.Max(0, lessons.Count - IAdWhatIfs.MostChoices));
                progress?.Report(new Progress("read", Math.Clamp((own[^1].At - from) / (end - from), 0, 1), $"{lessons.Count:N0} choices"));
            }

            after = page.IsAll ? null : page.ReadTo;
        }

        return new AdLog(lessons, [.. caveats.Order()]);
    }

    private static bool Is(in AdDecisionRow row, string placement, HashSet<AdCaveat> caveats)
    {
        if (AdCodes.ReadPlace(row.Context) is not var (at, place) || at != placement || AdCodes.ReadAction(row.Terms.Action) is null)
        {
            return false;
        }

        if (row.Terms.Arm == AdCodes.Holdout)
        {
            caveats.Add(AdCaveat.HeldOutLeftOut);
            return false;
        }

        if (place > 1)
        {
            caveats.Add(AdCaveat.FirstPlaceOnly);
            return false;
        }

        return true;
    }
}
