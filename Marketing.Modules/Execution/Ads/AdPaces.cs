using System.Collections.Concurrent;
using System.Collections.Frozen;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Execution.Ads;

/// <summary>Spreads daily budgets over the shop's days: which share of its chances a campaign takes, and whether it takes one.</summary>
internal sealed class AdPaces(IPacingMethods methods, IShop shop)
{
    private const string Method = "pid";
    private const ulong Seed = 0x61642d70616365;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<AdCampaignId, Pace> _paces = new();
    private long _chances;

    private sealed class Pace
    {
        public readonly Lock Lock = new();
        public int Day = -1;
        public long Budget;
        public IPacer? Pacer;
        public DateTimeOffset Told;
        public double Elapsed;
    }

    /// <summary>Share of chances that a campaign takes now, in [0, 1]; 1 without pacing. The controller is told of what was spent at most every five seconds.</summary>
    public double Factor(BookedCampaign campaign, DateTimeOffset now, DateOnly day, AdPurse purse)
    {
        if (!campaign.Draft.Paces || campaign.Draft.DailyBudget is not ({ } budget and > 0))
        {
            return 1;
        }

        var pace = _paces.GetOrAdd(campaign.Id, _ => new Pace());
        lock (pace.Lock)
        {
            if (pace.Pacer is null || pace.Day < day.DayNumber || pace.Budget != budget)
            {
                (pace.Day, pace.Budget, pace.Told, pace.Elapsed) = (day.DayNumber, budget, DateTimeOffset.MinValue, 0);
                pace.Pacer = methods.Begin(Method, budget, FrozenDictionary<string, string>.Empty);
            }

            // A clock that goes backwards tells nothing until it has come up again.
            if (now - pace.Told >= Step && pace.Day == day.DayNumber && ShareOf(now, day) is var elapsed && elapsed > pace.Elapsed)
            {
                pace.Pacer.Next(Math.Max(0, purse.Spent(pace.Day).Today) / (double)AdMoney.Mills, elapsed);
                (pace.Told, pace.Elapsed) = (now, elapsed);
            }

            return pace.Pacer.Factor;
        }
    }

    /// <summary>Whether a campaign takes a chance, which it does with the probability of its factor.</summary>
    public bool Takes(AdCampaignId campaign, double factor) =>
        factor >= 1 || new SeededRandom(StableHash.Add(StableHash.Add(Seed, campaign.Value), Interlocked.Increment(ref _chances))).NextUInt64() >> 11 < factor * (1UL << 53);

    private double ShareOf(DateTimeOffset now, DateOnly day)
    {
        var (start, end) = (shop.StartOf(day), shop.StartOf(day.AddDays(1)));
        return Math.Clamp((now - start) / (end - start), 0, 1);
    }
}
