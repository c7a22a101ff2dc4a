using Marketing.Data;
using Marketing.Model;
using Marketing.Model.Related;
using Marketing.Model.Rules;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Model.Related;

public class RelateProductsTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Products_bought_together_have_support_confidence_and_lift_as_counted_by_hand()
    {
        // Ten orders: tea on 4, cup on 5, both on 3; pot with tea once.
        var shop = Shop(["tea", "cup"], ["tea", "cup"], ["tea", "cup"], ["tea", "pot"], ["cup"], ["cup"], ["jar"], ["jar"], ["jar"], ["jar"]);
        var pair = Assert.Single(await Related(new() { FewestOrders = 2 }).TogetherAsync(shop, shop.Products.IndexOf("tea"), default));
        Assert.Equal((shop.Products.IndexOf("CUP"), 3), (pair.Product, pair.Orders));
        Assert.Equal((0.3, 0.75, 1.5), (pair.Support, pair.Confidence, pair.Lift));
        Assert.Equal(2, (await Related(new() { FewestOrders = 1 }).TogetherAsync(shop, shop.Products.IndexOf("tea"), default)).Count);
    }

    [Fact]
    public async Task A_product_that_stands_beside_another_only_by_chance_is_not_bought_together_with_it()
    {
        // Cup is on every order, so that its lift is 1.
        var shop = Shop(["tea", "cup"], ["tea", "cup"], ["cup"], ["cup"]);
        Assert.Empty(await Related(new() { FewestOrders = 1 }).TogetherAsync(shop, shop.Products.IndexOf("tea"), default));
    }

    [Fact]
    public async Task Orders_longer_than_the_bound_and_older_than_the_latest_are_not_looked_at()
    {
        var shop = Shop(["tea", "cup", "pot"], ["tea", "cup"], ["jar"], ["jar"]);
        var tea = shop.Products.IndexOf("tea");
        Assert.Equal(1, Assert.Single(await Related(new() { FewestOrders = 1, LongestBasket = 2 }).TogetherAsync(shop, tea, default)).Orders);
        Assert.Empty(await Related(new() { FewestOrders = 1, LatestOrders = 2 }).TogetherAsync(shop, tea, default));
    }

    [Fact]
    public async Task A_rule_of_two_products_speaks_when_both_are_in_the_basket_and_the_best_rule_answers()
    {
        // Milk follows tea on 4 of 6, tea and cup on 3 of 3.
        var shop = Shop(["tea", "cup", "milk"], ["tea", "cup", "milk"], ["tea", "cup", "milk"], ["tea", "milk"], ["tea"], ["tea"], ["jar"], ["jar"], ["jar"], ["jar"]);
        int[] basket = [shop.Products.IndexOf("tea"), shop.Products.IndexOf("cup")];
        var rules = await Related(new() { FewestOrders = 2, MinimumSupport = 0.01, MinimumConfidence = 0.5 }).RulesAsync(shop, default);
        var both = Assert.Single(rules.For([basket[1], basket[0]]));
        Assert.Equal((shop.Products.IndexOf("milk"), 3, 1.0, 2.5), (both.With.Product, both.With.Orders, both.With.Confidence, both.With.Lift));
        Assert.Equal(4 / 6.0, rules.For([basket[0]]).Single(rule => rule.With.Product == both.With.Product).With.Confidence, 12);
        Assert.Empty(rules.For([shop.Products.IndexOf("jar")]));
        Assert.Empty(rules.For([]));
    }

    [Fact]
    public async Task Every_rule_agrees_with_counting_the_orders_one_by_one()
    {
        var random = new Random(7);
        string[][] orders = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 2 + random.Next(5)).Select(_ => $"p{(int)(12 * random.NextDouble() * random.NextDouble())}").Distinct().ToArray())];
        var shop = Shop(orders);
        var rules = await Related(new() { FewestOrders = 3, MinimumSupport = 0.01, MinimumConfidence = 0.2 }).RulesAsync(shop, default);
        Assert.Equal(3, rules.Support);
        var told = 0;
        foreach (var pair in from a in Enumerable.Range(0, shop.Products.Count) from b in Enumerable.Range(a + 1, shop.Products.Count - a - 1) select new[] { a, b })
        {
            foreach (var rule in rules.For(pair))
            {
                int Holding(IEnumerable<int> set) => orders.Count(order => set.All(product => order.Contains(shop.Products.Code[product])));
                var (all, before) = (Holding([.. rule.Antecedent, rule.With.Product]), Holding(rule.Antecedent));
                Assert.Equal((all, all / (double)before), (rule.With.Orders, rule.With.Confidence));
                Assert.Equal(all * 300.0 / before / Holding([rule.With.Product]), rule.With.Lift, 9);
                Assert.Subset(pair.ToHashSet(), rule.Antecedent.ToHashSet());
                told++;
            }
        }

        Assert.True(told > 50, $"Only {told} rules.");
    }

    [Fact]
    public void Support_doubles_until_there_are_no_more_sets_than_the_bound()
    {
        int[][] baskets = [.. Enumerable.Range(0, 64).Select(basket => Enumerable.Range(0, 6).Where(item => basket % (item + 1) == 0).ToArray())];
        var all = FpGrowth.Mine(baskets, 6, 2, 3, default);
        var (some, support) = FpGrowth.MineAtMost(baskets, 6, 2, 3, 10, default);
        Assert.True(all.Count > 10);
        Assert.InRange(some.Count, 1, 10);
        Assert.Equal(all.Where(set => set.Count >= support).Select(set => string.Join(' ', set.Items)), some.Select(set => string.Join(' ', set.Items)));
        Assert.Equal(all.Count, FpGrowth.MineAtMost(baskets, 6, 2, 3, all.Count, default).Sets.Count);
    }

    [Fact]
    public async Task Similar_products_are_those_with_the_same_buyers_best_first_and_never_the_product_itself()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-3), "ann", ("tea", 1, 100), ("cup", 1, 100), ("pot", 1, 100))
            .Order(Now.AddDays(-2), "bob", ("tea", 1, 100), ("cup", 1, 100))
            .Order(Now.AddDays(-1), "cid", ("pot", 1, 100))
            .Build();
        var similar = (await Related(new()).SimilarAsync(shop, default)).Of(shop.Products.IndexOf("tea"));
        Assert.Equal([("cup", 1f), ("pot", 0.5f)], similar.Select(one => (shop.Products.Code[one.Product], one.Score)));
        Assert.Equal("cup", shop.Products.Code[(await Related(new() { Neighbours = 1 }).SimilarAsync(shop, default)).Of(shop.Products.IndexOf("tea")).Single().Product]);
    }

    [Fact]
    public async Task A_trend_is_the_shrunk_ratio_of_buyers_and_small_counts_do_not_win()
    {
        // Before: 20 buyers, 10 of cups. Now: 20 buyers, 20 of cups, one of a jar that nobody bought before, and a second order of the same buyer counts once.
        var builder = new SnapshotBuilder(Now);
        for (var i = 0; i < 20; i++)
        {
            builder.Order(Now.AddDays(-10), $"c{i}", (i < 10 ? "cup" : "pot", 1, 100));
            builder.Order(Now.AddDays(-3), $"c{i}", ("cup", 1, 100));
        }

        var shop = builder.Order(Now.AddDays(-2), "c0", ("jar", 1, 100), ("cup", 1, 100)).Build();
        var trends = await Related(new() { TrendPrior = 10 }).TrendsAsync(shop, 7, default);
        Assert.Equal(["cup", "jar"], trends.Select(trend => shop.Products.Code[trend.Product]));
        Assert.Equal((20, 10, 1.5), (trends[0].Buyers, trends[0].Before, trends[0].Ratio));
        Assert.Equal((1, 0, 1.1), (trends[1].Buyers, trends[1].Before, trends[1].Ratio));
        Assert.Empty(await Related(new()).TrendsAsync(shop, 28, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Related(new()).TrendsAsync(shop, 0, default));
    }

    [Fact]
    public async Task A_shop_without_orders_has_no_relations()
    {
        var shop = new SnapshotBuilder(Now).Product("tea").Build();
        var related = Related(new());
        Assert.Empty(await related.TogetherAsync(shop, 0, default));
        Assert.Empty((await related.SimilarAsync(shop, default)).Of(0));
        Assert.Empty((await related.RulesAsync(shop, default)).For([0]));
        Assert.Empty(await related.TrendsAsync(shop, 7, default));
    }

    private static RelateProducts Related(RelatedOptions options) => new(Options.Create(options));

    private static ShopSnapshot Shop(params string[][] orders)
    {
        var builder = new SnapshotBuilder(Now);
        for (var o = 0; o < orders.Length; o++)
        {
            builder.Order(Now.AddDays(o - orders.Length), o % 3 == 0 ? null : $"c{o}", [.. orders[o].Select(product => (product, 1, 100L))]);
        }

        return builder.Build();
    }
}
