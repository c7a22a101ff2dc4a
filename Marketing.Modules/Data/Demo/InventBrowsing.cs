namespace Marketing.Data.Demo;

/// <summary>
/// Browsing for the demo shop: looks and carts before what was really bought, and looking about that led to nothing. Because the
/// first kind is made from the purchases that follow it, a model may not be judged on it.
/// </summary>
internal sealed class InventBrowsing
{
    private const long MsPerMinute = 60_000;
    private const long MsPerDay = 86_400_000;
    private const double EarlierVisitShare = 0.25;
    private const double CartShare = 0.6;
    private const double AbandonedCartShare = 0.08;
    private const double FamiliarShare = 0.6;
    private readonly ShopSnapshot _shop;
    private readonly DemoOptions _options;
    private readonly Random _random;
    private readonly List<InventedEvent> _events = [];
    private readonly long _start;
    private readonly long _end;
    private readonly int _firstRecent;

    private InventBrowsing(ShopSnapshot shop, DemoOptions options, Random random)
    {
        (_shop, _options, _random) = (shop, options, random);
        _end = shop.Orders.Count == 0 ? 0 : shop.Orders.Time[^1];
        _start = _end - (options.BrowsingDays * MsPerDay);
        _firstRecent = Array.BinarySearch(shop.Orders.Time, _start) is var found && found < 0 ? ~found : found;
    }

    public static IReadOnlyList<InventedEvent> Run(ShopSnapshot shop, DemoOptions options, Random random)
    {
        var browsing = new InventBrowsing(shop, options, random);
        if (shop.Orders.Count > 0)
        {
            browsing.BeforePurchases();
            browsing.Idle();
        }

        browsing._events.Sort((a, b) => a.At.CompareTo(b.At));
        return browsing._events;
    }

    private void BeforePurchases()
    {
        var orders = _shop.Orders;
        for (var o = _firstRecent; o < orders.Count; o++)
        {
            for (var l = orders.LineStart[o]; orders.Customer[o] >= 0 && l < orders.LineStart[o + 1]; l++)
            {
                for (var views = Poisson(_options.ViewsPerLine); views > 0; views--)
                {
                    var earlier = _random.NextDouble() < EarlierVisitShare;
                    var before = earlier ? (long)(_random.NextDouble() * 6 * MsPerDay) : _random.Next(20, 120) * MsPerMinute;
                    Add(orders.Customer[o], orders.LineProduct[l], EventKind.View, orders.Time[o] - before);
                }

                if (_random.NextDouble() < CartShare)
                {
                    Add(orders.Customer[o], orders.LineProduct[l], EventKind.Cart, orders.Time[o] - (_random.Next(1, 20) * MsPerMinute));
                }
            }
        }
    }

    // Who comes often buys often: the visitor is that of a random order, and so is the time of day. Where nobody is known nobody
    // looked before buying, and nothing is wanted here.
    private void Idle()
    {
        var orders = _shop.Orders;
        var wanted = _events.Count(entry => entry.Kind == EventKind.View) * _options.IdleShare / (1 - _options.IdleShare);
        for (var made = 0; made < wanted;)
        {
            var known = _random.Next(orders.Count);
            if (orders.Customer[known] < 0)
            {
                continue;
            }

            var day = _start + (_random.NextInt64(_options.BrowsingDays) * MsPerDay);
            var at = day + ((orders.Time[_random.Next(_firstRecent, orders.Count)] + (_random.Next(-90, 90) * MsPerMinute)) % MsPerDay);
            for (var looks = 1 + Poisson(3); looks > 0; looks--, made++)
            {
                var source = _random.NextDouble() < FamiliarShare ? known : _random.Next(_firstRecent, orders.Count);
                var product = orders.LineProduct[_random.Next(orders.LineStart[source], orders.LineStart[source + 1])];
                Add(orders.Customer[known], product, EventKind.View, at);
                if (_random.NextDouble() < AbandonedCartShare)
                {
                    Add(orders.Customer[known], product, EventKind.Cart, at + MsPerMinute);
                }

                at += _random.Next(1, 6) * MsPerMinute;
            }
        }
    }

    private void Add(int customer, int product, EventKind kind, long at)
    {
        if (at >= _start && at < _end)
        {
            _events.Add(new InventedEvent(_shop.Customers.Id[customer], _shop.Products.Id[product], kind, at));
        }
    }

    // Knuth, The Art of Computer Programming, volume 2, section 3.4.1, algorithm for small means.
    private int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = _random.NextDouble(); product > limit; product *= _random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
