using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy.Recording;

/// <summary>Notes what became of decisions of one kind, as others report it. Its times are the shop's, as those of decisions are.</summary>
internal sealed class ReportOutcomes(ILedger ledger, BusinessClock clock, DecisionKind kind, IReadOnlyList<string> reported)
{
    // A report some hours before its decision, or after now, is a clock or a time zone that is wrong, and no other mistake.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(1);

    /// <summary>See <see cref="IRecommendations.ReportAsync"/>.</summary>
    public async Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        var known = new Dictionary<DecisionId, (DateTimeOffset At, HashSet<(string, long)> There)?>();
        var results = new ReportResult[outcomes.Count];
        var taken = new List<Outcome>();
        for (var i = 0; i < results.Length; i++)
        {
            var outcome = outcomes[i];
            if (!known.TryGetValue(outcome.Decision, out var decision))
            {
                known[outcome.Decision] = decision = await KnownAsync(outcome.Decision, cancellation).ConfigureAwait(false);
            }

            results[i] = outcome.At > clock.GetUtcNow() + ClocksDiffer ? ReportResult.TooLate
                : !reported.Contains(outcome.Kind) ? ReportResult.NoKind
                : decision is not { } made ? ReportResult.NoDecision
                : outcome.At < made.At - ClocksDiffer ? ReportResult.TooEarly
                : made.There.Add((outcome.Kind, outcome.At.ToUnixTimeMilliseconds())) ? ReportResult.Taken : ReportResult.Known;
            if (results[i] == ReportResult.Taken)
            {
                taken.Add(outcome);
            }
        }

        await ledger.AppendOutcomesAsync(taken, cancellation).ConfigureAwait(false);
        return results;
    }

    // When a decision of the kind was made, and its outcomes; null where the number is none's.
    private async Task<(DateTimeOffset At, HashSet<(string, long)> There)?> KnownAsync(DecisionId decision, CancellationToken cancellation) =>
        await ledger.FindAsync(decision, cancellation).ConfigureAwait(false) is { } made && made.Draft.Kind == kind
            ? (made.At, (await ledger.OutcomesAsync(decision, cancellation).ConfigureAwait(false)).Select(outcome => (outcome.Kind, outcome.At.ToUnixTimeMilliseconds())).ToHashSet())
            : null;
}
