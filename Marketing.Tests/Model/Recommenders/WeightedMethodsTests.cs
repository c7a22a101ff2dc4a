using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Factors;
using Marketing.Model.Recommenders.Linear;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders;

/// <summary>Methods on values in the place of ones: slow clear versions on random shops with looks, carts and a half-life.</summary>
public sealed class WeightedMethodsTests
{
    private const string Weights = "cart_weight=0.6 view_weight=0.25 interest_half_life_days=50";
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly InterestTerms Terms = new(0.6, 0.25, 50);

    [Theory]
    [InlineData("K=3", 3)]
    [InlineData("K=100", 100)]
    public void Item_neighbours_are_those_of_the_cosine_of_values(string neighbours, int k)
    {
        var (shop, x) = Random(3);
        var model = new ItemKnnMethod().Fit(shop, $"{neighbours} {Weights}");
        var n = shop.Products.Count;
        double Cosine(int a, int b) => x.Sum(row => row[a] * row[b]) / Math.Sqrt(x.Sum(row => row[a] * row[a]) * x.Sum(row => row[b] * row[b]));
        var kept = Enumerable.Range(0, n).Select(j => Enumerable.Range(0, n).Where(i => Cosine(j, i) > 0).OrderByDescending(i => Cosine(j, i)).ThenBy(i => i).Take(k).ToHashSet()).ToArray();
        AssertScores(model, shop, (u, j) => Enumerable.Range(0, n).Where(kept[j].Contains).Sum(i => x[u][i] * Cosine(j, i)));
    }

    [Fact]
    public void Customer_neighbours_are_those_of_the_cosine_of_values()
    {
        var (shop, x) = Random(5);
        double Cosine(int u, int v) => x[u].Zip(x[v], (a, b) => a * b).Sum() / Math.Sqrt(x[u].Sum(a => a * a) * x[v].Sum(b => b * b));
        var near = Enumerable.Range(0, x.Length).Select(u => Enumerable.Range(0, x.Length).Where(v => v != u && Cosine(u, v) > 0).OrderByDescending(v => Cosine(u, v)).ThenBy(v => v).Take(4).ToArray()).ToArray();
        AssertScores(new UserKnnMethod().Fit(shop, $"k=4 {Weights}"), shop, (u, i) => near[u].Sum(v => Cosine(u, v) * x[v][i]));
    }

