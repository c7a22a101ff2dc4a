using System.Text.Json;
using Marketing.App.Commands;
using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Commands;

public sealed class AdsCommandTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();

    public Task InitializeAsync() => _folder.BeginShopAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_empty_shop_says_what_there_is_not()
    {
        Assert.Contains("There is no advertising campaign.", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("There is no placement.", (await RunAsync("placements")).Output, StringComparison.Ordinal);
        Assert.Contains("No campaign runs.", (await RunAsync("budgets", "--total", "20")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaigns_are_listed_shown_started_and_held_results_come_in_and_budgets_are_split()
    {
        await RunShopAsync();
        Assert.Contains("   1  draft    not running              today 0.00 GBP, in all 0.00 GBP  Tea", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("Campaign 1 (Tea) is running.", (await RunAsync("state", "1", "running")).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.File("results.csv"), "day,placement,campaign,spend,shows,clicks,orders,margin\n2011-12-01,net,Tea,12.5,1000,20,2,30\n2011-12-02,net,1,10,900,18,1,20\n");
        await File.WriteAllTextAsync(_folder.File("wrong.csv"), "day,placement,campaign,spend,shows,clicks\n2011-12-01,net,Tea,x,1000,20\n2011-12-02,net,Coffee,10,900,18\n");
        var wrong = (await RunAsync("import", "wrong.csv")).Error;
        Assert.Contains("wrong.csv, row 2, column spend", wrong, StringComparison.Ordinal);
        Assert.Contains("wrong.csv, row 3, column campaign", wrong, StringComparison.Ordinal);
        Assert.Contains("2 rows added, 0 in the place of others.", (await RunAsync("import", "results.csv")).Output, StringComparison.Ordinal);
        var shown = (await RunAsync("show", "1")).Output;
        Assert.Contains("in all 22.50 GBP  Tea", shown, StringComparison.Ordinal);
        Assert.Contains("ad 1  active  Cup: A cup of tea -> https://tea.test/cup", shown, StringComparison.Ordinal);
        using var listed = JsonDocument.Parse((await RunAsync("list", "--json")).Output);
        Assert.Equal(("Tea", 2250L), (listed.RootElement[0].GetProperty("name").GetString(), listed.RootElement[0].GetProperty("spentMinor").GetInt64()));
        Assert.Contains("net                   network  1 place    A network", (await RunAsync("placements")).Output, StringComparison.Ordinal);
        Assert.Contains("what it brings cannot be told: fewer than three different spends a day are known; it rests on", (await RunAsync("budgets", "--total", "20")).Output, StringComparison.Ordinal);
        Assert.Contains("(Tea) is ended.", (await RunAsync("state", "1", "ended")).Output, StringComparison.Ordinal);
        await WithShopAsync(async services =>
        {
            await services.GetRequiredService<IAdCampaigns>().SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
            await services.GetRequiredService<IAdCampaigns>().CreateAsync(AdShop.Draft, "ann", default);
        });
        Assert.Contains("has no active advertisement and does not start", (await RunAsync("state", "2", "running")).Error, StringComparison.Ordinal);
        Assert.Contains("what has ended stays so", (await RunAsync("state", "1", "running")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audience_is_written_once_it_is_recorded_to_whom_it_goes()
    {
        await RunShopAsync();
        var (status, _, error) = await RunAsync("audience", "1", "--out", "audience.csv");
        Assert.NotEqual(ExitStatus.Succeeded, status);
        Assert.Contains("The audience is not written: it is personal data.", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("audience.csv")));
        await WithShopAsync(services => services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.AdAudience, "A network", "DE", "consent", null, "Shows advertisements."), "test", default));
        Assert.Contains("0 addresses written", (await RunAsync("audience", "1", "--out", "audience.csv")).Error, StringComparison.Ordinal);
        Assert.Equal(["sha256"], await File.ReadAllLinesAsync(_folder.File("audience.csv")));
    }

    [Theory]
    [InlineData("There is no advertising campaign 7.", "show", "7")]
    [InlineData("There is no advertising campaign 7.", "state", "7", "paused")]
    [InlineData("fast is no state of a campaign.", "state", "7", "fast")]
    [InlineData("A budget of 0 or below cannot be split", "budgets", "--total", "0")]
    [InlineData("Write for example --total 200 --days 60.", "budgets", "--total", "5", "--days", "3")]
    [InlineData("There is no file", "import", "none.csv")]
    public async Task What_does_not_do_is_refused_with_the_fix(string message, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);
        Assert.Equal((ExitStatus.BadInput, ""), (status, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private Task RunShopAsync() => WithShopAsync(async services =>
    {
        var campaigns = services.GetRequiredService<IAdCampaigns>();
        await campaigns.SavePlacementAsync(new AdPlacement("net", "A network", PlacementSurface.Network, 1), "ann", default);
        var id = await campaigns.CreateAsync(AdShop.Draft with { Placements = ["net"] }, "ann", default);
        await campaigns.AddAdAsync(id, AdShop.Ad, isActive: true, "ann", default);
    });

    private async Task WithShopAsync(Func<IServiceProvider, Task> work)
    {
        var root = _folder.File(DataFolderPath.Name);
        await using var services = ShopProvider.Build(root, ShopConfiguration.Read(root, []));
        await ShopStart.OpenAsync(services, CancellationToken.None);
        await work(services);
    }

    private Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments) => ProgramRun.ToEndAsync(_folder.Path, ["ads", .. arguments]);
}
