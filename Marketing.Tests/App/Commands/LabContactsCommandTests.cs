using System.Globalization;
using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Model.Contacts;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class LabContactsCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Policies_of_contacts_are_measured_on_a_log()
    {
        await WriteAsync(160);
        string[] command = ["lab", "contacts", "--log", "log.csv", "--gamma", "0.9", "--history", "false", "--bootstrap", "100", "--threads", "1"];
        var run = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--model", "q-table", "--bins=3", "--seed", "7", "--out", "options.csv", "--json"]);
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("contacts", "q-table", 0.9, 3, 7), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("gamma").GetDouble(), json.GetProperty("parameters").GetProperty("bins").GetInt32(), json.GetProperty("parameters").GetProperty("seed").GetInt32()));
        var gain = json.GetProperty("metrics").GetProperty("gain_over_myopic");
        Assert.InRange(gain.GetProperty("value").GetDouble(), gain.GetProperty("low").GetDouble(), gain.GetProperty("high").GetDouble());
        Assert.Equal(json.GetProperty("may_act").GetBoolean(), json.GetProperty("reasons").GetArrayLength() == 0);
        Assert.Contains("small_effective_sample", json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()));
        Assert.Equal(["logging", "myopic"], json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()));
        Assert.Equal((80L, 80L), (json.GetProperty("rows").GetProperty("learned_customers").GetInt64(), json.GetProperty("rows").GetProperty("held_out_customers").GetInt64()));
        Assert.True(json.GetProperty("seconds").GetProperty("fit").GetDouble() > 0 && json.GetProperty("cpu_seconds").GetDouble() >= 0 && json.GetProperty("peak_bytes").GetInt64() > 1_000_000);
        var options = File.ReadLines(_folder.File("options.csv")).ToArray();
        Assert.Equal("model,customer,clock,action,q,probability,behaviour,excluded", options[0]);
        Assert.Equal(["logging", "myopic", "q-table"], options.Skip(1).Select(line => line.Split(',')[0]).Distinct());

        run = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--model", "myopic"]);
        Assert.Contains("learned from 80, compared on 80", run.Output);
        Assert.Contains("actions nothing, mail; states x_taste, x_fatigue", run.Output);
        Assert.Equal(2, run.Output.Split("is what others are compared with").Length - 1);
    }

    [Theory]
    [InlineData("--log none.csv", "There is no file", "Check its name and folder")]
    [InlineData("--log log.csv --model qtable", "There is no model 'qtable'", "'marketing lab contacts --help'")]
    [InlineData("--log log.csv --model cql --alpha", "--alpha has no value", "'marketing lab contacts --help'")]
    [InlineData("--log log.csv --model cql --alpha=-1", "alpha of cql is -1", "'marketing lab contacts --help'")]
    [InlineData("--log log.csv --gamma 2", "--gamma is 2; it must be from 0 to 1", "'marketing lab contacts --help'")]
    [InlineData("--log log.csv --actions mial", "log.csv, row 3, column action: 'mail' is none of the actions nothing, mial.", "--actions")]
    [InlineData("--log wrong.csv", "wrong.csv, row 2, column propensity: '0'", "the probability with which this action was chosen there")]
    public async Task Each_slip_has_the_fix_that_mends_it(string command, string cause, string fix)
    {
        await WriteAsync(4);
        await File.WriteAllTextAsync(_folder.File("wrong.csv"), "customer,step,action,propensity,reward\na,1,mail,0,1\na,2,mail,1,1\n");
        var run = await ProgramRun.ToEndAsync(_folder.Path, ["lab", "contacts", .. command.Split(' ')]);
        Assert.Equal(ExitStatus.BadInput, run.Status);
        var told = run.Error[run.Error.IndexOf("marketing: ", StringComparison.Ordinal)..].TrimEnd().Split('\n');
        Assert.Equal(2, told.Length);
        Assert.Contains(cause, told[0]);
        Assert.Contains(fix, told[1]);
    }

    [Fact]
    public async Task The_help_lists_models_and_columns()
    {
        var (_, output, _) = await ProgramRun.ToEndAsync(_folder.Path, "lab", "contacts", "--help");
        Assert.Contains("customer,step|at,action,propensity,reward[,end][,x_...]", output);
        Assert.All((string[])["  logging", "  myopic", "  q-table", "  fitted-q", "  cql"], model => Assert.Contains(model, output));
        Assert.Contains("alpha (0.1)", output);
        Assert.DoesNotContain("gamma (", output);
    }

    private Task WriteAsync(int customers)
    {
        // The first customer of a small log begins with nothing and goes on with a mail.
        var log = FatigueWorld.Log(31, customers, 6);
        var head = "customer,step,action,propensity,reward,end,x_taste,x_fatigue\nfirst,0,nothing,0.5,1,0,0.5,0\nfirst,1,mail,0.5,1,1,0.5,0\n";
        return File.WriteAllTextAsync(_folder.File("log.csv"), head + string.Concat(log.Trajectories.Skip(1).SelectMany(one => one.Steps.Select(step =>
            string.Create(CultureInfo.InvariantCulture, $"{one.Customer},{step.Clock},{log.Actions[step.Action]},{step.Propensity},{step.Reward:R},{(step.Ends ? 1 : 0)},{step.State.Span[0]:R},{step.State.Span[1]:R}\n")))));
    }
}
