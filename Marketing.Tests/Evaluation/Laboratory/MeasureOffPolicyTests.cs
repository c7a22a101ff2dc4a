using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model.Tables;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasureOffPolicyTests : IDisposable
{
    private const string Log = "action,reward,propensity\na,1,0.5\nb,0,0.5\n";
    private const string Policy = "action,probability\na,0.75\nb,0.25\n";

    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_may_stand_in_any_order_and_names_are_matched_between_the_files()
    {
        var log = $"Reward,position,ACTION,propensity,note\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"{(i % 4 == 0 ? 1 : 0)},{(i % 8 < 4 ? "left" : "right")},{(i % 2 == 0 ? "a" : "b")},0.5,\"x,y\"\n"))}\n";
        var report = await EvaluateAsync(log, "probability,action,position\n1,a,left\n0.5,b,right\n0.5,a,right\n0,c,left\n");
        Assert.Equal((200L, 3L, 2L, 4L), (report.Rows["log"], report.Rows["actions"], report.Rows["positions"], report.Rows["policy"]));

        // a pays half of the time; left always gets a, right half of the time.
        Assert.Equal(0.375, Figure(report, "ips").Value, 1e-12);
        Assert.Equal(0.25, Figure(report, "on_policy").Value, 1e-12);
        Assert.Equal(Figure(report, "ips").Value, Figure(report, "snips").Value, 1e-12);
        Assert.Equal(OffPolicyReason.NotDeterministic, Missing(report, "replay").Reason);
        Assert.Null(report.Unlogged);
    }

    [Fact]
    public async Task A_policy_without_positions_is_the_same_at_each()
    {
        var log = $"position,action,reward,propensity\n{Rows(200, i => $"{i % 2},{(i % 4 < 2 ? "a" : "b")},{(i % 4 < 2 ? 1 : 0)},0.5")}";
        Assert.Equal(0.75, Figure(await EvaluateAsync(log, Policy), "ips").Value, 1e-12);
    }

    [Fact]
    public async Task A_log_can_tell_the_policy_itself_and_leaves_untold_what_needs_all_of_it()
    {
        var report = await EvaluateAsync($"action,reward,propensity,policy_probability\n{Rows(200, i => i % 2 == 0 ? "a,1,0.5,0.9" : "b,0,0.5,0.1")}", null);
        Assert.Equal(0.9, Figure(report, "snips").Value, 1e-12);
        Assert.All((string[])["dm", "dr", "sndr", "switch_dr", "dr_os", "replay"], name => Assert.Equal(OffPolicyReason.NeedsWholePolicy, Missing(report, name).Reason));
        Assert.Null(report.Answer.Diagnostics!.UnloggedMass);
    }

    [Fact]
    public async Task What_the_log_never_shows_is_refused_with_the_place_that_asks_for_it()
    {
        var report = await EvaluateAsync($"action,reward,propensity\n{Rows(400, i => i % 2 == 0 ? "a,1,0.5" : "b,0,0.5")}", "action,probability\na,0.6\nb,0.1\nB,0.3\n");
        var refused = Assert.IsType<OffPolicyAnswer.Refused>(report.Answer);
        Assert.Equal(OffPolicyReason.NoOverlap, refused.Reasons[0].Code);
        Assert.Equal(0.3, refused.Diagnostics!.UnloggedMass!.Value, 1e-12);
        Assert.EndsWith("policy.csv, row 4, column action: 'B'", report.Unlogged);
    }

    [Fact]
    public async Task A_regression_sees_the_context_that_means_do_not()
    {
        // Who is young buys a, who is old b; the log does not look, and the policy neither.
        var log = $"action,reward,propensity,age,noise\n{Rows(1200, i => $"{(i % 2 == 0 ? "a" : "b")},{(i % 2 == 0 == i % 3 < 1 ? 1 : 0)},0.5,{(i % 3 < 1 ? 20 : 60)},{i * 7919 % 13}")}";
        var report = await EvaluateAsync(log, Policy, question => question with { RewardModel = "logistic", LeaveOut = ["noise"], Categories = ["AGE"], Resamples = 100 });
        Assert.Equal("logistic", report.RewardModel);
        Assert.Equal(("3", "1", "100"), (report.Parameters["folds"], report.Parameters["l2"], report.Parameters["bootstrap"]));
        Assert.All((string[])["dm", "dr", "snips"], name => Assert.Equal((0.75 / 3) + (0.25 * 2 / 3), Figure(report, name).Value, 0.02));
        var same = await EvaluateAsync(log, Policy, question => question with { RewardModel = "logistic", LeaveOut = ["noise"], Categories = ["age"], Resamples = 100 });
        Assert.Equal(Figure(report, "dr"), Figure(same, "dr"));
    }

    [Theory]
    [InlineData("", Policy, "log.csv, row 1: the file is empty; it has no header.")]
    [InlineData("action,reward,propensity\n", Policy, "log.csv, row 2: the file ends after its header; it has no rows.")]
    [InlineData("action,reward,p\na,1,0.5\n", Policy, "log.csv, row 1: there is no column propensity; there are action, reward, p.")]
    [InlineData("item,reward,propensity\na,1,0.5\n", Policy, "log.csv, row 1: there is no column action; there are item, reward, propensity.")]
    [InlineData("action,reward,propensity,action\na,1,0.5,a\n", Policy, "log.csv, row 1: the column 'action' stands twice.")]
    [InlineData("action,reward,propensity\na,1,0.5\nb,1,0\n", Policy, "log.csv, row 3, column propensity: '0' is no probability above 0 and at most 1.")]
    [InlineData("action,reward,propensity\na,1,1.5\n", Policy, "log.csv, row 2, column propensity: '1.5' is no probability above 0 and at most 1.")]
    [InlineData("action,reward,propensity\na,1,-0.5\n", Policy, "log.csv, row 2, column propensity: '-0.5' is no probability above 0 and at most 1.")]
    [InlineData("action,reward,propensity\na,1,NaN\n", Policy, "log.csv, row 2, column propensity: 'NaN' is no probability above 0 and at most 1.")]
    [InlineData("action,reward,propensity\na,1,often\n", Policy, "log.csv, row 2, column propensity: 'often' is no probability above 0 and at most 1.")]
    [InlineData("action,reward,propensity\na,1,\n", Policy, "log.csv, row 2, column propensity: '' is no probability above 0 and at most 1.")]
    [InlineData("action,reward,propensity\na,yes,0.5\n", Policy, "log.csv, row 2, column reward: 'yes' is no number.")]
    [InlineData("action,reward,propensity\na,Infinity,0.5\n", Policy, "log.csv, row 2, column reward: 'Infinity' is no number.")]
    [InlineData("action,reward,propensity\n,1,0.5\n", Policy, "log.csv, row 2, column action: '' is empty.")]
    [InlineData("action,position,reward,propensity\na,,1,0.5\n", Policy, "log.csv, row 2, column position: '' is empty.")]
    [InlineData("action,reward,propensity\na,1\n", Policy, "log.csv, row 2, column propensity: the row ends before it, with 2 cells; the header has 3.")]
    [InlineData("action,reward,propensity\na,1,0.5,7\n", Policy, "log.csv, row 2, column 4: the row goes on behind the last column, with 4 cells; the header has 3.")]
    [InlineData("action,reward,propensity\na,\"1,0.5\n", Policy, "log.csv, row 2, column 2: the row is no CSV.")]
    [InlineData(Log, "", "policy.csv, row 1: the file is empty; it has no header.")]
    [InlineData(Log, "action,probability\n", "policy.csv, row 2: the file ends after its header; it has no rows.")]
    [InlineData(Log, "action,share\na,1\n", "policy.csv, row 1: there is no column probability; there are action, share.")]
    [InlineData(Log, "action,probability\na,0.75\nb,x\n", "policy.csv, row 3, column probability: 'x' is no probability from 0 to 1.")]
    [InlineData(Log, "action,probability\na,1.25\nb,-0.25\n", "policy.csv, row 2, column probability: '1.25' is no probability from 0 to 1.")]
    [InlineData(Log, "action,probability\na,0.75\nb,0.2\n", "policy.csv, column probability: the probabilities add up to 0.95, not to 1.")]
    [InlineData(Log, "action,probability\na,0.75\na,0.25\n", "policy.csv, row 3, column action: 'a' stands in row 2 already.")]
    [InlineData(Log, "action,probability\n,1\n", "policy.csv, row 2, column action: '' is empty.")]
    [InlineData(Log, "action,position,probability\na,1,1\n", "policy.csv, row 1, column position: the log ")]
    [InlineData("action,position,reward,propensity\na,1,1,0.5\nb,2,1,0.5\n", "action,position,probability\na,1,1\n", "policy.csv: no row is for position '2', which the log ")]
    [InlineData("action,position,reward,propensity\na,1,1,0.5\nb,2,1,0.5\n", "action,position,probability\na,1,1\nb,2,0.5\n", "policy.csv, column probability: the probabilities of position '2' add up to 0.5, not to 1.")]
    [InlineData("action,position,reward,propensity\na,1,1,0.5\n", "action,position,probability\na,1,0.5\na,1,0.5\n", "policy.csv, row 3, column action: 'a' at position '1' stands in row 2 already.")]
    [InlineData(Log, null, "log.csv, row 1: nothing tells what the policy would do; there is no column policy_probability.")]
    [InlineData("action,reward,propensity,policy_probability\na,1,0.5,0.5\n", Policy, "log.csv, row 1, column policy_probability: the log tells the policy, and so does ")]
    [InlineData("action,reward,propensity,policy_probability\na,1,0.5,2\n", null, "log.csv, row 2, column policy_probability: '2' is no probability from 0 to 1.")]
    public async Task A_wrong_file_is_refused_with_its_place(string log, string? policy, string message)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => EvaluateAsync(log, policy));
        Assert.Contains(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
        Assert.NotEmpty(refused.Fix);
    }

    [Fact]
    public async Task An_option_out_of_its_range_is_refused_before_a_file_is_read()
    {
        foreach (var (wrong, message) in (ValueTuple<Func<OffPolicyQuestion, OffPolicyQuestion>, string>[])
        [
            (question => question with { Clip = 0 }, "--clip must be above 0; it is 0."),
            (question => question with { Clip = double.NaN }, "--clip must be above 0; it is NaN."),
            (question => question with { Switch = -1 }, "--switch must be 0 or more; it is -1."),
            (question => question with { Shrinkage = 0 }, "--shrinkage must be above 0; it is 0."),
            (question => question with { Ucb1 = -0.5 }, "--ucb1 must be 0 or more; it is -0.5."),
            (question => question with { Resamples = 99 }, "--bootstrap must be from 100 to 100,000; it is 99."),
            (question => question with { RewardModel = "oracle" }, "There is no reward model 'oracle'."),
        ])
        {
            Assert.Equal(message, (await Assert.ThrowsAsync<OperatorException>(() => EvaluateAsync("", "", wrong))).Message);
        }
    }

    [Fact]
    public async Task The_regression_is_told_of_rewards_and_columns_that_it_cannot_take()
    {
        var log = $"action,reward,propensity,age\n{Rows(200, i => i % 2 == 0 ? "a,2.5,0.5,3" : "b,0,0.5,4")}";
        Task<OffPolicyReport> Logistic(string text, Func<OffPolicyQuestion, OffPolicyQuestion>? change = null) => EvaluateAsync(text, Policy, question => (change ?? (same => same))(question with { RewardModel = "logistic" }));
        Assert.Contains("log.csv, column reward: the reward model logistic needs rewards of 0 and 1; there is 2.5.", (await Assert.ThrowsAsync<OperatorException>(() => Logistic(log))).Message);
        Assert.Contains("log.csv, row 1: there is no column height; there are age.", (await Assert.ThrowsAsync<OperatorException>(() => Logistic(log, question => question with { LeaveOut = ["height"] }))).Message);
        Assert.Contains("log.csv, row 1: there is no column action; there are age.", (await Assert.ThrowsAsync<OperatorException>(() => Logistic(log, question => question with { Categories = ["action"] }))).Message);
        Assert.Contains("log.csv, row 41, column age: 'old' is no number that single precision holds", (await Assert.ThrowsAsync<OperatorException>(() => Logistic($"action,reward,propensity,age\n{Rows(100, i => i == 39 ? "a,1,0.5,old" : i % 2 == 0 ? "b,0,0.5,1" : "a,1,0.5,2")}"))).Message);
    }

    [Fact]
    public async Task UCB1_is_replayed_where_it_is_asked_for()
    {
        var log = $"action,reward,propensity\n{Rows(400, i => i % 2 == 0 ? "a,1,0.5" : "b,0,0.5")}";
        var report = await EvaluateAsync(log, "action,probability\na,1\n", question => question with { Ucb1 = 0 });
        Assert.Equal((1.0, 200L), (Figure(report, "replay").Value, Figure(report, "replay").Matched));
        var ucb = Figure(report, "replay_ucb1");
        Assert.True(ucb is { Low: null, Bernstein: null, Value: > 0.98 });
        Assert.DoesNotContain(Assert.IsType<OffPolicyAnswer.Answered>((await EvaluateAsync(log, Policy)).Answer).Figures, figure => figure.Name == "replay_ucb1");
    }

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private static OffPolicyFigure.Estimated Figure(OffPolicyReport report, string name) => Assert.IsType<OffPolicyFigure.Estimated>(Assert.IsType<OffPolicyAnswer.Answered>(report.Answer).Figures.Single(figure => figure.Name == name));

    private static OffPolicyFigure.Missing Missing(OffPolicyReport report, string name) => Assert.IsType<OffPolicyFigure.Missing>(Assert.IsType<OffPolicyAnswer.Answered>(report.Answer).Figures.Single(figure => figure.Name == name));

    private async Task<OffPolicyReport> EvaluateAsync(string log, string? policy, Func<OffPolicyQuestion, OffPolicyQuestion>? change = null)
    {
        await File.WriteAllTextAsync(_folder.File("log.csv"), log);
        await File.WriteAllTextAsync(_folder.File("policy.csv"), policy ?? "");
        var question = new OffPolicyQuestion(_folder.File("log.csv"), policy is null ? null : _folder.File("policy.csv"));
        return await new MeasureOffPolicy(new FitTableMethods([new LogisticMethod()]), Options.Create(new EvaluationOptions { BootstrapResamples = 200 })).EvaluateAsync(change?.Invoke(question) ?? question, null, default);
    }
}
