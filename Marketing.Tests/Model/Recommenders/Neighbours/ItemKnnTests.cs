using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Registry;
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
        var similar = ItemKnn.Fit(Matrix(rows), new ItemKnnTerms(5, IncludeSelf: true), null, default);
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                Assert.Equal(expected[i][j], At(similar, i, j), 1e-7);
            }
        }
    }

    [Theory]
    [InlineData("tfidf", "implicit_tfidf_similarity")]
    [InlineData("bm25", "implicit_bm25_similarity")]
    public void Weighted_similarities_agree_with_the_reference_matrix(string weighting, string name)
    {
        var golden = Golden.Read("recommend_units.json").GetProperty("item_knn");
        var rows = Golden.Matrix(golden.GetProperty("R"));
        var entries = rows.SelectMany((row, u) => row.Select((value, i) => (u, i, value))).Where(entry => entry.value > 0).ToList();
        var binary = Matrix(rows);
        var bought = new SparseMatrix(4, 5, binary.RowStart, binary.Column, [.. entries.Select(entry => (float)entry.value)]);
        var expected = Golden.Matrix(golden.GetProperty(name));
        var similar = ItemKnn.Fit(bought, new ItemKnnTerms(5, IncludeSelf: true, weighting == "bm25" ? Weighting.Bm25 : Weighting.TfIdf, Liked: true), null, default);
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                Assert.Equal(expected[i][j], At(similar, i, j), 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(60, 40)]
    public void The_slow_clear_version_agrees_on_random_data(int products, int rare)
    {
        var random = new SeededRandom(17);
        for (var round = 0; round < 40; round++)
        {
            var rows = Enumerable.Range(0, 3 + random.NextInt(10)).Select(_ => Enumerable.Range(0, products).Select(_ => random.NextInt(rare) == 0 ? 1.0 : 0).ToArray()).ToArray();
            var (k, self, liked, shrinkage) = (1 + random.NextInt(8), random.NextInt(2) == 0, random.NextInt(2) == 0, random.NextInt(3));
            var similar = ItemKnn.Fit(Matrix(rows), new ItemKnnTerms(k, self, Liked: liked, Shrinkage: shrinkage), null, default);
            for (var j = 0; j < products; j++)
            {
                var clear = Enumerable.Range(0, products)
                    .Where(i => self || i != j)
                    .Select(i => (Item: i, Similarity: Cosine(rows, i, j), Common: rows.Count(row => row[i] > 0 && row[j] > 0)))
                    .Where(one => one.Similarity > 0)
                    .Select(one => (one.Item, Similarity: shrinkage == 0 ? one.Similarity : one.Similarity * one.Common / (one.Common + shrinkage)))
                    .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Item)
                    .Take(k)
                    .ToDictionary(pair => pair.Item, pair => (float)pair.Similarity);
                for (var i = 0; i < products; i++)
                {
                    Assert.Equal(clear.GetValueOrDefault(i), liked ? At(similar, j, i) : At(similar, i, j));
                }
            }
        }
    }

    [Fact]
    public void The_nearest_are_those_of_a_sorted_list_with_ties_to_the_lower_item()
    {
        var random = new SeededRandom(23);
        for (var round = 0; round < 200; round++)
        {
            var (k, n) = (1 + random.NextInt(12), 1 + random.NextInt(80));
            var scores = Enumerable.Range(0, n).Select(_ => random.NextInt(9) / 4.0).ToArray();
            var order = Enumerable.Range(0, n).OrderBy(_ => random.NextUInt64()).ToArray();
            var nearest = new NearestItems(k);
            nearest.Clear();
            Array.ForEach(order, item => nearest.Offer(scores[item], item));
            var expected = Enumerable.Range(0, n).Where(item => scores[item] > 0).OrderByDescending(item => scores[item]).ThenBy(item => item).Take(k).Order();
            Assert.Equal(expected, nearest.Take().Items.Order());
        }
    }

    [Theory]
    [InlineData("weighting=bm25 side=liked K1=3 B=0.5 K=4")]
    [InlineData("weighting=tfidf shrinkage=3")]
    [InlineData("shrinkage=10 include_self=false")]
    public void Weighted_models_are_read_back_as_they_were_and_add_up(string parameters)
    {
        using var rig = new ModelRig();
        var shop = RandomShop(7);
        var model = Method.Fit(shop, parameters);
        var packed = ModelFiles.Pack(model);
        var back = (StoredRecommender)rig.Files.Unpack(packed, reason => throw new InvalidOperationException(reason));
        for (var customer = 0; customer < shop.Customers.Count; customer++)
        {
            var scores = Scores(model, shop, customer);
            Assert.Equal(scores, Scores(back, shop, customer));
            for (var product = 0; product < scores.Length && Bought(shop, customer).Count > 0; product++)
            {
                Assert.Equal(scores[product], (float)model.Explain(shop, customer, product, int.MaxValue).Sum(contribution => (double)contribution.Value));
            }
        }

        Assert.Throws<OperatorException>(() => rig.Files.Unpack(packed[..^3], reason => new OperatorException(reason, "")));
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
        var similar = ItemKnn.Fit(Matrix([.. Enumerable.Range(0, 5).Select(u => new[] { a[u], b[u] })]), new ItemKnnTerms(2, IncludeSelf: false), null, default);
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

    private static float At(SparseMatrix matrix, int row, int column) => matrix.Row(row).BinarySearch(column) is >= 0 and var at ? matrix.Values(row)[at] : 0;

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
