using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using MathNet.Numerics.Distributions;

namespace Marketing.Evaluation.Ads;

/// <summary>
/// What campaigns bring: the margin of known customers within four weeks after they first saw a campaign, against those who would have seen it at that moment and were held out. The ledger is read once, a page at a time; in
/// memory stays one number for each customer and campaign (when first, and whether held out), in which only numbers of customers stand. For an answer there are besides the margins of those who ordered in time, and sums
/// for each campaign, four weeks and group; no row is kept.
/// </summary>
internal sealed class MeasureAdEffects(ILedger ledger, IAdCampaigns campaigns, ISnapshots snapshots, IShop shop, BusinessClock clock) : IAdEffects, IDisposable
{
    private const int AtOnce = 20_000;
    private const int LeastCustomers = 30;
    private const int LeastOfStratum = 5;
    private const double Level = 0.95;
    private const long DayMilliseconds = 86_400_000;
    private const long StratumMilliseconds = 28 * DayMilliseconds;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<AdId, AdCampaignId> _campaignOf = [];
    private readonly Dictionary<(AdCampaignId Campaign, CustomerId Customer), First> _firsts = [];
    private readonly HashSet<CustomerId> _erased = [];
    private DecisionId? _readTo;
    private DateTimeOffset? _readAt;

    /// <summary>The first time that somebody was to see a campaign.</summary>
    private readonly record struct First
    {
        private readonly long _both;

        public First(DateTimeOffset at, bool isHeldOut) => _both = (at.ToUnixTimeMilliseconds() << 1) | (isHeldOut ? 1L : 0);

        public long At => _both >> 1;

        public bool IsHeldOut => (_both & 1) == 1;
    }

    // Number, mean, and sum of squares about it, one value after the other (Welford 1962).
    private struct Sums
    {
        public long Count;
        public double Mean;
        private double _squares;

        public void Add(double value)
        {
            var before = value - Mean;
            Mean += before / ++Count;
            _squares += before * (value - Mean);
        }

        /// <summary>Square of the mean's standard error.</summary>
        public readonly double Error => _squares / (Count - 1) / Count;
    }

    private sealed class Stratified
    {
        public Sums Seen;
        public Sums Held;
    }

    public async Task<(IReadOnlyList<AdEffect> Effects, DateTimeOffset? ReadTo)> EffectsAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // What a part of the ledger says is not what it says.
            return _readAt is null ? ([], null) : (await Task.Run(() => Effects(snapshot), cancellation).ConfigureAwait(false), _readAt);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task ReadAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (now, isAll) = (clock.GetUtcNow(), false);
            while (!isAll)
            {
                var page = await ledger.AdStretchAsync(_readTo, now, AtOnce, cancellation).ConfigureAwait(false);
                await AddAsync(page.Rows, cancellation).ConfigureAwait(false);
                (_readTo, isAll) = (page.ReadTo, page.IsAll);
            }

            await AloneAsync(() => _readAt = now, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Forgets a customer who is being erased, for good: Data erases the ledger last, and until then it goes on naming the customer to a reading.</summary>
    public Task ForgetAsync(CustomerId customer, CancellationToken cancellation) => AloneAsync(
        () =>
        {
            _erased.Add(customer);
            _firsts.Keys.Where(key => key.Customer == customer).ToList().ForEach(key => _firsts.Remove(key));
        },
        cancellation);

    public void Dispose()
    {
        _reading.Dispose();
        _one.Dispose();
    }

    private async Task AddAsync(IReadOnlyList<AdDecisionRow> rows, CancellationToken cancellation)
    {
        var found = new List<(AdCampaignId Campaign, CustomerId Customer, First First)>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Customer is { } customer && AdCodes.ReadAction(row.Terms.Action) is { } ad && await CampaignAsync(ad, cancellation).ConfigureAwait(false) is { } campaign)
            {
                found.Add((campaign, customer, new First(row.At, row.Terms.Arm == AdCodes.Holdout)));
            }
        }

