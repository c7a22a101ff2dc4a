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
        foreach (var (product, weight, _) in Seen(asker))
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
        var causes = new List<(double Part, int Product, bool IsCart)>();
        foreach (var (seen, weight, isCart) in Seen(asker))
        {
            foreach (var near in similar.Of(seen))
            {
                if (near.Product == product)
                {
                    causes.Add((weight * near.Score, seen, isCart));
                }
            }
        }

        // All in the cart or all looked at, as the strongest, so that one sentence says what they were.
        var strongest = causes.OrderByDescending(cause => cause.Part).ToList();
        return [.. strongest.Where(cause => cause.IsCart == strongest[0].IsCart).Take(MostCauses).Select(cause => cause.Product)];
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        because.Count == 0 ? new Reason(ReasonCodes.Visit, [])
        : new Reason(Seen(asker).Find(seen => seen.Product == because[0]).IsCart ? ReasonCodes.GoesWithCart : ReasonCodes.GoesWithViewed, Named(snapshot, because));

    // Latest first; a product counts where it stands first. What is in the basket is what the visit is about.
    private List<(int Product, double Weight, bool IsCart)> Seen(Asker asker)
    {
        var seen = new List<(int, double, bool)>(Most);
        foreach (var product in asker.Basket)
        {
            Add(seen, product, isCart: true);
        }

        foreach (var product in asker.Viewed)
        {
            Add(seen, product, isCart: false);
        }

        if (seen.Count == 0)
        {
            foreach (var (product, isCart) in visits.Of(asker.Customer))
            {
                Add(seen, product, isCart);
            }
        }

        return seen;
    }

    private static void Add(List<(int Product, double Weight, bool IsCart)> seen, int product, bool isCart)
    {
        if (seen.Count < Most && !seen.Exists(one => one.Product == product))
        {
            seen.Add((product, (isCart ? CartWeight : 1) * Math.Pow(0.5, seen.Count / HalfLife), isCart));
        }
    }
}
