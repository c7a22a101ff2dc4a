using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Sequence;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Sequence;

public sealed class ShopSequencesTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly SequenceQuestions Plain = new(new TokenTerms(false, false), 10, false, false, false, 0, 0, 1);
    private static readonly SequenceQuestions Asking = new(new TokenTerms(false, true), 10, true, false, false, 8, 30, 1);

    [Fact]
    public void The_last_token_of_each_order_asks_for_the_products_of_the_next()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-30), "ann", ("a", 1, 100), ("b", 1, 100)).Order(Now.AddDays(-20), "ann", ("c", 1, 100)).Order(Now.AddDays(-10), "ann", ("a", 1, 100), ("c", 1, 100)).Build();
        var shard = Filled(shop, Plain, 0);
        Assert.Equal(5, shard.Count);
        Assert.All(shard.IsKey, Assert.True);
        Assert.Equal([5, 6, 7, 8, 9], shard.Position);
        Assert.Equal([1, 2], shard.Asked);
        Assert.Equal([2, 0, 2], shard.Targets.Product);
        Assert.Equal([1, 0.5f, 0.5f], shard.Targets.Weight);
        Assert.Equal(["a", "b"], Own(shop, shard, 0));
        Assert.Equal(["a", "b", "c"], Own(shop, shard, 1));
    }

    [Fact]
    public void A_question_between_two_orders_knows_what_was_before_and_when_it_is_asked()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-100), "ann", ("a", 1, 1000)).Order(Now.AddDays(-65), "ann", ("b", 2, 500)).Build();
        for (ulong seed = 1; seed < 40; seed++)
        {
            var shard = Filled(shop, Asking, 0, seed);
            Assert.Equal([true, false, true, false], shard.IsKey);
            Assert.Equal([0, TokenShard.NoProduct, 1, TokenShard.NoProduct], shard.Product);
            Assert.Equal([8, 8, 9, 9], shard.Position);
            Assert.Equal([1], shard.Asked);

            // Two orders in 100 days make a mean wait of 50: those of 35 and of 65 count by their length.
            Assert.Equal([0.7f, 1.3f], shard.Outlooks.Select(one => one.Weight), (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal([1], shard.Targets.Product);
            Assert.Equal([Signs.Purchase, Signs.Question, Signs.Purchase, Signs.Question], shard.Signs[0]);
            var (first, last) = (shard.Outlooks[0], shard.Outlooks[1]);

            // The second order comes within five weeks of the first question, and its 10.00 are spent if the question is asked within a month of it.
            Assert.True(first.Seen);
            Assert.InRange(first.Week, 0, 4);
            Assert.True(first.Spend is 0 || Math.Abs(first.Spend - 1) < 1e-6);

            // Behind the last order nothing is seen for up to 65 days, and a month of that is the horizon.
            Assert.False(last.Seen);
            Assert.InRange(last.Week, 0, 8);
            Assert.True(float.IsNaN(last.Spend) || last.Spend == 0);
        }
    }

    [Fact]
    public void Months_without_an_order_are_survived_to_the_last_week_that_is_asked()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-900), "ann", ("a", 1, 1000)).Order(Now.AddDays(-100), "ann", ("b", 2, 500)).Build();
        var early = Enumerable.Range(1, 30).Select(seed => Filled(shop, Asking, 0, (ulong)seed).Outlooks[0]).ToList();
        Assert.Contains(early, one => one is { Week: 8, Seen: false });
        Assert.All(early, one => Assert.True(one.Seen == one.Week < 8));
    }

    [Fact]
    public void Of_a_week_that_has_not_ended_nobody_is_counted()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-13), "ann", ("a", 1, 1000)).Order(Now.AddDays(-1), "ann", ("b", 2, 500)).Build();
        var first = Enumerable.Range(1, 60).Select(seed => Filled(shop, Asking, 0, (ulong)seed).Outlooks[0]).ToList();
        Assert.Contains(first, one => one is { Seen: true, Week: 0 });
        Assert.Contains(first, one => one is { Seen: false, Week: 1 });
        Assert.DoesNotContain(first, one => one is { Seen: true, Week: > 0 });
    }

    [Fact]
    public void What_was_looked_at_before_a_question_stands_before_it()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-20), "ann", ("a", 1, 100)).Event(Now.AddDays(-15), "ann", "b", EventKind.View).Order(Now.AddDays(-10), "ann", ("b", 1, 100)).Build();
        var places = Enumerable.Range(1, 40).Select(seed => Filled(shop, Asking with { Tokens = new TokenTerms(true, true) }, 0, (ulong)seed)).Select(shard => (Asked: Assert.Single(shard.Asked), Gap: shard.Signs[1][Assert.Single(shard.Asked)])).ToList();

        // Asked within five days of the order it does not know the look, later it does.
        Assert.Contains(places, place => place.Asked == 1 && place.Gap <= Signs.Gap(0, 5 * 86_400_000L));
        Assert.Contains(places, place => place.Asked == 2 && place.Gap >= Signs.Gap(0, 5 * 86_400_000L));
        Assert.All(places, place => Assert.True(place.Asked == 2 ? place.Gap >= Signs.Gap(0, 5 * 86_400_000L) : place.Gap <= Signs.Gap(0, 5 * 86_400_000L)));
    }

    [Fact]
    public void Each_token_of_a_long_history_is_in_one_window_on_average_and_each_question_at_any_place_of_one()
    {
        var builder = new SnapshotBuilder(Now);
        for (var order = 0; order < 34; order++)
        {
            builder.Order(Now.AddDays(order - 50), "ann", ($"p{order:00}", 1, 100));
        }

        var source = Source(builder.Build(), Asking);
        var (times, lastPlaces) = (new int[34], new HashSet<int>());
        const int Passes = 2_000;
        for (ulong seed = 0; seed < Passes; seed++)
        {
            for (var history = 0; history < source.Count; history++)
            {
                var shard = source.NewShard();
                source.Fill(history, new SeededRandom((seed * 100) + (ulong)history), shard);
                Assert.InRange(shard.Count, 0, source.Tokens(history));
                Assert.Equal(shard.Count == 0 ? 1 : 2, shard.Start.Count);
                foreach (var product in shard.Product.Where(product => product >= 0))
                {
                    times[product]++;
                }

                if (shard.Product.IndexOf(33) is >= 0 and var last)
                {
                    lastPlaces.Add(shard.IsKey.Take(last + 1).Count(isKey => isKey));
                }
            }
        }

        Assert.All(times, count => Assert.InRange(count / (double)Passes, 0.93, 1.07));
        Assert.Equal(Enumerable.Range(1, 10), lastPlaces.Order());
    }

    [Fact]
    public void A_long_history_is_cut_from_its_end_and_knows_what_was_had_before_the_cut()
    {
        var builder = new SnapshotBuilder(Now);
        for (var order = 0; order < 23; order++)
        {
            builder.Order(Now.AddDays(order - 50), "ann", ($"p{order:00}", 1, 100));
        }

        var shop = builder.Build();
        var source = Source(shop, Plain);
        Assert.Equal(3, source.Count);
        var (latest, first) = (Filled(shop, Plain, 0), Filled(shop, Plain, 2));
        Assert.Equal(10, latest.Count);
        Assert.Equal(21, latest.Product[^1]);
        Assert.Equal(22, latest.Targets.Product[^1]);
        Assert.Equal(10, latest.Asked.Count);
        Assert.Equal(13, latest.Moves.Own.Start[1]);
        Assert.Equal(2, first.Count);
        Assert.Equal([8, 9], first.Position);
        Assert.Equal([1, 2], first.Targets.Product);
    }

    [Fact]
    public void Part_of_a_basket_asks_for_its_rest_and_not_for_itself()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-3), "ann", ("a", 1, 1), ("b", 1, 1), ("c", 1, 1), ("d", 1, 1)).Build();
        for (ulong seed = 1; seed < 30; seed++)
        {
            var shard = Filled(shop, Plain with { Baskets = true }, 0, seed);
            var asked = Assert.Single(shard.Asked);
            Assert.Equal([0, 1, 2, 3], shard.Product.Take(asked + 1).Concat(shard.Targets.Product).Order());
            Assert.Equal(shard.Product.Take(asked + 1).Order(), shard.Moves.Own.Product.Order());
            Assert.All(shard.Moves.Own.Class, one => Assert.Equal(0, one));
        }
    }

    [Fact]
    public void Orders_of_one_instant_are_one_basket()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-3), "ann", ("a", 1, 100)).Order(Now.AddDays(-3), "ann", ("b", 1, 200), ("a", 1, 100)).Build();
        var tokens = CustomerTokens.Of(shop, 0, [0, 1], default);
        Assert.Equal([0, 1], tokens.Product);
        Assert.Equal(2, Assert.Single(tokens.OrderEnd));
        Assert.Equal(400, Assert.Single(tokens.Amount));
    }

    [Fact]
    public void Looks_and_carts_stand_between_the_orders_they_came_between()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-9), "ann", ("a", 1, 100)).Event(Now.AddDays(-8), "ann", "b", EventKind.View).Event(Now.AddDays(-7), "ann", "b", EventKind.Cart).Order(Now.AddDays(-6), "ann", ("b", 1, 100)).Event(Now.AddDays(-5), "ann", "a", EventKind.View).Build();
        var asked = Plain with { Tokens = new TokenTerms(true, true) };
        var shard = Filled(shop, asked, 0);
        Assert.Equal([0, 1, 1], shard.Product);
        Assert.Equal([Signs.Purchase, Signs.View, Signs.Cart], shard.Signs[0]);
        Assert.Equal([0], shard.Asked);
        Assert.Equal([1], shard.Targets.Product);
    }

    [Fact]
    public void Last_orders_of_some_are_held_out_and_not_learned_from()
    {
        var builder = new SnapshotBuilder(Now);
        for (var customer = 0; customer < 300; customer++)
        {
            for (var order = 0; order < 4; order++)
            {
                builder.Order(Now.AddDays(order - 20).AddSeconds(customer), $"c{customer:000}", ($"p{(customer + order) % 9}", 1, 100));
            }
        }

        var source = Source(builder.Build(), Plain);
        Assert.InRange(source.Held.Count, 15, 50);
        Assert.Equal(300, source.Count);
        var (shard, held) = (source.NewShard(), source.NewShard());
        for (var history = 0; history < 300; history++)
        {
            source.Fill(history, new SeededRandom(1), shard);
        }

        Assert.Equal((300 * 3) - source.Held.Count, shard.Count);
        for (var i = 0; i < source.Held.Count; i++)
        {
            source.FillHeld(i, held);
            Assert.Equal((held.Product[held.Start[i]] + 3) % 9, Assert.Single(source.Held[i].Truth));
            Assert.Equal(3, held.Start[i + 1] - held.Start[i]);
        }
    }

    [Fact]
    public void What_came_later_is_what_is_held_out_when_it_is_given()
    {
        var early = new SnapshotBuilder(Now.AddDays(-5)).Product("a").Product("b").Product("c").Order(Now.AddDays(-9), "ann", ("a", 1, 100)).Order(Now.AddDays(-8), "bob", ("b", 1, 100)).Build();
        var late = new SnapshotBuilder(Now).Product("a").Product("b").Product("c").Order(Now.AddDays(-9), "ann", ("a", 1, 100)).Order(Now.AddDays(-8), "bob", ("b", 1, 100)).Order(Now.AddDays(-2), "bob", ("b", 1, 1), ("c", 1, 1)).Build();
        var source = new ShopSequences(early, [0, 1, 2], 3, Plain, late);
        var held = Assert.Single(source.Held);
        Assert.Equal([2], held.Truth);
        Assert.Equal([1], held.Excluded);
    }

    [Fact]
    public void Trends_of_a_day_know_nothing_of_that_day_and_age_by_half()
    {
        var builder = new SnapshotBuilder(Now).Product("a").Product("b");
        builder.Order(Now.AddDays(-14), "ann", ("a", 5, 100)).Order(Now.AddDays(-14), null, ("a", 1, 100)).Order(Now.AddDays(-7), "bob", ("b", 1, 100));
        var shop = builder.Build();
        var trends = Trends.Of(shop, [0, 1], 2);
        Assert.Equal(0, trends.Sold.At(0, trends.Step(Now.AddDays(-14).ToUnixTimeMilliseconds()))[0]);
        Assert.Equal(Math.Log(2), trends.Sold.At(0, trends.Step(Now.AddDays(-7).ToUnixTimeMilliseconds()))[0], 1e-5);
        Assert.Equal(0, trends.Sold.At(0, trends.Step(Now.AddDays(-7).ToUnixTimeMilliseconds()))[1]);
        Assert.Equal(Math.Log(1.5), Trends.Now(shop, [0, 1], 2).At(0, 0)[0], 1e-5);
        Assert.Equal(Math.Log(1.5), Trends.Now(shop, [0, 1], 2).At(0, 0)[1], 1e-5);
        Assert.True(Trends.Now(shop, [0, 1], 2).At(1, 0)[0] > Math.Log(1.5));
    }

    [Fact]
    public void A_season_is_told_by_the_quarter_that_began_a_year_before()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-366), "ann", ("a", 1, 100)).Order(Now.AddDays(-365), "ann", ("b", 1, 100)).Order(Now.AddDays(-275), null, ("b", 1, 100)).Order(Now.AddDays(-274), "ann", ("a", 1, 100)).Build();
        Assert.Equal([0f, MathF.Log(3)], Trends.Now(shop, [0, 1], 2).At(2, 0).ToArray());
        var trends = Trends.Of(shop, [0, 1], 2);
        Assert.Equal([MathF.Log(2), MathF.Log(2)], trends.Sold.At(2, trends.Step(Now.AddDays(-1).AddHours(-1).ToUnixTimeMilliseconds())).ToArray());
        Assert.Equal([0f, 0f], trends.Sold.At(2, trends.Step(Now.AddDays(-200).ToUnixTimeMilliseconds())).ToArray());
    }

    [Fact]
    public void Gains_are_those_of_the_definition()
    {
        float[] scores = [0.1f, 0.9f, 0.5f, 0.5f, 0.8f];
        Assert.Equal(1, HeldRanking.Ndcg([.. scores], new HeldHistory([1], [])), 1e-12);
        Assert.Equal(1 / Math.Log2(4), HeldRanking.Ndcg([.. scores], new HeldHistory([2], [])), 1e-12);
        Assert.Equal(1 / Math.Log2(5), HeldRanking.Ndcg([.. scores], new HeldHistory([3], [])), 1e-12);
        Assert.Equal(1 / Math.Log2(3), HeldRanking.Ndcg([.. scores], new HeldHistory([2], [1])), 1e-12);
        Assert.Equal((1 + (1 / Math.Log2(6))) / (1 + (1 / Math.Log2(3))), HeldRanking.Ndcg([.. scores], new HeldHistory([0, 1], [])), 1e-12);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Scores_that_are_not_finite_rank_nothing(float score)
    {
        Assert.Equal(double.NaN, HeldRanking.Ndcg([0.1f, score, 0.5f], new HeldHistory([2], [])));
        Assert.Equal(double.NaN, HeldRanking.Ndcg([score, score, score], new HeldHistory([0], [1])));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 1, 5)]
    [InlineData(2, 3, 2 + 5)]
    [InlineData(1, 40, 1 + 25)]
    public void Classes_tell_how_often_and_how_many_orders_ago(int times, int ordersAgo, int wanted)
    {
        var own = new OwnProducts();
        for (var i = 0; i < times; i++)
        {
            own.Add([7]);
        }

        for (var i = 1; i < ordersAgo; i++)
        {
            own.Add([8]);
        }

        var rows = new Marketing.Model.Neural.OwnRows();
        own.AddTo(rows);
        Assert.Equal(wanted, rows.Class[rows.Product.IndexOf(7)]);
        Assert.True(rows.Class.Max() < OwnProducts.Classes);
    }

    private static ShopSequences Source(ShopSnapshot shop, SequenceQuestions asked) => new(shop, [.. Enumerable.Range(0, shop.Products.Count)], shop.Products.Count, asked, null);

    private static TokenShard Filled(ShopSnapshot shop, SequenceQuestions asked, int history, ulong seed = 1)
    {
        var source = Source(shop, asked);
        var shard = source.NewShard();
        source.Fill(history, new SeededRandom(seed), shard);
        Assert.InRange(shard.Count, 0, source.Tokens(history));
        return shard;
    }

    private static IEnumerable<string> Own(ShopSnapshot shop, TokenShard shard, int row) =>
        shard.Moves.Own.Product.Skip(shard.Moves.Own.Start[row]).Take(shard.Moves.Own.Start[row + 1] - shard.Moves.Own.Start[row]).Order().Select(product => shop.Products.Code[product]);
}
