using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Ads;

/// <summary>Visitors and customers of a small shop who see advertisements in the placement <c>home</c> and click by the rate of each.</summary>
internal sealed class AdTraffic(ShopRig rig, ulong seed)
{
    private readonly SeededRandom _random = new(seed);

    /// <summary>Shows advertisements 1, 2 ... to visitors.</summary>
    public Task ShowAsync(int times, params double[] rates) => ShowAsync(Enumerable.Repeat<CustomerId?>(null, times), 0, rates);

    /// <summary>Shows them to each of some people, whose clicks come at once; holds a share of the customers out.</summary>
    public async Task ShowAsync(IEnumerable<CustomerId?> people, double holdout, params double[] rates)
    {
        var candidates = rates.Select((_, i) => new AdCandidate(new AdId(i + 1), new AdCampaignId(1), holdout)).ToList();
        // The first one alone, so that the next find everything in memory and are chosen for in their order.
        var all = people.ToArray();
        foreach (var some in all.Take(1).Chunk(1).Concat(all.Skip(1).Chunk(200)))
        {
            var answers = await Task.WhenAll(some.Select(person => rig.Get<IAdDecisions>().DecideAsync(new AdAsk("home", person, candidates), default)));
            var clicks = answers.Cast<AdAnswer.Decided>().SelectMany(answer => answer.Ads)
                .OrderBy(ad => ad.Decision.Value)
                .Where(ad => !ad.IsHeldOut && _random.NextDouble() < rates[ad.Ad.Value - 1])
                .Select(ad => new Outcome(ad.Decision, AdRewards.Clicked, rig.Now, 0))
                .ToList();
            await rig.Get<IAdDecisions>().ReportAsync(clicks, default);
        }
    }
}
