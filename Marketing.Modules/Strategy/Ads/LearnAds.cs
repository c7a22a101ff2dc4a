using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy.Sql;

namespace Marketing.Strategy.Ads;

/// <summary>
/// Lets policies learn from the ledger: from every decision of their placement whose window is over, whoever made it, in the order in which they were made. What was learned is saved with the decision up to which
/// the ledger was read, so that nothing is learned twice and nothing is forgotten, whenever the program ends. Held-out decisions teach nothing: nobody saw them.
/// </summary>
internal sealed class LearnAds(KeepAdPolicies policies, StrategyAdsStore store, ILedger ledger, BusinessClock clock) : IDisposable
{
    private const int AtOnce = 10_000;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>See <see cref="IAdDecisions.LearnAsync"/>.</summary>
    public async Task<long> LearnAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (live, learned) = (await policies.LiveAsync(cancellation).ConfigureAwait(false), 0L);
            for (var i = 0; i < live.Count; i++)
            {
                learned += await LearnAsync(live[i], cancellation).ConfigureAwait(false);
                progress?.Report(new Progress("learn", (i + 1) / (double)live.Count, $"{learned:N0} decisions"));
            }

            return learned;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<long> LearnAsync(LivePolicy live, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromMinutes(live.Kept.Settings.WindowMinutes);
        var (learned, isAll) = (0L, false);
        while (!isAll)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await ledger.AdStretchAsync(live.Knowledge.ReadTo, before, AtOnce, cancellation).ConfigureAwait(false);
            learned += await LearnAsync(live, page.Rows, page.ReadTo, cancellation).ConfigureAwait(false);
            isAll = page.IsAll;
        }

        return learned;
    }

    private async Task<int> LearnAsync(LivePolicy live, IReadOnlyList<AdDecisionRow> rows, DecisionId readTo, CancellationToken cancellation)
    {
        var (knowledge, explored) = (live.Knowledge, live.Explored());
        var own = rows.Where(row => row.Terms.Arm != AdCodes.Holdout && AdContext.Read(row.Context)?.Placement == live.Kept.Placement && AdCodes.ReadAction(row.Terms.Action) is not null).ToList();
        var learned = 0;
        if (own.Count > 0)
        {
            var came = (await ledger.AdOutcomesAsync(own[0].Id, own[^1].Id, cancellation).ConfigureAwait(false)).ToLookup(outcome => outcome.Decision);
            // A clock that went back leaves later ones in front.
            var latest = own.Max(row => row.At);
            var (rewards, places) = Lessons(live.Kept.Settings, own, came, [.. knowledge.Places]);
            live.Meet([.. rewards.Select(reward => reward.Arm).Distinct()]);
            learned = live.Policy.Learn(rewards, latest).Learned;
            knowledge = knowledge with { State = live.Policy.Save(), Places = places, Learned = knowledge.Learned + own.Count, LearnedTo = latest };
        }

        if (own.Count > 0 || readTo.Value > knowledge.ReadTo.Value || explored != (knowledge.ExploredOn, knowledge.Explored))
        {
            knowledge = knowledge with { ReadTo = readTo, ExploredOn = explored.Day, Explored = explored.Cost };

            // What memory has learned is not to be learned again, whatever becomes of the saving; after a restart it is read as it was saved.
            live.Knowledge = knowledge;
            await store.SaveAsync(live.Kept.Id, knowledge, cancellation).ConfigureAwait(false);
        }

        return learned;
    }

    private static (List<PolicyReward> Rewards, IReadOnlyList<PlaceSums> Places) Lessons(AdPolicySettings settings, List<AdDecisionRow> rows, ILookup<DecisionId, Outcome> came, List<PlaceSums> places)
    {
        var rewards = new List<PolicyReward>(rows.Count);
        var before = places.ToArray();
        foreach (var row in rows)
        {
            var (context, reward) = (AdContext.Read(row.Context)!.Value, AdRewards.Of(settings, row.At, came[row.Id]));
            while (places.Count < context.Place)
            {
                places.Add(default);
            }

            var (sums, candidates) = (places[context.Place - 1], AdCodes.ReadCandidates(row.Terms.Candidates).Length);
            places[context.Place - 1] = reward > 0 && candidates > 0
                ? new PlaceSums(sums.Shows + 1, sums.Clicks + 1, sums.Weighted + (1 / (candidates * row.Propensity)))
                : sums with { Shows = sums.Shows + 1 };
            if (reward != 0 || Examination.Keeps(row.Id, Examination.Of(before, context.Place)))
            {
                rewards.Add(new PolicyReward(context.ToFeatures(), AdCodes.ReadAction(row.Terms.Action)!.Value.Value, row.Propensity, reward, row.At));
            }
        }

        return (rewards, places);
    }
}
