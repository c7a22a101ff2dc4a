using System.Globalization;
using Marketing.Tests.Model.Policies;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Regret in worlds with and without a context, that stand still or drift: <c>dotnet run -c Release --project Marketing.Tests -- policy-regret SEEDS [tune [METHOD]]</c>. With
/// <c>tune</c> some values of each method's parameters are compared in other worlds than are reported; those that regretted least are reported beside the values of the papers.
/// </summary>
internal static class PolicyRegret
{
    public const string Name = "policy-regret";

    private const int Steps = 10_000;
    private const ulong Reporting = 1;
    private const ulong Tuning = 1_000_001;

    private static readonly (string Name, BanditWorld.Terms Terms)[] _worlds =
    [
        ("no context, still", new(10, 0, 0.05, 0.5, 0, 1)),
        ("no context, drifting", new(10, 0, 0.05, 0.5, 0, 0.9995)),
        ("context, still", new(10, 5, 0.05, 0.3, 0.5, 1)),
        ("context, drifting", new(10, 5, 0.05, 0.3, 0.5, 0.9998)),
    ];

    private static readonly string[][] _tried =
    [
        ["epsilon-greedy epsilon=0.02", "epsilon-greedy epsilon=0.05", "epsilon-greedy epsilon=0.1", "epsilon-greedy epsilon=0.05 half-life-rewards=1000", "epsilon-greedy epsilon=0.1 half-life-rewards=1000", "epsilon-greedy epsilon=0.05 half-life-rewards=500", "epsilon-greedy epsilon=0.1 half-life-rewards=2000"],
        ["ucb1 floor=0 c=1", "ucb1 floor=0 c=0.5", "ucb1 floor=0 c=0.2", "ucb1 floor=0 c=0.1", "ucb1 floor=0 c=0.2 half-life-rewards=2000", "ucb1 floor=0 c=0.1 half-life-rewards=2000", "ucb1 floor=0 c=0.1 half-life-rewards=1000", "ucb1 floor=0 c=0.05 half-life-rewards=2000", "ucb1 floor=0 c=0.1 half-life-rewards=500", "ucb1 floor=0 c=0.15 half-life-rewards=1000", "ucb1 floor=0 c=0.07 half-life-rewards=1000"],
        ["thompson", "thompson prior=shared", "thompson alpha=1 beta=19", "thompson prior=shared half-life-rewards=1000", "thompson alpha=1 beta=19 half-life-rewards=2000", "thompson alpha=1 beta=19 reshape=0.5", "thompson alpha=1 beta=19 reshape=0.25", "thompson alpha=1 beta=19 reshape=0.25 half-life-rewards=2000", "thompson alpha=1 beta=19 reshape=0.1 half-life-rewards=2000", "thompson alpha=1 beta=19 reshape=0.25 half-life-rewards=1000", "thompson alpha=1 beta=19 reshape=0.1 half-life-rewards=1000", "thompson alpha=1 beta=19 reshape=0.05 half-life-rewards=1000", "thompson prior=shared reshape=0.25 half-life-rewards=2000", "thompson prior=shared reshape=0.1 half-life-rewards=2000", "thompson alpha=1 beta=19 reshape=0.5 half-life-rewards=1000", "thompson alpha=1 beta=19 reshape=0.5 half-life-rewards=500", "thompson alpha=1 beta=19 reshape=0.25 half-life-rewards=500", "thompson alpha=1 beta=19 reshape=0.15 half-life-rewards=500", "thompson alpha=1 beta=19 reshape=0.25 half-life-rewards=300", "thompson alpha=1 beta=19 reshape=0.15 half-life-rewards=300"],
        ["lin-ucb floor=0 alpha=1", "lin-ucb floor=0 alpha=0.5", "lin-ucb floor=0 alpha=0.25", "lin-ucb floor=0 alpha=0.1", "lin-ucb floor=0 alpha=0.25 half-life-rewards=4000", "lin-ucb floor=0 alpha=0.25 prior=shared", "lin-ucb floor=0 alpha=0.1 prior=shared lambda=5", "lin-ucb floor=0 alpha=1 half-life-rewards=2000", "lin-ucb floor=0 alpha=0.5 half-life-rewards=2000", "lin-ucb floor=0 alpha=0.25 half-life-rewards=2000", "lin-ucb floor=0 alpha=0.5 half-life-rewards=1000", "lin-ucb floor=0 alpha=0.35 half-life-rewards=1000", "lin-ucb floor=0 alpha=0.35 half-life-rewards=500"],
        ["linear-thompson", "linear-thompson v=0.1", "linear-thompson prior=shared", "linear-thompson prior=shared lambda=5", "linear-thompson prior=shared half-life-rewards=4000"],
        ["logistic-thompson", "logistic-thompson prior-rate=0.05 lambda=4", "logistic-thompson prior-rate=0.05 lambda=4 v=0.5", "logistic-thompson prior-rate=0.05 lambda=4 half-life-rewards=4000"],
    ];

