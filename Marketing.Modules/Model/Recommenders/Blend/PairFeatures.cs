using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders.Blend;

/// <summary>
/// What is known of a customer and a product beside the scores of the members: how often and when the one bought the other, how the
/// product sells, how its price fits. Everything comes out of the snapshot's orders; stock is left out, since it is known as of now
/// only and would tell of the sales that are to be foretold. Times and shares that are not known are -1.
/// </summary>
internal sealed class PairFeatures
{
    /// <summary>Features of a pair beside those of the members.</summary>
    public const int Width = 20;

    private const float Unknown = -1;
    private const double DayMs = 86_400_000;
    private const int Season = 91;
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<PairFeatures>> Kept = [];
    private readonly ShopSnapshot _shop;
    private readonly Histories _histories;
    private readonly float[] _ofProduct;

    private PairFeatures(ShopSnapshot shop)
    {
        (_shop, _histories) = (shop, Histories.Of(shop));
        _ofProduct = Products();
    }

    /// <summary>The features of a snapshot; those of products are computed once.</summary>
    public static PairFeatures Of(ShopSnapshot shop) => Kept.GetValue(shop, key => new Lazy<PairFeatures>(() => new PairFeatures(key))).Value;

    /// <summary>What is known of one customer, for <see cref="Fill"/>.</summary>
    public Person Know(int customer)
    {
        var row = _histories.Bought.Row(customer);
        var (times, first, last, recent) = (new int[row.Length], new long[row.Length], new long[row.Length], new double[row.Length]);
        var orders = _histories.Orders(customer);
        var asOf = _shop.AsOf.ToUnixTimeMilliseconds();
        var (lines, prices, priced) = (0, 0.0, 0);
        for (var t = 0; t < orders.Length; t++)
        {
            var at = _shop.Orders.Time[orders[t]];
            foreach (var product in _histories.Basket(orders[t]))
            {
                var place = row.BinarySearch(product);
                first[place] = times[place]++ == 0 ? at : first[place];
                last[place] = at;
                recent[place] += Math.Pow(0.9, orders.Length - 1 - t);
                lines++;
                if (_shop.Products.Price[product] > 0)
                {
                    prices += Math.Log(_shop.Products.Price[product]);
                    priced++;
                }
            }
        }

        var (begun, ended) = orders.IsEmpty ? (asOf, asOf) : (_shop.Orders.Time[orders[0]], _shop.Orders.Time[orders[^1]]);
        return new Person(
            customer,
            orders.Length,
            (float)((asOf - ended) / DayMs),
            orders.Length < 2 ? Unknown : (float)((ended - begun) / DayMs / (orders.Length - 1)),
            row.Length,
            orders.IsEmpty ? 0 : lines / (float)orders.Length,
            priced == 0 ? 0 : (float)(prices / priced),
            times,
            first,
            last,
            recent);
    }

    /// <summary>The features of a pair.</summary>
    public void Fill(Person person, int product, Span<float> x)
    {
        var asOf = _shop.AsOf.ToUnixTimeMilliseconds();
        var place = _histories.Bought.Row(person.Customer).BinarySearch(product);
        var times = place < 0 ? 0 : person.Times[place];
        var since = place < 0 ? Unknown : (float)((asOf - person.Last[place]) / DayMs);
        var own = times < 2 ? Unknown : (float)((person.Last[place] - person.First[place]) / DayMs / (times - 1));
        x[0] = times;
        x[1] = person.Orders == 0 ? 0 : times / (float)person.Orders;
        x[2] = since;
        x[3] = own;
        x[4] = own > 0 ? since / own : Unknown;
        x[5] = place < 0 ? 0 : (float)person.Recent[place];
        x[6] = person.Orders;
        x[7] = person.SinceLast;
        x[8] = person.Gap;
        x[9] = person.Products;
        x[10] = person.BasketSize;
        _ofProduct.AsSpan(product * OfProduct, OfProduct).CopyTo(x[11..]);
        x[19] = _shop.Products.Price[product] > 0 ? (float)Math.Log(_shop.Products.Price[product]) - person.Price : 0;
    }

    private const int OfProduct = 8;

    private float[] Products()
    {
        var (count, orders, asOf) = (_shop.Products.Count, _shop.Orders, _shop.AsOf.ToUnixTimeMilliseconds());
        var (month, season, before, lastYear) = (new int[count], new int[count], new int[count], new int[count]);
        var (first, last) = (new long[count], new long[count]);
        Array.Fill(first, asOf);
        for (var o = 0; o < orders.Count; o++)
        {
            var days = (asOf - orders.Time[o]) / DayMs;
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                var product = orders.LineProduct[line];
                first[product] = Math.Min(first[product], orders.Time[o]);
                last[product] = orders.Time[o];
                month[product] += days <= 28 ? 1 : 0;
                season[product] += days <= Season ? 1 : 0;
                before[product] += days is > Season and <= 2 * Season ? 1 : 0;
                lastYear[product] += days is > 365 - Season and <= 365 ? 1 : 0;
            }
        }

        var features = new float[count * OfProduct];
        for (var p = 0; p < count; p++)
        {
            var x = features.AsSpan(p * OfProduct, OfProduct);
            x[0] = (float)Math.Log(1 + _histories.Buyers.Row(p).Length);
            x[1] = (float)Math.Log(1 + month[p]);
            x[2] = (float)Math.Log(1 + season[p]);
            x[3] = (float)Math.Log((1.0 + season[p]) / (1 + before[p]));
            x[4] = (float)Math.Log(1 + lastYear[p]);
            x[5] = (float)((asOf - first[p]) / DayMs);
            x[6] = last[p] == 0 ? Unknown : (float)((asOf - last[p]) / DayMs);
            x[7] = _shop.Products.Price[p] > 0 && _shop.Products.Cost[p] >= 0 ? (_shop.Products.Price[p] - _shop.Products.Cost[p]) / (float)_shop.Products.Price[p] : Unknown;
        }

        return features;
    }

    /// <summary>One customer; arrays by the places of what they bought.</summary>
    internal sealed record Person(int Customer, int Orders, float SinceLast, float Gap, int Products, float BasketSize, float Price, int[] Times, long[] First, long[] Last, double[] Recent);
}
