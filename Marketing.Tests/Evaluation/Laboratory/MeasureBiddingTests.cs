using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model.Bidding;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasureBiddingTests : IDisposable
{
    // Prices 1 to 3: ten impressions for 20, one click.
    private const string Prices = """{"price_counter_train": [0, 3, 4, 3], "imp_train": 10, "cost_train": 20, "clk_train": 1}""";

    private readonly EmptyFolder _folder = new();
    private readonly MeasureBidding _lab = new(new BiddingMethods());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Figures_follow_by_hand()
    {
        // An episode of 3 has a budget of 3. A constant 2 wins 1 and 2 of the first; 2 of the second, after which 1 is left; 1 of the last.
        var report = await MeasureAsync("1 1 0.1\n0\t2\t0.2\n0 1 0\n\n0 2 0.1\n1 3 1\n1 2 0.1\n0 1 0.1\n", Prices, "constant", ("bid", "2"));
        Assert.Equal(
            [new EpisodeOutcome("constant", 1, 3, 2, 1, 3), new EpisodeOutcome("constant", 2, 3, 1, 0, 2), new EpisodeOutcome("constant", 3, 1, 1, 0, 1)],
            report.Episodes);
        Assert.Equal((3, 7L, 3L, 3L, 10L, 1L), (report.Budget, report.Rows["auctions"], report.Rows["episodes"], report.Rows["clicks"], report.Rows["train"], report.Rows["train_clicks"]));
        var figures = report.Measured[0].Metrics.ToDictionary(metric => metric.Name);
        Assert.Equal((1, 0.0253, 5.5716), (figures["clicks"].Value, Math.Round(figures["clicks"].Low!.Value, 4), Math.Round(figures["clicks"].High!.Value, 4)));
        Assert.Equal((4, 6, 7), (figures["impressions"].Value, figures["cost"].Value, figures["auctions"].Value));
        Assert.Equal((4 / 7.0, 6 / 9.0, 1.5, 0.006), (figures["win_rate"].Value, figures["budget_used"].Value, figures["cpm"].Value, figures["ecpc"].Value));
    }

    [Fact]
    public async Task Without_a_win_what_is_divided_by_wins_is_left_out()
    {
        var report = await MeasureAsync("0 9 0.1\n", Prices, BiddingQuestion.AllModels);
        Assert.Equal(["constant", "mcpc", "linear", "ss_mdp", "rlb"], report.Measured.Select(one => one.Model));
        Assert.All(report.Measured, one => Assert.Equal(["clicks", "impressions", "cost", "auctions", "win_rate", "budget_used"], one.Metrics.Select(metric => metric.Name)));
    }

    [SharedDataTheory("ipinyou/2997/info.json")]
    [InlineData("rlb", 78, 39_680, 304_375)]
    [InlineData("ss_mdp", 80, 40_395, 306_637)]
    [InlineData("mcpc", 48, 14_752, 307_751)]
    [InlineData("linear", 71, 32_208, 203_610, "b0=10")]
    public async Task The_published_row_comes_back(string model, int clicks, int impressions, int cost, string parameters = "")
    {
        var question = new BiddingQuestion(SharedData.Find("ipinyou/2997/test.theta.txt")!, SharedData.Find("ipinyou/2997/info.json")!, 1 / 32.0, model, 1000)
        {
            Parameters = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
        };
        var report = await _lab.MeasureAsync(question, null, default);
        var figures = report.Measured[0].Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        Assert.Equal((clicks, impressions, cost, 156_063), (figures["clicks"], figures["impressions"], figures["cost"], figures["auctions"]));
        Assert.All(report.Episodes, one => Assert.InRange(one.Cost, 0, report.Budget));
    }

    [Theory]
    [InlineData("", "auctions.txt has no auctions.")]
    [InlineData("0 1\n", "auctions.txt, row 1: '0 1' has 2 columns and not 3.")]
    [InlineData("0 1 0.1\n\n0 cheap 0.1\n", "auctions.txt, row 3, column price: 'cheap' is no whole number from 0 up.")]
    [InlineData("0 -1 0.1\n", "auctions.txt, row 1, column price: '-1' is no whole number from 0 up.")]
    [InlineData("0 1.5 0.1\n", "auctions.txt, row 1, column price: '1.5' is no whole number from 0 up.")]
    [InlineData("0 1 1.1\n", "auctions.txt, row 1, column ctr: '1.1' is no rate from 0 to 1.")]
    [InlineData("0 1 NaN\n", "auctions.txt, row 1, column ctr: 'NaN' is no rate from 0 to 1.")]
    [InlineData("click winning_price predicted_ctr\n", "auctions.txt, row 1, column click: 'click' is neither 0 nor 1.")]
    public async Task Auctions_that_do_not_do_are_refused_with_the_place(string auctions, string message)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(auctions, Prices, "constant"));
        Assert.EndsWith(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("a line an auction", refused.Fix);
    }

    [Theory]
    [InlineData("", "prices.json, row 1, column 1: the text is no JSON from here on, or a field stands twice.")]
    [InlineData("{\n \"imp_train\": 3,,", "prices.json, row 2, column 17: the text is no JSON from here on, or a field stands twice.")]
    [InlineData("[1]", "prices.json: there is no object.")]
    [InlineData("""{"clk_train": 1}""", "prices.json: there is no field price_counter_train; there are clk_train.")]
    [InlineData("""{"price_counter_train": [0, 3], "imp_train": 3, "cost_train": 3}""", "there is no field clk_train; there are price_counter_train, imp_train, cost_train.")]
    [InlineData("""{"price_counter_train": [], "imp_train": 3, "cost_train": 3, "clk_train": 1}""", "field price_counter_train: there is no list of 1 to 10000 counts.")]
    [InlineData("""{"price_counter_train": [0, -3], "imp_train": 3, "cost_train": 3, "clk_train": 1}""", "field price_counter_train, price 1: '-3' is no whole number from 0 to 1000000000.")]
    [InlineData("""{"price_counter_train": [0, "x"], "imp_train": 3, "cost_train": 3, "clk_train": 1}""", "field price_counter_train, price 1: '\"x\"' is no whole number from 0 to 1000000000.")]
    [InlineData("""{"price_counter_train": [4, 0], "imp_train": 4, "cost_train": 0, "clk_train": 1}""", "no impression has cost anything; there is nothing to learn a price from.")]
    [InlineData("""{"price_counter_train": [0, 3], "imp_train": 4, "cost_train": 3, "clk_train": 1}""", "field imp_train: '4' is not what price_counter_train adds up to, which is 3 impressions.")]
    [InlineData("""{"price_counter_train": [0, 3], "imp_train": 3, "cost_train": 4, "clk_train": 1}""", "field cost_train: '4' is not what price_counter_train adds up to, which is 3 in cost.")]
    [InlineData("""{"price_counter_train": [0, 3], "imp_train": 3, "cost_train": 3, "clk_train": 0}""", "field clk_train: 0 clicks on 3 impressions; there must be one, and not more than impressions.")]
    public async Task Prices_that_do_not_do_are_refused_with_the_place(string prices, string message)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync("0 1 0.1\n", prices, "constant"));
        Assert.EndsWith(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("JSON file with price_counter_train", refused.Fix);
    }

    [Fact]
    public async Task Questions_that_cannot_be_answered_are_refused()
    {
        foreach (var (question, message) in ((BiddingQuestion, string)[])[
            (Asked() with { BudgetShare = 0 }, "The budget share is 0; it must be above 0 and at most 1."),
            (Asked() with { BudgetShare = double.NaN }, "The budget share is NaN; it must be above 0 and at most 1."),
            (Asked() with { BudgetShare = 32 }, "The budget share is 32; it must be above 0 and at most 1."),
            (Asked() with { Episode = 0 }, "An episode has 0 auctions; it must have 1 at least."),
            (Asked() with { Episode = 1, BudgetShare = 0.1 }, "The budget of an episode comes to less than one unit of price."),
            (Asked() with { Episode = int.MaxValue, BudgetShare = 1 }, "The budget of an episode comes to more than 2147483647 units of price."),
            (Asked() with { Episode = 1_000_000, Model = "rlb" }, "rlb keeps a number for each auction and each unit of the budget, which is 1,000,001,000,000 of them; 268,435,456 are the most."),
            (Asked() with { Model = "best" }, "There is no model 'best'; there are constant, mcpc, linear, ss_mdp, rlb."),
            (Asked() with { Parameters = new Dictionary<string, string> { ["laplace"] = "1" } }, "constant has no parameter laplace; it has bid."),
            (Asked() with { Model = "all", Parameters = new Dictionary<string, string> { ["gamma"] = "1" } }, "No model has a parameter gamma."),
            (Asked() with { Model = "all", Parameters = new Dictionary<string, string> { ["b0"] = "x" } }, "b0 of linear is x; it must be a number from 0 to 1000000, or learned."),
            (Asked() with { Auctions = _folder.File("none.txt") }, $"There is no file {_folder.File("none.txt")}."),
            (Asked() with { Prices = _folder.Path }, $"{_folder.Path} is a folder.")])
        {
            await File.WriteAllTextAsync(_folder.File("auctions.txt"), "0 1 0.1\n");
            await File.WriteAllTextAsync(_folder.File("prices.json"), Prices);
            var refused = await Assert.ThrowsAsync<OperatorException>(() => _lab.MeasureAsync(question, null, default));
            Assert.Equal((message, 2), (refused.Message, refused.ExitCode));
            Assert.NotEmpty(refused.Fix);
        }
    }

    private BiddingQuestion Asked() => new(_folder.File("auctions.txt"), _folder.File("prices.json"), 0.5, "constant", 3);

    private Task<BiddingReport> MeasureAsync(string auctions, string prices, string model, params (string Name, string Value)[] parameters)
    {
        File.WriteAllText(_folder.File("auctions.txt"), auctions);
        File.WriteAllText(_folder.File("prices.json"), prices);
        return _lab.MeasureAsync(Asked() with { Model = model, Parameters = parameters.ToDictionary(pair => pair.Name, pair => pair.Value) }, null, default);
    }
}
