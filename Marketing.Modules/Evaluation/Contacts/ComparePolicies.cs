using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Evaluation.Contacts;

/// <summary>Whether policies earn more than the myopic and the logging one, and whether the logs suffice to tell.</summary>
internal static class ComparePolicies
{
    /// <summary>Compares.</summary>
    /// <param name="policies">What was laid out: the logging policy, the myopic one, the others, and with <paramref name="hasInstead"/> at last what is done without one.</param>
    /// <param name="terms">How.</param>
    /// <param name="resamples">Bootstrap resamples.</param>
    /// <param name="limits">When logs may answer.</param>
    /// <param name="hasInstead">Whether the last one is what is done without a policy.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<ContactJudged> Of(IReadOnlyList<(string Kind, SequenceRows Rows, double UnloggedMass)> policies, ContactTerms terms, int resamples, OverlapLimits limits, bool hasInstead, CancellationToken cancellation)
    {
        var seen = policies.Select(one => new Seen(one.Kind, one.Rows, one.UnloggedMass, limits)).ToList();
        var (customers, draws) = (seen[0].Rows.Customers, new SequenceEstimates[resamples + 1][]);
        var logged = new double[resamples + 1];

        // Place 0 is the log itself; a resample counts the same customers for every policy.
        Parallel.For(0, resamples + 1, HeavyWork.Loop(cancellation), b =>
        {
            var times = Times(customers, b, (ulong)terms.Seed);
            logged[b] = seen[0].Rows.OnPolicy(times);
            draws[b] = [.. seen.Select(one => one.Rows.Estimate(times, one.Weighted))];
        });
        double[]? instead = hasInstead ? Array.ConvertAll(draws, draw => draw[^1].Wdr) : null;
        return [.. seen.Select((one, at) => at == 0 ? Logging(one, logged) : Judge(one, at, at == 1 || (hasInstead && at == seen.Count - 1), draws, logged, instead, terms, limits))];
    }

    private static ContactJudged Logging(Seen one, double[] logged) =>
        new(one.Kind, [Told("on_policy", logged)], [.. one.Weights.Select(weight => weight.Effective)], one.Rows.Steps, 1, 0, [new(ContactReason.Baseline, new Dictionary<string, double>())]);

    private static ContactJudged Judge(Seen one, int at, bool isBaseline, SequenceEstimates[][] draws, double[] logged, double[]? instead, ContactTerms terms, OverlapLimits limits)
    {
        var own = Array.ConvertAll(draws, draw => draw[at].Wdr);
        var figures = SequenceEstimates.All.Select(estimator => Told(estimator.Name, Array.ConvertAll(draws, draw => estimator.Of(draw[at])))).ToList();
        var (overMyopic, overLogging) = (Told("gain_over_myopic", [.. own.Select((value, b) => value - draws[b][1].Wdr)]), Told("gain_over_logging", [.. own.Select((value, b) => value - logged[b])]));
        var overInstead = instead is null ? null : Told("gain_over_everybody", [.. own.Select((value, b) => value - instead[b])]);
        var covered = one.Rows.Covered(one.Weighted);
        var reasons = isBaseline ? [new(ContactReason.Baseline, new Dictionary<string, double>())] : Reasons(one, covered, overMyopic, overLogging, overInstead, terms, limits);
        return new ContactJudged(one.Kind, [.. figures, .. at == 1 ? [] : (Metric[])[overMyopic], overLogging, .. overInstead is null || at == draws[0].Length - 1 ? [] : (Metric[])[overInstead]], [.. one.Weights.Select(weight => weight.Effective)], one.Weighted, covered, one.UnloggedMass, reasons);
    }

    private static List<OffPolicyRefusal> Reasons(Seen one, double covered, Metric overMyopic, Metric overLogging, Metric? overInstead, ContactTerms terms, OverlapLimits limits)
    {
        var reasons = new List<OffPolicyRefusal>();
        if (one.UnloggedMass > limits.UnloggedLimit)
        {
            reasons.Add(new(OffPolicyReason.NoOverlap, new Dictionary<string, double> { ["mass"] = one.UnloggedMass, ["limit"] = limits.UnloggedLimit }));
        }

        if (covered < terms.LeastCovered || one.Weighted == 0)
        {
            reasons.Add(new(OffPolicyReason.SmallEffectiveSample, new Dictionary<string, double>
            {
                ["steps"] = one.Weighted,
                ["covered"] = covered,
                ["least_covered"] = terms.LeastCovered,
                ["effective"] = one.Weights[Math.Min(one.Weighted, one.Rows.Steps - 1)].Effective,
                ["least"] = one.LeastEffective(limits),
            }));
        }

        // What the policy does and the logs never show is missing from the mean for a reason of its own.
        if (one.UnloggedMass == 0 && one.Weights.Take(one.Weighted).Select((weight, step) => (weight.Mean, weight.Error, Step: step)).FirstOrDefault(weight => Math.Abs(weight.Mean - 1) > Math.Max(1e-3, limits.WeightDeviations * weight.Error)) is { Mean: > 0 } off)
        {
            reasons.Add(new(OffPolicyReason.WeightsOff, new Dictionary<string, double> { ["mean"] = off.Mean, ["error"] = off.Error, ["limit"] = limits.WeightDeviations, ["step"] = off.Step + 1 }));
        }

        Gain(ContactReason.NoGainOverMyopic, overMyopic);
        if (overInstead is null)
        {
            Gain(ContactReason.NoGainOverLogging, overLogging);
        }
        else
        {
            Gain(ContactReason.NoGainOverEverybody, overInstead);
        }

        return reasons;

        void Gain(string code, Metric gain)
        {
            if (!(gain.Low > 0))
            {
                reasons.Add(new(code, new Dictionary<string, double> { ["gain"] = gain.Value, ["low"] = gain.Low!.Value, ["high"] = gain.High!.Value }));
            }
        }
    }

    // Percentiles (Efron and Tibshirani 1993, sec. 13.3).
    private static Metric Told(string name, double[] draws)
    {
        var sorted = draws[1..];
        Array.Sort(sorted);
        return new Metric(name, draws[0], Interval.Quantile(sorted, 0.025), Interval.Quantile(sorted, 0.975));
    }

    private static int[] Times(int customers, int resample, ulong seed)
    {
        var times = new int[customers];
        if (resample == 0)
        {
            Array.Fill(times, 1);
            return times;
        }

        var random = new SeededRandom(seed + (0x9E3779B97F4A7C15 * (ulong)resample));
        for (var i = 0; i < customers; i++)
        {
            times[random.NextInt(customers)]++;
        }

        return times;
    }

    private sealed class Seen
    {
        public Seen(string kind, SequenceRows rows, double unlogged, OverlapLimits limits)
        {
            (Kind, Rows, UnloggedMass, Weights) = (kind, rows, unlogged, rows.Weights());
            Weighted = Weights.TakeWhile(weight => weight.Effective >= LeastEffective(limits)).Count();
        }

        public string Kind { get; }

        public SequenceRows Rows { get; }

        public double UnloggedMass { get; }

        public (double Effective, double Mean, double Error)[] Weights { get; }

        /// <summary>Leading steps that enough customers carry.</summary>
        public int Weighted { get; }

        public double LeastEffective(OverlapLimits limits) => Math.Max(limits.LeastEffectiveRows, limits.LeastEffectiveShare * Rows.Customers);
    }
}
