using Marketing.Data;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Neighbours;

namespace Marketing.Model.Related;

/// <summary>The nearest products of each product, see <see cref="ItemKnn"/>.</summary>
internal sealed class SimilarProducts : ISimilarProducts
{
    private readonly Ranked[][] _nearest;

    private SimilarProducts(Ranked[][] nearest) => _nearest = nearest;

    public static SimilarProducts Of(ShopSnapshot snapshot, int neighbours, CancellationToken cancellation)
    {
        var similar = ItemKnn.Fit(Interactions.Of(snapshot).Bought, new ItemKnnTerms(neighbours, IncludeSelf: false, Liked: true), null, cancellation);
        var nearest = new Ranked[similar.Rows][];
        for (var product = 0; product < nearest.Length; product++)
        {
            var others = similar.Row(product);
            var values = similar.Values(product);
            var row = new Ranked[others.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = new Ranked(others[i], values[i]);
            }

            Array.Sort(row, (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Product.CompareTo(b.Product));
            nearest[product] = row;
        }

        return new SimilarProducts(nearest);
    }

    public IReadOnlyList<Ranked> Of(int product) => _nearest[product];
}
