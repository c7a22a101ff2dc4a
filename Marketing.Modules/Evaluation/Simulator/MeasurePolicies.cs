using System.Diagnostics;
using Marketing.Evaluation.Simulator.Policies;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using MathNet.Numerics.Distributions;

namespace Marketing.Evaluation.Simulator;

/// <summary>Lets policies decide for simulated shops, and sets what they earned against chance on the same luck.</summary>
internal sealed class MeasurePolicies : ISimulator
{
    private const int BadInput = 2;
    private const long MostPairs = 50_000_000;
    private const long MostDayPairs = 5_000_000;
    private static readonly Dictionary<string, Func<long, SimulatedSize, TrueShop, ShopState, ShopPolicy>> Makers = new(StringComparer.Ordinal)
    {
        ["random"] = (seed, _, _, _) => new RandomPolicy(seed),
        ["popular"] = (seed, _, _, _) => new PopularPolicy(seed),
        ["last-touch"] = (_, _, _, _) => new LastTouchPolicy(),
        ["system"] = (seed, _, _, _) => new SystemPolicy(seed, new SystemSettings()),
        ["oracle"] = (_, size, truth, state) => new OraclePolicy(truth, state, size.Days),
    };

    private static readonly long BeforeDays = new SimulatedSize(0, 0, 0).Before;

    public IReadOnlyList<string> Worlds { get; } = [.. World.All.Select(world => world.Name)];

    public IReadOnlyList<string> Policies { get; } = [.. Makers.Keys];

    public async Task<SimulationReport> RunAsync(SimulationQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        Check(question);
        var world = World.All.Single(one => one.Name == question.World);
        var size = new SimulatedSize(question.Customers, question.Products, question.Days);
        var policies = question.Policies.Prepend("random").Append("oracle").Distinct().ToList();
        var seeds = Enumerable.Range(0, question.Seeds).Select(i => question.FirstSeed + i).ToList();
        var began = Stopwatch.GetTimestamp();
        var earned = await HeavyWork.RunAsync(() => RunAll(world, size, policies, seeds, progress, cancellation), cancellation).ConfigureAwait(false);
        return new SimulationReport(question, [.. policies.Select((policy, p) => Told(policy, earned[p], earned[0], earned[policies.IndexOf("oracle")]))], Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static Earned[][] RunAll(World world, SimulatedSize size, List<string> policies, List<long> seeds, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (earned, done) = (policies.ConvertAll(_ => new Earned[seeds.Count]).ToArray(), 0);
        Parallel.For(0, policies.Count * seeds.Count, HeavyWork.Loop(cancellation), i =>
        {
            var (policy, seed) = (i % policies.Count, i / policies.Count);
            earned[policy][seed] = Simulate.Run(world, seeds[seed], size, (truth, state) => Makers[policies[policy]](seeds[seed], size, truth, state), cancellation);
            progress?.Report(new Progress("simulate", Interlocked.Increment(ref done) / (double)(policies.Count * seeds.Count)));
        });
        return earned;
    }

    private static SimulatedPolicy Told(string policy, Earned[] earned, Earned[] random, Earned[] oracle)
    {
        var gain = Paired(earned, random);
        var most = Paired(oracle, random).Mean;
        return new SimulatedPolicy(
            policy,
            earned.Average(one => one.Profit),
            policy == "random" ? null : gain,
            policy == "random" || most <= 0 ? null : gain.Mean / most,
            earned.Average(one => one.Revenue),
            earned.Average(one => one.Units),
            earned.Average(one => one.Visits),
            earned.Average(one => one.Messages),
            earned.Average(one => one.Advertisements),
            earned.Average(one => one.Spent),
            earned.Average(one => one.Unsubscribed),
            earned.Average(one => one.Left));
    }

    // Student's interval of the mean of the paired differences; without one for a single seed.
    private static SimulatedGain Paired(Earned[] a, Earned[] b)
    {
        var gains = a.Zip(b, (one, other) => one.Profit - other.Profit).ToArray();
        var mean = gains.Average();
        if (gains.Length < 2)
        {
            return new SimulatedGain(mean, null, null);
        }

        var half = StudentT.InvCDF(0, 1, gains.Length - 1, 0.975) * Math.Sqrt(gains.Sum(gain => Math.Pow(gain - mean, 2)) / (gains.Length - 1) / gains.Length);
        return new SimulatedGain(mean, mean - half, mean + half);
    }

    private void Check(SimulationQuestion question)
    {
        var unknown = question.Policies.FirstOrDefault(policy => !Makers.ContainsKey(policy));
        (string Message, string Fix)? wrong = !Worlds.Contains(question.World) ? ($"There is no world '{question.World}'.", $"Choose {string.Join(", ", Worlds)}.")
            : unknown is not null ? ($"There is no policy '{unknown}'.", $"Choose {string.Join(", ", Policies)}.")
            : question.Customers is < 50 or > 100_000 ? ($"A simulated shop cannot have {question.Customers} customers.", "Choose 50 to 100,000.")
            : question.Products is < 10 or > 5_000 ? ($"A simulated shop cannot have {question.Products} products.", "Choose 10 to 5,000.")
            : question.Customers * (1 + (World.Gifts.Growth * question.Days)) * question.Products > MostPairs ? ($"{question.Customers} customers by {question.Products} products are too many: each pair is kept in memory.", $"Choose fewer of one, so that there are at most {MostPairs:N0} pairs.")
            : question.Days is < 1 or > 3_650 ? ($"A simulation cannot last {question.Days} days.", "Choose 1 to 3,650.")
            : question.Policies.Contains("system") && question.Products * (question.Days + BeforeDays) > MostDayPairs ? ($"{question.Products} products over {question.Days} days are too many for system: it keeps each product of each day in memory, also of the {BeforeDays} days before.", $"Choose fewer of one, so that there are at most {MostDayPairs:N0} pairs.")
            : question.Seeds is < 1 or > 1_000 ? ($"{question.Seeds} shops cannot be simulated.", "Choose 1 to 1,000 seeds.")
            : null;
        if (wrong is var (message, fix))
        {
            throw new OperatorException(message, fix, BadInput);
        }
    }
}
