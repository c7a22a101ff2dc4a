using System.Globalization;
using Marketing.Evaluation.Simulator;
using Marketing.Evaluation.Simulator.Policies;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// What the numbers matter that the simulator's policy of the system is told and does not learn: each halved and doubled, in every world, as shares of the oracle's gain over chance.
/// <c>dotnet run -c Release --project Marketing.Tests -- simulated-settings SEED [SEED ...]</c>, with seeds for tuning, below 9001.
/// </summary>
internal static class SimulatedSettings
{
    public const string Name = "simulated-settings";

    private static readonly SimulatedSize Size = new(2_000, 200, 180);
    private static readonly SystemSettings Usual = new();
    private static readonly (string Name, SystemSettings Settings)[] All =
    [
        ("as set", Usual),
        ("fatigue halved", Usual with { TiredDays = Usual.TiredDays / 2 }),
        ("fatigue doubled", Usual with { TiredDays = Usual.TiredDays * 2 }),
        ("harm halved", Usual with { HarmPrior = Usual.HarmPrior / 2 }),
        ("harm doubled", Usual with { HarmPrior = Usual.HarmPrior * 2 }),
        ("ahead halved", Usual with { AheadDays = Usual.AheadDays / 2 }),
        ("ahead doubled", Usual with { AheadDays = Usual.AheadDays * 2 }),
        ("satiation halved", Usual with { SatedDays = Usual.SatedDays / 2 }),
        ("satiation doubled", Usual with { SatedDays = Usual.SatedDays * 2 }),
    ];

    public static void Run(string[] seeds)
    {
        foreach (var seed in seeds.Select(one => long.Parse(one, CultureInfo.InvariantCulture)))
        {
            foreach (var world in World.All)
            {
                var random = Profit(world, seed, (_, _) => new RandomPolicy(seed));
                var oracle = Profit(world, seed, (truth, state) => new OraclePolicy(truth, state, Size.Days));
                foreach (var (name, settings) in All)
                {
                    var share = (Profit(world, seed, (_, _) => new SystemPolicy(seed, settings)) - random) / (oracle - random);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{world.Name,-10} {seed} {name,-18} {share:P1}"));
                }
            }
        }
    }

    private static double Profit(World world, long seed, Func<TrueShop, ShopState, ShopPolicy> make) => Simulate.Run(world, seed, Size, make, default).Profit;
}
