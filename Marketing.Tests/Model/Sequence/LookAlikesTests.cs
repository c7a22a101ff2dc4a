using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Sequence;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Sequence;

[Collection("processors")]
public sealed class LookAlikesTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Those_who_buy_the_same_are_found_before_all_others()
    {
        var shop = Shop();
        var list = Find(Fit(shop), shop, [0, 2, 4], 17);
        Assert.Equal(3, list.Seeds);
        Assert.Equal(17, list.Customers.Count);
        Assert.All(list.Customers, one => Assert.Equal(0, one.Customer % 2));
    }

    [Fact]
    public void The_nearest_are_those_of_all_cosines_written_out()
    {
        var shop = Shop();
        var (model, seeds) = (Fit(shop), new[] { 1, 6, 7 });
        var vectors = Enumerable.Range(0, shop.Customers.Count).Select(customer => model.Embedding(shop, customer)).ToList();
        var mean = Enumerable.Range(0, vectors[0].Length).Select(i => seeds.Average(seed => (double)vectors[seed][i])).ToArray();
        var length = Math.Sqrt(mean.Sum(one => one * one));
        var wanted = Enumerable.Range(0, shop.Customers.Count).Where(customer => !seeds.Contains(customer) && vectors[customer].Length > 0)
            .ToDictionary(customer => customer, customer => vectors[customer].Zip(mean, (a, b) => a * b).Sum() / length);
        var list = Find(model, shop, seeds, 1000);
        Assert.Equal(wanted.Count, list.Customers.Count);
        Assert.Equal(wanted.Keys.Order(), list.Customers.Select(one => one.Customer).Order());
        Assert.All(list.Customers, one => Assert.Equal(wanted[one.Customer], one.Likeness, 1e-5));
        Assert.Equal(list.Customers.OrderByDescending(one => one.Likeness).ThenBy(one => one.Customer), list.Customers);
        Assert.Equal(list.Customers.Take(5), Find(model, shop, seeds, 5).Customers);
    }

    [Fact]
    public void Of_the_same_likeness_the_lower_index_comes_first()
    {
        var builder = new SnapshotBuilder(Now);
        foreach (var customer in Enumerable.Range(0, 12))
        {
            builder.Order(Now.AddDays(-9), $"c{customer}", ("a", 1, 100)).Order(Now.AddDays(-3), $"c{customer}", ("b", 1, 100));
        }

        var shop = builder.Build();
        Assert.Equal([0, 1, 2, 4], Find(Fit(shop), shop, [3], 4).Customers.Select(one => one.Customer));
    }

    [Fact]
    public void Whoever_has_nothing_is_like_nobody_and_nobody_like_them()
    {
        var shop = Shop();
        var (model, stranger) = (Fit(shop), shop.Customers.IndexOf("stranger"));
        Assert.DoesNotContain(Find(model, shop, [0], 1000).Customers, one => one.Customer == stranger);
        var none = Find(model, shop, [stranger], 5);
        Assert.Equal((0, 0), (none.Seeds, none.Customers.Count));
        Assert.Equal(0, Find(model, shop, [], 5).Seeds);
    }

    [Fact]
    public void Several_questions_have_the_answers_that_each_has_alone()
    {
        var shop = Shop();
        var (model, stranger) = (Fit(shop), shop.Customers.IndexOf("stranger"));
        LookAlikeQuestion[] questions = [new([0, 2, 4], 7), new([1, 2, 3, 3], 1000), new([stranger], 5), new([.. Enumerable.Range(0, shop.Customers.Count)], 3)];
        var lists = LookAlikes.Nearest(model, shop, questions, null, default);
        Assert.Equal(questions.Length, lists.Length);
        Assert.All(questions.Zip(lists), pair =>
        {
            var alone = Find(model, shop, [.. pair.First.Seeds], pair.First.Take);
            Assert.Equal(alone.Seeds, pair.Second.Seeds);
            Assert.Equal(alone.Customers, pair.Second.Customers);
        });
        Assert.Equal([7, 38 - 1, 0, 0], lists.Select(list => list.Customers.Count));
        Assert.Empty(LookAlikes.Nearest(model, shop, [], null, default));
    }

    [Fact]
    public async Task A_question_that_has_no_answer_is_refused_and_a_stopped_one_ends()
    {
        var shop = Shop();
        var model = Fit(shop);
        Assert.Throws<OperationCanceledException>(() => LookAlikes.Nearest(model, shop, [new LookAlikeQuestion([0], 5)], null, new CancellationToken(canceled: true)));
        using var rig = new ModelRig();
        var alikes = new LookAlikes(rig.Models);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => alikes.FindAsync(new ModelVersionId(1), shop, [0], 0, null, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => alikes.FindAsync(new ModelVersionId(1), shop, [-1], 5, null, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => alikes.FindAsync(new ModelVersionId(1), shop, [shop.Customers.Count], 5, null, default));
    }

    [Fact]
    public async Task Only_a_model_of_histories_has_look_alikes()
    {
        using var rig = new ModelRig();
        var popular = await rig.Training.TrainAsync("popular", Shop(), null, null, default);
        Assert.Null(await new LookAlikes(rig.Models).FindAsync(popular.Id, Shop(), [0], 5, null, default));
        Assert.Null(await new LookAlikes(rig.Models).FindAsync(new ModelVersionId(99), Shop(), [0], 5, null, default));
    }

    private static LookAlikeList Find(TransformerRecommender model, ShopSnapshot shop, int[] seeds, int take) => LookAlikes.Nearest(model, shop, [new LookAlikeQuestion(seeds, take)], null, default)[0];

    private static TransformerRecommender Fit(ShopSnapshot shop) => (TransformerRecommender)new TransformerMethod().Fit(shop, "d=16 layers=1 heads=1 epochs=40 learning_rate=0.01 dropout=0 length=12");

    // Customers of an even index buy other products than those of an odd one; the last has none.
    private static ShopSnapshot Shop()
    {
        var builder = new SnapshotBuilder(Now);
        foreach (var customer in Enumerable.Range(0, 40))
        {
            for (var order = 0; order < 4; order++)
            {
                builder.Order(Now.AddDays(-60 + (10 * order) + (customer * 0.1)), $"c{customer}", ($"{(customer % 2 == 0 ? "even" : "odd")}{(customer + order) % 5}", 1, 100));
            }
        }

        return builder.Customer("stranger").Build();
    }
}
