using Marketing.Data;
using Marketing.Model;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>
/// What goes with the products of the visit: <c>score(j) = Σ w · cos(i, j)</c> over the products i that were looked at and have j
/// among their nearest; w is 1 for a look and <see cref="CartWeight"/> for a product put in the cart, and halves every
/// <see cref="HalfLife"/> products back. Without products told by the caller, the customer's own events count.
/// </summary>
internal sealed class SessionLink(ShopSnapshot snapshot, ISimilarProducts similar, Visits visits) : ListLink("session")
{
    /// <summary>Looks that a product in the cart is worth.</summary>
    public const double CartWeight = 3;

    private const double HalfLife = 5;
    private const int Most = 20;
    private const int MostCauses = 3;

    public override bool Score(Asker asker, Span<float> scores)
    {
        scores.Clear();
        var any = false;
        foreach (var (product, weight) in Seen(asker))
        {
            foreach (var near in similar.Of(product))
            {
                scores[near.Product] += (float)(weight * near.Score);
                any = true;
            }
        }

        return any;
    }

    public override IReadOnlyList<int> Because(Asker asker, int product)
    {
        var causes = new List<(double Part, int Product)>();
        foreach (var (seen, weight) in Seen(asker))
        {
            foreach (var near in similar.Of(seen))
            {
                if (near.Product == product)
                {
                    causes.Add((weight * near.Score, seen));
                }
            }
        }

        return [.. causes.OrderByDescending(cause => cause.Part).Take(MostCauses).Select(cause => cause.Product)];
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        because.Count > 0 ? new Reason(ReasonCodes.GoesWithViewed, Named(snapshot, because)) : new Reason(ReasonCodes.Visit, []);

    // Latest first; a product counts where it stands first. What is in the basket is what the visit is about.
    private List<(int Product, double Weight)> Seen(Asker asker)
    {
        var seen = new List<(int, double)>(Most);
        foreach (var product in asker.Basket)
        {
            Add(seen, product, CartWeight);
        }

        foreach (var product in asker.Viewed)
        {
            Add(seen, product, 1);
        }

        if (seen.Count == 0)
        {
            foreach (var (product, isCart) in visits.Of(asker.Customer))
            {
                Add(seen, product, isCart ? CartWeight : 1);
            }
        }

        return seen;
    }

    private static void Add(List<(int Product, double Weight)> seen, int product, double weight)
    {
        if (seen.Count < Most && !seen.Exists(one => one.Product == product))
        {
            seen.Add((product, weight * Math.Pow(0.5, seen.Count / HalfLife)));
        }
    }
}
