using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Neighbours;

public sealed class ItemKnnTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new ItemKnnMethod();

    protected override bool Personal => true;

    [Fact]
    public void Similarities_agree_with_the_reference_matrix()
    {
        var golden = Golden.Read("item_knn.json");
        var rows = golden.GetProperty("R").EnumerateArray().Select(Golden.Doubles).ToArray();
        var expected = golden.GetProperty("cosine_binary").EnumerateArray().Select(Golden.Doubles).ToArray();
        var similar = ItemKnn.Fit(Matrix(rows), 5, includeSelf: true, null, default);
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                var at = similar.Row(i).BinarySearch(j);
                Assert.Equal(expected[i][j], at < 0 ? 0 : similar.Values(i)[at], 1e-7);
            }
        }
    }

    [Fact]
    public void The_slow_clear_version_agrees_on_random_data()
    {
        var random = new SeededRandom(17);
        for (var round = 0; round < 40; round++)
        {
            var rows = Enumerable.Range(0, 3 + random.NextInt(10)).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextInt(3) == 0 ? 1.0 : 0).ToArray()).ToArray();
            var (k, self) = (1 + random.NextInt(8), random.NextInt(2) == 0);
            var similar = ItemKnn.Fit(Matrix(rows), k, self, null, default);
            for (var j = 0; j < 8; j++)
            {
                var clear = Enumerable.Range(0, 8)
                    .Where(i => self || i != j)
                    .Select(i => (Item: i, Similarity: Cosine(rows, i, j)))
                    .Where(pair => pair.Similarity > 0)
                    .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Item)
                    .Take(k)
                    .ToDictionary(pair => pair.Item, pair => (float)pair.Similarity);
                for (var i = 0; i < 8; i++)
                {
                    var at = similar.Row(i).BinarySearch(j);
                    Assert.Equal(clear.GetValueOrDefault(i), at < 0 ? 0 : similar.Values(i)[at]);
                }
            }
        }
    }

    [Fact]
    public void The_cosine_of_the_articles_example_is_0_6746()
    {
        var example = Golden.Read("item_knn.json").GetProperty("cosine").GetProperty("article");
        var (a, b) = (Golden.Doubles(example.GetProperty("A")), Golden.Doubles(example.GetProperty("B")));
        var cosine = a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(y => y * y));
        Assert.Equal(0.6746, cosine, 5e-5);
        Assert.Equal(example.GetProperty("cosine").GetDouble(), cosine, 1e-12);

        // What the system uses is the cosine of the binary vectors.
        var similar = ItemKnn.Fit(Matrix([.. Enumerable.Range(0, 5).Select(u => new[] { a[u], b[u] })]), 2, includeSelf: false, null, default);
        Assert.Equal(example.GetProperty("variants").GetProperty("binary").GetDouble(), similar.Values(0)[0], 1e-7);
    }

    [Fact]
    public void Without_itself_a_product_is_not_its_own_reason()
    {
        var shop = RandomShop(3);
        var without = Method.Fit(shop, "include_self=false");
        var with = Method.Fit(shop, null, default);
        var own = Bought(shop, 0).First();
        Assert.DoesNotContain(without.Explain(shop, 0, own, 99), contribution => contribution.Product == own);
        Assert.Equal(new Contribution(own, 1), with.Explain(shop, 0, own, 1).Single());
    }

    private static SparseMatrix Matrix(double[][] rows)
    {
        var pairs = rows.SelectMany((row, u) => row.Select((value, i) => (u, i, value))).Where(entry => entry.value != 0).ToList();
        return SparseMatrix.FromPairs(rows.Length, rows[0].Length, [.. pairs.Select(pair => pair.u)], [.. pairs.Select(pair => pair.i)]);
    }

    private static double Cosine(double[][] rows, int i, int j)
    {
        var common = rows.Count(row => row[i] > 0 && row[j] > 0);
        return common == 0 ? 0 : common / Math.Sqrt((double)rows.Count(row => row[i] > 0) * rows.Count(row => row[j] > 0));
    }
}
