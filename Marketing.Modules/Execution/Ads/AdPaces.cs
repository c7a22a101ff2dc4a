using System.Collections.Concurrent;
using System.Collections.Frozen;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Execution.Ads;

/// <summary>
/// Spreads daily budgets over the shop's days: which share of its chances a campaign takes, by a controller that is told what was spent, and whether it may take one now, by a plan that no burst of traffic goes over.
/// </summary>
internal sealed class AdPaces(IPacingMethods methods, AdMemory memory, IShop shop)
{
    private const string Method = "pid";
    private const ulong Seed = 0x61642d70616365;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<AdCampaignId, Pace> _paces = new();
    private long _chances;

    private sealed class Pace(ClickEstimate clicks)
    {
        public readonly Lock Lock = new();
        public readonly ClickEstimate Clicks = clicks;
        public int Day = -1;
        public long Budget;
        public IPacer? Pacer;
        public AdFlow? Flow;
        public DateTimeOffset Told;
        public double Elapsed;
    }

    /// <summary>Share of chances that a campaign takes just now, in [0, 1]; 1 without pacing.</summary>
    public double Factor(BookedCampaign campaign, DateTimeOffset now, DateOnly day)
    {
        if (BudgetOf(campaign) is not { } budget)
        {
            return 1;
        }

        var pace = Of(campaign.Id);
        lock (pace.Lock)
        {
            return Look(pace, campaign.Id, budget, now, day) * pace.Flow!.Open;
        }
    }

    /// <summary>Takes a chance with the probability of the controller's factor, for as many shows as the plan has room for.</summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="now">Time.</param>
    /// <param name="day">Day of the shop.</param>
    /// <param name="wanted">Shows wanted.</param>
    /// <returns>Shows that may be, from 0 to <paramref name="wanted"/>; what does not come about is given back by <see cref="Return"/>.</returns>
    public int Take(BookedCampaign campaign, DateTimeOffset now, DateOnly day, int wanted)
    {
        if (BudgetOf(campaign) is not { } budget)
        {
            return wanted;
        }

        var pace = Of(campaign.Id);
        lock (pace.Lock)
        {
            return Takes(campaign.Id, Look(pace, campaign.Id, budget, now, day))
                ? pace.Flow!.Take(now, shop.StartOf(DateOnly.FromDayNumber(pace.Day).AddDays(1)), SpentOf(campaign.Id, pace.Day), campaign.Price, wanted)
                : 0;
        }
    }

    /// <summary>Gives back room for shows that did not come about.</summary>
    public void Return(AdCampaignId campaign, int shows)
    {
        if (shows > 0 && _paces.TryGetValue(campaign, out var pace))
        {
            lock (pace.Lock)
            {
                pace.Flow?.Return(shows);
            }
        }
    }

    /// <summary>A show of a campaign that pays by click was clicked.</summary>
    public void Clicked(AdCampaignId campaign)
    {
        if (_paces.TryGetValue(campaign, out var pace))
        {
            lock (pace.Lock)
            {
                pace.Flow?.Clicked();
            }
        }
    }

    private static long? BudgetOf(BookedCampaign campaign) => campaign.Draft is { Paces: true, DailyBudget: > 0 and var budget } ? budget : null;

    private Pace Of(AdCampaignId campaign) => _paces.GetOrAdd(campaign, id => new Pace(memory.ClicksOf(id)));

    private double SpentOf(AdCampaignId campaign, int day) => Math.Max(0, memory.Purse(campaign).Spent(day).Today);

    // The controller's factor. It is told of what was spent at most every five seconds.
    private double Look(Pace pace, AdCampaignId campaign, long budget, DateTimeOffset now, DateOnly day)
    {
        if (pace.Pacer is null || pace.Day < day.DayNumber || pace.Budget != budget)
        {
            (pace.Day, pace.Budget, pace.Told, pace.Elapsed) = (day.DayNumber, budget, DateTimeOffset.MinValue, 0);
            pace.Pacer = methods.Begin(Method, budget, FrozenDictionary<string, string>.Empty);
            pace.Flow = new AdFlow((double)budget * AdMoney.Mills, SpentOf(campaign, pace.Day), now, pace.Clicks);
        }

        // A clock that goes backwards tells nothing until it has come up again.
        if (now - pace.Told >= Step && pace.Day == day.DayNumber && ShareOf(now, day) is var elapsed && elapsed > pace.Elapsed)
        {
            pace.Pacer.Next(SpentOf(campaign, pace.Day) / AdMoney.Mills, elapsed);
            (pace.Told, pace.Elapsed) = (now, elapsed);
        }

        return pace.Pacer.Factor;
    }

    private bool Takes(AdCampaignId campaign, double factor) =>
        factor >= 1 || new SeededRandom(StableHash.Add(StableHash.Add(Seed, campaign.Value), Interlocked.Increment(ref _chances))).NextUInt64() >> 11 < factor * (1UL << 53);

    private double ShareOf(DateTimeOffset now, DateOnly day)
    {
        var (start, end) = (shop.StartOf(day), shop.StartOf(day.AddDays(1)));
        return Math.Clamp((now - start) / (end - start), 0, 1);
    }
}
