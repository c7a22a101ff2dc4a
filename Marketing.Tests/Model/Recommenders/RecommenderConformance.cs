using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders;

/// <summary>What every recommender owes, whatever its method.</summary>
public abstract partial class RecommenderConformance
{
    private protected static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    private protected abstract IRecommenderMethod Method { get; }

    /// <summary>Whether the method tells customers apart by what others bought.</summary>
    protected abstract bool Personal { get; }

    /// <summary>Whether a score is the sum of what each own product adds.</summary>
    protected virtual bool Additive => Personal;

    /// <summary>How far the sum may be off by rounding, as a share; 0 for a sum that is exact in single precision.</summary>
    protected virtual double Rounding => 0;

    /// <summary>Whether what it learned is in the file, and not in the snapshot that is served.</summary>
    protected virtual bool Learned => true;

    /// <summary>Whether what a customer has scores above 0.</summary>
    protected virtual bool Positive => true;

    [Fact]
    public void On_a_checkerboard_the_missing_products_of_ones_own_colour_come_first()
    {
        var shop = Checkerboard();
        var model = Method.Fit(shop, null, default);
        for (var customer = 0; customer < shop.Customers.Count && Personal; customer++)
        {
            var scores = Scores(model, shop, customer);
            var own = Bought(shop, customer);
            var missing = Enumerable.Range(0, shop.Products.Count).Where(p => p % 2 == customer % 2 && !own.Contains(p)).ToList();
            var other = Enumerable.Range(0, shop.Products.Count).Where(p => p % 2 != customer % 2).ToList();
            Assert.Single(missing);
            Assert.True(missing.Min(p => scores[p]) > other.Max(p => scores[p]));
        }
    }

    [Fact]
    public void Somebody_unknown_gets_the_order_of_popularity()
    {
        var shop = RandomShop(3);
        var popular = new PopularMethod().Fit(shop, null, default);
        Assert.Equal(Scores(popular, shop, -1), Scores(Method.Fit(shop, null, default), shop, -1));
        Assert.Contains(Scores(popular, shop, -1), score => score > 0);
    }

    [Fact]
    public void A_customer_without_an_order_is_treated_as_somebody_unknown()
    {
        var shop = new SnapshotBuilder(Now).Customer("new").Order(Now.AddDays(-1), "ann", ("a", 1, 1), ("b", 1, 1)).Build();
        var model = Method.Fit(shop, null, default);
        Assert.Equal(Scores(model, shop, -1), Scores(model, shop, 0));
        Assert.Empty(model.Explain(shop, 0, 0, 5));
        Assert.Empty(model.Explain(shop, -1, 0, 5));
    }

    [Fact]
    public void An_empty_shop_can_be_fitted_and_scored()
    {
        var empty = new SnapshotBuilder(Now).Build();
        var model = Method.Fit(empty, null, default);
        Assert.Empty(Scores(model, empty, -1));

        // Later the shop has products that the model has never seen.
        Assert.All(Scores(model, Checkerboard(), 0), score => Assert.Equal(0, score));
    }

