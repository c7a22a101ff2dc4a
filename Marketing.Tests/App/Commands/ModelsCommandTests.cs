using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class ModelsCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Costs_of_training_are_told_for_people_and_programs()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), SmallShop.Orders(TimeProvider.System.GetUtcNow().UtcDateTime, 80, 300, 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        Assert.Contains("Nothing was trained in these days", (await ProgramRun.ToEndAsync(_folder.Path, "models", "compute")).Output);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "run-loop")).Status);
        var told = await ProgramRun.ToEndAsync(_folder.Path, "models", "compute", "--set", "Model:Economy:PricePerProcessorHour=0.1");
        Assert.True(told.Status == ExitStatus.Succeeded, told.Error);
        Assert.Contains("at £0.10 an hour;", told.Output);
        Assert.Contains("popular          1 versions", told.Output);
        var json = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "models", "compute", "--days", "1", "--json")).Output).RootElement;
        Assert.Equal(["item-knn", "popular", "rfm-cells", "rfm-cells"], json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("kind").GetString()!).Order());
        Assert.True(json.GetProperty("priceIsAssumed").GetBoolean());
    }

    [Fact]
    public async Task Days_out_of_range_are_refused()
    {
        var run = await ProgramRun.ToEndAsync(_folder.Path, "models", "compute", "--days", "0");
        Assert.Equal(ExitStatus.BadInput, run.Status);
        Assert.Contains("--days must be from 1 to 3,650.", run.Error);
    }
}
