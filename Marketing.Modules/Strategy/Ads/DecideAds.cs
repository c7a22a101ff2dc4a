using System.Security.Cryptography;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Strategy.Planning;
using Marketing.Strategy.Recording;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Ads;

internal sealed class DecideAds(
    KeepAdPolicies policies,
    LearnAds learning,
    GroupCommit commits,
    ILedger ledger,
    ISegments segments,
    IShop shop,
    BusinessClock clock,
    TimeProvider system,
    IOptions<StrategyOptions> options) : IAdDecisions
{
    private const int MostPlaces = 20;
    private readonly ReportOutcomes _reports = new(ledger, clock, DecisionKind.Ad, IAdDecisions.ReportedKinds);
    private readonly ulong _process = options.Value.AdSeed is { } seed ? (ulong)seed : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly AdFacts _facts = new(segments, system);
    private long _asked;

    public async Task<AdAnswer> DecideAsync(AdAsk ask, CancellationToken cancellation)
    {
        Check(ask);
        var pair = await policies.PairAsync(ask.Placement, cancellation).ConfigureAwait(false);
        if (policies.IsOff)
        {
            return new AdAnswer.Refused(AdRefusal.SwitchedOff);
        }

        if (ask.Candidates.Count == 0)
        {
            return new AdAnswer.Refused(AdRefusal.NoCandidate);
        }

        // Another for every question, in every process.
        var random = new SeededRandom(StableHash.Add(_process, Interlocked.Increment(ref _asked)));
        var (live, now) = (Of(pair, ask.Customer, random), clock.GetUtcNow());
        live.Begin(shop.DayOf(now));
        var context = await _facts.OfAsync(ask.Placement, ask.Customer, shop, now, cancellation).ConfigureAwait(false);
        var drafts = Choose(live, ask, context, random.NextUInt64(), out var decided);
        var ids = await commits.WriteAsync(drafts, cancellation).ConfigureAwait(false);
        if (ids.Contains(null))
        {
            return new AdAnswer.Refused(AdRefusal.Erased);
        }

        for (var i = 0; i < decided.Length; i++)
        {
            decided[i] = decided[i] with { Decision = ids[i]!.Value };
        }

        return new AdAnswer.Decided(decided);
    }

    public Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation) => _reports.ReportAsync(outcomes, cancellation);

    public Task<long> LearnAsync(IProgress<Progress>? progress, CancellationToken cancellation) => learning.LearnAsync(progress, cancellation);

    public bool IsHeldOut(AdCampaignId campaign, CustomerId customer, double share) => share > 0 && HoldoutDraw.Of(campaign, customer) < share;

    private static void Check(AdAsk ask)
    {
        if (ask.Places is < 1 or > MostPlaces)
        {
            throw new ArgumentException($"A placement has 1 to {MostPlaces} places, not {ask.Places}.", nameof(ask));
        }

        if (ask.Candidates.Count > 1 && ask.Candidates.Select(candidate => candidate.Ad).Distinct().Count() < ask.Candidates.Count)
        {
            throw new ArgumentException("An advertisement is named twice.", nameof(ask));
        }
    }

    // A known customer stays on one side for as long as a stage lasts; of a visitor nothing is kept by which to know them again.
    private static LivePolicy Of(KeepAdPolicies.Pair pair, CustomerId? customer, SeededRandom random)
    {
        if (pair.Challenger is not { } challenger || Share(challenger.Kept.Stage) is not (> 0 and var share))
        {
            return pair.Incumbent;
        }

        var draw = customer is { } known ? HoldoutDraw.OfPolicy(challenger.Kept.Id, known) : random.NextDouble();
        return draw < share ? challenger : pair.Incumbent;
    }

    private static double Share(AdStage stage) => stage switch
    {
        AdStage.Twentieth => 0.05,
        AdStage.Half => 0.5,
        AdStage.Whole => 1,
        _ => 0,
    };

    private DecisionDraft[] Choose(LivePolicy live, AdAsk ask, AdContext context, ulong seed, out DecidedAd[] decided)
    {
        var count = ask.Candidates.Count;
        Span<long> arms = count <= 256 ? stackalloc long[count] : new long[count];
        for (var i = 0; i < count; i++)
        {
            arms[i] = ask.Candidates[i].Ad.Value;
        }

        arms.Sort();
        live.Meet(arms);
        Span<float> features = stackalloc float[AdContext.Features.Count];
        context.Write(features);
        var places = live.Policy.Choose(new PolicyRequest(features, arms, Math.Min(ask.Places, count), seed), live.Budget) switch
        {
            PolicyChoice.Chosen chosen => chosen.Places,
            PolicyChoice.Refused refused => throw new InvalidOperationException($"The policy {live.Name} of the placement {ask.Placement} refuses: {refused.Reason}."),
            var other => throw new InvalidOperationException($"The policy answers {other}."),
        };
        var candidates = AdCodes.Candidates(ask.Candidates.Select(candidate => candidate.Ad));
        decided = new DecidedAd[places.Count];
        var drafts = new DecisionDraft[places.Count];
        for (var i = 0; i < decided.Length; i++)
        {
            var ad = Find(ask.Candidates, places[i].Arm);
            var isHeldOut = ask.Customer is { } customer && IsHeldOut(ad.Campaign, customer, ad.HoldoutShare);
            decided[i] = new DecidedAd(ad.Ad, ad.Campaign, i + 1, default, places[i].Probability, isHeldOut);
            drafts[i] = new DecisionDraft(
                ask.Customer,
                DecisionKind.Ad,
                AdCodes.Action(ad.Ad),
                places[i].Probability,
                candidates,
                [],
                [new Reason(isHeldOut ? ReasonCodes.AdHeldOut : ReasonCodes.AdChosen, [live.Kept.Settings.Method])],
                (context with { Place = i + 1 }).ToText(),
                live.Name,
                Model: null,
                Campaign: null,
                isHeldOut ? AdCodes.Holdout : AdCodes.Treatment,
                ConsentBasis: null,
                CostMinor: 0);
        }

        return drafts;
    }

    private static AdCandidate Find(IReadOnlyList<AdCandidate> candidates, long ad)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Ad.Value == ad)
            {
                return candidates[i];
            }
        }

        throw new InvalidOperationException($"The policy chose {ad}, which was no candidate.");
    }
}
