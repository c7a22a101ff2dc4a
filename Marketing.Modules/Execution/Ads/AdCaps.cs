using System.Collections.Concurrent;
using Marketing.Kernel;

namespace Marketing.Execution.Ads;

/// <summary>
/// How often customers saw campaigns lately, in memory. A show takes its place before it is decided on and gives it back when it does not come about, so that no two questions at once go over a cap. Entries
/// older than the window are dropped when they are met, and of customers who do not come again by <see cref="Sweep"/>.
/// </summary>
internal sealed class AdCaps
{
    /// <summary>The longest window of a cap, in days.</summary>
    public const int LongestDays = 30;

    private const int Stripes = 64;
    private readonly Dictionary<(AdCampaignId, CustomerId), List<long>>[] _shows = [.. Enumerable.Range(0, Stripes).Select(_ => new Dictionary<(AdCampaignId, CustomerId), List<long>>())];
    private readonly ConcurrentDictionary<AdCampaignId, int> _kept = new();
    private readonly ConcurrentDictionary<CustomerId, bool> _erased = new();

    /// <summary>Whether shows of a campaign are kept.</summary>
    public bool Keeps(AdCampaignId campaign) => _kept.ContainsKey(campaign);

    /// <summary>From now on shows of a campaign are kept.</summary>
    /// <returns>Days of which they are there already; 0 where none were kept.</returns>
    public int Keep(AdCampaignId campaign) => _kept.GetOrAdd(campaign, 0);

    /// <summary>Shows of the last days of a campaign are there.</summary>
    public void Kept(AdCampaignId campaign, int days) => _kept.AddOrUpdate(campaign, days, (_, before) => Math.Max(before, days));

    /// <summary>Forgets what a customer saw who is being erased, and keeps nothing more of them: until Data has erased them they may still be shown something.</summary>
    public void Forget(CustomerId customer)
    {
        _erased[customer] = true;
        foreach (var stripe in _shows)
        {
            lock (stripe)
            {
                foreach (var key in stripe.Keys.Where(key => key.Item2 == customer).ToList())
                {
                    stripe.Remove(key);
                }
            }
        }
    }

    /// <summary>Notes a show of the past.</summary>
    public void Add(AdCampaignId campaign, CustomerId customer, DateTimeOffset at)
    {
        var stripe = Of(campaign, customer);
        lock (stripe)
        {
            Times(stripe, campaign, customer).Add(at.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Forgets what is known of a campaign's shows before an instant, before they are added anew.</summary>
    public void ForgetBefore(AdCampaignId campaign, DateTimeOffset before)
    {
        var limit = before.ToUnixTimeMilliseconds();
        foreach (var stripe in _shows)
        {
            lock (stripe)
            {
                foreach (var times in stripe.Where(one => one.Key.Item1 == campaign).Select(one => one.Value))
                {
                    times.RemoveAll(time => time < limit);
                }
            }
        }
    }

    /// <summary>Takes places for shows.</summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="customer">Customer.</param>
    /// <param name="now">Time of the shows.</param>
    /// <param name="days">Days of the cap.</param>
    /// <param name="cap">Most shows within them, or null for no bound.</param>
    /// <param name="wanted">Shows wanted.</param>
    /// <returns>Shows that may be, from 0 to <paramref name="wanted"/>; each of them is noted.</returns>
    public int Take(AdCampaignId campaign, CustomerId customer, DateTimeOffset now, int days, int? cap, int wanted)
    {
        var (time, since) = (now.ToUnixTimeMilliseconds(), now.AddDays(-days).ToUnixTimeMilliseconds());
        var longest = now.AddDays(-LongestDays).ToUnixTimeMilliseconds();
        var stripe = Of(campaign, customer);
        lock (stripe)
        {
            var times = Times(stripe, campaign, customer);
            times.RemoveAll(one => one <= longest);
            var taken = cap is { } most ? Math.Clamp(most - times.Count(one => one > since), 0, wanted) : wanted;
            times.AddRange(Enumerable.Repeat(time, taken));
            return taken;
        }
    }

    /// <summary>Gives places back that were taken at an instant.</summary>
    public void Return(AdCampaignId campaign, CustomerId customer, DateTimeOffset at, int shows)
    {
        var time = at.ToUnixTimeMilliseconds();
        var stripe = Of(campaign, customer);
        lock (stripe)
        {
            var times = Times(stripe, campaign, customer);
            for (var i = 0; i < shows; i++)
            {
                times.Remove(time);
            }
        }
    }

    /// <summary>Drops what no cap looks at any more.</summary>
    public void Sweep(DateTimeOffset now)
    {
        var limit = now.AddDays(-LongestDays).ToUnixTimeMilliseconds();
        foreach (var stripe in _shows)
        {
            lock (stripe)
            {
                foreach (var (key, times) in stripe)
                {
                    times.RemoveAll(time => time <= limit);
                    if (times.Count == 0)
                    {
                        stripe.Remove(key);
                    }
                }
            }
        }
    }

    private Dictionary<(AdCampaignId, CustomerId), List<long>> Of(AdCampaignId campaign, CustomerId customer) => _shows[(uint)HashCode.Combine(campaign, customer) % Stripes];

    private List<long> Times(Dictionary<(AdCampaignId, CustomerId), List<long>> stripe, AdCampaignId campaign, CustomerId customer)
    {
        if (!stripe.TryGetValue((campaign, customer), out var times))
        {
            times = [];
            if (!_erased.ContainsKey(customer))
            {
                stripe[(campaign, customer)] = times;
            }
        }

        return times;
    }
}
