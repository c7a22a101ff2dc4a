using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>What methods learn from: the products that known customers have bought, and who bought which.</summary>
/// <param name="Catalogue">Indices of those products in the snapshot, ascending; the place in it is the model's index.</param>
/// <param name="Products">Their ids, ascending.</param>
/// <param name="Bought">Customers of the snapshot by products of the model, binary.</param>
internal sealed record TrainingSet(int[] Catalogue, long[] Products, SparseMatrix Bought)
{
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<TrainingSet>> Kept = [];

    /// <summary>The training set of a snapshot, computed once.</summary>
    public static TrainingSet Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<TrainingSet>(() => From(key))).Value;

    /// <summary>One entry a product of the model.</summary>
    public T[] Narrow<T>(T[] ofSnapshot) => Array.ConvertAll(Catalogue, product => ofSnapshot[product]);

    /// <summary>Distinct customers of each product.</summary>
    public int[] Buyers()
    {
        var buyers = new int[Products.Length];
        foreach (var product in Bought.Column)
        {
            buyers[product]++;
        }

        return buyers;
    }

    private static TrainingSet From(ShopSnapshot snapshot)
    {
        var interactions = Interactions.Of(snapshot);
        var catalogue = interactions.Catalogue();
        var index = new int[interactions.Bought.Columns];
        for (var i = 0; i < catalogue.Length; i++)
        {
            index[catalogue[i]] = i;
        }

        // Ascending order stays.
        var bought = interactions.Bought;
        return new TrainingSet(
            catalogue,
            Array.ConvertAll(catalogue, product => snapshot.Products.Id[product]),
            new SparseMatrix(bought.Rows, catalogue.Length, bought.RowStart, Array.ConvertAll(bought.Column, product => index[product])));
    }
}
