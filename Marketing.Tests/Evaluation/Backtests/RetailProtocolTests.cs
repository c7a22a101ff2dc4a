using System.Text.Json;
using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Backtests;

/// <summary>The reference protocol on Online Retail II: plan as of 2011-09-01, compare with what was bought until 2011-12-01.</summary>
[Trait("Category", "Slow")]
public sealed class RetailProtocolTests(RetailFits retail) : IClassFixture<RetailFits>
{
    private static readonly DateTimeOffset Validation = new(2011, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Cut = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2011, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonElement Reference = Golden.Read("retail_recommend.json");

    [Fact]
    public void Catalogue_customers_and_truth_are_those_of_the_reference()
    {
        var checks = Reference.GetProperty("checks");
        var (past, later) = (retail.Snapshot(Cut), retail.Snapshot(End));
        var (any, fresh) = (HeldOut.Of(past, later, new Period(Cut, End), onlyNew: false), HeldOut.Of(past, later, new Period(Cut, End), onlyNew: true));
        Assert.Equal(checks.GetProperty("train_rows").GetInt32(), past.Orders.Lines);
        Assert.Equal(checks.GetProperty("train_customers").GetInt32(), past.Customers.Count);
        Assert.Equal(checks.GetProperty("items").GetInt32(), any.CatalogueSize);
        Assert.Equal(checks.GetProperty("train_pairs").GetInt32(), any.Bought.Entries);
        Assert.Equal(checks.GetProperty("truth_pairs_i").GetInt32(), any.Truth.Entries);
        Assert.Equal(checks.GetProperty("eval_users_i").GetInt32(), any.Customers.Length);
        Assert.Equal(checks.GetProperty("truth_pairs_ii").GetInt32(), fresh.Truth.Entries);
        Assert.Equal(checks.GetProperty("eval_users_ii").GetInt32(), fresh.Customers.Length);
        Assert.Equal(Golden.Integers(checks.GetProperty("first_eval_customers")), any.Customers.Take(5).Select(customer => (int)past.Customers.Id[customer]));
        Assert.Equal(checks.GetProperty("sum_customer_times_itemindex_over_truth_i").GetInt64(), any.Customers.Sum(customer => any.Truth.Row(customer).ToArray().Sum(item => past.Customers.Id[customer] * item)));
    }

    [Theory]
    [InlineData(false, "popular", "popular", "half_life_days=none")]
    [InlineData(true, "popular", "popular", "half_life_days=none")]
    [InlineData(false, "item-knn", "item-knn K=100", "K=100 include_self=false")]
    [InlineData(true, "item-knn", "item-knn K=100", "K=100 include_self=false")]
    [InlineData(false, "item-knn", "item-knn", "K=200 include_self=false")]
    [InlineData(false, "item-knn", "item-knn self", "K=200 include_self=true")]
    [InlineData(false, "personal", "personal", "half_life_days=none")]
    [InlineData(false, "user-knn", "user-knn", "k=100")]
    [InlineData(true, "user-knn", "user-knn", "k=100")]
    [InlineData(false, "tifu-knn", "tifu-knn", "k=100 rb=0.95 rg=0.9 alpha=0.3 m=7")]
    [InlineData(true, "tifu-knn", "tifu-knn", "k=100 rb=0.95 rg=0.9 alpha=0.3 m=7")]
    [InlineData(false, "up-cf", "up-cf", "recency=25 alpha=0.5 q=3")]
    [InlineData(true, "up-cf", "up-cf", "recency=25 alpha=0.5 q=3")]
    [InlineData(false, "ease", "ease", "lambda=800")]
    [InlineData(true, "ease", "ease", "lambda=800")]
    public async Task A_method_reaches_the_figures_of_the_reference(bool onlyNew, string kind, string row, string parameters)
    {
        using var rig = retail.Rig(End, kind, parameters);
        var report = await rig.Backtests.RunAsync(Cut, End, onlyNew, [kind], null, null, default);
        var expected = Reference.GetProperty("results").GetProperty(onlyNew ? "ii" : "i").GetProperty(row);
        Assert.Equal(expected.GetProperty("users").GetInt32(), report.Customers);
        foreach (var (name, reference) in ((string, string)[])[("ndcg@10", "ndcg10"), ("recall@20", "recall20"), ("hit@10", "hit10")])
        {
            Assert.Equal(expected.GetProperty(reference).GetDouble(), Value(report.Methods[0], name), 1e-4);
        }

        // Scores cross the contract in single precision: where two differ by less than that, the tenth place may go to the other, so
        // one product of the 4,403 may be missed. In double precision coverage is exact, see the next test.
        Assert.Equal(expected.GetProperty("coverage10").GetDouble(), Value(report.Methods[0], "coverage@10"), 1.01 / 4403);
    }

    [Theory]
    [InlineData(false, "implicit cosine K=20", "K=20 side=liked", 1e-3)]
    [InlineData(true, "implicit cosine K=20", "K=20 side=liked", 1e-3)]
    [InlineData(false, "implicit cosine K=100", "K=100 side=liked", 5e-4)]
    [InlineData(true, "implicit cosine K=100", "K=100 side=liked", 5e-4)]
    [InlineData(false, "implicit tfidf K=50", "K=50 side=liked weighting=tfidf", 2e-4)]
    [InlineData(true, "implicit tfidf K=50", "K=50 side=liked weighting=tfidf", 2e-4)]
    [InlineData(false, "implicit tfidf K=100", "K=100 side=liked weighting=tfidf", 2e-4)]
    [InlineData(false, "implicit bm25", "K=100 side=liked weighting=bm25 K1=1.2 B=0.75", 1e-4)]
    [InlineData(true, "implicit bm25", "K=100 side=liked weighting=bm25 K1=1.2 B=0.75", 1e-4)]
    [InlineData(false, "implicit bm25 tuned", "K=100 side=liked weighting=bm25 K1=100 B=0.25", 1e-4)]
    public async Task The_weights_and_the_side_of_the_library_reach_its_figures(bool onlyNew, string row, string parameters, double margin)
    {
        // Where similarities are equal, and many are, the library keeps what its own rounding puts first; here equal ones go by the lower index.
        using var rig = retail.Rig(End, "item-knn", parameters);
        var report = await rig.Backtests.RunAsync(Cut, End, onlyNew, ["item-knn"], null, null, default);
        var expected = Reference.GetProperty("results").GetProperty(onlyNew ? "ii" : "i").GetProperty(row);
        foreach (var (name, reference) in ((string, string)[])[("ndcg@10", "ndcg10"), ("recall@20", "recall20"), ("hit@10", "hit10")])
        {
            Assert.Equal(expected.GetProperty(reference).GetDouble(), Value(report.Methods[0], name), margin);
        }
    }

    [Theory]
    [InlineData(false, "als 64", "factors=64 regularization=10 alpha=1 iterations=15")]
    [InlineData(true, "als 64", "factors=64 regularization=10 alpha=1 iterations=15")]
    [InlineData(false, "als 128", "factors=128 regularization=10 alpha=1 iterations=15")]
    public async Task A_method_with_random_starts_comes_within_one_percent_of_the_reference_or_above(bool onlyNew, string row, string parameters)
    {
        using var rig = retail.Rig(End, "als", parameters);
        var report = await rig.Backtests.RunAsync(Cut, End, onlyNew, ["als"], null, null, default);
        var expected = Reference.GetProperty("results").GetProperty(onlyNew ? "ii" : "i").GetProperty(row);
        foreach (var (name, reference) in ((string, string)[])[("ndcg@10", "ndcg10"), ("recall@20", "recall20"), ("hit@10", "hit10")])
        {
            // Whether there is a hit at all moves by about one percent from seed to seed, of the reference too.
            var least = name == "hit@10" ? 0.97 : 0.99;
            Assert.InRange(Value(report.Methods[0], name), least * expected.GetProperty(reference).GetDouble(), 1);
        }
    }

    [Fact]
    public void The_blend_is_above_the_best_single_method_of_the_reference_in_both_questions() =>
        AssertNdcgAbove("blend", (false, 0.3745 + 0.005), (true, 0.0928 + 0.005));

    [Fact]
    public void In_double_precision_the_coverage_is_that_of_the_reference_to_the_product()
    {
        var question = HeldOut.Of(retail.Snapshot(Cut), retail.Snapshot(End), new Period(Cut, End), onlyNew: false);
        var similar = ItemKnn.Fit(question.Bought, new ItemKnnTerms(100, IncludeSelf: false), null, default);
        var buyers = Enumerable.Range(0, similar.Rows).Select(_ => 0).ToArray();
        foreach (var product in question.Bought.Column)
        {
            buyers[product]++;
        }

        var shown = new HashSet<int>();
        foreach (var customer in question.Customers)
        {
            var sums = new double[similar.Rows];
            foreach (var own in question.Bought.Row(customer))
            {
                for (var entry = 0; entry < similar.Row(own).Length; entry++)
                {
                    var root = Math.Sqrt((double)buyers[own] * buyers[similar.Row(own)[entry]]);
                    sums[similar.Row(own)[entry]] += Math.Round(similar.Values(own)[entry] * root) / root;
                }
            }

            shown.UnionWith(Enumerable.Range(0, sums.Length).OrderByDescending(product => sums[product]).ThenBy(product => product).Take(10));
        }

        Assert.Equal(Reference.GetProperty("results").GetProperty("i").GetProperty("item-knn K=100").GetProperty("coverage10").GetDouble(), shown.Count / 4403.0, 1e-9);
    }

    [Fact]
    public void Personalised_ranking_reaches_the_figure_of_the_reference_in_both_questions() =>
        AssertNdcgAbove("bpr", (false, Reach("i", "bpr")), (true, Reach("ii", "bpr")));

    [Theory]
    [InlineData("popular", "popular", "half_life_days=none")]
    [InlineData("item-knn", "item-knn K=100", "K=100 include_self=false")]
    public void The_first_ten_products_of_the_example_customers_are_those_of_the_reference(string kind, string row, string parameters)
    {
        var past = retail.Snapshot(Cut);
        var model = ModelRig.Methods().Single(method => method.Kind == kind).Fit(past, parameters);
        foreach (var example in Reference.GetProperty("top10").GetProperty(row).GetProperty("i").EnumerateObject())
        {
            var scores = new float[past.Products.Count];
            model.Score(past, past.Customers.IndexOf(new CustomerId(long.Parse(example.Name))), scores);
            var ten = Enumerable.Range(0, scores.Length).OrderByDescending(product => scores[product]).ThenBy(product => product).Take(10).ToList();
            Assert.Equal(example.Value.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!), ten.Select(product => past.Products.Code[product]));
            Assert.All(ten.Zip(Golden.Doubles(example.Value.GetProperty("scores"))), pair => Assert.Equal(pair.Second, scores[pair.First], pair.Second * 1e-6));
        }
    }

