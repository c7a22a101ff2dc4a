using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Blend;
using Marketing.Model.Registry;
using Marketing.Model.Training;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Blend;

public sealed class BlendTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new BlendMethod();

    protected override bool Personal => true;

    protected override bool Additive => false;

    protected override bool Learned => false;

    [Fact]
    public void An_earlier_shop_is_the_shop_that_was_loaded_then()
    {
        var cut = Now.AddDays(-30);
        var (full, then) = (new SnapshotBuilder(Now), new SnapshotBuilder(cut));
        foreach (var builder in (SnapshotBuilder[])[full, then])
        {
            builder.Customer("a").Customer("b").Product("x").Product("y");
            builder.Order(cut.AddDays(-9), "a", ("x", 2, 100), ("y", 1, 50)).Order(cut.AddMilliseconds(-1), "b", ("x", 1, 120)).Return(cut.AddDays(-1), "a", "x", 1, 100).Event(cut.AddDays(-2), "b", "y", EventKind.View);
        }

        full.Order(cut, "a", ("y", 5, 999)).Order(Now.AddDays(-1), "b", ("x", 1, 999)).Return(cut, "a", "y", 1, 50).Event(cut, "a", "x", EventKind.Cart);
        var earlier = EarlierShop.Of(full.Build(), cut.ToUnixTimeMilliseconds());
        Assert.Equivalent(then.Build(), earlier, strict: true);
    }

    [Fact]
    public void What_is_known_of_a_pair_is_as_counted_by_hand()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-40), "a", ("x", 1, 100), ("y", 1, 200))
            .Order(Now.AddDays(-20), "a", ("x", 1, 100))
            .Order(Now.AddDays(-10), "b", ("y", 3, 200))
            .Build();
        var pairs = PairFeatures.Of(shop);
        var x = new float[PairFeatures.Width];
        pairs.Fill(pairs.Know(0), 0, x);
        Assert.Equal([2, 1, 20, 20, 1, 1.9f, 2, 20, 20, 2, 1.5f], x[..11].Select(value => MathF.Round(value, 4)));
        pairs.Fill(pairs.Know(1), 0, x);
        Assert.Equal([0, 0, -1, -1, -1, 0, 1, 10, -1, 1, 1], x[..11]);
        Assert.Equal(MathF.Log(0.5f), x[19], 5);
        Assert.Equal([MathF.Log(2), MathF.Log(2), MathF.Log(3), MathF.Log(3), 0, 40, 20, -1], x[11..19], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public void With_the_large_model_it_is_trained_in_a_process_of_its_own(string large, bool isLong)
    {
        using var rig = new ModelRig(new ModelOptions { Recommenders = ["blend"], Methods = { ["blend"] = new() { ["large"] = large } } });
        Assert.Equal((isLong, false), (rig.Fits.IsLong("blend"), rig.Fits.StartsFromEarlier("blend")));
        Assert.Equal(isLong ? ["blend"] : [], rig.Trainings.LongKinds);
        Assert.True(rig.Fits.IsLong("transformer"));
    }

    [Fact]
    public void The_trainings_of_the_large_member_have_checkpoints_of_their_own_and_draw_one_curve()
    {
        var (points, checkpoints) = (new List<TrainingPoint>(), new List<string?>());
        var large = new LargeCare(new TrainingCare { Checkpoint = "blend.checkpoint", Data = "d", WarmStart = "w", MemoryBytes = 1L << 40, Watch = points.Add }, 4);
        foreach (var stage in (int[])[0, 1, 3])
        {
            var care = large.Of(stage);
            checkpoints.Add($"{care.Checkpoint} {care.Data} {care.WarmStart}");
            Assert.InRange(care.MemoryBytes, 1, 1L << 40);
            care.Watch!(new TrainingPoint(1, 10, 1, null, 1, 5, 0.5));
            care.Watch!(new TrainingPoint(2, 20, 1, 0.1, 1, 0, 1));
        }

        Assert.Equal(["blend.checkpoint-0 d 0 ", "blend.checkpoint-1 d 1 ", "blend.checkpoint-3 d 3 "], checkpoints);
        Assert.Equal([10, 20, 30, 40, 50, 60], points.Select(point => point.Step));
        Assert.Equal([0.125, 0.25, 0.375, 0.5, 0.875, 1], points.Select(point => point.Share));
        Assert.Equal([null, null, null, null, 5, 0], points.Select(point => point.SecondsLeft));
    }

    [Fact]
    public void A_training_of_the_large_member_heeds_the_memory_of_the_blend()
    {
        var method = new BlendMethod();
        var values = ParameterValues.Of(method.Kind, method.Parameters, new Dictionary<string, string> { ["large"] = "true", ["window"] = "30" });
        var refused = Assert.Throws<OperatorException>(() => method.Fit(Habits(), values, new TrainingCare { MemoryBytes = 1 << 10 }, default));
        Assert.Contains("and may take 0 MB", refused.Message);
    }

    [Fact]
    public void A_blend_that_was_broken_off_in_its_large_member_comes_to_the_same_bytes()
    {
        using var folder = new EmptyFolder();
        using var stop = new CancellationTokenSource();
        var (method, shop, notes) = (new BlendMethod(), Habits(), new List<string>());
        var values = ParameterValues.Of(method.Kind, method.Parameters, new Dictionary<string, string> { ["large"] = "true", ["cuts"] = "1", ["window"] = "30", ["trees"] = "20", ["leaves"] = "4", ["least_rows"] = "2" });
        var care = new TrainingCare { Checkpoint = folder.File("blend.checkpoint"), CheckpointEvery = TimeSpan.Zero, Data = "d", Threads = 1, Note = notes.Add };
        Assert.ThrowsAny<OperationCanceledException>(() => method.Fit(shop, values, care with { Watch = point => Stop(point, stop) }, stop.Token));
        Assert.Empty(notes);
        var broken = ModelFiles.Pack(method.Fit(shop, values, care, default));
        Assert.StartsWith("Goes on from the checkpoint after step", Assert.Single(notes));
        Assert.Equal(ModelFiles.Pack(method.Fit(shop, values, new TrainingCare { Threads = 1 }, default)), broken);
    }

    // When the training of the cut has been validated, before that on everything.
    private static void Stop(TrainingPoint point, CancellationTokenSource stop)
    {
        if (point.Validation is not null)
        {
            stop.Cancel();
        }
    }

    [Fact]
    public void An_order_that_was_learned_is_the_same_each_time_and_is_kept_in_the_file()
    {
        using var rig = new ModelRig();
        var shop = Habits();
        var model = (BlendRecommender)Method.Fit(shop, "window=30 trees=20 leaves=4 least_rows=2");
        Assert.Equal(20, model.Trees!.Trees);
        Assert.Equal(ModelFiles.Pack(model), ModelFiles.Pack(Method.Fit(shop, "window=30 trees=20 leaves=4 least_rows=2")));
        var back = (StoredRecommender)rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
        Assert.Equal(Scores(model, shop, 3), Scores(back, shop, 3));

        // Everybody buys the staple of their colour each month and never again what they bought once.
        for (var customer = 0; customer < shop.Customers.Count; customer++)
        {
            var scores = Scores(model, shop, customer);
            Assert.Equal($"staple{customer % 2}", shop.Products.Code[Array.IndexOf(scores, scores.Max())]);
        }
    }

    [Fact]
    public void An_order_is_learned_from_no_more_customers_than_asked_for_drawn_by_the_seed()
    {
        var shop = Habits();
        byte[] Fitted(string terms) => ModelFiles.Pack(Method.Fit(shop, $"window=30 trees=20 leaves=4 least_rows=2 {terms}"));
        var trees = ((BlendRecommender)Method.Fit(shop, "window=30 trees=20 leaves=4 least_rows=2 customers=20")).Trees;
        Assert.Equal(20, trees!.Trees);
        Assert.Equal(Fitted("customers=20"), Fitted("customers=20"));
        Assert.NotEqual(Fitted("customers=20"), Fitted("customers=20 seed=2"));

        // Five of each cut make no thirty lists.
        Assert.Null(((BlendRecommender)Method.Fit(shop, "window=30 trees=20 leaves=4 least_rows=2 customers=5")).Trees);
    }

    private static ShopSnapshot Habits()
    {
        var builder = new SnapshotBuilder(Now);
        for (var month = 6; month >= 1; month--)
        {
            for (var customer = 0; customer < 40; customer++)
            {
                builder.Order(Now.AddDays((-30 * month) + (customer % 20)), $"c{customer}", ($"staple{customer % 2}", 1, 100), ($"once{((customer * 7) + month) % 60}", 1, 300));
            }
        }

        return builder.Build();
    }
}
