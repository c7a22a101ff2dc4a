using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using MathNet.Numerics.Distributions;

namespace Marketing.Evaluation.Ads;

/// <summary>
/// What campaigns bring: the margin of known customers within four weeks after they first saw a campaign, against those who would have seen it at that moment and were held out. Who was to see what is read once from
/// the ledger and kept in memory, in which only numbers of customers stand.
/// </summary>
internal sealed class MeasureAdEffects(ILedger ledger, IAdCampaigns campaigns, ISnapshots snapshots, IShop shop, BusinessClock clock) : IAdEffects, IDisposable
{
    private const int AtOnce = 20_000;
    private const int LeastCustomers = 30;
    private const int LeastOfStratum = 5;
    private const double Level = 0.95;
    private static readonly TimeSpan Stratum = TimeSpan.FromDays(28);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<AdId, AdCampaignId> _campaignOf = [];
    private readonly Dictionary<(AdCampaignId Campaign, CustomerId Customer), First> _firsts = [];
    private DecisionId? _readTo;
    private DateTimeOffset? _readAt;

    /// <summary>The first time that somebody was to see a campaign.</summary>
    private readonly record struct First(DateTimeOffset At, bool IsHeldOut);

    public async Task<(IReadOnlyList<AdEffect> Effects, DateTimeOffset? ReadTo)> EffectsAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return (await Task.Run(() => Effects(snapshot), cancellation).ConfigureAwait(false), _readAt);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task ReadAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            AdStretch page;
            var now = clock.GetUtcNow();
            do
            {
                page = await ledger.AdStretchAsync(_readTo, now, AtOnce, cancellation).ConfigureAwait(false);
                foreach (var row in page.Rows)
                {
                    if (row.Customer is { } customer && AdCodes.ReadAction(row.Terms.Action) is { } ad && await CampaignAsync(ad, cancellation).ConfigureAwait(false) is { } campaign)
                    {
                        _firsts.TryAdd((campaign, customer), new First(row.At, row.Terms.Arm == AdCodes.Holdout));
                    }
                }

                _readTo = page.ReadTo;
            }
            while (!page.IsAll);
            _readAt = now;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Campaigns and their advertisements are few; they are listed anew when one comes that is not known.
    private async Task<AdCampaignId?> CampaignAsync(AdId ad, CancellationToken cancellation)
    {
        if (_campaignOf.TryGetValue(ad, out var known))
        {
            return known;
        }

        foreach (var campaign in (await campaigns.ListAsync(new TableQuery(Take: int.MaxValue), cancellation).ConfigureAwait(false)).Items)
        {
            foreach (var one in await campaigns.AdsAsync(campaign.Id, cancellation).ConfigureAwait(false))
            {
                _campaignOf[one.Id] = campaign.Id;
            }
        }

        return _campaignOf.TryGetValue(ad, out var found) ? found : null;
    }

    private List<AdEffect> Effects(ShopSnapshot snapshot)
    {
        var earned = _firsts.Keys.ToDictionary(key => key, _ => 0.0);
        var hasMargin = Add(snapshot, earned);
        return [.. _firsts.GroupBy(first => first.Key.Campaign).OrderBy(some => some.Key.Value).Select(some => Effect(some.Key, [.. some.Select(first => (first.Value, earned[first.Key]))], hasMargin))];
    }

    // Adds the margin of orders within the days after the first time; false where no margin can be told.
    private bool Add(ShopSnapshot snapshot, Dictionary<(AdCampaignId, CustomerId), double> earned)
    {
        var (products, orders, assumed) = (snapshot.Products, snapshot.Orders, shop.Profile.AssumedMargin);
        if (assumed is null && !products.Cost.Any(cost => cost >= 0))
        {
            return false;
        }

        var byCustomer = _firsts.ToLookup(first => first.Key.Customer.Value, first => (first.Key, first.Value.At));
        for (var order = 0; order < orders.Count; order++)
        {
            if (orders.Customer[order] is not (>= 0 and var customer))
            {
                continue;
            }

            foreach (var (key, at) in byCustomer[snapshot.Customers.Id[customer]])
            {
                var since = DateTimeOffset.FromUnixTimeMilliseconds(orders.Time[order]) - at;
                if (since >= TimeSpan.Zero && since < TimeSpan.FromDays(IAdEffects.Days))
                {
                    earned[key] += Margin(products, orders, order, assumed);
                }
            }
        }

        return true;
    }

    private static double Margin(ProductColumns products, OrderColumns orders, int order, double? assumed)
    {
        var sum = 0.0;
        for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
        {
            var (product, price) = (orders.LineProduct[line], (double)orders.LinePrice[line]);
            sum += orders.LineQuantity[line] * (products.Cost[product] >= 0 ? price - products.Cost[product] : price * (assumed ?? 0));
        }

        return sum;
    }

    // Whoever began in the same four weeks is compared, so that a holdout that was changed, or came later than the campaign, compares like with like; weeks in which hardly anybody was held out tell nothing.
    private static AdEffect Effect(AdCampaignId campaign, List<(First First, double Earned)> people, bool hasMargin)
    {
        var told = people.GroupBy(one => one.First.At.UtcTicks / Stratum.Ticks)
            .Select(some => (Seen: some.Where(one => !one.First.IsHeldOut).Select(one => one.Earned).ToArray(), Held: some.Where(one => one.First.IsHeldOut).Select(one => one.Earned).ToArray()))
            .Where(some => some.Seen.Length >= LeastOfStratum && some.Held.Length >= LeastOfStratum)
            .ToList();
        var (seen, held) = (told.Sum(some => some.Seen.Length), told.Sum(some => some.Held.Length));
        NoAdEffect? why = people.All(one => !one.First.IsHeldOut) ? NoAdEffect.NoHoldout : !hasMargin ? NoAdEffect.NoMargin : Math.Min(seen, held) < LeastCustomers ? NoAdEffect.TooFew : null;
        if (why is not null)
        {
            return new AdEffect(campaign, people.Count(one => !one.First.IsHeldOut), people.Count(one => one.First.IsHeldOut), null, null, null, null, null, why);
        }

        var (ofSeen, ofHeld, variance, freedom) = (0.0, 0.0, 0.0, 0.0);
        foreach (var some in told)
        {
            var (a, b, share) = (Moments(some.Seen), Moments(some.Held), some.Seen.Length / (double)seen);
            (ofSeen, ofHeld) = (ofSeen + (share * a.Mean), ofHeld + (share * b.Mean));
            var (partA, partB) = (share * share * a.Error, share * share * b.Error);
            variance += partA + partB;
            freedom += (partA * partA / (some.Seen.Length - 1)) + (partB * partB / (some.Held.Length - 1));
        }

        // Degrees of freedom of Welch and Satterthwaite.
        var (gain, half) = (ofSeen - ofHeld, variance > 0 ? Math.Sqrt(variance) * StudentT.InvCDF(0, 1, variance * variance / freedom, (1 + Level) / 2) : 0);
        return new AdEffect(campaign, seen, held, ofSeen, ofHeld, gain * seen, (gain - half) * seen, (gain + half) * seen, null);
    }

    // Mean, and the square of its standard error.
    private static (double Mean, double Error) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
    }
}
