using Marketing.Data;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Backtests;

public sealed class HeldOutTests
{
    private static readonly DateTimeOffset Cut = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Period Window = new(Cut, Cut.AddDays(30));

    [Fact]
    public void Truth_is_what_known_customers_bought_in_the_window_out_of_the_catalogue()
    {
        var question = HeldOut.Of(Shop(Cut), Shop(Window.End), Window, onlyNew: false);
        Assert.Equal([true, true, false], question.Catalogue);
        Assert.Equal(2, question.CatalogueSize);
        Assert.Equal([0], question.Customers);
        Assert.Equal([0, 1], question.Truth.Row(0).ToArray());
    }

    [Fact]
    public void Only_new_products_count_when_that_is_asked()
    {
        var question = HeldOut.Of(Shop(Cut), Shop(Window.End), Window, onlyNew: true);
        Assert.Equal([1], question.Truth.Row(0).ToArray());
    }

    [Fact]
    public void The_end_of_the_window_is_outside_and_its_start_inside()
    {
        var start = new SnapshotBuilder(Window.End.AddDays(9)).Order(Cut.AddDays(-1), "ann", ("a", 1, 1), ("b", 1, 1)).Order(Cut, "ann", ("a", 1, 1)).Order(Window.End, "ann", ("b", 1, 1)).Build();
        var past = new SnapshotBuilder(Cut).Order(Cut.AddDays(-1), "ann", ("a", 1, 1), ("b", 1, 1)).Build();
        Assert.Equal([0], HeldOut.Of(past, start, Window, onlyNew: false).Truth.Row(0).ToArray());
    }

    [Fact]
    public void Everybody_is_ranked_over_the_whole_catalogue_and_bought_products_are_left_out_when_only_new_ones_count()
    {
        var past = new SnapshotBuilder(Cut).Order(Cut.AddDays(-2), "ann", ("a", 1, 1)).Order(Cut.AddDays(-1), "bob", ("a", 1, 1), ("b", 1, 1), ("c", 1, 1)).Order(Cut.AddDays(-1), "cat", ("b", 1, 1)).Build();
        var later = new SnapshotBuilder(Window.End).Product("a").Product("b").Product("c").Order(Cut.AddDays(1), "ann", ("c", 1, 1)).Build();
        var popular = ModelRig.Methods()[0].Fit(past, "half_life_days=none");

        // Ranked a, b, c: c is third; without a, which ann has, it is second.
        var all = Rank(popular, HeldOut.Of(past, later, Window, onlyNew: false));
        var fresh = Rank(popular, HeldOut.Of(past, later, Window, onlyNew: true));
        Assert.Equal(1 / Math.Log2(4), Assert.Single(all.Ndcg), 1e-12);
        Assert.Equal(1 / Math.Log2(3), Assert.Single(fresh.Ndcg), 1e-12);
        Assert.Equal((1, 2 / 3.0), (all.Coverage, fresh.Coverage));
    }