        await AloneAsync(
            () =>
            {
                foreach (var (campaign, customer, first) in found.Where(one => !_erased.Contains(one.Customer)))
                {
                    _firsts.TryAdd((campaign, customer), first);
                }
            },
            cancellation).ConfigureAwait(false);
    }

    // Beside whoever counts.
    private async Task AloneAsync(Action work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            work();
        }
        finally
        {
            _one.Release();
        }
    }

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
        var (earned, assumed) = (new Dictionary<(AdCampaignId, CustomerId), double>(), shop.Profile.AssumedMargin);
        var hasMargin = assumed is not null || snapshot.Products.Cost.Any(cost => cost >= 0);
        var strata = new SortedDictionary<long, SortedDictionary<long, Stratified>>();
        if (hasMargin)
        {
            Earn(snapshot, assumed, earned);
        }

        foreach (var (key, first) in _firsts)
        {
            if (!strata.TryGetValue(key.Campaign.Value, out var own))
            {
                strata[key.Campaign.Value] = own = [];
            }

            var stretch = first.At / StratumMilliseconds;
            if (!own.TryGetValue(stretch, out var sums))
            {
                own[stretch] = sums = new Stratified();
            }

            var value = earned.GetValueOrDefault(key);
            if (first.IsHeldOut)
            {
                sums.Held.Add(value);
            }
            else
            {
                sums.Seen.Add(value);
            }
        }

        return [.. strata.Select(one => Effect(new AdCampaignId(one.Key), [.. one.Value.Values], hasMargin))];
    }

    // Adds the margin of orders within the days after the first time, of those who ordered.
    private void Earn(ShopSnapshot snapshot, double? assumed, Dictionary<(AdCampaignId, CustomerId), double> earned)
    {
        var (orders, seen) = (snapshot.Orders, _firsts.Keys.Select(key => key.Campaign).Distinct().ToArray());
        var earliest = _firsts.Count > 0 ? _firsts.Values.Min(first => first.At) : long.MaxValue;
        for (var order = 0; order < orders.Count; order++)
        {
            if (orders.Time[order] < earliest || orders.Customer[order] is not (>= 0 and var customer))
            {
                continue;
            }

            foreach (var campaign in seen)
            {
                var key = (campaign, new CustomerId(snapshot.Customers.Id[customer]));
                if (_firsts.TryGetValue(key, out var first) && orders.Time[order] - first.At is >= 0 and < IAdEffects.Days * DayMilliseconds)
                {
                    earned[key] = earned.GetValueOrDefault(key) + Margin(snapshot.Products, orders, order, assumed);
                }
            }
        }
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
    private static AdEffect Effect(AdCampaignId campaign, IReadOnlyList<Stratified> strata, bool hasMargin)
    {
        var told = strata.Where(some => some.Seen.Count >= LeastOfStratum && some.Held.Count >= LeastOfStratum).ToList();
        var (seen, held, allSeen, allHeld) = (told.Sum(some => some.Seen.Count), told.Sum(some => some.Held.Count), strata.Sum(some => some.Seen.Count), strata.Sum(some => some.Held.Count));
        NoAdEffect? why = allHeld == 0 ? NoAdEffect.NoHoldout : !hasMargin ? NoAdEffect.NoMargin : Math.Min(seen, held) < LeastCustomers ? NoAdEffect.TooFew : null;
        if (why is not null)
        {
            return new AdEffect(campaign, allSeen, allHeld, null, null, null, null, null, why);
        }

        var (ofSeen, ofHeld, variance, freedom) = (0.0, 0.0, 0.0, 0.0);
        foreach (var some in told)
        {
            var share = some.Seen.Count / (double)seen;
            (ofSeen, ofHeld) = (ofSeen + (share * some.Seen.Mean), ofHeld + (share * some.Held.Mean));
            var (partA, partB) = (share * share * some.Seen.Error, share * share * some.Held.Error);
            variance += partA + partB;
            freedom += (partA * partA / (some.Seen.Count - 1)) + (partB * partB / (some.Held.Count - 1));
        }

        // Degrees of freedom of Welch and Satterthwaite.
        var (gain, half) = (ofSeen - ofHeld, variance > 0 ? Math.Sqrt(variance) * StudentT.InvCDF(0, 1, variance * variance / freedom, (1 + Level) / 2) : 0);
        return new AdEffect(campaign, seen, held, ofSeen, ofHeld, gain * seen, (gain - half) * seen, (gain + half) * seen, null);
    }
}
