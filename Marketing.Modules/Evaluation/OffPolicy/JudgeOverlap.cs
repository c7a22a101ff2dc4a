namespace Marketing.Evaluation.OffPolicy;

/// <summary>When logs may answer.</summary>
/// <param name="LeastEffectiveRows">Effective sample size at least.</param>
/// <param name="LeastEffectiveShare">Its share of the rows at least: below that a few weights are all there is, and the size itself is a guess.</param>
/// <param name="UnloggedLimit">Share of the policy's choices that the logs never show, at most.</param>
/// <param name="WeightDeviations">Standard errors that the mean weight may be off.</param>
internal sealed record OverlapLimits(double LeastEffectiveRows, double LeastEffectiveShare, double UnloggedLimit, double WeightDeviations)
{
    public static OverlapLimits Of(EvaluationOptions options) => new(options.LeastEffectiveRows, options.LeastEffectiveShare, options.UnloggedLimit, options.WeightDeviations);
}

/// <summary>Whether logs cover a policy: what is wrong with rows, what weights look like, and what follows.</summary>
internal static class JudgeOverlap
{
    /// <summary>Rows that cannot be reckoned with; null where all can.</summary>
    public static OffPolicyRefusal? Wrong(LoggedChoices choices) =>
        choices.Rows == 0 ? new OffPolicyRefusal(OffPolicyReason.NoRow, new Dictionary<string, double>())
        : Outside(choices.Propensities.Span, OffPolicyReason.WrongPropensity, "propensity", value => value is > 0 and <= 1)
            ?? Outside(choices.PolicyProbabilities.Span, OffPolicyReason.WrongPolicy, "probability", value => value is >= 0 and <= 1)
            ?? Outside(choices.Rewards.Span, OffPolicyReason.WrongReward, "reward", double.IsFinite);

    /// <summary>Looks at the weights.</summary>
    /// <param name="choices">Rows, at least one, that can be reckoned with.</param>
    /// <param name="clip">Largest weight, or null; figures are those of weights that are not cut, but for the share of those that are.</param>
    /// <param name="unlogged">Share of the policy's choices that the logs never show, or null.</param>
    public static OffPolicyDiagnostics Look(LoggedChoices choices, double? clip, double? unlogged)
    {
        ReadOnlySpan<double> propensities = choices.Propensities.Span, policy = choices.PolicyProbabilities.Span;
        var (sum, squares, largest, smallest) = (0.0, 0.0, 0.0, double.PositiveInfinity);
        long zeros = 0, cut = 0;
        for (var row = 0; row < propensities.Length; row++)
        {
            var weight = policy[row] / propensities[row];
            sum += weight;
            squares += weight * weight;
            largest = Math.Max(largest, weight);
            smallest = Math.Min(smallest, propensities[row]);
            zeros += weight == 0 ? 1 : 0;
            cut += weight > clip ? 1 : 0;
        }

        double n = choices.Rows;
        var mean = sum / n;
        double? error = n < 2 ? null : Math.Sqrt(Math.Max(0, squares - (n * mean * mean)) / (n - 1) / n);
        return new OffPolicyDiagnostics(choices.Rows, squares > 0 && double.IsFinite(squares) ? sum * sum / squares : 0, largest, zeros / n, mean, error, unlogged, smallest, clip is null ? null : cut / n);
    }

    /// <summary>Every reason not to answer, the gravest first.</summary>
    public static List<OffPolicyRefusal> Reasons(OffPolicyDiagnostics seen, OverlapLimits limits)
    {
        var reasons = new List<OffPolicyRefusal>();
        if (seen.UnloggedMass > limits.UnloggedLimit)
        {
            reasons.Add(new(OffPolicyReason.NoOverlap, new Dictionary<string, double> { ["mass"] = seen.UnloggedMass.Value, ["limit"] = limits.UnloggedLimit }));
        }

        // What cannot be reckoned is not enough either.
        if (!(seen.EffectiveSampleSize >= Math.Max(limits.LeastEffectiveRows, limits.LeastEffectiveShare * seen.Rows)))
        {
            reasons.Add(new(OffPolicyReason.SmallEffectiveSample, new Dictionary<string, double>
            {
                ["effective"] = seen.EffectiveSampleSize,
                ["rows"] = seen.Rows,
                ["least"] = limits.LeastEffectiveRows,
                ["least_share"] = limits.LeastEffectiveShare,
            }));
        }

        // What was never logged is missing from the mean for a reason of its own.
        var off = Math.Max(seen.MeanWeight - 1, 1 - (seen.UnloggedMass ?? 0) - seen.MeanWeight);
        if (seen.MeanWeightError is { } error && off > Rounding && off > limits.WeightDeviations * error)
        {
            var values = new Dictionary<string, double> { ["mean"] = seen.MeanWeight, ["error"] = error, ["limit"] = limits.WeightDeviations };
            if (error > 0)
            {
                values["deviations"] = off / error;
            }

            reasons.Add(new(OffPolicyReason.WeightsOff, values));
        }

        return reasons;
    }

    // Probabilities in files are written with few digits; weights that are all alike have no noise to hide that in.
    private const double Rounding = 1e-3;

    private static OffPolicyRefusal? Outside(ReadOnlySpan<double> values, string code, string name, Func<double, bool> holds)
    {
        var (first, count) = (-1, 0L);
        for (var row = 0; row < values.Length; row++)
        {
            if (!holds(values[row]))
            {
                first = first < 0 ? row : first;
                count++;
            }
        }

        if (first < 0)
        {
            return null;
        }

        var told = new Dictionary<string, double> { ["row"] = first + 1, ["rows"] = count };
        if (double.IsFinite(values[first]))
        {
            told[name] = values[first];
        }

        return new OffPolicyRefusal(code, told);
    }
}
