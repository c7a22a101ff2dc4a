using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders;

/// <content>What every recommender makes of looks, carts and the age of purchases.</content>
public abstract partial class RecommenderConformance
{
    [Fact]
    public void Looks_and_carts_count_in_a_model_read_back_as_in_the_one_that_was_fitted()
    {
        using var rig = new ModelRig();
        var shop = BrowsedShop(15);
        var model = Method.Fit(shop, Browsing());
        Assert.Equal(ModelFiles.Pack(model), ModelFiles.Pack(Method.Fit(shop, Browsing())));
        var back = (StoredRecommender)rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
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
        var back = (StoredRecommender)rig.Files.Unpack(Earlier(model), reason => throw new InvalidOperationException(reason));
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
}
