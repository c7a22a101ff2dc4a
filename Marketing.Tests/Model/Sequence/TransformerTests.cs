using Marketing.Model;
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
}
