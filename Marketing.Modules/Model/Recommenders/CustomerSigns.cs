using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>
/// When each known customer last bought, put in the cart and looked at each product, kept beside the snapshot. What was taken out of the cart
/// again counts as looked at when it was put in.
/// </summary>
internal sealed class CustomerSigns
{
    private const double DayMs = 86_400_000;
    private const long Never = long.MinValue;

    // However old, a sign stays a sign: 30 halvings keep all numbers clear of nothing.
    private const double Least = 1.0 / (1 << 30);

    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<CustomerSigns>> Kept = [];
    private readonly int[] _start;
    private readonly int[] _product;
    private readonly (long Bought, long Carted, long Viewed)[] _last;

    private CustomerSigns(ShopSnapshot snapshot)
    {
        var (orders, events) = (CustomerOrders.Of(snapshot), CustomerEvents.Of(snapshot));
        var scratch = new (long Bought, long Carted, long Viewed)[snapshot.Products.Count];
        Array.Fill(scratch, (Never, Never, Never));
        var (products, last, own) = (new List<int>(), new List<(long, long, long)>(), new List<int>());
        _start = new int[snapshot.Customers.Count + 1];
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            own.Clear();
            Buy(snapshot.Orders, orders.Row(customer), scratch, own);
            Browse(snapshot.Events, events.Row(customer), scratch, own);
            own.Sort();
            foreach (var product in own)
            {
                products.Add(product);
                last.Add(scratch[product]);
                scratch[product] = (Never, Never, Never);
            }

            _start[customer + 1] = products.Count;
        }

        (_product, _last) = ([.. products], [.. last]);
    }

    /// <summary>The signs of a snapshot, gathered once.</summary>
    public static CustomerSigns Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<CustomerSigns>(() => new CustomerSigns(key))).Value;

    /// <summary>Where the signs of a customer stand.</summary>
    public (int From, int To) Row(int customer) => (_start[customer], _start[customer + 1]);

    /// <summary>Product of an entry; they ascend within a customer.</summary>
    public int Product(int entry) => _product[entry];

    /// <summary>What the strongest sign of an entry weighs, in [0, 1]; 0 where none of its signs counts.</summary>
    /// <param name="entry">Entry.</param>
    /// <param name="terms">Terms.</param>
    /// <param name="at">Instant at which a sign has the age 0, in UTC milliseconds.</param>
    public double Value(int entry, InterestTerms terms, long at)
    {
        var (bought, carted, viewed) = _last[entry];
        var value = bought == Never ? 0 : Decay(bought, at, terms.HalfLifeDays);
        value = carted == Never || terms.Cart == 0 ? value : Math.Max(value, terms.Cart * Decay(carted, at, terms.HalfLifeDays));
        return viewed == Never || terms.View == 0 ? value : Math.Max(value, terms.View * Decay(viewed, at, terms.HalfLifeDays));
    }

    /// <summary>The latest sign of an entry that counts, in UTC milliseconds; the least number where none does.</summary>
    public long Latest(int entry, InterestTerms terms)
    {
        var (bought, carted, viewed) = _last[entry];
        return Math.Max(bought, Math.Max(terms.Cart == 0 ? Never : carted, terms.View == 0 ? Never : viewed));
    }

    /// <summary>By what a customer is known to want a product.</summary>
    public InterestSign Sign(int customer, int product, InterestTerms terms)
    {
        var at = _product.AsSpan(_start[customer], _start[customer + 1] - _start[customer]).BinarySearch(product);
        var (bought, carted, _) = at < 0 ? (Never, Never, Never) : _last[_start[customer] + at];
        return bought != Never ? InterestSign.Purchase : carted != Never && terms.Cart > 0 ? InterestSign.Cart : InterestSign.View;
    }

    /// <summary>What the age of a sign leaves of its weight.</summary>
    public static double Decay(long time, long at, double? halfLifeDays) =>
        halfLifeDays is { } half ? Math.Max(Least, Math.Pow(0.5, (at - time) / DayMs / half)) : 1;

    private static void Buy(OrderColumns orders, ReadOnlySpan<int> row, (long Bought, long Carted, long Viewed)[] scratch, List<int> own)
    {
        foreach (var o in row)
        {
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                ref var last = ref Touch(scratch, own, orders.LineProduct[line]);
                last.Bought = orders.Time[o];
            }
        }
    }

    private static void Browse(EventColumns events, ReadOnlySpan<int> row, (long Bought, long Carted, long Viewed)[] scratch, List<int> own)
    {
        foreach (var e in row)
        {
            if (events.Kind[e] == EventKind.RemoveFromCart)
            {
                ref var taken = ref scratch[events.Product[e]];
                (taken.Carted, taken.Viewed) = (Never, Math.Max(taken.Carted, taken.Viewed));
                continue;
            }

            ref var last = ref Touch(scratch, own, events.Product[e]);
            (last.Carted, last.Viewed) = events.Kind[e] == EventKind.Cart ? (events.Time[e], last.Viewed) : (last.Carted, events.Time[e]);
        }
    }

    private static ref (long Bought, long Carted, long Viewed) Touch((long Bought, long Carted, long Viewed)[] scratch, List<int> own, int product)
    {
        ref var last = ref scratch[product];
        if (last is (Never, Never, Never))
        {
            own.Add(product);
        }

        return ref last;
    }
}
