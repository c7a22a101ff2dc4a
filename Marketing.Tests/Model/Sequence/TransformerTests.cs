using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Outlooks;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;
using Marketing.Model.Sequence;
using Marketing.Tests.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Sequence;

[Collection("processors")]
public sealed class TransformerTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new TransformerMethod();

    protected override bool Personal => true;

    // What the score loses without a product says something of it, and adds up to nothing.
    protected override bool Additive => false;

    [Fact]
    public void A_product_that_came_after_the_training_is_scored_by_what_it_is()
    {
        // Whoever buys cups buys more cups, and the same of pens; later there is a new cup and a new pen.
        var builder = new SnapshotBuilder(Now);
        var names = Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? $"cup colour{i}" : $"pen colour{i}").ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            builder.Product($"p{i:00}", names[i]);
        }

        for (var customer = 0; customer < 60; customer++)
        {
            for (var order = 0; order < 4; order++)
            {
                var product = (customer % 2) + (2 * (((customer / 2) + (order * (1 + (customer % 5)))) % 6));
                builder.Order(Now.AddDays(-40 + (8 * order)).AddMinutes(customer), $"c{customer}", ($"p{product:00}", 1, 100));
            }
        }

        var early = builder.Build();
        var late = builder.Product("new-cup", "cup marvel").Product("new-pen", "pen marvel").Order(Now.AddDays(-1), null, ("new-cup", 1, 100), ("new-pen", 1, 100)).Build();
        var model = Method.Fit(early, "content=256 dropout=0.1");
        var (cup, pen) = (late.Products.IndexOf("new-cup"), late.Products.IndexOf("new-pen"));
        for (var customer = 0; customer < 8; customer++)
        {
            var scores = Scores(model, late, late.Customers.IndexOf($"c{customer}"));
            Assert.True(customer % 2 == 0 ? scores[cup] > 1.5f * scores[pen] : scores[pen] > 1.5f * scores[cup], $"{customer}: {scores[cup]} {scores[pen]}");
        }

        using var rig = new ModelRig();
        var back = rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
        Assert.Equal(Scores(model, late, 3), Scores((IRecommender)back, late, 3));
        Assert.Equal(0, Scores(Method.Fit(early, "epochs=2"), late, 3)[cup]);
    }

    [Fact]
    public void A_catalogue_too_large_for_the_full_loss_is_trained_without_content_and_a_note_says_so()
    {
        // 50,001 products that known customers have bought, one more than the full loss takes.
        var builder = new SnapshotBuilder(Now);
        var lines = Enumerable.Range(0, 50_001).Select(i => ($"p{i:00000}", 1, 100L)).ToArray();
        for (var order = 0; order < 60; order++)
        {
            builder.Order(Now.AddDays(-90 + order), $"c{order % 20}", lines[(lines.Length * order / 60)..(lines.Length * (order + 1) / 60)]);
        }

        var (shop, notes, method) = (builder.Build(), new List<string>(), new TransformerMethod());
        var given = new Dictionary<string, string>(ModelOptions.OfNights("transformer"))
        {
            ["d"] = "4",
            ["heads"] = "1",
            ["layers"] = "1",
            ["length"] = "4",
            ["epochs"] = "1",
            ["negatives"] = "16",
            ["batch"] = "1000",
            ["trends"] = "false",
        };
        var values = ParameterValues.Of("transformer", method.Parameters, given);
        Assert.Null(method.Conflict(values));
        var model = method.Fit(shop, values, new Marketing.Model.Training.TrainingCare { Note = notes.Add }, default);
        Assert.Contains("The catalogue has 50,001 products, more than 50,000: the loss draws some of them, and content is 0 instead of 2048.", notes);
        Assert.Equal("0", model.Parameters["content"]);
        using var rig = new ModelRig();
        var back = rig.Files.Unpack(ModelFiles.Pack(model), reason => throw new InvalidOperationException(reason));
        Assert.Equal(Scores(model, shop, 3), Scores((IRecommender)back, shop, 3));
    }

    [Fact]
    public void Drawn_products_and_content_that_a_person_asked_for_both_are_refused_with_the_way_out()
    {
        var method = new TransformerMethod();
        var values = ParameterValues.Of("transformer", method.Parameters, new Dictionary<string, string> { ["loss"] = "sampled", ["content"] = "256" });
        Assert.Equal("content of transformer, 256, needs the full loss, and loss is sampled: say content=0, or loss=full", method.Conflict(values)!.Said);

        // What nights would have is no person's wish.
        var said = new ModelOptions { Methods = new() { ["transformer"] = new() { ["loss"] = "sampled" } } };
        using var rig = new ModelRig(said);
        Assert.Equal("0", rig.Fits.Values("transformer", null).Shown["content"]);
        Assert.Null(method.Conflict(rig.Fits.Values("transformer", null)));
    }

    [Fact]
    public void Of_customers_who_have_nothing_that_the_model_knows_no_outlook_is_told()
    {
        static SnapshotBuilder Known()
        {
            var builder = new SnapshotBuilder(Now);
            for (var order = 0; order < 24; order++)
            {
                builder.Order(Now.AddDays(-200 + (order * 8)), $"c{order % 6}", ($"p{order % 5}", 1, 100));
            }

            return builder;
        }

        var model = (IOutlookModel)new TransformerMethod().Fit(Known().Build(), "d=4 heads=1 layers=1 length=8 epochs=2 questions=true weeks=8 horizon_days=30");
        var later = Known().Order(Now.AddDays(-1), "newcomer", ("unknown", 1, 100)).Build();
        var outlooks = new CustomerOutlook?[2];
        model.Foretell(later, [later.Customers.IndexOf("newcomer"), later.Customers.IndexOf("c0")], outlooks);
        Assert.Null(outlooks[0]);
        Assert.True(outlooks[1]!.Value.IsSound);
        Assert.InRange(outlooks[1]!.Value.Churn, 1e-9, 1 - 1e-9);
    }

    [Fact]
    public void Outlooks_that_are_no_numbers_are_refused_before_they_are_kept()
    {
        var builder = new SnapshotBuilder(Now);
        for (var order = 0; order < 24; order++)
        {
            builder.Order(Now.AddDays(-200 + (order * 8)), $"c{order % 6}", ($"p{order % 5}", 1, 100));
        }

        var shop = builder.Build();
        var model = (TransformerRecommender)new TransformerMethod().Fit(shop, "d=4 heads=1 layers=1 length=8 epochs=2 questions=true weeks=8 horizon_days=30");
        Assert.All(ScoreCustomers.Foretell(shop, [0, 1], model, model), outlook => Assert.True(outlook!.Value.IsSound));
        model.Network.Values.Span.Fill(float.NaN);
        model.Network.Pack();
        var refused = Assert.Throws<OperatorException>(() => ScoreCustomers.Foretell(shop, [0, 1], model, model));
        Assert.StartsWith($"transformer foretells what cannot be of customer {shop.Customers.Id[0]}: churn NaN", refused.Message);
    }

    [Theory]
    [InlineData(double.NaN, 1.0, 1.0)]
    [InlineData(1.1, 1.0, 1.0)]
    [InlineData(0.5, double.PositiveInfinity, 1.0)]
    [InlineData(0.5, -1.0, 1.0)]
    [InlineData(0.5, 1.0, double.PositiveInfinity)]
    [InlineData(0.5, 1.0, 1e19)]
    [InlineData(0.5, 1.0, -1.0)]
    public void An_outlook_that_cannot_be_is_told_from_one_that_can(double churn, double days, double spend)
    {
        Assert.False(new CustomerOutlook(churn, days, spend).IsSound);
        Assert.True(new CustomerOutlook(0.5, null, 1e9).IsSound && new CustomerOutlook(1, 3, 0).IsSound);
    }
}
