using System.Globalization;
using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Contacts;
using Marketing.Tests.Model.Contacts;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasureContactsTests : IDisposable
{
    private const string Header = "customer,step,action,propensity,reward,x_taste\n";

    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_of_customers_who_tire_tells_gains_and_reasons_by_them()
    {
        var report = await MeasureAsync(Tiring(800), question => question with { Model = "q-table", History = false, Parameters = new Dictionary<string, string> { ["bins"] = "5" } });
        Assert.Equal(["logging", "myopic", "q-table"], report.Measured.Select(one => one.Measured.Model));
        Assert.Equal(["x_taste", "x_fatigue"], report.Features);
        Assert.Equal(["nothing", "mail"], report.Actions);
        Assert.Equal((800L, 400L, 400L, 2L), (report.Rows["customers"], report.Rows["learned_customers"], report.Rows["held_out_customers"], report.Rows["features"]));
        var table = report.Measured[2];
        foreach (var (gain, reason) in (ValueTuple<string, string>[])[("gain_over_myopic", ContactReason.NoGainOverMyopic), ("gain_over_logging", ContactReason.NoGainOverLogging)])
        {
            Assert.Equal(!(table.Judged.Figures.Single(figure => figure.Name == gain).Low > 0), table.Judged.Reasons.Any(one => one.Code == reason));
        }

        Assert.Equal(("0.9", "5"), (table.Measured.Parameters["gamma"], table.Measured.Parameters["bins"]));
        Assert.Equal(["wdr", "dr", "wpdis", "pdis", "fqe", "gain_over_myopic", "gain_over_logging"], table.Measured.Metrics.Select(metric => metric.Name));
        Assert.All(table.Measured.Metrics, metric => Assert.InRange(metric.Value, metric.Low!.Value, metric.High!.Value));

        var details = report.Details.Where(one => one.Model == "q-table").ToList();
        Assert.Equal(2 * details.Select(one => (one.Customer, one.Clock)).Distinct().Count(), details.Count);
        Assert.All(details.GroupBy(one => (one.Customer, one.Clock)), row => Assert.Equal(1, row.Sum(one => one.Option.Probability), 1e-9));
    }

    [Fact]
    public async Task Rows_of_customers_may_stand_between_one_another_and_days_count_as_such()
    {
        // A mail leads to what is worth 16 two days later.
        var rows = string.Concat(Enumerable.Range(0, 300).Select(i => $"a{i},2027-01-31,mail,0.5,0,0\nb{i},2027-01-31T12:00:00Z,nothing,0.5,1,1\na{i},2027-02-02,nothing,0.5,16,1\n"));
        var report = await MeasureAsync($"customer,at,action,propensity,reward,end\n{rows}", question => question with { Model = "q-table", Terms = question.Terms with { Gamma = 0.5 }, Parameters = new Dictionary<string, string> { ["tau"] = "0" } });
        Assert.Equal(ContactHistory.Features, report.Features);
        var first = report.Details.First(one => one is { Model: "q-table", Action: "mail" } && one.Customer.StartsWith('a'));
        Assert.Equal(0.25 * 16, first.Option.Value!.Value, 1e-6);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 86400.0, first.Clock, 1e-9);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_figures()
    {
        var log = Tiring(120);
        Task<ContactReport> Measured(int seed) => MeasureAsync(log, question => question with { Model = "q-table", Terms = question.Terms with { Seed = seed } });
        var (one, same, other) = (await Measured(3), await Measured(3), await Measured(4));
        Assert.Equal(one.Measured[2].Measured.Metrics, same.Measured[2].Measured.Metrics);
        Assert.NotEqual(one.Measured[2].Measured.Metrics, other.Measured[2].Measured.Metrics);
    }

    [Theory]
    [InlineData("", "log.csv, row 1: the file is empty; it has no header.")]
    [InlineData(Header, "log.csv, row 2: the file ends after its header; it has no rows.")]
    [InlineData("customer,action,propensity,reward\n1,mail,1,1\n", "log.csv, row 1: there is neither a column step nor at.")]
    [InlineData("customer,step,at,action,propensity,reward\n1,1,1,mail,1,1\n", "log.csv, row 1: there are both columns step and at.")]
    [InlineData("customer,step,action,reward\n1,1,mail,1\n", "log.csv, row 1: there is no column propensity; there are customer, step, action, reward.")]
    [InlineData(Header + "1,1,mail,0.5,1,3\n1,2,mail,0,1,3\n", "log.csv, row 3, column propensity: '0': The propensity is not above 0 and at most 1.")]
    [InlineData(Header + "1,1,mail,NaN,1,3\n1,2,mail,1,1,3\n", "log.csv, row 2, column propensity: 'NaN': The propensity is not above 0 and at most 1.")]
    [InlineData(Header + "1,1,mail,often,1,3\n", "log.csv, row 2, column propensity: 'often' is no number.")]
    [InlineData(Header + "1,1,mail,1,,3\n", "log.csv, row 2, column reward: '' is no number.")]
    [InlineData(Header + "1,1,mail,1,Infinity,3\n1,2,mail,1,1,3\n", "log.csv, row 2, column reward: 'Infinity': The reward is not a number up to 1e9 either way.")]
    [InlineData(Header + "1,1,mail,1,1,\n", "log.csv, row 2, column x_taste: '' is no number.")]
    [InlineData(Header + "1,1,mail,1,1,NaN\n1,2,mail,1,1,1\n", "log.csv, row 2, column x_...: A number of the state is not finite, or beyond 1e9.")]
    [InlineData(Header + ",1,mail,1,1,3\n", "log.csv, row 2, column customer: '' is empty.")]
    [InlineData(Header + "1,1,,1,1,3\n", "log.csv, row 2, column action: '' is empty.")]
    [InlineData(Header + "1,first,mail,1,1,3\n", "log.csv, row 2, column step: 'first' is no number.")]
    [InlineData("customer,at,action,propensity,reward\n1,soon,mail,1,1\n", "log.csv, row 2, column at: 'soon' is no day or time.")]
    [InlineData(Header + "1,2,mail,0.5,1,3\n2,1,mail,0.5,1,3\n1,1,mail,0.5,1,3\n2,2,mail,0.5,1,3\n", "log.csv, row 4, column step: '1': The clock does not go on from the step before.")]
    [InlineData(Header + "1,1,mail,0.5,1,3\n1,2,mail,0.5,1,3\n2,1,mail,0.5,1,3\n", "log.csv, row 4, column customer: '2': The trajectory has one step that does not end")]
    [InlineData("customer,step,action,propensity,reward,end\n1,1,mail,0.5,1,1\n1,2,mail,0.5,1,0\n", "log.csv, row 3, column end: The step before ends; nothing can follow.")]
    [InlineData("customer,step,action,propensity,reward,end\n1,1,mail,0.5,1,maybe\n", "log.csv, row 2, column end: 'maybe' is neither 1 nor 0.")]
    [InlineData(Header + "1,1,nothing,1,1,3\n1,2,nothing,1,1,3\n", "log.csv, row 1, column action: There are 1 actions; there must be 2 to 64.")]
    [InlineData("customer,step,action,propensity,reward,x_a,x_A\n1,1,mail,1,1,3,4\n", "log.csv, row 1: the column 'x_A' stands twice.")]
    [InlineData(Header + "1,1,mail,1,1\n", "log.csv, row 2, column x_taste: the row ends before it, with 5 cells; the header has 6.")]
    [InlineData(Header + "1,1,mail,0.5,1,3\n1,2,mail,0.5,1,3\n", "log.csv: of 1 customers too few are left to learn from or to compare on.")]
    public async Task A_wrong_file_is_refused_with_its_place(string log, string message)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(log, question => question));
        Assert.Contains(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
        Assert.NotEmpty(refused.Fix);
    }

    [Fact]
    public async Task An_action_that_is_none_of_those_named_is_a_slip()
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync($"{Header}1,1,mail,0.5,1,3\n1,2,mial,0.5,1,3\n", question => question with { Actions = ["mail"] }));
        Assert.Contains("log.csv, row 3, column action: 'mial' is none of the actions nothing, mail.", refused.Message);
        Assert.Contains("--actions", refused.Fix);
    }

    [Fact]
    public async Task What_no_action_has_rows_for_is_refused_with_the_fix()
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync($"{Header}{string.Concat(Enumerable.Range(0, 6).Select(i => $"{i},1,mail,0.5,1,3\n{i},2,nothing,0.5,1,3\n"))}", question => question with { Model = "cql" }));
        Assert.Contains("No action has 20 rows in the log.", refused.Message);
        Assert.Contains("lower least_rows", refused.Fix);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public async Task An_option_out_of_its_range_is_refused_before_a_file_is_read()
    {
        foreach (var (wrong, message) in (ValueTuple<Func<ContactQuestion, ContactQuestion>, string>[])
        [
            (question => question with { Terms = new ContactTerms(1.5) }, "--gamma is 1.5; it must be from 0 to 1, for example 0.95."),
            (question => question with { Terms = new ContactTerms(double.NaN) }, "--gamma is NaN; it must be from 0 to 1, for example 0.95."),
            (question => question with { HoldOut = 1 }, "--hold-out is 1; it must be above 0 and below 1, for example 0.5."),
            (question => question with { Terms = question.Terms with { LeastCovered = -1 } }, "--coverage is -1; it must be from 0 to 1, for example 0.5."),
            (question => question with { Terms = question.Terms with { Resamples = 9 } }, "--bootstrap is 9; it must be from 100 to 100000."),
            (question => question with { Model = "dqn" }, "There is no model 'dqn'; there are logging, myopic, q-table, fitted-q, cql."),
            (question => question with { Model = "cql", Parameters = new Dictionary<string, string> { ["bins"] = "3" } }, "cql has no parameter bins; it has gamma, alpha"),
            (question => question with { Model = "all", Parameters = new Dictionary<string, string> { ["depth"] = "3" } }, "No model has a parameter depth."),
            (question => question with { Model = "cql", Parameters = new Dictionary<string, string> { ["alpha"] = "-1" } }, "alpha of cql is -1"),
        ])
        {
            Assert.Contains(message, (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync("", wrong))).Message);
        }
    }

    private static string Tiring(int customers)
    {
        var log = FatigueWorld.Log(31, customers, 8);
        return "customer,step,action,propensity,reward,end,x_taste,x_fatigue\n" + string.Concat(log.Trajectories.SelectMany(one => one.Steps.Select(step =>
            string.Create(CultureInfo.InvariantCulture, $"{one.Customer},{step.Clock},{log.Actions[step.Action]},{step.Propensity},{step.Reward:R},{(step.Ends ? 1 : 0)},{step.State.Span[0]:R},{step.State.Span[1]:R}\n"))));
    }

    private Task<ContactReport> MeasureAsync(string log, Func<ContactQuestion, ContactQuestion> change)
    {
        File.WriteAllText(_folder.File("log.csv"), log);
        var question = new ContactQuestion(_folder.File("log.csv"), "q-table", new ContactTerms(0.9) { Resamples = 100 });
        return new MeasureContacts(new ContactMethods(), Options.Create(new EvaluationOptions())).MeasureAsync(change(question), null, CancellationToken.None);
    }
}
