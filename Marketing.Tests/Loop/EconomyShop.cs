using Marketing.App.Jobs;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.Support;

namespace Marketing.Tests.Loop;

/// <summary>A shop that leaves out what does not pay after one turn, as two and as three turns left it: made once, each test works on a copy.</summary>
public sealed class EconomyShop : IAsyncLifetime
{
    private static readonly (string, string)[] _settings =
    [
        ("Model:Recommenders:0", "popular"), ("Model:Recommenders:1", "item-knn"), ("Model:Recommenders:2", "user-knn"), ("Model:Economy:SkipAfter", "1"), ("Model:Economy:TryAgainAfter", "1"),
    ];

    private EmptyFolder? _two;
    private EmptyFolder? _three;

    internal static DateTimeOffset Now { get; } = new(2024, 12, 10, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Method in charge after two turns.</summary>
    internal string Champion { get; private set; } = "";

    internal RunId Second { get; private set; }

    internal RunId Third { get; private set; }

    public async Task InitializeAsync()
    {
        var shop = await OpenShop.StartAsync(Now, _settings);
        await shop.ImportAsync();
        await TurnAsync(shop);
        Second = await TurnAsync(shop);
        Champion = (await shop.Get<IModels>().ChampionAsync(TurnModels.Purpose, default))!.Kind;
        _two = await shop.LeaveAsync();

        shop = await AfterTwoAsync();
        Third = await TurnAsync(shop);
        _three = await shop.LeaveAsync();
    }

    internal Task<OpenShop> AfterTwoAsync(params (string, string)[] more) => OpenShop.StartFromAsync(_two!, Now.AddDays(2), [.. _settings, .. more]);

    internal Task<OpenShop> AfterThreeAsync() => OpenShop.StartFromAsync(_three!, Now.AddDays(3), _settings);

    /// <summary>A day passes, and a turn is done.</summary>
    internal static async Task<RunId> TurnAsync(OpenShop shop)
    {
        shop.Clock.Advance(TimeSpan.FromDays(1));
        return (await shop.Get<LoopJob>().RunAsync("test", null, default))!.Value;
    }

    public Task DisposeAsync()
    {
        _two?.Dispose();
        _three?.Dispose();
        return Task.CompletedTask;
    }
}
