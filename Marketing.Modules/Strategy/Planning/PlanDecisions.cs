using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Strategy.Recommendations;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Planning;

internal sealed class PlanDecisions(
    ISegments segments,
    RecommendProducts recommendations,
    DecideCampaign campaigns,
    ILedger ledger,
    BusinessClock clock,
    IOptions<StrategyOptions> options) : IPlanning
{
    private const int Slice = 1000;

    public async Task<PlanResult> DecideRecommendationsAsync(FeatureFrame frame, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var now = segments.Assign(frame);
        var ranker = await recommendations.RankerAsync(now, cancellation).ConfigureAwait(false);
        var at = clock.GetUtcNow();
        var buyers = Enumerable.Range(0, frame.Frequency.Length).Where(c => frame.Stored.Frequency[c] > 0).ToArray();
        var byKind = new Dictionary<string, int>();
        var decisions = 0L;
        var shares = new DecidedShares(buyers.Length, progress);
        foreach (var slice in buyers.Chunk(Slice))
        {
            var lists = await HeavyWork.RunAsync(() => Rank(ranker, slice, shares, cancellation), cancellation).ConfigureAwait(false);
            var drafts = slice.Select((customer, i) => Draft(now, customer, lists[i], frame.Snapshot)).ToList();
            decisions += (await ledger.AppendAsync(run, at, drafts, null, cancellation).ConfigureAwait(false)).Count(id => id is not null);
            foreach (var list in lists)
            {
                byKind[list.Kind] = byKind.GetValueOrDefault(list.Kind) + 1;
            }
        }

        return new PlanResult(buyers.Length, decisions, byKind);
    }

    public Task<IReadOnlyList<Decision>> DecideCampaignAsync(CampaignId campaign, string audience, double holdoutShare, int products, long? contactPolicy, IProgress<Progress>? progress, CancellationToken cancellation) =>
        campaigns.DecideAsync(campaign, audience, holdoutShare, products, contactPolicy, progress, cancellation);

    public Task<CampaignForecast> PreviewCampaignAsync(CampaignId? campaign, string audience, double holdoutShare, long? contactPolicy, CancellationToken cancellation) =>
        campaigns.PreviewAsync(campaign, audience, holdoutShare, contactPolicy, cancellation);

    public Task<IReadOnlyList<DecisionDraft>> PreviewSendsAsync(string audience, int products, int take, CancellationToken cancellation) =>
        campaigns.PreviewSendsAsync(audience, products, take, cancellation);

    private RankedList[] Rank(Ranker ranker, int[] customers, DecidedShares shares, CancellationToken cancellation)
    {
        var lists = new RankedList[customers.Length];
        Parallel.For(0, customers.Length, HeavyWork.Loop(cancellation), i =>
        {
            lists[i] = ranker.Rank(customers[i], options.Value.SetSize, Placements.Nightly);
            shares.Add();
        });
        return lists;
    }

    private static DecisionDraft Draft(Segmentation segments, int customer, RankedList list, ShopSnapshot snapshot) =>
        Drafts.Shown(new CustomerId(snapshot.Customers.Id[customer]), list, Drafts.Context(segments, customer), snapshot);
}
