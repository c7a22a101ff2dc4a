using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>
/// What a look and a product in the cart weigh, by the shop itself: the chance that a purchase of the product follows, so that signs count as
/// the purchases they stand for. Of the pairs of a known customer and a product whose first such sign is at least
/// <see cref="Days"/> days old and came before any purchase of the product by the customer, n in number, b were followed by such a purchase within those days; the
/// weight is the mean of the posterior Beta distribution, <c>(b + κ p) / (n + κ)</c>, with κ = <see cref="Strength"/> pairs of the usual chance p
/// (of ten carts three, of a hundred looks three). A cart never weighs less than a look. Everything comes out of the snapshot, which ends before
/// its instant, so that nothing of what is to be foretold is in it. Invented events are made from the purchases behind them, and teach
/// nothing: the weights are 0.
/// </summary>
/// <param name="HasSigns">Whether anybody known has looked at a product or put one in the cart.</param>
/// <param name="Cart">Weight of a product in the cart, in [0, 1).</param>
/// <param name="View">Weight of a look, in [0, 1).</param>
internal sealed record LearnedWeights(bool HasSigns, double Cart, double View)
{
    /// <summary>Days within which a purchase follows.</summary>
    public const int Days = 30;

    /// <summary>κ.</summary>
    public const double Strength = 20;

    /// <summary>p of a product in the cart.</summary>
    public const double UsualCart = 0.3;

    /// <summary>p of a look.</summary>
    public const double UsualView = 0.03;

    private const long Window = Days * 86_400_000L;
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<LearnedWeights>> Kept = [];

    /// <summary>The weights of a snapshot, learned once.</summary>
    public static LearnedWeights Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<LearnedWeights>(() => Learn(key))).Value;

    private static LearnedWeights Learn(ShopSnapshot snapshot)
    {
        var events = CustomerEvents.Of(snapshot);
        if (events.Count == 0 || snapshot.Events.Simulated)
        {
            return new LearnedWeights(events.Count > 0, 0, 0);
        }

        var until = snapshot.AsOf.ToUnixTimeMilliseconds() - Window;
        var (bought, met) = (new Dictionary<int, long>(), new HashSet<(int Product, EventKind Kind)>());
        var (views, carts) = (new Followed(), new Followed());
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            var own = events.Row(customer);
            if (own.IsEmpty)
            {
                continue;
            }

            FirstPurchases(snapshot, customer, bought);
            met.Clear();
            foreach (var e in own)
            {
                var (product, kind, at) = (snapshot.Events.Product[e], snapshot.Events.Kind[e], snapshot.Events.Time[e]);
                if (at > until)
                {
                    break;
                }

                if (kind is EventKind.View or EventKind.Cart && met.Add((product, kind)))
                {
                    (kind == EventKind.Cart ? carts : views).Add(at, bought.TryGetValue(product, out var first) ? first : null);
                }
            }
        }

        var view = views.Chance(UsualView);
        return new LearnedWeights(true, Math.Max(view, carts.Chance(UsualCart)), view);
    }

    private static void FirstPurchases(ShopSnapshot snapshot, int customer, Dictionary<int, long> first)
    {
        first.Clear();
        var orders = snapshot.Orders;
        foreach (var o in CustomerOrders.Of(snapshot).Row(customer))
        {
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                first.TryAdd(orders.LineProduct[line], orders.Time[o]);
            }
        }
    }

    /// <summary>Pairs with a sign, and those that were followed by a purchase.</summary>
    private sealed class Followed
    {
        private int _pairs;
        private int _bought;

        public void Add(long at, long? bought)
        {
            if (bought < at)
            {
                return;
            }

            _pairs++;
            _bought += bought <= at + Window ? 1 : 0;
        }

        public double Chance(double usual) => (_bought + (Strength * usual)) / (_pairs + Strength);
    }
}
