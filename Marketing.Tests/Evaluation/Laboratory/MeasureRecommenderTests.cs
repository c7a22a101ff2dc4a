using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Registry;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasureRecommenderTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Defaults = new Dictionary<string, string>();
    private readonly EmptyFolder _folder = new();
    private readonly MeasureRecommender _lab = new(new FitMethods(ModelRig.Methods(), Options.Create(new ModelOptions())), Options.Create(new EvaluationOptions()));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lists_and_figures_are_those_that_follow_by_hand()
    {
        // a has three users, b two, c and d one; ann is looking for c and d, bob for something that nobody had.
        Write("train.csv", "user,item", "ann,a", "ann,b", "bob,a", "cat,a", "cat,b", "cat,c", "dan,d");
        Write("test.csv", "item,user", "c,ann", "d,ann", "e,bob");
        var report = await MeasureAsync(new LabModel("popular", Parameters("half_life_days=none")));
        Assert.Equal([("ann", 1, "c", 1f), ("ann", 2, "d", 1f), ("ann", 3, "e", 0f), ("bob", 1, "b", 2f), ("bob", 2, "c", 1f), ("bob", 3, "d", 1f), ("bob", 4, "e", 0f)], report.Places.Select(place => (place.User, place.Rank, place.Item, place.Score)));
        Assert.Equal((1 + (1 / Math.Log2(5))) / 2, Value(report, "ndcg@10"), 1e-12);
        Assert.Equal(1, Value(report, "hit@10"), 1e-12);
        Assert.Equal(4 / 5.0, Value(report, "coverage@10"), 1e-12);
        Assert.Equal((7L, 3L, 4L, 5L, 2L), (report.Rows["train"], report.Rows["test"], report.Rows["users"], report.Rows["items"], report.Rows["evaluated"]));
    }

    [Fact]
    public async Task What_a_user_had_counts_again_when_seen_items_are_not_excluded()
    {
        Write("train.csv", "user,item", "ann,a", "bob,b");
        Write("test.csv", "user,item", "ann,a");
        Assert.Equal("a", (await MeasureAsync(new LabModel("item-knn", Defaults), excludeSeen: false)).Places.First().Item);
        Assert.Contains("--exclude-seen false", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(new LabModel("item-knn", Defaults)))).Fix);
    }

    [Fact]
    public async Task Looks_and_carts_of_a_file_are_learned_from_and_never_what_is_to_be_found()
    {
        Write("train.csv", "user,item,event", "ann,a,purchase", "bob,b,purchase", "bob,c,cart", "cat,b,view", "cat,d,view");
        Write("test.csv", "user,item,event", "cat,b,purchase", "ann,d,view", "cat,a,view");
        var report = await MeasureAsync(new LabModel("popular", Parameters("half_life_days=none cart_weight=0.5 view_weight=0.25")));
        Assert.Equal([("cat", "b", 1.25f), ("cat", "a", 1f), ("cat", "c", 0.5f), ("cat", "d", 0.25f)], report.Places.Select(place => (place.User, place.Item, place.Score)));
        var search = new Dictionary<string, IReadOnlyList<string>> { ["view_weight"] = ["0", "0.5", "learned"] };
        var question = new LabQuestion(_folder.File("train.csv"), _folder.File("test.csv"), new LabModel("item-knn", Defaults), null, true) { Search = search };
        Assert.Equal(3, (await _lab.RecommendAsync(question, null, default)).Trials.Count);
    }

    [Fact]
    public async Task Two_models_are_compared_user_by_user()
    {
        WriteRandom();
        var report = await MeasureAsync(new LabModel("item-knn", Parameters("K=5")), new LabModel("popular", Defaults));
        var gain = report.Paired.Single(metric => metric.Name == "ndcg@10");
        Assert.Equal(Value(report, "ndcg@10") - report.Against!.Metrics.Single(metric => metric.Name == "ndcg@10").Value, gain.Value, 1e-12);
        Assert.InRange(gain.Value, gain.Low!.Value, gain.High!.Value);
        Assert.All((await MeasureAsync(new LabModel("popular", Defaults), new LabModel("popular", Defaults))).Paired, metric => Assert.Equal((0, 0, 0), (metric.Value, metric.Low, metric.High)));
    }

    [Fact]
    public async Task A_search_halves_the_candidates_on_more_and_more_users_and_does_not_look_at_the_test_file()
    {
        WriteRandom();
        var search = new Dictionary<string, IReadOnlyList<string>> { ["K"] = ["1", "2", "5", "10", "20", "40"], ["include_self"] = ["true", "false"] };
        var question = new LabQuestion(_folder.File("train.csv"), _folder.File("test.csv"), new LabModel("item-knn", Defaults), null, true) { Search = search };
        var report = await _lab.RecommendAsync(question, null, default);
        Assert.Equal([(12, 334), (4, 1000)], report.Trials.GroupBy(trial => trial.Users).Select(round => (round.Count(), round.Key)));
        var best = report.Trials.Where(trial => trial.Users == 1000).MaxBy(trial => trial.Ndcg)!;
        Assert.All(best.Parameters, parameter => Assert.Equal(parameter.Value, report.Measured.Parameters[parameter.Key]));

        var trials = report.Trials.Select(trial => trial.Ndcg).ToList();
        await File.AppendAllLinesAsync(_folder.File("test.csv"), Enumerable.Range(0, 500).Select(i => $"{i},{i % 7}"));
        Assert.Equal(trials, (await _lab.RecommendAsync(question, null, default)).Trials.Select(trial => trial.Ndcg));
    }

    [Fact]
    public async Task The_same_files_give_the_same_figures_on_one_processor()
    {
        WriteRandom();
        var question = new LabQuestion(_folder.File("train.csv"), _folder.File("test.csv"), new LabModel("item-knn", Defaults), null, true);
        var all = await _lab.RecommendAsync(question, null, default);
        Assert.Equal(all.Measured.Metrics, (await _lab.RecommendAsync(question with { Threads = 1 }, null, default)).Measured.Metrics);
        Assert.Equal(all.Places, (await _lab.RecommendAsync(question, null, default)).Places);
    }

    [Theory]
    [InlineData("user,product\na,b", "row 1: there is no column item; there are user, product.")]
    [InlineData("user,item\na,b\n,c", "row 3, column user: '' is empty.")]
    [InlineData("user,item,value\na,b,1\na,c,NaN", "row 3, column value: 'NaN' is no number above 0.")]
    [InlineData("user,item,value\na,b,-1", "row 2, column value: '-1' is no number above 0.")]
    [InlineData("user,item,timestamp\na,b,yesterday", "row 2, column timestamp: 'yesterday' is no time.")]
    [InlineData("user,item,event\na,b,bought", "row 2, column event: 'bought' is none of purchase, cart, view.")]
    [InlineData("user,item\n", "has no rows.")]
    public async Task A_wrong_file_is_refused_with_its_place(string text, string message)
    {
        Write("train.csv", text.Split('\n'));
        Write("test.csv", "user,item", "a,b");
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(new LabModel("popular", Defaults)));
        Assert.Contains($"train.csv", refused.Message);
        Assert.EndsWith(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public async Task What_is_known_of_items_finds_those_that_were_never_bought()
    {
        Write("train.csv", "user,item", "ann,1", "bob,2");
        Write("test.csv", "user,item", "ann,3");
        Write("items.csv", "brand,item,name,category", "acme,1,red mug,home", ",2,green tea,food", "acme,3,blue mug,home");
        var question = new LabQuestion(_folder.File("train.csv"), _folder.File("test.csv"), new LabModel("content", Defaults), null, true) { Items = _folder.File("items.csv") };
        Assert.Equal(["3", "2"], (await _lab.RecommendAsync(question, null, default)).Places.Select(place => place.Item));
        foreach (var (rows, message) in ((string[], string)[])[(["item,title", "1,x"], "row 1: there is no column name; there are item, title."), (["item,name", "1,x", ",y"], "row 3, column item: '' is empty."), (["item,name", "1,x", "1,y"], "row 3, column item: '1' stands in an earlier row already.")])
        {
            Write("items.csv", rows);
            Assert.EndsWith($"items.csv, {message}", (await Assert.ThrowsAsync<OperatorException>(() => _lab.RecommendAsync(question, null, default))).Message);
        }
    }

    [Theory]
    [InlineData("magic", "", "There is no recommender 'magic'")]
    [InlineData("item-knn", "size=3", "item-knn has no parameter size; it has K,")]
    [InlineData("item-knn", "K=0", "K of item-knn is 0; it must be a whole number from 1 to")]
    [InlineData("item-knn", "include_self=maybe", "it must be true or false")]
    public async Task A_wrong_model_or_parameter_is_refused_before_a_file_is_read(string model, string parameters, string message)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(new LabModel(model, Parameters(parameters))));
        Assert.Contains(message, refused.Message);
    }

    [Fact]
    public void Times_may_be_seconds_milliseconds_or_dates()
    {
        Write("times.csv", "user,item,timestamp", "a,b,1314835200", "a,b,1314835200000", "a,b,2011-09-01", "a,b,2011-09-01 00:00:00");
        Assert.Equal(Enumerable.Repeat(1314835200000, 4), LabFile.Read(_folder.File("times.csv"), default).Times);
    }

    private Task<LabReport> MeasureAsync(LabModel model, LabModel? against = null, bool excludeSeen = true) =>
        _lab.RecommendAsync(new LabQuestion(_folder.File("train.csv"), _folder.File("test.csv"), model, against, excludeSeen), null, default);

    private static double Value(LabReport report, string name) => report.Measured.Metrics.Single(metric => metric.Name == name).Value;

    private static Dictionary<string, string> Parameters(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private void Write(string name, params string[] lines) => File.WriteAllLines(_folder.File(name), lines);

    // A thousand users of two tastes.
    private void WriteRandom()
    {
        var random = new SeededRandom(3);
        var rows = Enumerable.Range(0, 12_000).Select(i => (User: i % 1000, Item: (random.NextInt(20) * 2) + (random.NextInt(10) < 8 ? i % 2 : 1 - (i % 2)))).ToList();
        Write("train.csv", [.. rows.Take(9000).Select(row => $"{row.User},{row.Item}").Prepend("user,item")]);
        Write("test.csv", [.. rows.Skip(9000).Select(row => $"{row.User},{row.Item}").Prepend("user,item")]);
    }
}
