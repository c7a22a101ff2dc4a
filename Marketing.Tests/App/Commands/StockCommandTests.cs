using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class StockCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Before_the_first_turn_each_command_says_what_to_do()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), SmallShop.Orders(TimeProvider.System.GetUtcNow().UtcDateTime, 20, 100, 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        var board = await ProgramRun.ToEndAsync(_folder.Path, "stock");
        Assert.True(board.Status == ExitStatus.Succeeded, board.Error);
        Assert.Contains("'marketing run-loop' does", board.Output);
        var json = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "stock", "--state", "order-now", "--json")).Output).RootElement;
        Assert.Equal(0, json.GetProperty("total").GetInt32());
        foreach (var command in new[] { "proposal", "simulate" })
        {
            var run = await ProgramRun.ToEndAsync(_folder.Path, "stock", command);
            Assert.NotEqual(ExitStatus.Succeeded, run.Status);
            Assert.Contains("marketing run-loop", run.Error);
        }
    }

    [Fact]
    public async Task Figures_out_of_range_and_states_that_do_not_exist_are_refused()
    {
        Assert.Contains("--take must be from 1 to 1,000.", (await ProgramRun.ToEndAsync(_folder.Path, "stock", "--take", "0")).Error);
        Assert.Contains("--days must be from 28 to 730.", (await ProgramRun.ToEndAsync(_folder.Path, "stock", "simulate", "--days", "3")).Error);
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "stock", "--state", "sold")).Status);
    }
}