    [Fact]
    public void A_random_shop_is_measured_as_the_slow_clear_version_measures_it()
    {
        var random = new SeededRandom(23);
        var rows = Enumerable.Range(0, 400).Select(_ => (Day: random.NextInt(60) - 30, Customer: random.NextInt(20), Product: random.NextInt(30))).ToList();
        var (past, later) = (Build(rows.Where(row => row.Day < 0), Cut), Build(rows, Window.End));
        foreach (var onlyNew in (bool[])[false, true])
        {
            var question = HeldOut.Of(past, later, Window, onlyNew);
            var model = ModelRig.Methods()[1].Fit(past, null, default);
            var ranking = Rank(model, question);
            var shown = new double[30];
            for (var i = 0; i < question.Customers.Length; i++)
            {
                var customer = question.Customers[i];
                var scores = new float[past.Products.Count];
                model.Score(past, customer, scores);
                var bought = rows.Where(row => row.Day < 0 && row.Customer == customer).Select(row => row.Product).ToHashSet();
                var truth = rows.Where(row => row.Day >= 0 && row.Customer == customer && !(onlyNew && bought.Contains(row.Product))).Select(row => row.Product).ToHashSet();
                var ranked = Enumerable.Range(0, 30).Where(product => !(onlyNew && bought.Contains(product))).OrderByDescending(product => scores[product]).ThenBy(product => product).ToList();
                var gain = ranked.Take(10).Select((product, r) => truth.Contains(product) ? 1 / Math.Log2(r + 2) : 0).Sum();
                Assert.Equal(gain / Enumerable.Range(0, Math.Min(10, truth.Count)).Sum(r => 1 / Math.Log2(r + 2)), ranking.Ndcg[i], 1e-12);
                Assert.Equal(ranked.Take(20).Count(truth.Contains) / (double)truth.Count, ranking.Recall[i], 1e-12);
                var hits = Enumerable.Range(0, 10).Where(r => truth.Contains(ranked[r])).Select((r, hit) => (hit + 1) / (r + 1.0)).Sum();
                Assert.Equal(hits / Math.Min(10, truth.Count), ranking.AveragePrecision[i], 1e-12);
                var first = ranked.Take(10).ToList();
                var buyers = first.ConvertAll(product => rows.Where(row => row.Day < 0 && row.Product == product).Select(row => row.Customer).ToHashSet());
                Assert.Equal(buyers.Average(who => -Math.Log2(who.Count / 20.0)), ranking.Novelty[i], 1e-12);
                var pairs = Enumerable.Range(0, 10).SelectMany(a => Enumerable.Range(a + 1, 9 - a).Select(b => buyers[a].Intersect(buyers[b]).Count() / Math.Sqrt(buyers[a].Count * buyers[b].Count)));
                Assert.Equal(1 - pairs.Average(), ranking.Diversity[i], 1e-12);
                first.ForEach(product => shown[product]++);
            }

            // Half the mean difference of all pairs, over the mean.
            Assert.Equal(shown.Average(a => shown.Average(b => Math.Abs(a - b))) / 2 / shown.Average(), ranking.Gini, 1e-12);
        }

        // Every product was bought before the cut by somebody, and customers and products are mentioned first in one order.
        static ShopSnapshot Build(IEnumerable<(int Day, int Customer, int Product)> rows, DateTimeOffset asOf)
        {
            var builder = new SnapshotBuilder(asOf);
            for (var product = 0; product < 30; product++)
            {
                builder.Product($"p{product}");
            }

            for (var customer = 0; customer < 20; customer++)
            {
                builder.Customer($"c{customer}");
            }

            foreach (var (day, customer, product) in rows)
            {
                builder.Order(Cut.AddDays(day), $"c{customer}", ($"p{product}", 1, 1));
            }

            return builder.Build();
        }
    }

    // Before the cut ann bought a, bob b, somebody unknown c; in the window ann bought a, b, c and d, dan (new) a.
    private static ShopSnapshot Shop(DateTimeOffset asOf)
    {
        var builder = new SnapshotBuilder(asOf)
            .Order(Cut.AddDays(-3), "ann", ("a", 1, 1))
            .Order(Cut.AddDays(-2), "bob", ("b", 1, 1))
            .Order(Cut.AddDays(-1), null, ("c", 1, 1));
        return asOf == Cut
            ? builder.Build()
            : builder.Order(Cut.AddDays(2), "ann", ("d", 1, 1), ("c", 1, 1), ("b", 2, 1), ("a", 1, 1)).Order(Cut.AddDays(3), "dan", ("a", 1, 1)).Order(Cut.AddDays(3), null, ("a", 1, 1)).Build();
    }

    private static Ranking Rank(Marketing.Model.IRecommender model, HeldOut question) => Ranking.Of(RankEveryone.By(model, question, default), question);
}
