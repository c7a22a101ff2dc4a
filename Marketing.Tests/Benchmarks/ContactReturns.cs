using System.Diagnostics;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Model;
using Marketing.Tests.Model.Contacts;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// What policies of contacts truly earn where customers tire of mails, and what the logs say of them: <c>dotnet run -c Release --project Marketing.Tests -- contact-returns SEEDS</c>. Each seed is a log of 2,000 customers
/// to learn from and one of 4,000 others to compare on.
/// </summary>
internal static class ContactReturns
{
    public const string Name = "contact-returns";

    // Others than values were looked at with.
    private const ulong Reporting = 9001;
    private const int Learned = 2000;
    private const int Held = 4000;
    private const int Steps = 10;

    public static void Run(string seeds)
    {
        var (count, gamma) = (int.Parse(seeds, CultureInfo.InvariantCulture), $"gamma={FatigueWorld.Gamma.ToString(CultureInfo.InvariantCulture)}");
        string[][] tried = [["logging"], ["myopic"], ["q-table", gamma], ["fitted-q", gamma], ["cql", gamma], ["cql", gamma, "alpha=0"], ["cql", gamma, "alpha=1"]];
        var (returns, spent, acted, held) = (new double[tried.Length, count], new double[tried.Length], new int[tried.Length], new int[tried.Length]);
        var laboratory = new MeasureContacts(ContactRig.Methods, Options.Create(new EvaluationOptions()));
        for (var seed = 0; seed < count; seed++)
        {
            var log = FatigueWorld.Log(Reporting + (ulong)(2 * seed), Learned, Steps);
            var policies = new List<IContactPolicy>();
            for (var i = 0; i < tried.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                policies.Add(ContactRig.Fit(log, tried[i][0], tried[i][1..]));
                spent[i] += Stopwatch.GetElapsedTime(started).TotalSeconds;
                returns[i, seed] = FatigueWorld.Return(policies[i], 10_000);
            }

            var judged = laboratory.Compare(FatigueWorld.Log(Reporting + (ulong)((2 * seed) + 1), Held, Steps), policies[0], policies[1], [.. policies.Skip(2)], new ContactTerms(FatigueWorld.Gamma), CancellationToken.None);
            for (var i = 0; i < tried.Length; i++)
            {
                var told = judged[i].Figures[0];
                acted[i] += judged[i].MayAct ? 1 : 0;
                held[i] += returns[i, seed] >= told.Low && returns[i, seed] <= told.High ? 1 : 0;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {string.Join(' ', tried.Select((one, i) => $"{one[0]} {returns[i, seed]:0.000}"))}"));
        }

        var best = Enumerable.Range(0, 201).Select(i => FatigueWorld.Best(i / 200.0)).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"who knows the world: {FatigueWorld.Return((state, _) => best[(int)Math.Round(state[0] * 200)][(int)Math.Round(state[1] * 400)] ? 1 : 0, 10_000):0.000}"));
        for (var i = 0; i < tried.Length; i++)
        {
            var own = Enumerable.Range(0, count).Select(seed => returns[i, seed]).ToList();
            var (mean, over) = (own.Average(), own.Select((value, seed) => value - returns[1, seed]).ToList());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {string.Join(' ', tried[i])} | {mean:0.00} ± {Half(own):0.00} | {over.Average():0.00} ± {Half(over):0.00} | {spent[i] / count:0.00} s | {acted[i]} of {count} | {held[i]} of {count} |"));
        }
    }

    // Half of the 95 % interval of a mean, by Student's t.
    private static double Half(List<double> values)
    {
        var mean = values.Average();
        return MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, values.Count - 1, 0.975) * Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Count - 1) / values.Count);
    }
}
