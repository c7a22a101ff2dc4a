using System.Globalization;
using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Evaluation.OffPolicy;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class LabOpeCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Real_logs_answer_as_JSON_with_intervals_and_diagnostics()
    {
        await WriteAsync("random", "men", OpenBandit.Thompson("men"));
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "ope", "--log", "log.csv", "--policy", "policy.csv", "--bootstrap", "100", "--seed", "3", "--threads", "1", "--json");
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("ope", "means", 100, 3, 5), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("bootstrap").GetInt32(), json.GetProperty("parameters").GetProperty("seed").GetInt32(), json.GetProperty("parameters").GetProperty("switch").GetInt32()));
        var metrics = json.GetProperty("metrics");
        foreach (var name in (string[])["on_policy", "ips", "snips", "dm", "dr", "sndr", "switch_dr", "dr_os"])
        {
            var metric = metrics.GetProperty(name);
            Assert.InRange(metric.GetProperty("value").GetDouble(), metric.GetProperty("low").GetDouble(), metric.GetProperty("high").GetDouble());
        }

        Assert.Equal(0.00454005578, metrics.GetProperty("ips").GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal(2474.27, metrics.GetProperty("effective_sample_size").GetDouble(), 0.01);
        Assert.Equal(10.666, json.GetProperty("bernstein").GetProperty("ips").GetProperty("largest_term").GetDouble(), 0.001);
        Assert.Equal("not_deterministic", json.GetProperty("missing").GetProperty("replay").GetString());
        Assert.Equal((JsonValueKind.Null, 10_000), (json.GetProperty("refused").ValueKind, json.GetProperty("rows").GetProperty("log").GetInt32()));
        Assert.True(json.GetProperty("seconds").GetProperty("score").GetDouble() > 0 && json.GetProperty("peak_bytes").GetInt64() > 1_000_000);
    }

    [Fact]
    public async Task A_question_that_the_logs_cannot_answer_is_refused_and_JSON_still_tells_why()
    {
        await WriteAsync("bts", "women", OpenBandit.Uniform("women"));
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "ope", "--log", "log.csv", "--policy", "policy.csv", "--json");
        Assert.Equal(ExitStatus.BadInput, run.Status);
        Assert.Contains("log.csv cannot tell what the policy would earn: the effective sample size is 2.1 of 10,000 rows, 100 rows and 1 % of them are the least.", run.Error);
        Assert.Contains("Log more rows", run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        var reason = Assert.Single(json.GetProperty("refused").EnumerateArray());
        Assert.Equal("small_effective_sample", reason.GetProperty("code").GetString());
        Assert.Equal(2.0778, reason.GetProperty("values").GetProperty("effective").GetDouble(), 1e-3);
        Assert.Equal(2.0778, json.GetProperty("metrics").GetProperty("effective_sample_size").GetDouble(), 1e-3);
        Assert.False(json.GetProperty("metrics").TryGetProperty("ips", out _));
        var words = await ProgramRun.ToEndAsync(_folder.Path, "lab", "ope", "--log", "log.csv", "--policy", "policy.csv", "--set", "Evaluation:LeastEffectiveRows=2", "--set", "Evaluation:LeastEffectiveShare=0", "--bootstrap", "100");
        Assert.True(words.Status == ExitStatus.Succeeded, words.Error);
        Assert.Contains("  ips                 0.00744  (", words.Output);
        Assert.Contains("  largest_weight        21739.1", words.Output);
        Assert.Contains("  replay              untold: the policy leaves something to chance", words.Output);
    }

    [Fact]
    public async Task Every_reason_has_its_words()
    {
        await File.WriteAllTextAsync(_folder.File("log.csv"), "action,reward,propensity\na,1,0.2\nb,0,0.2\n");
        await File.WriteAllTextAsync(_folder.File("policy.csv"), "action,probability\na,0.5\nc,0.5\n");
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "ope", "--log", "log.csv", "--policy", "policy.csv");
        Assert.Equal(ExitStatus.BadInput, run.Status);
        Assert.Contains("50 % of what the policy chooses was never logged, 1 % at most may be (most of it ", run.Error);
        Assert.Contains("policy.csv, row 3, column action: 'c')", run.Error);
        Assert.Contains("; the effective sample size is 1 of 2 rows", run.Error);
        await File.WriteAllTextAsync(_folder.File("log.csv"), $"action,reward,propensity\n{string.Concat(Enumerable.Repeat("a,1,0.2\nb,0,0.2\n", 300))}");
        await File.WriteAllTextAsync(_folder.File("policy.csv"), "action,probability\na,0.5\nb,0.5\n");
        var off = await ProgramRun.ToEndAsync(_folder.Path, "lab", "ope", "--log", "log.csv", "--policy", "policy.csv");
        Assert.Contains("the mean weight is 2.5 with a standard error of 0, more than 4 errors from 1", off.Error);
        Assert.Contains("really made", off.Error);
    }

    [Theory]
    [InlineData("--log none.csv --policy policy.csv", "There is no file")]
    [InlineData("--log log.csv --policy none.csv", "There is no file")]
    [InlineData("--log log.csv", "nothing tells what the policy would do")]
    [InlineData("--policy policy.csv", "'--log' is required")]
    [InlineData("--log log.csv --policy policy.csv --clip 0", "--clip must be above 0")]
    [InlineData("--log log.csv --policy policy.csv --clip much", "--clip: 'much' is not a number")]
    [InlineData("--log log.csv --policy policy.csv --reward-model oracle", "--reward-model: 'oracle' is not one of: means, logistic.")]
    [InlineData("--log log.csv --policy policy.csv --threads 0", "--threads must be at least 1.")]
    [InlineData("--log log.csv --policy policy.csv --depth 3", "'--depth' is no option of 'marketing lab ope'.")]
    public async Task Slips_are_told(string options, string why)
    {
        await File.WriteAllTextAsync(_folder.File("log.csv"), "action,reward,propensity\na,1,0.5\n");
        await File.WriteAllTextAsync(_folder.File("policy.csv"), "action,probability\na,1\n");
        var run = await ProgramRun.ToEndAsync(_folder.Path, ["lab", "ope", .. options.Split(' ')]);
        Assert.Equal(ExitStatus.BadInput, run.Status);
        Assert.Contains(why, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    private async Task WriteAsync(string logging, string campaign, PolicyTable policy)
    {
        var rows = File.ReadLines(OpenBandit.PathOf(logging, campaign)).ToList();
        await File.WriteAllLinesAsync(_folder.File("log.csv"), rows[0].EndsWith("propensity", StringComparison.Ordinal) ? rows : rows.Select((row, i) => i == 0 ? $"{row},propensity" : string.Create(CultureInfo.InvariantCulture, $"{row},{1.0 / OpenBandit.Count(campaign):R}")));
        await File.WriteAllLinesAsync(_folder.File("policy.csv"), Enumerable.Range(0, 3 * policy.Actions).Select(at => string.Create(CultureInfo.InvariantCulture, $"{at / 3},{(at % 3) + 1},{policy.Probabilities[at]:R}")).Prepend("action,position,probability"));
    }
}
