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
/// the customer has not bought scores below 1. With looks, carts or a half-life an order counts what its age leaves of it, and 1 is added, which
/// keeps what was bought in front; all else scores half of how much it is wanted or of the share of the customers who want it, whichever is more:
/// both are chances of a purchase where the weights are learned.
/// </summary>
internal sealed class FrequentRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : MemoryRecommender("personal", parameters, products, popularity)
{
    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var most = Popularity.Length == 0 ? 0 : Popularity.Max();
        var all = InterestTerms.IsBinary ? most + 1 : 2 * Math.Max(most + 1, snapshot.Customers.Count);
        for (var i = 0; i < Popularity.Length; i++)
        {
            if (binding.ToSnapshot[i] is >= 0 and var product)
            {
                sums[product] = Popularity[i] / all;
            }
        }

        var wanted = InterestIn(snapshot).Wanted;
        for (var i = wanted.RowStart[customer]; !InterestTerms.IsBinary && i < wanted.RowStart[customer + 1]; i++)
        {
            sums[wanted.Column[i]] = Math.Max(sums[wanted.Column[i]], wanted.ValueAt(i) / 2);
        }

        var least = InterestTerms.IsBinary ? 0 : 1;
        var own = Own(snapshot, customer, binding, InterestIn(snapshot));
        for (var i = 0; i < own.Count;)
        {
            var equal = 1;
            while (i + equal < own.Count && own[i + equal].Orders == own[i].Orders)
            {
                equal++;
            }

            var room = i == 0 ? 1 : Math.Min(1, own[i - 1].Orders - own[i].Orders);
            for (var place = 0; place < equal; place++)
            {
                sums[own[i + place].Product] = least + own[i].Orders + (room * ((equal - place) / (float)(equal + 1)));
            }

            i += equal;
        }
    }

    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var (histories, interest, orders) = (Histories.Of(snapshot), InterestIn(snapshot), 0.0);
        if (!interest.Wanted.Contains(customer, product))
        {
            return [];
        }

        foreach (var order in histories.Orders(customer))
        {
            orders += histories.Basket(order).BinarySearch(product) >= 0 ? interest.Decay(order) : 0;
        }

        return [new Contribution(product, orders > 0 ? (float)orders : interest.Wanted.ValueAt(interest.Place(customer, product)) / 2)];
    }

    private List<(int Product, double Orders, int Day, float Popularity)> Own(ShopSnapshot snapshot, int customer, ProductBinding binding, Interest interest)
    {
        var (histories, calendar) = (Histories.Of(snapshot), new ShopCalendar(snapshot.TimeZone));
        var own = new Dictionary<int, (double Orders, int Day)>();
        foreach (var order in histories.Orders(customer))
        {
            var (day, weight) = (calendar.DayOf(snapshot.Orders.Time[order]), interest.Decay(order));
            foreach (var product in histories.Basket(order))
            {
                var (orders, _) = own.GetValueOrDefault(product);
                own[product] = (orders + weight, day);
            }
        }

        return [.. own
            .Select(pair => (Product: pair.Key, pair.Value.Orders, pair.Value.Day, Popularity: binding.ToModel[pair.Key] is >= 0 and var at ? Popularity[at] : 0))
            .OrderByDescending(one => one.Orders).ThenByDescending(one => one.Day).ThenByDescending(one => one.Popularity).ThenBy(one => one.Product)];
    }
}