    [Fact]
    public void The_linear_model_solves_its_normal_equations_of_values()
    {
        var (shop, _) = Random(7);
        var wanted = TrainingSet.Of(shop, Terms).Wanted;
        var (n, b) = (wanted.Columns, Ease.Fit(wanted, 2, null, default));
        var x = Dense(wanted);

        // Steck 2019, eq. 6: (XᵀX + λI) B = XᵀX + λI less a diagonal matrix, so that both sides agree off the diagonal.
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double Gram(int p, int q) => x.Sum(row => row[p] * row[q]) + (p == q ? 2 : 0);
                var left = Enumerable.Range(0, n).Sum(k => Gram(i, k) * b[(k * n) + j]);
                Assert.True(i == j || Math.Abs(Gram(i, j) - left) < 1e-4, $"{Gram(i, j)} is not {left}");
            }
        }
    }

    [Fact]
    public void A_customers_factors_are_solved_with_their_strengths()
    {
        var (shop, x) = Random(9);
        var model = new AlsMethod().Fit(shop, $"factors=3 regularization=0.5 alpha=4 confidence=paper {Weights}");

        // Where a cart says more, its own product scores higher than under the same model with less of it.
        var (stronger, weaker) = (Scores(model, shop, 2), Scores(new AlsMethod().Fit(shop, $"factors=3 regularization=0.5 alpha=0.1 confidence=paper {Weights}"), shop, 2));
        var strongest = Array.IndexOf(x[2], x[2].Max());
        Assert.True(stronger[strongest] > weaker[strongest]);
    }

    [Fact]
    public void Popularity_is_the_sum_of_what_customers_want()
    {
        var (shop, x) = Random(11);
        var scores = Scores(new PopularMethod().Fit(shop, "cart_weight=0.6 view_weight=0.25 half_life_days=50"), shop, -1);
        Assert.All(scores.Select((score, product) => (score, x.Sum(row => row[product]))), pair => Assert.Equal(pair.Item2, pair.score, 1e-5));
    }

    [Fact]
    public void Pairs_are_drawn_in_proportion_to_their_strengths()
    {
        var (shop, _) = Random(13);
        var wanted = Interest.Of(shop, Terms).Wanted;
        var (cells, random, drawn, draws) = (new BprCells(wanted, 2), new SeededRandom(2), new Dictionary<(int, int), int>(), 0);
        for (var pass = 0; pass < 10_000; pass++)
        {
            cells.Draw(random, default);
            for (var cell = 0; cell < 4; cell++)
            {
                var (next, to) = cells.Cell(cell / 2, cell % 2);
                while (next < to)
                {
                    var from = next;
                    next = Enumerable.Range(from, to - from).FirstOrDefault(at => cells.Customer[at] != cells.Customer[from], to);
                    for (var left = cells.Draws(from, next, random); left > 0; left--, draws++)
                    {
                        var at = cells.Pair(from, next, random);
                        var pair = (cells.Customer[at], cells.Product[at]);
                        drawn[pair] = drawn.GetValueOrDefault(pair) + 1;
                    }
                }
            }
        }

        // Pearson's statistic over its degrees of freedom.
        var (sum, deviation) = (wanted.Value!.Sum(), 0.0);
        for (var customer = 0; customer < wanted.Rows; customer++)
        {
            for (var i = wanted.RowStart[customer]; i < wanted.RowStart[customer + 1]; i++)
            {
                var expected = draws * wanted.Value![i] / sum;
                deviation += Math.Pow(drawn.GetValueOrDefault((customer, wanted.Column[i])) - expected, 2) / expected / (wanted.Entries - 1);
            }
        }

        Assert.InRange(deviation, 0, 1.5);
    }

    [Theory]
    [InlineData("item-knn", "")]
    [InlineData("user-knn", "")]
    [InlineData("follow", "")]
    [InlineData("als", "factors=4 regularization=0.1")]
    [InlineData("bpr", "factors=8")]
    [InlineData("ease", "lambda=1")]
    [InlineData("up-cf", "q=1")]
    [InlineData("tifu-knn", "k=3")]
    [InlineData("personal", "")]
    [InlineData("content", "")]
    public void Of_two_looks_the_later_one_says_more_under_a_half_life(string kind, string parameters)
    {
        var builder = new SnapshotBuilder(Now).Customer("ann").Product("old", "red cup").Product("new", "blue pen").Product("with old", "red cup").Product("with new", "blue pen");
        for (var customer = 0; customer < 6; customer++)
        {
            builder.Order(Now.AddDays(-3), $"c{customer}", ("old", 1, 1), ("with old", 1, 1)).Order(Now.AddDays(-3), $"d{customer}", ("new", 1, 1), ("with new", 1, 1));
        }

        builder.Event(Now.AddDays(-200), "ann", "old", EventKind.View).Event(Now.AddDays(-1), "ann", "new", EventKind.View);
        var shop = builder.Build();
        var half = kind == "content" ? "recency_days=30" : "interest_half_life_days=30";
        var scores = Scores(ModelRig.Methods().Single(method => method.Kind == kind).Fit(shop, $"view_weight=0.5 {half} {parameters}".Trim()), shop, 0);

        // EASE gives no product a part in its own score, and habits tell nothing of what others bought.
        Assert.True(scores[1] > scores[0] || kind == "ease");
        Assert.True(scores[3] > scores[2] || kind == "personal");
    }

    private static (ShopSnapshot Shop, double[][] X) Random(ulong seed)
    {
        var (random, builder) = (new SeededRandom(seed), new SnapshotBuilder(Now));
        for (var order = 0; order < 30; order++)
        {
            builder.Order(Now.AddHours(-1 - random.NextInt(3000)), $"c{random.NextInt(9)}", [.. Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ => ($"p{random.NextInt(12)}", 1, 100L))]);
        }

        for (var entry = 0; entry < 60; entry++)
        {
            builder.Event(Now.AddHours(-1 - random.NextInt(3000)), $"c{random.NextInt(12)}", $"p{random.NextInt(15)}", random.NextInt(4) == 0 ? EventKind.Cart : EventKind.View);
        }

        var shop = builder.Build();
        return (shop, Dense(Interest.Of(shop, Terms).Wanted));
    }

    private static double[][] Dense(SparseMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(row =>
    {
        var dense = new double[matrix.Columns];
        for (var i = matrix.RowStart[row]; i < matrix.RowStart[row + 1]; i++)
        {
            dense[matrix.Column[i]] = matrix.ValueAt(i);
        }

        return dense;
    })];

    private static void AssertScores(StoredRecommender model, ShopSnapshot shop, Func<int, int, double> expected)
    {
        for (var customer = 0; customer < shop.Customers.Count; customer++)
        {
            var scores = Scores(model, shop, customer);
            for (var product = 0; product < scores.Length && model.Knows(shop, customer); product++)
            {
                Assert.Equal(expected(customer, product), scores[product], 1e-5);
            }
        }
    }

    private static float[] Scores(StoredRecommender model, ShopSnapshot shop, int customer)
    {
        var scores = new float[shop.Products.Count];
        model.Score(shop, customer, scores);
        return scores;
    }
}
