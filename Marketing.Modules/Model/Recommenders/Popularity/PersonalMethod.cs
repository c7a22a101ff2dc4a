using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Popularity;

/// <summary>Fits and reads <c>personal</c>: what the customer buys most often, then what everybody buys.</summary>
internal sealed class PersonalMethod() : MemoryMethod("personal", cost: 2)
{
    protected override StoredRecommender Of(ParameterValues values, IReadOnlyDictionary<string, string> shown, long[] products, float[] popularity) =>
        new FrequentRecommender(shown, products, popularity);
}

/// <summary>
/// Own most frequent products, the baseline of next-basket research (Li, Jullien, Ariannezhad and de Rijke 2023, "P-TopFreq" and
/// "GP-TopFreq"): the number of orders that hold a product, ties by the later day of the latest of them, then by popularity, then by the lower
/// index; all other products follow by popularity. The score is the number of orders plus a fraction for the place among equal numbers; what
/// the customer has not bought scores below 1.
/// </summary>
internal sealed class FrequentRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : MemoryRecommender("personal", parameters, products, popularity)
{
    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var most = Popularity.Length == 0 ? 0 : Popularity.Max();
        for (var i = 0; i < Popularity.Length; i++)
        {
            if (binding.ToSnapshot[i] is >= 0 and var product)
            {
                sums[product] = Popularity[i] / (most + 1);
            }
        }

        var own = Own(snapshot, customer, binding);
        for (var i = 0; i < own.Count;)
        {
            var equal = 1;
            while (i + equal < own.Count && own[i + equal].Orders == own[i].Orders)
            {
                equal++;
            }

            for (var place = 0; place < equal; place++)
            {
                sums[own[i + place].Product] = own[i].Orders + ((equal - place) / (float)(equal + 1));
            }

            i += equal;
        }
    }

    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var orders = 0;
        var histories = Histories.Of(snapshot);
        foreach (var order in histories.Orders(customer))
        {
            orders += histories.Basket(order).BinarySearch(product) >= 0 ? 1 : 0;
        }

        return orders == 0 ? [] : [new Contribution(product, orders)];
    }

    private List<(int Product, int Orders, int Day, float Popularity)> Own(ShopSnapshot snapshot, int customer, ProductBinding binding)
    {
        var (histories, calendar) = (Histories.Of(snapshot), new ShopCalendar(snapshot.TimeZone));
        var own = new Dictionary<int, (int Orders, int Day)>();
        foreach (var order in histories.Orders(customer))
        {
            var day = calendar.DayOf(snapshot.Orders.Time[order]);
            foreach (var product in histories.Basket(order))
            {
                var (orders, _) = own.GetValueOrDefault(product);
                own[product] = (orders + 1, day);
            }
        }

        return [.. own
            .Select(pair => (Product: pair.Key, pair.Value.Orders, pair.Value.Day, Popularity: binding.ToModel[pair.Key] is >= 0 and var at ? Popularity[at] : 0))
            .OrderByDescending(one => one.Orders).ThenByDescending(one => one.Day).ThenByDescending(one => one.Popularity).ThenBy(one => one.Product)];
    }
}
