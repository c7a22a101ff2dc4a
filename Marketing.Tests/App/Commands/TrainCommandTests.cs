using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketing.App.Commands;
using Marketing.App.Hosting;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

/// <summary>A training started by hand, in processes as people have them.</summary>
public sealed class TrainCommandTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly EmptyFolder _folder = new();

    private string Work => Path.Combine(_folder.File(DataFolderPath.Name), "work");

    public Task InitializeAsync() => _folder.BeginShopAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_challenger_is_trained_in_a_process_of_its_own()
    {
        await ImportAsync();
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "train", "item-knn", "--json");
        Assert.True(status == ExitStatus.Succeeded, error);
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("item-knn", 1), (answer.GetProperty("kind").GetString(), answer.GetProperty("number").GetInt32()));
        Assert.True(answer.GetProperty("cpuSeconds").GetDouble() > 0);
        Assert.Contains("train", error);
        Assert.Empty(Directory.GetFiles(Work));
        Assert.StartsWith("item-knn version 2 is a challenger now", (await ProgramRun.ToEndAsync(_folder.Path, "train", "item-knn")).Output);
    }

    [Fact]
    public async Task What_cannot_be_trained_is_told_in_words()
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "train", "oracle");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains("There is no method 'oracle'.", error);
        Assert.Contains("item-knn", error);
        (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "train", "item-knn");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("no orders yet", error);
    }

    [Theory]
    [InlineData("oracle", "There is no method 'oracle'.", "There are popular")]
    [InlineData("transformer --d 65", "The width d of transformer, 65, is no multiple of its 2 heads.", "--d must be a multiple of heads, such as 64 or 66; 'marketing train --help'")]
    [InlineData("transformer --horizon_days 400", "The horizon_days of transformer, 400, are more than its 26 weeks.", "--horizon_days must be from 0 to 182")]
    [InlineData("als --factors 0", "factors of als is 0; it must be a whole number from 1 to", "'marketing train --help'")]
    [InlineData("als --factor 8", "als has no parameter factor; it has factors", "'marketing train --help'")]
    [InlineData("als --factors", "--factors has no value.", "'marketing train --help'")]
    [InlineData("als stray", "'stray' is not understood.", "'marketing train --help'")]
    public async Task What_is_wrong_with_the_kind_is_told_before_a_shop_is_looked_for(string command, string cause, string fix)
    {
        using var nothing = new EmptyFolder();
        var (status, _, error) = await ProgramRun.ToEndAsync(nothing.Path, ["train", .. command.Split(' ')]);
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains(cause, error);
        Assert.Contains(fix, error);
        Assert.Empty(Directory.GetFileSystemEntries(nothing.Path));
    }

    [Fact]
    public async Task Parameters_are_given_by_the_names_of_the_field_over_those_of_nights()
    {
        await ImportAsync();
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "train", "item-knn", "--K", "7", "--json", "--set", "Model:Methods:item-knn:include_self=false");
        Assert.True(status == ExitStatus.Succeeded, error);
        var parameters = JsonDocument.Parse(output).RootElement.GetProperty("parameters");
        Assert.Equal(("7", "false", "180"), (parameters.GetProperty("K").GetString(), parameters.GetProperty("include_self").GetString(), parameters.GetProperty("interest_half_life_days").GetString()));
    }

    [Fact]
    public async Task The_help_lists_the_kinds_with_their_parameters()
    {
        var help = (await ProgramRun.ToEndAsync(_folder.Path, "train", "--help")).Output;
        Assert.Contains("marketing train <KIND> [options] [--NAME VALUE]...", help);
        Assert.Matches("(?m)^  transformer d \\(64\\), layers \\(2\\)", help);
        Assert.Contains("seed (42)", help);
        Assert.Contains("marketing train transformer --d 32 --epochs 10", help[help.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task The_help_names_the_command_and_hides_its_process()
    {
        var help = (await ProgramRun.ToEndAsync(_folder.Path, "--help")).Output;
        Assert.Contains("train <KIND>", help);
        Assert.DoesNotContain("train-worker", help);
    }

    [Fact]
    public async Task A_process_that_is_killed_with_its_program_leaves_nothing_behind()
    {
        await ImportAsync();
        using var run = ProgramRun.Start(_folder.Path, "train", "als", "--set", "Model:Methods:als:factors=1024", "--set", "Model:Methods:als:iterations=1000", "--set", "Model:Methods:als:solver=cholesky");
        await UntilAsync(() => TrainingProcesses.Of(Work).Count == 1 && Directory.GetFiles(Work, "*.snapshot").Length == 1, run);
        var training = TrainingProcesses.Of(Work).Single();
        await UntilAsync(() => Niceness(training.Id) == "15", run);
        using (var program = Process.GetProcessById(run.Id))
        {
            program.Kill();
        }

        await training.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        Assert.Single(Directory.GetFiles(Work, "*.snapshot"));
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "train", "popular");
        Assert.True(status == ExitStatus.Succeeded, error);
        Assert.Empty(Directory.GetFiles(Work));
    }

    private static string Niceness(int process)
    {
        // Fields after the name, which may hold blanks.
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        return fields[16];
    }

    private static async Task UntilAsync(Func<bool> condition, ProgramRun run)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(30))
        {
            Assert.True(watch.Elapsed < Patience, string.Create(CultureInfo.InvariantCulture, $"It did not come to it: {run.Output}{run.Error}"));
        }
    }

    private async Task ImportAsync()
    {
        var path = _folder.File("orders.csv");
        await File.WriteAllTextAsync(path, SmallShop.Orders(new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc), 400, 200, 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", path)).Status);
    }
}
