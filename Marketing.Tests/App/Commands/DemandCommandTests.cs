using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class DemandCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Forecasts_are_told_for_people_and_programs_and_written_as_a_file()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), SmallShop.Orders(TimeProvider.System.GetUtcNow().UtcDateTime, 48, 40, 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        var early = await ProgramRun.ToEndAsync(_folder.Path, "demand");
        Assert.Equal(ExitStatus.Failed, early.Status);
        Assert.Contains("No turn has foretold demand yet.", early.Error);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "run-loop")).Status);

        var told = await ProgramRun.ToEndAsync(_folder.Path, "demand");
        Assert.True(told.Status == ExitStatus.Succeeded, told.Error);
        Assert.Contains("units expected (95 % interval", told.Output);
        Assert.Contains("is not measured yet", told.Output);
        var json = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "demand", "--json")).Output).RootElement;
        Assert.True(json.GetProperty("total").GetProperty("expected").GetDouble() > 0);

        var one = await ProgramRun.ToEndAsync(_folder.Path, "demand", "10001", "--days", "3");
        Assert.Equal(5, one.Output.Trim().Split('\n').Length);
        Assert.Equal(3, JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "demand", "10001", "--days", "3", "--json")).Output).RootElement.GetProperty("days").GetArrayLength());
        var unknown = await ProgramRun.ToEndAsync(_folder.Path, "demand", "no-such");
        Assert.Equal(ExitStatus.BadInput, unknown.Status);
        Assert.Contains("Nothing is foretold of a product with the code no-such.", unknown.Error);

        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "demand", "--out", _folder.File("demand.csv"), "--days", "2")).Status);
        var far = await ProgramRun.ToEndAsync(_folder.Path, "demand", "10001", "--days", "100");
        Assert.Equal(ExitStatus.BadInput, far.Status);
        Assert.Contains("--days is 100, and the last turn has foretold 56 days.", far.Error);
        var lines = (await File.ReadAllTextAsync(_folder.File("demand.csv"))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("product,day,mean,lo80,hi80,lo95,hi95", lines[0]);
        Assert.Equal((json.GetProperty("products").GetInt32() * 2) + 1, lines.Length);
        Assert.Equal(json.GetProperty("from").GetString(), lines[1].Split(',')[1]);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_the_work_and_the_help_is_whole()
    {
        foreach (var command in (string[][])[["demand"], ["stock", "proposal"], ["recommend"]])
        {
            var run = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--out", _folder.File("none/out.csv")]);
            Assert.Equal((ExitStatus.BadInput, true), (run.Status, run.Error.Contains("cannot be written: its folder is not there.", StringComparison.Ordinal)));
        }

        var help = (await ProgramRun.ToEndAsync(_folder.Path, "demand", "--help")).Output;
        Assert.DoesNotContain(";\n", help.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Days_out_of_range_are_refused()
    {
        var run = await ProgramRun.ToEndAsync(_folder.Path, "demand", "10001", "--days", "0");
        Assert.Equal(ExitStatus.BadInput, run.Status);
        Assert.Contains("--days must be from 1 to 365.", run.Error);
    }
}
