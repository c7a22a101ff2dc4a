using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>What methods learn from: the products that known customers want, and who wants which.</summary>
/// <param name="Catalogue">Indices of those products in the snapshot, ascending; the place in it is the model's index.</param>
/// <param name="Products">Their ids, ascending.</param>
/// <param name="Wanted">Customers of the snapshot by products of the model, see <see cref="Interest"/>.</param>
internal sealed record TrainingSet(int[] Catalogue, long[] Products, SparseMatrix Wanted)
{
    private static readonly PerShop<InterestTerms, TrainingSet> Kept = new(From);

    /// <summary>The training set of a snapshot, computed once for the same terms.</summary>
    public static TrainingSet Of(ShopSnapshot snapshot, InterestTerms terms) => Kept.Of(snapshot, terms);

    /// <summary>One entry a product of the model.</summary>
    public T[] Narrow<T>(T[] ofSnapshot) => Array.ConvertAll(Catalogue, product => ofSnapshot[product]);

    /// <summary>Distinct customers of each product.</summary>
    public int[] Wanters()
    {
        var wanters = new int[Products.Length];
        foreach (var product in Wanted.Column)
        {
            wanters[product]++;
        }

        return wanters;
    }

    private static TrainingSet From(ShopSnapshot snapshot, InterestTerms terms)
    {
        var interest = Interest.Of(snapshot, terms);
        var (wanted, catalogue) = (interest.Wanted, interest.Catalogue());
        var index = new int[wanted.Columns];
        for (var i = 0; i < catalogue.Length; i++)
        {
            index[catalogue[i]] = i;
        }

        // Ascending order stays.
        return new TrainingSet(
            catalogue,
            Array.ConvertAll(catalogue, product => snapshot.Products.Id[product]),
            new SparseMatrix(wanted.Rows, catalogue.Length, wanted.RowStart, Array.ConvertAll(wanted.Column, product => index[product]), wanted.Value));
    }
}
