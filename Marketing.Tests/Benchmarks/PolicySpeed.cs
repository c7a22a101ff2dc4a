using System.Diagnostics;
using System.Globalization;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Policies;

namespace Marketing.Tests.Benchmarks;

/// <summary>What a decision takes with 100 arms and 50 numbers of context, with its probability: <c>dotnet run -c Release --project Marketing.Tests -- policy-speed</c>. One thread; and what learning takes.</summary>
internal static class PolicySpeed
{
    public const string Name = "policy-speed";

    private const int Arms = 100;
    private const int Features = 50;

    public static void Run()
    {
        foreach (var kind in new PolicyMethods().Kinds)
        {
            var policy = new PolicyMethods().Create(kind, Features, new Dictionary<string, string>());
            policy.Join([.. Enumerable.Range(0, Arms)]);
            var (random, now) = (new SeededRandom(1), DateTimeOffset.UnixEpoch);
            var rewards = Enumerable.Range(0, 20_000).Select(i => new PolicyReward(Context(random), i % Arms, 0.5, random.NextDouble() < 0.03 + (0.0004 * (i % Arms)) ? 1 : 0, now)).ToArray();
            var started = Stopwatch.GetTimestamp();
            policy.Learn(rewards, now);
            var learning = Stopwatch.GetElapsedTime(started).TotalMicroseconds / rewards.Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-18} one place {Decide(policy, 1, random)}; three places {Decide(policy, 3, random)}; learning in one batch {learning:0.0} us a reward; {policy.Save().Length / 1024.0:0} KiB"));
        }
    }

    private static string Decide(IPolicy policy, int places, SeededRandom random)
    {
        float[][] contexts = [.. Enumerable.Range(0, 500).Select(_ => Context(random))];
        long[] arms = [.. Enumerable.Range(0, Arms)];
        var taken = new double[4000];
        for (var i = -2000; i < taken.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            policy.Choose(new PolicyRequest(contexts[(i + 2000) % contexts.Length], arms, places, (ulong)(i + 2000)));
            taken[Math.Max(0, i)] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(taken);
        return string.Create(CultureInfo.InvariantCulture, $"median {taken[2000],6:0.0} mean {taken.Average(),6:0.0} p99 {taken[3960],6:0.0} us");
    }

    private static float[] Context(SeededRandom random) => [.. Enumerable.Range(0, Features).Select(_ => (float)((2 * random.NextDouble()) - 1))];
}