    // As in the papers.
    private static readonly string[] _plain = ["uniform", "epsilon-greedy", "ucb1 floor=0", "thompson", "lin-ucb floor=0", "linear-thompson", "logistic-thompson"];

    // What regretted least, a line a world.
    private static readonly string[][] _reported =
    [
        ["epsilon-greedy epsilon=0.1 half-life-rewards=1000", "ucb1 floor=0 c=0.05 half-life-rewards=2000", "thompson alpha=1 beta=19 reshape=0.25 half-life-rewards=2000", "lin-ucb floor=0 alpha=0.5", "linear-thompson v=0.1", "logistic-thompson prior-rate=0.05 lambda=4"],
        ["epsilon-greedy epsilon=0.1 half-life-rewards=1000", "ucb1 floor=0 c=0.07 half-life-rewards=1000", "thompson alpha=1 beta=19 reshape=0.15 half-life-rewards=300", "lin-ucb floor=0 alpha=0.5 half-life-rewards=2000", "linear-thompson prior=shared half-life-rewards=4000", "logistic-thompson prior-rate=0.05 lambda=4 half-life-rewards=4000"],
        ["epsilon-greedy epsilon=0.1 half-life-rewards=2000", "ucb1 floor=0 c=0.1", "thompson alpha=1 beta=19 reshape=0.5", "lin-ucb floor=0 alpha=0.5", "linear-thompson v=0.1", "logistic-thompson prior-rate=0.05 lambda=4 v=0.5"],
        ["epsilon-greedy epsilon=0.1 half-life-rewards=1000", "ucb1 floor=0 c=0.1 half-life-rewards=2000", "thompson alpha=1 beta=19 reshape=0.15 half-life-rewards=300", "lin-ucb floor=0 alpha=0.35 half-life-rewards=1000", "linear-thompson prior=shared half-life-rewards=4000", "logistic-thompson prior-rate=0.05 lambda=4 half-life-rewards=4000"],
    ];

    public static void Run(string[] arguments)
    {
        var (seeds, tune) = (int.Parse(arguments[0], CultureInfo.InvariantCulture), arguments.Contains("tune"));
        for (var world = 0; world < _worlds.Length; world++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_worlds[world].Name}: {_worlds[world].Terms}, {Steps} steps, {seeds} seeds"));
            var all = new Dictionary<string, double[]>();
            foreach (var said in tune ? _tried.SelectMany(one => one).Where(one => arguments.Length < 3 || one.Split(' ')[0] == arguments[2]) : [.. _plain, .. _reported[world]])
            {
                var regrets = new double[seeds];
                Parallel.For(0, seeds, i => regrets[i] = PolicyWorlds.Run(_worlds[world].Terms, said, (tune ? Tuning : Reporting) + (ulong)i, Steps));
                all[said] = regrets;
                var (mean, low, high) = PolicyWorlds.Spread(regrets);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {said,-60} {mean,7:0.0}  [{low:0.0}, {high:0.0}]"));
            }

            if (!tune)
            {
                Compare(all, [.. _reported[world]]);
                Compare(all, _plain[1..]);
            }
        }
    }

    // In the same worlds, on the same luck.
    private static void Compare(Dictionary<string, double[]> all, string[] said)
    {
        foreach (var better in said[2..])
        {
            foreach (var worse in said[..2])
            {
                var (mean, low, high) = PolicyWorlds.Spread([.. all[better].Zip(all[worse], (a, b) => a - b)]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {better} less {worse}: {mean:+0.0;-0.0} [{low:0.0}, {high:0.0}]"));
            }
        }
    }
}