    [Fact]
    public void A_shop_of_one_product_can_be_fitted_and_scored()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("only", 1, 1)).Order(Now.AddDays(-2), null, ("only", 1, 1)).Build();
        Assert.True(float.IsFinite(Assert.Single(Scores(Method.Fit(shop, null, default), shop, 0))));
    }

    [Fact]
    public void Somebody_who_bought_everything_gets_finite_scores()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-1), "all", ("a", 1, 1), ("b", 1, 1), ("c", 1, 1)).Order(Now.AddDays(-2), "bob", ("a", 1, 1)).Build();
        Assert.All(Scores(Method.Fit(shop, null, default), shop, 0), score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Anonymous_sales_teach_nothing_about_customers()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("a", 1, 1)).Order(Now.AddDays(-1), null, ("b", 1, 1), ("a", 1, 1)).Build();
        Assert.Equal(0, Scores(Method.Fit(shop, null, default), shop, 0)[1]);
    }

    [Fact]
    public void Fitting_twice_gives_the_same_file()
    {
        var shop = RandomShop(5);
        Assert.Equal(ModelFiles.Pack(Method.Fit(shop, null, default)), ModelFiles.Pack(Method.Fit(shop, null, default)));
    }

    [Fact]
    public void A_model_read_back_gives_the_same_scores_and_reasons()
    {
        using var rig = new ModelRig();
        var shop = RandomShop(7);
        var model = Method.Fit(shop, null, default);
        var back = (StoredRecommender)rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
        Assert.Equal(model.Kind, back.Kind);
        Assert.Equal(model.Parameters, back.Parameters);
        for (var customer = -1; customer < shop.Customers.Count; customer++)
        {
            Assert.Equal(Scores(model, shop, customer), Scores(back, shop, customer));
            Assert.Equal(model.Explain(shop, customer, 4, 9), back.Explain(shop, customer, 4, 9));
        }
    }

    [Fact]
    public void Contributions_add_up_to_the_score_and_come_largest_first()
    {
        var shop = RandomShop(9);
        var model = Method.Fit(shop, null, default);
        for (var customer = 0; customer < shop.Customers.Count; customer++)
        {
            var scores = Scores(model, shop, customer);
            for (var product = 0; product < scores.Length; product++)
            {
                var contributions = model.Explain(shop, customer, product, int.MaxValue);
                var sum = (float)contributions.Sum(contribution => (double)contribution.Value);
                Assert.True(!Additive || Bought(shop, customer).Count == 0 || Math.Abs(scores[product] - sum) <= Rounding * Math.Max(1, Math.Abs(sum)), $"{scores[product]} is not {sum}");
                Assert.Equal(contributions.OrderByDescending(contribution => contribution.Value).ThenBy(contribution => contribution.Product), contributions);
                Assert.All(contributions, contribution => Assert.Contains(contribution.Product, Bought(shop, customer)));
                Assert.Equal(contributions.Take(2), model.Explain(shop, customer, product, 2));
            }
        }
    }

    [Fact]
    public void A_model_serves_a_later_snapshot_with_other_indices()
    {
        // Ids: x = 1, a = 3, b = 5; later x is gone and "new", with the id 4, stands between a and b.
        var early = new SnapshotBuilder(Now).Product("x").Order(Now.AddDays(-3), "ann", ("a", 1, 1), ("b", 1, 1)).Order(Now.AddDays(-2), "bob", ("a", 1, 1)).Build();
        new long[] { 1, 3, 5 }.CopyTo(early.Products.Id, 0);
        var late = new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("a", 1, 1), ("new", 1, 1), ("b", 1, 1)).Build();
        new long[] { 3, 4, 5 }.CopyTo(late.Products.Id, 0);
        var model = Method.Fit(early, null, default);
        foreach (var customer in (int[])[-1, 0])
        {
            var (before, after) = (Scores(model, early, customer), Scores(model, late, customer));
            Assert.Equal(0, after[1]);
            Assert.True(!(Learned || customer < 0) || (before[1], before[2]) == (after[0], after[2]));
            Assert.True(!Learned || !(Positive || customer < 0) || (after[0] > 0 && after[2] > 0));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public void Lists_of_many_customers_are_those_of_one_after_the_other(int take)
    {
        // Of the products of the later shop, the model knows two in three.
        var (early, late) = (RandomShop(5), RandomShop(6));
        Enumerable.Range(0, early.Products.Count).Select(i => 10L * i).ToArray().CopyTo(early.Products.Id, 0);
        Enumerable.Range(0, late.Products.Count).Select(i => (10L * i) + (i % 3 == 1 ? 1 : 0)).ToArray().CopyTo(late.Products.Id, 0);
        var model = Method.Fit(early, null, default);
        var customers = Enumerable.Range(-1, late.Customers.Count + 1).ToArray();
        var (scores, products, counts) = (new float[customers.Length * take], new int[customers.Length * take], new int[customers.Length]);
        model.Top(late, customers, (list, product) => (list + product) % 4 != 0, scores, products, counts);
        for (var list = 0; list < customers.Length; list++)
        {
            var all = Scores(model, late, customers[list]);
            var wanted = Enumerable.Range(0, all.Length).Where(product => (list + product) % 4 != 0).OrderByDescending(product => all[product]).ThenBy(product => product).Take(take).ToList();
            Assert.Equal(wanted, products.AsSpan(list * take, counts[list]).ToArray());
            Assert.Equal(wanted.Select(product => all[product]), scores.AsSpan(list * take, counts[list]).ToArray());
        }
    }

    [Fact]
    public void Threads_may_score_at_the_same_time()
    {
        var shop = RandomShop(11);
        var model = Method.Fit(shop, null, default);
        var alone = Enumerable.Range(0, shop.Customers.Count).Select(customer => Scores(model, shop, customer)).ToArray();
        Parallel.For(0, 20 * shop.Customers.Count, i => Assert.Equal(alone[i % alone.Length], Scores(model, shop, i % alone.Length)));
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Method.Fit(RandomShop(1), null, cancelled.Token));
    }

    private protected static float[] Scores(IRecommender model, ShopSnapshot shop, int customer)
    {
        var scores = new float[shop.Products.Count];
        Array.Fill(scores, float.NaN);
        model.Score(shop, customer, scores);
        return scores;
    }

    private protected static HashSet<int> Bought(ShopSnapshot shop, int customer) => [.. Enumerable.Range(0, shop.Orders.Count)
        .Where(o => shop.Orders.Customer[o] == customer)
        .SelectMany(o => shop.Orders.LineProduct[shop.Orders.LineStart[o]..shop.Orders.LineStart[o + 1]])];

    // Even customers buy even products, odd ones odd products, each all of their colour but one.
    private protected static ShopSnapshot Checkerboard()
    {
        var builder = new SnapshotBuilder(Now);
        for (var product = 0; product < 10; product++)
        {
            builder.Product($"p{product}");
        }

        for (var customer = 0; customer < 10; customer++)
        {
            for (var product = customer % 2; product < 10; product += 2)
            {
                if (product / 2 != customer / 2)
                {
                    builder.Order(Now.AddDays(-customer - 1), $"c{customer}", ($"p{product}", 1, 100));
                }
            }
        }

        return builder.Build();
    }

    private protected static ShopSnapshot RandomShop(ulong seed) => RandomShop(new SeededRandom(seed), new SnapshotBuilder(Now)).Build();

    private static SnapshotBuilder RandomShop(SeededRandom random, SnapshotBuilder builder)
    {
        for (var order = 0; order < 60; order++)
        {
            var customer = random.NextInt(15);
            builder.Order(Now.AddHours(-1 - random.NextInt(3000)), customer == 0 ? null : $"c{customer}", [.. Enumerable.Range(0, 1 + random.NextInt(5)).Select(_ => ($"p{random.NextInt(20)}", 1 + random.NextInt(3), 100L))]);
        }

        return builder;
    }
}
