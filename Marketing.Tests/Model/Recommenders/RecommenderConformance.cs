using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders;

/// <summary>What every recommender owes, whatever its method.</summary>
public abstract class RecommenderConformance
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
        var back = rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
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
    public void Looks_and_carts_count_in_a_model_read_back_as_in_the_one_that_was_fitted()
    {
        using var rig = new ModelRig();
        var shop = BrowsedShop(15);
        var model = Method.Fit(shop, Browsing());
        Assert.Equal(ModelFiles.Pack(model), ModelFiles.Pack(Method.Fit(shop, Browsing())));
        var back = rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
        for (var customer = -1; customer < shop.Customers.Count; customer++)
        {
            Assert.Equal(Scores(model, shop, customer), Scores(back, shop, customer));
            Assert.Equal(model.Explain(shop, customer, 4, 9), back.Explain(shop, customer, 4, 9));
            Assert.Equal(model.Knows(shop, customer), back.Knows(shop, customer));
        }
    }

    [Fact]
    public void What_looks_and_carts_add_to_a_score_is_told_with_what_they_were()
    {
        var (shop, signs) = (BrowsedShop(25), new HashSet<InterestSign>());
        var model = Method.Fit(shop, Browsing());
        for (var customer = 0; customer < shop.Customers.Count; customer++)
        {
            var (scores, bought) = (Scores(model, shop, customer), Bought(shop, customer));
            for (var product = 0; product < scores.Length; product++)
            {
                var contributions = model.Explain(shop, customer, product, int.MaxValue);
                var sum = (float)contributions.Sum(contribution => (double)contribution.Value);
                Assert.True(!Additive || !model.Knows(shop, customer) || Math.Abs(scores[product] - sum) <= Math.Max(Rounding, 1e-6) * Math.Max(1, Math.Abs(sum)), $"{scores[product]} is not {sum}");
                Assert.All(contributions, one => Assert.Equal(bought.Contains(one.Product), model.SignOf(shop, customer, one.Product) == InterestSign.Purchase));
                signs.UnionWith(contributions.Select(one => model.SignOf(shop, customer, one.Product)));
            }
        }

        Assert.True(!Additive || signs.Count == 3);
    }

    [Fact]
    public void A_shop_that_has_only_been_looked_at_gives_lists_to_whoever_looked()
    {
        var builder = new SnapshotBuilder(Now).Customer("stranger");
        for (var customer = 0; customer < 12; customer++)
        {
            for (var product = customer % 2; product < 8; product += 2)
            {
                if (product / 2 != customer / 2)
                {
                    builder.Product($"p{product}", customer % 2 == 0 ? "blue cup" : "red pen").Event(Now.AddDays(-1 - customer), $"c{customer}", $"p{product}", EventKind.View);
                }
            }
        }

        var shop = builder.Build();
        var model = Method.Fit(shop, null, default);
        Assert.Contains(Scores(model, shop, 0), score => score > 0);
        Assert.False(model.Knows(shop, 0));
        for (var customer = 1; customer < shop.Customers.Count && model.Kind != "popular"; customer++)
        {
            Assert.True(model.Knows(shop, customer));
            Assert.Contains(Scores(model, shop, customer), score => score > 0);
        }
    }

    [Fact]
    public void Without_weight_looks_and_carts_leave_the_model_of_purchases_to_the_byte()
    {
        var (shop, withoutEvents) = (BrowsedShop(35), BrowsedShop(35, events: false));
        var model = Method.Fit(shop, "cart_weight=0 view_weight=0");
        Assert.Equal(ModelFiles.Pack(Method.Fit(withoutEvents, null, default)), ModelFiles.Pack(model));
        for (var customer = -1; customer < shop.Customers.Count; customer++)
        {
            Assert.Equal(Scores(model, withoutEvents, customer), Scores(model, shop, customer));
        }
    }

    [Fact]
    public void A_file_from_before_there_were_weights_knows_purchases_alone()
    {
        using var rig = new ModelRig();
        var shop = BrowsedShop(45);
        var model = Method.Fit(shop, "cart_weight=0 view_weight=0");
        var back = rig.Files.Unpack(Earlier(model), reason => throw new InvalidOperationException(reason));
        Assert.DoesNotContain("cart_weight", back.Parameters.Keys);
        for (var customer = -1; customer < shop.Customers.Count; customer++)
        {
            Assert.Equal(Scores(model, shop, customer), Scores(back, shop, customer));
            Assert.Equal(model.Knows(shop, customer), back.Knows(shop, customer));
        }
    }

    [Theory]
    [InlineData("cart_weight=NaN", "cart_weight of", "NaN; it must be a number from 0 to 1, or learned.")]
    [InlineData("view_weight=-0.1", "view_weight of", "-0.1; it must be a number from 0 to 1, or learned.")]
    [InlineData("cart_weight=1.01", "cart_weight of", "1.01; it must be a number from 0 to 1, or learned.")]
    [InlineData("view_weight=none", "view_weight of", "none; it must be a number from 0 to 1, or learned.")]
    public void A_weight_that_is_none_is_refused(string given, string name, string rest)
    {
        var message = Assert.Throws<ArgumentException>(() => Method.Fit(RandomShop(1), given)).Message;
        Assert.StartsWith(name, message, StringComparison.Ordinal);
        Assert.Contains(rest, message, StringComparison.Ordinal);
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

    // As the earlier program wrote it: the same body under fewer parameters.
    private static byte[] Earlier(StoredRecommender model)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        var parameters = model.Parameters.Where(parameter => InterestTerms.All.All(weight => weight.Name != parameter.Key)).ToList();
        writer.Write(ModelFiles.Magic);
        writer.Write(ModelFiles.Format);
        writer.Write(model.Kind);
        writer.Write7BitEncodedInt(parameters.Count);
        foreach (var (name, value) in parameters)
        {
            writer.Write(name);
            writer.Write(value);
        }

        model.Write(writer);
        writer.Flush();
        return memory.ToArray();
    }

    private string Browsing() => "cart_weight=0.5 view_weight=0.2" + (Method.Parameters.Any(parameter => parameter.Name == "interest_half_life_days") ? " interest_half_life_days=40" : "");

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

    // The same with looks and carts, also of people and of products without an order, and of nobody known.
    private protected static ShopSnapshot BrowsedShop(ulong seed, bool events = true)
    {
        var (random, builder) = (new SeededRandom(seed), new SnapshotBuilder(Now));
        RandomShop(random, builder);
        for (var entry = 0; entry < 150; entry++)
        {
            var (customer, product, at) = (random.NextInt(18), random.NextInt(23), Now.AddHours(-1 - random.NextInt(3000)));
            var kind = (EventKind[])[EventKind.View, EventKind.View, EventKind.View, EventKind.Cart, EventKind.RemoveFromCart];
            if (customer > 0)
            {
                builder.Customer($"c{customer}");
            }

            builder.Product($"p{product}");
            var what = kind[random.NextInt(kind.Length)];
            if (events)
            {
                builder.Event(at, customer == 0 ? null : $"c{customer}", $"p{product}", what);
            }
        }

        return builder.Build();
    }

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
