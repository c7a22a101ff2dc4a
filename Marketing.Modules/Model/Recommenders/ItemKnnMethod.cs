using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Recommenders;

/// <summary>Fits and reads <c>item-knn</c>.</summary>
internal sealed class ItemKnnMethod(IOptions<ModelOptions> options) : IRecommenderMethod
{
    public string Kind => "item-knn";

    public int Cost => 2;

    public StoredRecommender Fit(ShopSnapshot snapshot, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var settings = options.Value;
        var interactions = Interactions.Of(snapshot);
        var catalogue = interactions.Catalogue();
        var bought = Narrow(interactions.Bought, catalogue);
        var similar = ItemKnn.Fit(bought, settings.ItemKnnNeighbours, settings.ItemKnnIncludeSelf, share => progress?.Report(new Progress(Kind, share)), cancellation);
        var popularity = Popular.Of(snapshot, settings.PopularHalfLifeDays);
        progress?.Report(new Progress(Kind, 1));
        return new ItemKnnRecommender(
            new Dictionary<string, string>
            {
                ["K"] = settings.ItemKnnNeighbours.ToString(CultureInfo.InvariantCulture),
                ["include_self"] = settings.ItemKnnIncludeSelf ? "true" : "false",
                ["half_life_days"] = PopularMethod.Display(settings.PopularHalfLifeDays),
            },
            Array.ConvertAll(catalogue, product => snapshot.Products.Id[product]),
            Array.ConvertAll(catalogue, product => popularity[product]),
            Buyers(bought),
            similar);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        var buyers = new int[products.Length];
        for (var i = 0; i < buyers.Length; i++)
        {
            buyers[i] = reader.Read7BitEncodedInt();
        }

        return new ItemKnnRecommender(parameters, products, popularity, buyers, SimilarityBody.Read(reader, buyers));
    }

    // Leaves out the products that no known customer has bought; ascending order stays.
    private static SparseMatrix Narrow(SparseMatrix bought, int[] catalogue)
    {
        var index = new int[bought.Columns];
        for (var i = 0; i < catalogue.Length; i++)
        {
            index[catalogue[i]] = i;
        }

        return new SparseMatrix(bought.Rows, catalogue.Length, bought.RowStart, Array.ConvertAll(bought.Column, product => index[product]));
    }

    private static int[] Buyers(SparseMatrix bought)
    {
        var buyers = new int[bought.Columns];
        foreach (var product in bought.Column)
        {
            buyers[product]++;
        }

        return buyers;
    }
}
