using Marketing.Data;

namespace Marketing.Strategy.Recommendations;

/// <summary>What customers of a snapshot have looked at and put in the cart lately: the latest products of each within the days that count, once each.</summary>
internal sealed class Visits
{
    private const int Most = 20;
    private const long LongestMilliseconds = 30L * 86_400_000;
    private readonly Dictionary<int, List<(int Product, bool IsCart)>> _of = [];

    public static Visits Of(ShopSnapshot snapshot)
    {
        var (visits, events) = (new Visits(), snapshot.Events);
        var from = snapshot.AsOf.ToUnixTimeMilliseconds() - LongestMilliseconds;
        for (var e = events.Count - 1; e >= 0 && events.Time[e] >= from; e--)
        {
            if (events.Customer[e] >= 0 && events.Product[e] >= 0 && events.Kind[e] is EventKind.View or EventKind.Cart)
            {
                visits.Add(events.Customer[e], events.Product[e], events.Kind[e] == EventKind.Cart);
            }
        }

        return visits;
    }

    /// <summary>Products of a customer, latest first; empty for somebody unknown (-1).</summary>
    public IReadOnlyList<(int Product, bool IsCart)> Of(int customer) => _of.TryGetValue(customer, out var seen) ? seen : [];

    // A product that was looked at after it was put in the cart stays in the cart.
    private void Add(int customer, int product, bool isCart)
    {
        if (!_of.TryGetValue(customer, out var seen))
        {
            _of[customer] = seen = [];
        }

        var at = seen.FindIndex(one => one.Product == product);
        if (at >= 0)
        {
            seen[at] = (product, seen[at].IsCart || isCart);
        }
        else if (seen.Count < Most)
        {
            seen.Add((product, isCart));
        }
    }
}
