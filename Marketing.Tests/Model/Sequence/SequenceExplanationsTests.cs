using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Neural;
using Marketing.Model.Sequence;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Sequence;

[Collection("processors")]
public sealed class SequenceExplanationsTests
{
    private const string Rich = "d=16 layers=2 heads=2 length=12 epochs=1 signs=true questions=true trends=true cart_weight=1 view_weight=0.5";
    private const string Plain = "d=16 layers=2 heads=2 length=12 epochs=1";
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Rich)]
    [InlineData(Plain)]
    public void The_change_of_an_event_is_that_of_a_forward_pass_without_it(string parameters)
    {
        var (shop, compared) = (Shop(), 0);
        var model = Fit(shop, parameters);
        for (var product = 0; product < shop.Products.Count; product += 3)
        {
            var (score, full) = (Explained(model, shop, 0, product), Logits(model, shop, null)[product]);
            Assert.Equal(full, score.Logit, 1e-4);
            for (var i = 0; i < score.Events.Count; i++)
            {
                Assert.Equal(full - Logits(model, shop, i)[product], score.Events[i].Change!.Value, 1e-4);
                compared += Math.Abs(score.Events[i].Change!.Value) > 1e-3 ? 1 : 0;
            }
        }

        Assert.True(compared > 50, $"only {compared} events changed anything");
    }

    [Fact]
    public void The_named_parts_add_up_to_the_logit_of_which_the_score_is_the_softmax()
    {
        var shop = Shop();
        var model = Fit(shop, Rich);
        var all = Enumerable.Range(0, shop.Products.Count).Select(product => Explained(model, shop, 0, product)).ToList();
        Assert.All(all, one => Assert.Equal(one.Logit, one.History + (one.Had?.Value ?? 0) + one.Trends.Sum(part => part.Value!.Value), 1e-9));
        var sum = all.Sum(one => Math.Exp(one.Logit));
        Assert.All(all, one => Assert.Equal(Math.Exp(one.Logit) / sum, one.Share, 1e-5));
        Assert.Contains(all, one => one.Had is { Times: > 1 });
        Assert.Contains(all, one => one.Had is null);
        Assert.All(all, one => Assert.NotNull(one.Question));
        Assert.Contains(all, one => one.Trends.Any(part => part.Value != 0));
    }

    [Fact]
    public void A_purchase_of_the_product_itself_moves_what_was_had_before()
    {
        var shop = Shop();
        var model = Fit(shop, Plain);
        var score = Explained(model, shop, 0, shop.Products.IndexOf("p0"));
        Assert.All(score.Events, one => Assert.True(one.ThroughHadBefore == 0 || shop.Products.Code[one.Product] == "p0"));
        Assert.Contains(score.Events, one => one.ThroughHadBefore != 0);
    }

    [Theory]
    [InlineData(Rich)]
    [InlineData(Plain)]
    public void A_product_of_one_event_is_a_reason_by_as_much_as_its_event_moved_the_score(string parameters)
    {
        var (shop, compared) = (Shop(), 0);
        var model = Fit(shop, parameters);
        for (var product = 0; product < shop.Products.Count; product++)
        {
            var reasons = model.Explain(shop, 0, product, int.MaxValue).ToDictionary(reason => reason.Product, reason => reason.Value);
            var score = Explained(model, shop, 0, product);
            foreach (var one in score.Events.GroupBy(one => one.Product).Where(events => events.Count() == 1).Select(events => events.Single()))
            {
                // What was bought earlier than the model sees still counts as had.
                if (one.Product != product || score.Had is null || (score.Had.Times == 1 && one.Kind == HistoryEventKind.Purchase))
                {
                    Assert.Equal(Math.Max(0, one.Change!.Value), reasons.GetValueOrDefault(one.Product), 1e-4);
                    compared++;
                }
            }
        }

        Assert.True(compared > 50, $"only {compared} products of one event");
    }

    [Fact]
    public void What_was_had_before_is_a_reason_for_a_product_to_be_bought_again()
    {
        // Had three times, and longer ago than the model sees: what the network makes of the history does not change without it.
        var builder = new SnapshotBuilder(Now);
        for (var i = 0; i < 3; i++)
        {
            builder.Order(Now.AddDays(-99 + i), "ann", ("tea", 1, 100));
        }

        var shop = builder.Order(Now.AddDays(-9), "ann", ("cup", 1, 100)).Order(Now.AddDays(-8), "ann", ("pot", 1, 100)).Order(Now.AddDays(-9), "bob", ("tea", 1, 100), ("cup", 1, 100)).Build();
        var model = Fit(shop, "d=8 length=2 epochs=1");
        var (tea, customer) = (shop.Products.IndexOf("tea"), shop.Customers.IndexOf("ann"));
        var had = Explained(model, shop, customer, tea).Had!;
        model.Network.Values.Span[model.Network.Layout.All.Single(one => one.Name == "own").Offset..][..OwnProducts.Classes].Fill(0.75f);
        Assert.Equal(3, had.Times);
        Assert.Equal(0.75f, Assert.Single(model.Explain(shop, customer, tea, 9), reason => reason.Product == tea).Value, 1e-5f);
    }

    [Fact]
    public void Events_say_what_they_were_newest_first()
    {
        var shop = Shop();
        var score = Explained(Fit(shop, Rich), shop, 0, 1);
        Assert.Equal(HistoryEventKind.Cart, score.Events[0].Kind);
        Assert.Equal(HistoryEventKind.View, score.Events[1].Kind);
        Assert.Equal(HistoryEventKind.Purchase, score.Events[2].Kind);
        Assert.Equal(new QuantityClass(4, 7), score.Events[2].Quantity);
        Assert.Null(score.Events[0].Quantity);
        Assert.Equal(score.Events.OrderByDescending(one => one.Time).Select(one => one.Time), score.Events.Select(one => one.Time));
        Assert.Equal(12, score.Events.Count);
        Assert.True(score.Unseen > 0);
        Assert.Equal(0, score.Older);
    }

    [Theory]
    [InlineData(Rich)]
    [InlineData(Plain)]
    [InlineData("d=16 layers=2 heads=2 length=80 epochs=1")]
    public void Shares_of_attention_add_up_to_one(string parameters)
    {
        var shop = Shop(orders: 60);
        var score = Explained(Fit(shop, parameters), shop, 0, 1);
        Assert.Equal(4, score.Attention.Count);
        Assert.All(score.Attention, one => Assert.Equal(1, one.Events.Sum() + one.Older + one.Question, 1e-5));
        Assert.All(score.Attention, one => Assert.All(one.Events, share => Assert.InRange(share, 0, 1)));
        Assert.Equal(score.Older > 0, score.Attention.All(one => one.Older > 0));
    }

    [Fact]
    public void Nothing_looks_at_later_tokens_or_at_other_questions()
    {
        var network = new SequenceNetwork(new SequenceShape(9, Width: 8, Heads: 2, Layers: 2, Inner: 16, Length: 10));
        network.Layout.Initialise(network.Values, 0.5f, new SeededRandom(3));
        network.Pack();
        var shard = new TokenShard();
        for (var token = 0; token < 9; token++)
        {
            shard.Product.Add(token is 2 or 5 ? TokenShard.NoProduct : token);
            shard.Position.Add(token);
            shard.IsKey.Add(token is not (2 or 5));
        }

        shard.Start.Add(9);
        for (var token = 0; token < 9; token++)
        {
            var shares = network.Attention(shard, token, new Arena());
            for (var row = 0; row < 4; row++)
            {
                var own = shares[(row * 9)..((row + 1) * 9)];
                Assert.Equal(1, own.Sum(), 1e-5);
                for (var other = 0; other < 9; other++)
                {
                    Assert.Equal(other > token || (other is 2 or 5 && other != token), own[other] == 0);
                }
            }
        }
    }

    [Fact]
    public void Where_one_event_is_all_there_is_its_change_is_not_told()
    {
        var shop = Shop();
        var (model, newcomer) = (Fit(shop, Plain), shop.Customers.IndexOf("newcomer"));
        Assert.Null(Assert.Single(Explained(model, shop, newcomer, 1).Events).Change);
        Assert.Null(Assert.Single(Explained(Fit(shop, Rich), shop, newcomer, 1).Events).Change);
    }

    [Fact]
    public void What_cannot_be_explained_has_a_reason()
    {
        var shop = Shop();
        var model = Fit(shop, Plain);
        Assert.Equal(NoExplanation.UnknownCustomer, Why(model, shop, -1, 0));
        Assert.Equal(NoExplanation.UnknownCustomer, Why(model, shop, shop.Customers.Count, 0));
        Assert.Equal(NoExplanation.UnknownProduct, Why(model, shop, 0, -1));
        Assert.Equal(NoExplanation.UnknownProduct, Why(model, shop, 0, shop.Products.Count));

        // A shop of later knows a product and a customer whom the model has never seen.
        var later = new SnapshotBuilder(Now).Order(Now.AddDays(-9), "stranger", ("other", 1, 100)).Order(Now.AddDays(-8), "buyer", ("second", 1, 100)).Build();
        var small = Fit(new SnapshotBuilder(Now).Order(Now.AddDays(-9), "a", ("other", 1, 100)).Order(Now.AddDays(-8), "a", ("other", 1, 100)).Build(), "d=8 epochs=1");
        Assert.Equal(NoExplanation.UnknownProduct, Why(small, later, 0, 1));
        Assert.Equal(NoExplanation.NoHistory, Why(small, later, 1, 0));
        var once = new SnapshotBuilder(Now).Order(Now.AddDays(-9), "a", ("b", 1, 100)).Build();
        Assert.Equal(NoExplanation.Untrained, Why(Fit(once, "d=8"), once, 0, 0));
    }

    [Fact]
    public void The_structure_counts_every_number()
    {
        var shop = Shop();
        var model = Fit(shop, Rich);
        var structure = NetworkStructure.Of(model);
        Assert.Equal((shop.Products.Count, 16, 2, 2, 64, 12), (structure.Products, structure.Width, structure.Layers, structure.Heads, structure.Inner, structure.Length));
        Assert.Equal(structure.Parameters, structure.Arrays.Sum(one => one.Count));
        Assert.Equal(1, structure.Arrays.Sum(one => one.Share), 1e-9);
        Assert.Equal(4 * structure.Parameters, structure.Bytes);
        Assert.All(structure.Arrays, one => Assert.Equal(one.Count, (long)one.Rows * one.Columns));
        Assert.Equal(["kind", "gap", "price", "quantity", "place", "month"], structure.Signs.Select(sign => sign.Key));
        Assert.Equal([7, 35, null], structure.Trends.Select(part => part.HalfLifeDays));
        Assert.Equal(OwnProducts.Classes - 1, structure.Had.Count);
        Assert.Equal((5, true, 32, null), (structure.Had[^1].Times, structure.Had[^1].OrMore, structure.Had[^1].OrdersAgo, structure.Had[^1].OrdersAgoTo));
        var products = structure.Arrays.Single(one => one.Name == "product");
        var values = model.Network.Values.Span.Slice(model.Network.Products.Offset, model.Network.Products.Count).ToArray();
        Assert.Equal(values.Average(), products.Mean, 1e-6);
        Assert.Equal(Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / values.Length), products.Deviation, 1e-5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 31)]
    [InlineData(7, 40)]
    public void What_a_class_of_had_before_is_said_to_be_is_what_falls_into_it(int times, int ago)
    {
        var (own, rows) = (new OwnProducts(), new OwnRows());
        for (var order = 0; order < times + ago - 1; order++)
        {
            own.Add(order < times ? [5] : [1]);
        }

        own.AddTo(rows);
        var (said, orMore, from, to) = OwnProducts.Describe(rows.Class[rows.Product.IndexOf(5)]);
        Assert.Equal((Math.Min(5, times), times >= 5), (said, orMore));
        Assert.InRange(ago, from, to ?? int.MaxValue);
        Assert.True(to is null || to < 2 * from);
    }

    [Fact]
    public async Task Versions_are_looked_into_by_their_number()
    {
        using var rig = new ModelRig(new ModelOptions { Methods = new() { ["transformer"] = new() { ["d"] = "8", ["epochs"] = "1" } } });
        var (shop, explanations) = (Shop(), new SequenceExplanations(rig.Models));
        var transformer = await rig.Training.TrainAsync("transformer", shop, null, null, default);
        var popular = await rig.Training.TrainAsync("popular", shop, null, null, default);
        Assert.IsType<ExplainOutcome.Explained>(await explanations.ExplainAsync(transformer.Id, shop, 0, 0, default));
        Assert.Equal(new ExplainOutcome.NotExplained(NoExplanation.OtherMethod), await explanations.ExplainAsync(popular.Id, shop, 0, 0, default));
        Assert.Equal(new ExplainOutcome.NotExplained(NoExplanation.UnknownVersion), await explanations.ExplainAsync(new ModelVersionId(99), shop, 0, 0, default));
        Assert.Equal(8, (await explanations.StructureAsync(transformer.Id, default))!.Width);
        Assert.Null(await explanations.StructureAsync(popular.Id, default));
        Assert.Null(await explanations.StructureAsync(new ModelVersionId(99), default));
    }

    // What a few passes over a small shop have learned moves next to nothing; numbers at random move everything.
    private static TransformerRecommender Fit(ShopSnapshot shop, string parameters)
    {
        var model = (TransformerRecommender)new TransformerMethod().Fit(shop, parameters);
        var (network, random) = (model.Network, new SeededRandom(11));
        network.Layout.Initialise(network.Values, 0.3f, random);
        foreach (var one in network.Layout.All.Where(one => one.Name is "own" or "trend"))
        {
            ParameterLayout.Initialise(one, network.Values, 1, random);
        }

        network.Pack();
        return model;
    }

    private static ScoreExplanation Explained(TransformerRecommender model, ShopSnapshot shop, int customer, int product) =>
        Assert.IsType<ExplainOutcome.Explained>(HistoryOcclusion.Explain(model, shop, customer, product, default)).Score;

    private static NoExplanation Why(TransformerRecommender model, ShopSnapshot shop, int customer, int product) =>
        Assert.IsType<ExplainOutcome.NotExplained>(HistoryOcclusion.Explain(model, shop, customer, product, default)).Why;

    // Logits of all products for the first customer, without the event that is so many from the newest: put together by hand, through the network's own way to logits.
    private static float[] Logits(TransformerRecommender model, ShopSnapshot shop, int? left)
    {
        var (asked, binding, now) = (model.Asked, model.BindingOf(shop), shop.AsOf.ToUnixTimeMilliseconds());
        var tokens = CustomerTokens.Of(shop, 0, binding.ToModel, asked.Tokens);
        var (shard, own) = (ShopSequences.NewShard(asked, model.TrendsOf(shop)), new OwnProducts());
        var gone = tokens.Count - 1 - left;
        for (var token = Math.Max(0, tokens.Count - asked.Length); token < tokens.Count; token++)
        {
            if (token != gone)
            {
                tokens.AddTo(shard, token, asked.Length - tokens.Count + token);
            }
        }

        if (asked.Questions)
        {
            CustomerTokens.AddQuestion(shard, asked.Length - 1, tokens.Time[tokens.OrderStart[^1]], now);
        }

        for (var order = 0; order < tokens.OrderEnd.Count; order++)
        {
            own.Add([.. Enumerable.Range(tokens.OrderStart[order], tokens.OrderEnd[order] - tokens.OrderStart[order]).Where(token => token != gone).Select(token => tokens.Product[token])]);
        }

        own.AddTo(shard.Moves.Own);
        shard.Moves.Step.Add(0);
        shard.Start.Add(shard.Count);
        var (logits, bySnapshot) = (new float[model.Products.Length], new float[shop.Products.Count]);
        model.Network.Logits(model.Hidden(shard).AsSpan()[^model.Network.Shape.Width..], shard.Moves, logits);
        for (var product = 0; product < bySnapshot.Length; product++)
        {
            bySnapshot[product] = binding.ToModel[product] >= 0 ? logits[binding.ToModel[product]] : float.NaN;
        }

        return bySnapshot;
    }

    // The first customer ends with a basket of two, a look and a cart.
    private static ShopSnapshot Shop(int orders = 14)
    {
        var (random, builder) = (new SeededRandom(5), new SnapshotBuilder(Now));
        foreach (var customer in Enumerable.Range(0, 30))
        {
            for (var order = 0; order < (customer == 0 ? orders : 5); order++)
            {
                builder.Order(Now.AddDays(-100 + order + (customer * 0.01)), $"c{customer}", ($"p{(customer + order) % 9}", 1 + random.NextInt(9), 250), ($"p{9 + random.NextInt(6)}", 1, 100 + random.NextInt(900)));
            }
        }

        return builder
            .Order(Now.AddDays(-9), "c0", ("p0", 2, 250), ("p3", 5, 400))
            .Order(Now.AddDays(-8), "c5", ("p15", 1, 100))
            .Order(Now.AddDays(-8), "newcomer", ("p4", 2, 250))
            .Event(Now.AddDays(-4), "c0", "p7", EventKind.View)
            .Event(Now.AddDays(-3), "c0", "p8", EventKind.Cart)
            .Build();
    }
}
