using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class PromotionsCommandTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();

    public Task InitializeAsync() => _folder.BeginShopAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Promotions_are_added_listed_brought_in_from_a_file_and_removed()
    {
        Assert.Contains("No promotion is planned", (await RunAsync()).Output, StringComparison.Ordinal);
        var added = await RunAsync("add", "Spring sale", "2026-04-01", "2026-04-07", "20%");
        Assert.Equal((ExitStatus.Succeeded, "   1  2026-04-01 to 2026-04-07     20 % off", "from the next turn on"), (added.Status, added.Output[..43], added.Error.Contains("from the next turn on", StringComparison.Ordinal) ? "from the next turn on" : added.Error));
        Assert.Contains("nothing was added", (await RunAsync("add", "Spring sale", "2026-04-01", "2026-04-07", "0.2")).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.File("sales.csv"), "name,first,last,cut\nSpring sale,2026-04-01,2026-04-07,20%\nSummer,2026-07-01,2026-07-02,0.3\n");
        Assert.Contains("1 promotion added, 1 there already.", (await RunAsync("import", "sales.csv")).Output, StringComparison.Ordinal);
        using var listed = JsonDocument.Parse((await RunAsync("list", "--json")).Output);
        Assert.Equal(["Summer", "Spring sale"], listed.RootElement.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Contains("(Spring sale) is deleted", (await RunAsync("remove", "1")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Spring", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no promotion 7.", "remove", "7")]
    [InlineData("soon is no day.", "add", "A", "soon", "2026-04-07", "20%")]
    [InlineData("much is no cut of a price.", "add", "A", "2026-04-01", "2026-04-07", "much")]
    [InlineData("Write 0.2 for 20 % less.", "add", "A", "2026-04-01", "2026-04-07", "20")]
    [InlineData("No product has the code POT, PAN.", "add", "A", "2026-04-01", "2026-04-07", "20%", "--products", "POT, PAN")]
    [InlineData("No product has the code TEA 9.", "add", "A", "2026-04-01", "2026-04-07", "20%", "--products", "TEA 9")]
    [InlineData("List 1 to 1,000 product codes", "add", "A", "2026-04-01", "2026-04-07", "20%", "--products", " ; ")]
    [InlineData("not of both", "add", "A", "2026-04-01", "2026-04-07", "20%", "--products", "POT", "--category", "Tea")]
    [InlineData("There is no file", "import", "none.csv")]
    public async Task What_does_not_do_is_refused_with_the_fix(string message, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);
        Assert.Equal((ExitStatus.BadInput, ""), (status, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_do_is_refused_with_row_and_column()
    {
        await File.WriteAllTextAsync(_folder.File("bad.csv"), "name,first,last,cut\nA,2026-04-01,01.05.2026,0.2\n");
        Assert.Contains("bad.csv, row 2, column last: \"01.05.2026\" is no day.", (await RunAsync("import", "bad.csv")).Error, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, ["promotions", .. arguments]);
        return (status, output, error);
    }
}