    [Fact]
    public async Task The_default_methods_beat_each_other_in_the_known_order_and_the_judge_says_so()
    {
        using var rig = new BacktestRig(retail.Snapshot, End);
        var report = await rig.Backtests.RunAsync(Cut, End, onlyNew: false, null, null, null, default);
        Assert.Equal(["popular", "item-knn"], report.Methods.Select(method => method.Kind));
        Assert.InRange(Value(report.Methods[1], "ndcg@10"), 0.30, 0.31);
        Assert.InRange(report.Methods[1].NdcgGain!.Low!.Value, 0.12, report.Methods[1].NdcgGain!.Value);
        var verdict = rig.Backtests.Judge(report, "popular");
        Assert.Equal(("item-knn", true), (verdict.Kind, verdict.Change));
    }

    [Fact]
    public async Task On_the_validation_window_including_the_product_itself_is_as_good_as_the_reference_says()
    {
        using var rig = retail.Rig(Cut, "item-knn", "");
        var report = await rig.Backtests.RunAsync(Validation, Cut, onlyNew: false, ["item-knn"], null, null, default);
        var reference = Reference.GetProperty("validation_i").GetProperty("item-knn self").EnumerateArray().Single(entry => entry.GetProperty("hp").GetProperty("K").GetInt32() == 200);
        Assert.Equal(reference.GetProperty("valid_ndcg10").GetDouble(), Value(report.Methods[0], "ndcg@10"), 1e-4);
    }

    private static double Reach(string question, string row) => Reference.GetProperty("results").GetProperty(question).GetProperty(row).GetProperty("ndcg10").GetDouble();

    // One fit for both questions: these two are by far the dearest of all methods.
    private void AssertNdcgAbove(string kind, params (bool OnlyNew, double Least)[] questions)
    {
        var (past, later) = (retail.Snapshot(Cut), retail.Snapshot(End));
        using var rig = new ModelRig();
        var model = rig.Fits.Fit(kind, past, null, null, default);
        foreach (var (onlyNew, least) in questions)
        {
            var question = HeldOut.Of(past, later, new Period(Cut, End), onlyNew);
            Assert.InRange(Ranking.Of(RankEveryone.By(model, question, default), question).Ndcg.Average(), least, 1);
        }
    }

    private static double Value(MethodResult method, string name) => method.Metrics.Single(metric => metric.Name == name).Value;
}
