using Marketing.Data;
using Marketing.Strategy;
using Marketing.Strategy.Merchandising;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Merchandising;

/// <summary>The computations that rules rest on, each against a slow clear one or by hand.</summary>
public sealed class MerchandisingPartsTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Kitchen > Cups", "kitchen", true)]
    [InlineData("Kitchen/Cups", "Kitchen", true)]
    [InlineData("Kitchen", "Kitchen", true)]
    [InlineData("Kitchen ", "Kitchen", true)]
    [InlineData("Kitchen  > Cups", "Kitchen", true)]
    [InlineData("Kitchen set", "Kitchen", false)]
    [InlineData("Kitchenware", "Kitchen", false)]
    [InlineData("Kitchen > Cups", "Kitchen > Cups", true)]
    [InlineData("Kitchen > Cups", "Cups", false)]
    public void A_category_holds_what_is_below_it(string category, string upper, bool expected) => Assert.Equal(expected, ProductFilters.IsWithin(category, upper));

    [Fact]
    public void A_filter_takes_what_meets_everything_it_says()
    {
        var products = Products(("A1", "Red cup", "Kitchen", 100), ("A2", "Blue CUP", "Kitchen", 300), ("B1", "Lamp", "Light", 200));
        Assert.Equal([true, true, true], ProductFilters.Match(new ProductFilter(), products));
        Assert.Equal([true, false, true], ProductFilters.Match(new ProductFilter { Products = ["a1", " B1 "] }, products));
        Assert.Equal([false, true, false], ProductFilters.Match(new ProductFilter { NameHolds = "cup", PriceFrom = 101 }, products));
        Assert.Equal([true, false, false], ProductFilters.Match(new ProductFilter { Category = "Kitchen", PriceTo = 299 }, products));
    }

    [Fact]
    public void What_a_rule_names_and_no_product_has_is_found_on_both_sides()
    {
        var products = Products(("A1", "Red cup", "Kitchen > Cups", 100), ("B1", "Lamp", "Light", 200));
        var book = new RuleBook
        {
            Rules =
            [
                new() { Name = "fine", Action = RuleAction.Hide, Products = new() { Products = [" a1 "], Category = "kitchen", NameHolds = "CUP" } },
                new() { Name = "codes", Action = RuleAction.Hide, Enabled = false, Products = new() { Products = ["A1", "a9", "A9 ", "C3"] } },
                new() { Name = "sides", Action = RuleAction.Apart, Products = new() { Category = "Kitchen > Pots" }, ApartFrom = new() { NameHolds = "tea" } },
                new() { Name = "both", Action = RuleAction.Hide, Products = new() { Products = ["B1"], Category = "Kitchen" } },
                new() { Name = "price", Action = RuleAction.Hide, Products = new() { PriceFrom = 201 } },
            ],
        };
        Assert.Equal(
            ["codes Code a9,C3", "sides Category Kitchen > Pots", "sides Name tea", "both Together ", "price Together "],
            FindDoubts.Of(book, products).Select(doubt => $"{doubt.Rule} {doubt.Kind} {string.Join(',', doubt.Values)}"));
    }

    [Fact]
    public void Likeness_is_the_words_in_common_and_the_levels_in_common()
    {
        var products = Products(("A", "red tea cup", "Kitchen > Cups", 1), ("B", "RED COFFEE CUP", "Kitchen > Pots", 1), ("C", "lamp", "", 1), ("D", "红色茶杯", "", 1), ("E", "蓝色茶杯", "", 1));
        var likeness = ProductLikeness.Of(products);
        Assert.Equal(((2 / 4.0) + (1 / 2.0)) / 2, likeness.Between(0, 1), 12);
        Assert.Equal(0, likeness.Between(0, 2));
        Assert.Equal(3 / 5.0, likeness.Between(3, 4), 12);
        Assert.Equal(likeness.Between(1, 0), likeness.Between(0, 1));
        Assert.Equal(1, likeness.Between(0, 0), 12);
    }

    [Fact]
    public void The_cycle_is_the_median_of_the_gaps_of_all_customers_and_needs_enough_of_them()
    {
        var shop = new SnapshotBuilder(Now);
        for (var c = 0; c < RepurchaseCycles.FewestGaps; c++)
        {
            var first = Now.AddDays(-200 + c);
            shop.Order(first, $"c{c}", ("often", 1, 100), ("rare", 1, 100)).Order(first.AddHours(2), $"c{c}", ("often", 1, 100)).Order(first.AddDays(10 + c), $"c{c}", ("often", 1, 100));
        }

        // Gaps 10 to 19 (the second order of the same day is no gap): the median of an even number is the mean of the middle two.
        shop.Order(Now.AddDays(-3), "c0", ("rare", 1, 100));
        var cycles = RepurchaseCycles.Of(shop.Build());
        Assert.Equal(14.5 - (2 / 24.0), cycles[0], 4);
        Assert.Equal(0, cycles[1]);
    }

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(0.3, null)]
    [InlineData(0.0, 2)]
    [InlineData(0.7, 1)]
    [InlineData(0.5, 3)]
    public void A_balanced_selection_is_what_looking_at_every_product_for_every_place_gives(double diversity, int? cap)
    {
        var random = new Random(7);
        var words = new[] { "red", "blue", "cup", "pot", "lamp", "tea", "old" };
        var products = Products([.. Enumerable.Range(0, 300).Select(p => ($"P{p}", $"{words[random.Next(7)]} {words[random.Next(7)]} {words[random.Next(7)]}", $"C{random.Next(12)}", 1L))]);
        var facts = new ProductFacts(Snapshot(products));
        var apart = new MerchandisingRule { Name = "a", Action = RuleAction.Apart, Products = new() { NameHolds = "red" }, ApartFrom = new() { NameHolds = "blue" } };
        var book = new RuleBook { Diversity = diversity, CategoryCap = cap, Rules = [apart] };
        var plan = new CompiledBook(book, facts, new DateOnly(2024, 6, 1)).For(null, null);
        var scores = Enumerable.Range(0, 300).Select(p => p % 50 == 0 ? float.NegativeInfinity : random.Next(1, 40) / 10f).ToArray();
        int[] before = [17, 33];
        scores[17] = scores[33] = float.NegativeInfinity;
        Assert.Equal(Slow(plan, facts, scores, before, 12), BalancedSelection.Choose(plan, facts, scores, before, 12));
    }

    [Fact]
    public void Margin_and_freshness_weigh_as_written()
    {
        var shop = new SnapshotBuilder(Now).Order(Now.AddDays(-60), "c", ("old", 1, 200)).Order(Now.AddDays(-30), "c", ("young", 1, 200), ("unknown", 1, 200)).Build();
        (shop.Products.Cost[0], shop.Products.Cost[1]) = (150, 50);
        var plan = new CompiledBook(new RuleBook { MarginWeight = 2, FreshnessWeight = 1, FreshnessDays = 30 }, new ProductFacts(shop), new DateOnly(2024, 6, 1)).For(null, null);
        Assert.Equal(1.5 * 1.25, plan.Factor![0], 5);
        Assert.Equal(2.5 * 1.5, plan.Factor[1], 5);
        Assert.Equal(2.0 * 1.5, plan.Factor[2], 5);
    }

    // Every place looks at every product, without pools.
    private static List<int> Slow(RulePlan plan, ProductFacts facts, float[] scores, int[] before, int wanted)
    {
        var (list, chosen) = (before.ToList(), new List<int>());
        var top = scores.Max();
        while (chosen.Count < wanted)
        {
            var next = Enumerable.Range(0, scores.Length)
                .Where(p => scores[p] > float.NegativeInfinity && !list.Contains(p))
                .Where(p => plan.Book.CategoryCap is not { } cap || list.Count(q => facts.Categories[q] == facts.Categories[p]) < cap)
                .Where(p => !plan.Apart.Any(apart => (apart.One[p] && list.Exists(q => apart.Other[q])) || (apart.Other[p] && list.Exists(q => apart.One[q]))))
                .OrderByDescending(p => ((1 - plan.Book.Diversity) * scores[p] / top) - (plan.Book.Diversity * list.Max(q => facts.Likeness.Between(p, q))))
                .ThenByDescending(p => scores[p])
                .ThenBy(p => p)
                .Select(p => (int?)p)
                .FirstOrDefault();
            if (next is not { } product)
            {
                break;
            }

            list.Add(product);
            chosen.Add(product);
        }

        return chosen;
    }

    private static ProductColumns Products(params (string Code, string Name, string Category, long Price)[] products) => new()
    {
        Id = [.. products.Select((_, i) => i + 1L)],
        Code = [.. products.Select(product => product.Code)],
        Name = [.. products.Select(product => product.Name)],
        Category = [.. products.Select(product => product.Category)],
        Brand = [.. products.Select(_ => "")],
        Price = [.. products.Select(product => product.Price)],
        Cost = [.. products.Select(_ => -1L)],
        Stock = [.. products.Select(_ => -1)],
        Simulated = [.. products.Select(_ => false)],
        Active = [.. products.Select(_ => true)],
    };

    private static ShopSnapshot Snapshot(ProductColumns products)
    {
        var empty = new SnapshotBuilder(Now).Build();
        return new ShopSnapshot { AsOf = Now, Currency = "GBP", TimeZone = "UTC", Customers = empty.Customers, Products = products, Orders = empty.Orders, Returns = empty.Returns, Events = empty.Events };
    }
}
