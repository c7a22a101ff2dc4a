using System.Text.Json;
using Marketing.App.Commands;
using Marketing.App.Hosting;
using Marketing.Execution;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Commands;

public sealed class AdPoliciesCommandTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();

    public async Task InitializeAsync()
    {
        await _folder.BeginShopAsync();
        var root = _folder.File(DataFolderPath.Name);
        await using var services = ShopProvider.Build(root, ShopConfiguration.Read(root, []));
        await ShopStart.OpenAsync(services, CancellationToken.None);
        await services.GetRequiredService<IAdCampaigns>().SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_policy_is_tried_let_further_and_taken_back_and_advertising_switched_off()
    {
        Assert.Contains("home: thompson#1 for clicks, whole since", (await RunAsync("propose", "home", "epsilon-greedy", "--parameter", "epsilon=0.05", "--goal", "order", "--window", "10080", "--explore", "5")).Output, StringComparison.Ordinal);
        Assert.Contains("tries epsilon-greedy#2 already", (await RunAsync("propose", "home", "ucb1")).Error, StringComparison.Ordinal);
        var listed = (await RunAsync("policies")).Output;
        Assert.Contains("tried: epsilon-greedy#2 for orders, shadow since", listed, StringComparison.Ordinal);
        Assert.Contains("wait: too little is known from 0 choices (there is no choice of these days whose window is over)", listed, StringComparison.Ordinal);
        Assert.Contains("is not at that stage. It is at shadow.", string.Join(' ', (await RunAsync("advance", "home", "half")).Error.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries)).Replace("marketing: ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("The figures do not say yet that epsilon-greedy#2 does no harm", (await RunAsync("advance", "home", "shadow")).Error, StringComparison.Ordinal);
        Assert.Contains("twentieth since", (await RunAsync("advance", "home", "shadow", "--force")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tried", (await RunAsync("fall-back", "home", "--reason", "Complaints")).Output, StringComparison.Ordinal);
        Assert.Contains("tries no other policy", (await RunAsync("fall-back", "home")).Error, StringComparison.Ordinal);
        await RunAsync("off", "--reason", "Wrong prices");
        Assert.Contains("All advertising is switched off, by command line: Wrong prices", (await RunAsync("policies")).Output, StringComparison.Ordinal);
        await RunAsync("on");
        using var json = JsonDocument.Parse((await RunAsync("policies", "--json")).Output);
        Assert.False(json.RootElement.GetProperty("switch").GetProperty("off").GetBoolean());
    }

    [Fact]
    public async Task What_another_way_would_have_earned_is_counted_as_the_placement_counts_and_one_goes_back_to_the_policy_before()
    {
        await RunAsync("propose", "home", "epsilon-greedy", "--goal", "order", "--window", "10080");
        foreach (var stage in (string[])["shadow", "twentieth", "half"])
        {
            await RunAsync("advance", "home", stage, "--force");
        }

        Assert.Contains("Counted: orders within 10,080 minutes of a choice, as home itself counts.", (await RunAsync("what-if", "home", "chance")).Output, StringComparison.Ordinal);
        Assert.Contains("Counted: clicks within 90 minutes of a choice.", (await RunAsync("what-if", "home", "chance", "--goal", "click", "--window", "90")).Output, StringComparison.Ordinal);
        Assert.Contains("before: thompson#1, until", (await RunAsync("policies")).Output, StringComparison.Ordinal);
        Assert.Contains("It is thompson#1.", (await RunAsync("back", "home", "ucb1#9")).Error, StringComparison.Ordinal);
        Assert.Contains("decides in the very same way", (await RunAsync("propose", "home", "epsilon-greedy", "--goal", "order", "--window", "10080")).Error, StringComparison.Ordinal);
        Assert.Contains("home: thompson#1 for clicks, whole since", (await RunAsync("back", "home", "thompson#1", "--reason", "Fewer orders")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_without_a_choice_says_that_it_cannot_tell()
    {
        Assert.Contains("The ledger cannot tell, from 0 choices: there is no choice of these days whose window is over.", (await RunAsync("what-if", "home", "chance")).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("what-if", "home", "ad:7", "--first", "2026-03-01", "--last", "2026-03-31", "--json")).Output);
        Assert.Equal(("ad:7", "no_row"), (json.RootElement.GetProperty("alternative").GetString(), json.RootElement.GetProperty("refused")[0].GetProperty("code").GetString()));
        Assert.Contains("No known customer was to see an advertisement yet.", (await RunAsync("effects")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no placement 'gate'.", "propose", "gate", "ucb1")]
    [InlineData("No other policy was in charge of home before.", "back", "home", "ucb1#9")]
    [InlineData("There is no method 'magic'.", "propose", "home", "magic")]
    [InlineData("epsilon is no parameter.", "propose", "home", "ucb1", "--parameter", "epsilon")]
    [InlineData("epsilon of epsilon-greedy is 7", "propose", "home", "epsilon-greedy", "--parameter", "epsilon=7")]
    [InlineData("money is no goal.", "propose", "home", "ucb1", "--goal", "money")]
    [InlineData("all is no stage.", "advance", "home", "all")]
    [InlineData("March is no day.", "what-if", "home", "chance", "--first", "March")]
    [InlineData("cannot be asked about", "what-if", "home", "chance", "--first", "2026-03-02", "--last", "2026-03-01")]
    public async Task What_does_not_do_is_refused_with_the_fix(string message, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);
        Assert.Equal((ExitStatus.BadInput, ""), (status, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments) => ProgramRun.ToEndAsync(_folder.Path, ["ads", .. arguments]);
}
