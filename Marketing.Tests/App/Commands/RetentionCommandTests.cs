using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class RetentionCommandTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();

    public Task InitializeAsync() => _folder.BeginShopAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_period_is_chosen_listed_looked_ahead_and_carried_out()
    {
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "retention", "set", "events", "60")).Status);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "retention", "set", "messages", "keep")).Status);
        using var list = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "retention", "list", "--json")).Output);
        Assert.Equal((60, "command line"), list.RootElement.EnumerateArray().Where(row => row.GetProperty("kind").GetString() == "events").Select(row => (row.GetProperty("days").GetInt32(), row.GetProperty("actor").GetString()!)).Single());
        Assert.Contains("kept for good", (await ProgramRun.ToEndAsync(_folder.Path, "retention", "preview")).Output.Split('\n').Single(line => line.StartsWith("messages", StringComparison.Ordinal)));
        var (status, output, _) = await ProgramRun.ToEndAsync(_folder.Path, "retention", "run", "--json");
        Assert.Equal(ExitStatus.Succeeded, status);
        Assert.Equal("command line", JsonDocument.Parse(output).RootElement.GetProperty("actor").GetString());
    }

    [Theory]
    [InlineData("events", "soon", "soon is no number of days.")]
    [InlineData("audit", "90", "audit is kept for 365 to 36500 days")]
    [InlineData("invoices", "90", "There is no kind of data 'invoices'.")]
    public async Task A_period_that_does_not_do_is_refused_in_words(string kind, string days, string message)
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "retention", "set", kind, days);
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains(message, error);
        Assert.DoesNotContain("   at ", error);
    }
}
