using Marketing.App.Commands;
using Marketing.Kernel;

namespace Marketing.Tests.App.Commands;

public sealed class StepConsoleTests
{
    [Fact]
    public async Task Without_a_terminal_each_step_is_one_plain_line_with_its_seconds_and_last_note()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var result = await StepConsole.WatchAsync(new Terminal(output, error, interactive: false), progress =>
        {
            progress.Report(new Progress("import", 0.1, "1,000 rows"));
            progress.Report(new Progress("import", 0.9, "9,000 rows"));
            progress.Report(new Progress("import", 1));
            progress.Report(new Progress("import", 1, "9,001 rows"));
            progress.Report(new Progress("features"));
            progress.Report(new Progress("train", 0.5, "popular"));
            return Task.FromResult(7);
        });
        Assert.Equal(7, result);
        Assert.Empty(output.ToString());
        var lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(
            lines,
            line => Assert.Matches(@"^import +\d+\.\d s  9,001 rows$", line),
            line => Assert.Matches(@"^features +\d+\.\d s$", line),
            line => Assert.Matches(@"^train +\d+\.\d s  popular$", line));
    }

    [Fact]
    public async Task A_step_that_breaks_is_told_before_the_error()
    {
        var error = new StringWriter();
        await Assert.ThrowsAsync<IOException>(() => StepConsole.WatchAsync<int>(new Terminal(TextWriter.Null, error, interactive: false), progress =>
        {
            progress.Report(new Progress("import", 0.1, "1,000 rows"));
            throw new IOException();
        }));
        Assert.StartsWith("import", error.ToString());
    }
}
