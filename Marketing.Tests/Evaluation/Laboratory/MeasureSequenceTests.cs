using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Registry;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasureSequenceTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly MeasureSequence _lab = new(new FitMethods(ModelRig.Methods(), Options.Create(new ModelOptions())), Options.Create(new EvaluationOptions()));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lists_and_figures_are_those_that_follow_by_hand()
    {
        // Learned: 1 2, 1 2, 3. After 1 came 2 with both. u is asked for 3 after 1 2 and, to validate, ...
        File.WriteAllLines(_folder.File("all.txt"), ["u 1 2 3 4", "v\t1\t2\t4\t3", "", "w 3 1 2", "x 9 9"]);
        var report = await MeasureAsync(new LabModel("follow", Parameters("mix=0 last=1 half_life_days=none")));
        Assert.Equal((11L, 3L, 4L, 1L, 3L, 3L), (report.Rows["train"], report.Rows["users"], report.Rows["items"], report.Rows["left_out"], report.Rows["evaluated"], report.Rows["validated"]));

        // The last of u, known by 1 2 3, is 4: nobody has had it when the model learned, and it is all that is left. v likewise for 3. w, known by
        // 3 1, is looking for 2, which came after 1 twice. To validate: u and v, known by 1 2, for 3 and 4; popularity has 3 before 4. w, known by 3,
        // for 1: popularity has 1 and 2 alike before 4, and the lower index first.
        Assert.Equal([("u", 1, "4"), ("v", 1, "3"), ("w", 1, "2"), ("w", 2, "4")], report.Places.Select(place => (place.User, place.Rank, place.Item)));
        Assert.Equal(1, Value(report, "ndcg@10"), 1e-12);
        Assert.Equal((1 + (1 / Math.Log2(3)) + 1) / 3, Value(report, "validation_ndcg@10"), 1e-12);
        Assert.Equal(1, Value(report, "hit@10"), 1e-12);
    }

    [Theory]
    [InlineData("u 1 2 3\nv\n", "all.txt, row 2: the user 'v' has no item.")]
    [InlineData("u 1 2 3\n\nu 4 5 6\n", "all.txt, row 3: the user 'u' stands in an earlier row already.")]
    [InlineData("u 1 2\n", "all.txt has no user with 3 items.")]
    public async Task A_wrong_file_is_refused_with_its_place(string text, string message)
    {
        File.WriteAllText(_folder.File("all.txt"), text);
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(new LabModel("popular", Parameters(""))));
        Assert.EndsWith(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
        File.Delete(_folder.File("all.txt"));
        Assert.StartsWith("There is no file", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(new LabModel("popular", Parameters(""))))).Message);
    }

    [Trait("Category", "Slow")]
    [SharedDataTheory("amazon-beauty/Beauty.txt")]
    [InlineData("markov_last1", "mix=0 last=1")]
    [InlineData("cos_last5", "follow=0 last=5 decay=false")]
    [InlineData("cos_last5_w", "follow=0 last=5")]
    [InlineData("cos_all_w", "follow=0")]
    [InlineData("mix_all_w", "")]
    public async Task Beauty_has_the_figures_of_the_reference(string row, string parameters)
    {
        var question = new SequenceQuestion(SharedData.Find("amazon-beauty/Beauty.txt")!, new LabModel("follow", Parameters($"{parameters} half_life_days=none K=100000")));
        var (report, golden) = (await _lab.MeasureAsync(question, null, default), Golden.Read("sequences.json").GetProperty("beauty"));
        Assert.Equal((golden.GetProperty("interactions").GetInt64(), golden.GetProperty("users").GetInt64(), golden.GetProperty("items").GetInt64()), (report.Rows["train"], report.Rows["users"], report.Rows["items"]));
        var (test, validation) = (golden.GetProperty("results").GetProperty(row).GetProperty("test"), golden.GetProperty("results").GetProperty(row).GetProperty("valid"));
        foreach (var (expected, name) in ((double, string)[])[(test.GetProperty("HR10").GetDouble(), "hit@10"), (test.GetProperty("NDCG10").GetDouble(), "ndcg@10"), (test.GetProperty("HR20").GetDouble(), "hit@20"), (validation.GetProperty("HR10").GetDouble(), "validation_hit@10"), (validation.GetProperty("NDCG10").GetDouble(), "validation_ndcg@10")])
        {
            Assert.Equal(expected, Value(report, name), 1e-4);
        }
    }

    private Task<LabReport> MeasureAsync(LabModel model) => _lab.MeasureAsync(new SequenceQuestion(_folder.File("all.txt"), model), null, default);

    private static double Value(LabReport report, string name) => report.Measured.Metrics.Single(metric => metric.Name == name).Value;

    private static Dictionary<string, string> Parameters(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
}
