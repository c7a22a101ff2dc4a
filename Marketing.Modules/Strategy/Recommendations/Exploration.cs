using Marketing.Kernel.Numerics;
using Marketing.Strategy.Merchandising;
using Marketing.Strategy.Recommendations.Links;

namespace Marketing.Strategy.Recommendations;

/// <summary>
/// Lets products be seen of which nobody can know yet whom they suit: the last place of a list goes with probability ε to one of the
/// newcomers (ε-greedy, Sutton and Barto 2018, sec. 2.2), drawn in proportion to <c>0.1 + its greatest likeness to one of the customer's
/// latest purchases</c>, of a visitor to what the visit looked at or put in the basket. The list carries the probability of what came
/// out, so that rewards can be weighed by it.
/// </summary>
/// <param name="shop">The shop.</param>
internal sealed class Exploration(ShopBase shop)
{
    /// <summary>A product with so many buyers is no newcomer.</summary>
    public const int EnoughBuyers = 5;

    /// <summary>Nor is one that was first sold so many days ago.</summary>
    public const int NewDays = 60;

    private const double Floor = 0.1;
    private const int MostOwn = 20;
    private readonly NewcomerLink _link = new();
    private readonly Lazy<int[]> _newcomers = new(() => NewcomersOf(shop));

    /// <summary>Products that hardly anybody has bought, though they are not on sale for long.</summary>
    public IReadOnlyList<int> Newcomers => _newcomers.Value;

    /// <summary>The list, as it is or with a newcomer in its last place.</summary>
    /// <param name="list">A list for a customer or a visitor.</param>
    /// <param name="plan">What it keeps.</param>
    /// <param name="random">Where chance comes from.</param>
    public RankedList Of(RankedList list, RulePlan plan, SeededRandom random)
    {
        if (plan.Book.Explore <= 0 || list.Places.Count < 2 || list.Places[^1].Rule?.Action == RuleAction.Pin)
        {
            return list;
        }

        var candidates = Candidates(list, plan);
        if (candidates.Count == 0)
        {
            return list;
        }

        if (random.NextDouble() >= plan.Book.Explore)
        {
            return list with { Propensity = 1 - plan.Book.Explore };
        }

        var own = Own(list.Asker);
        var weights = candidates.ConvertAll(product => Floor + Likeness(product, own));
        var (sum, chosen) = (weights.Sum(), 0);
        for (var rest = (random.NextDouble() * sum) - weights[0]; rest >= 0 && chosen < weights.Count - 1; rest -= weights[chosen])
        {
            chosen++;
        }

        var place = new Place(candidates[chosen], (float)weights[chosen], _link, [], 0, null, null);
        return list with { Places = [.. list.Places.SkipLast(1), place], Propensity = plan.Book.Explore * weights[chosen] / sum };
    }

    private List<int> Candidates(RankedList list, RulePlan plan)
    {
        var kept = list.Places.SkipLast(1).Select(place => place.Product).ToList();
        var standing = list.Places.Select(place => place.Product).ToHashSet();
        var mayStand = BalancedSelection.Room(plan, shop.Facts, kept);
        return [.. Newcomers.Where(product => plan.Offered[product] && !standing.Contains(product) && !list.Asker.Basket.Contains(product)
            && shop.Purchases.Times(list.Asker.Customer, product) == 0 && mayStand(product))];
    }

    private int[] Own(Asker asker) => asker.Customer < 0
        ? [.. asker.Viewed.Concat(asker.Basket).Take(MostOwn)]
        : [.. shop.Purchases.Products(asker.Customer).ToArray().OrderByDescending(product => shop.Purchases.Last(asker.Customer, product)).Take(MostOwn)];

    private double Likeness(int product, int[] own) => own.Length == 0 ? 0 : own.Max(bought => shop.Facts.Likeness.Between(product, bought));

    private static int[] NewcomersOf(ShopBase shop)
    {
        var buyers = new int[shop.Snapshot.Products.Count];
        for (var customer = 0; customer < shop.Snapshot.Customers.Count; customer++)
        {
            foreach (var product in shop.Purchases.Products(customer))
            {
                buyers[product]++;
            }
        }

        // Whoever bought without a name is a buyer too.
        var orders = shop.Snapshot.Orders;
        for (var o = 0; o < orders.Count; o++)
        {
            foreach (var product in orders.Customer[o] >= 0 ? [] : orders.LineProduct.AsSpan(orders.LineStart[o]..orders.LineStart[o + 1]))
            {
                buyers[product]++;
            }
        }

        return [.. Enumerable.Range(0, buyers.Length).Where(product => buyers[product] < EnoughBuyers && shop.Facts.Ages[product] < NewDays)];
    }
}
