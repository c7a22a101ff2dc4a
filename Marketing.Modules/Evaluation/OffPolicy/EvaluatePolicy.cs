using Marketing.Kernel;

namespace Marketing.Evaluation.OffPolicy;

/// <summary>How a policy is evaluated.</summary>
/// <param name="Clip">Largest weight, or null.</param>
/// <param name="Switch">Threshold of switch-DR.</param>
/// <param name="Shrinkage">λ of DRos.</param>
/// <param name="Resamples">Bootstrap resamples.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Limits">When logs may answer.</param>
internal sealed record EvaluationPlan(double? Clip, double Switch, double Shrinkage, int Resamples, ulong Seed, OverlapLimits Limits);

/// <summary>From logged choices to an answer: are they sound, do they cover the policy, and what do the estimators say.</summary>
internal static class EvaluatePolicy
{
    /// <summary>Evaluates.</summary>
    /// <param name="choices">Logged choices, with a reward model or without.</param>
    /// <param name="policy">The whole policy where it is the same for every row, or null; for replay and for what was never logged.</param>
    /// <param name="plan">How.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static OffPolicyAnswer Answer(LoggedChoices choices, PolicyTable? policy, EvaluationPlan plan, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (Refusal(choices, policy, plan) is { } refused)
        {
            return refused;
        }

        var diagnostics = JudgeOverlap.Look(choices, plan.Clip, policy?.UnloggedMass(choices.Actions.Span, choices.Positions.Span));
        IEstimator[] all =
        [
            new OnPolicy(), new InversePropensity(), new SelfNormalised(), new DirectMethod(), new DoublyRobust(), new SelfNormalisedDoublyRobust(),
            new SwitchDoublyRobust(plan.Switch), new ShrunkDoublyRobust(plan.Shrinkage),
        ];
        IEstimator[] able = [.. all.Where(estimator => choices.HasModel || !estimator.NeedsModel)];
        progress?.Report(new Progress("measure", 0));
        var sums = able.Select(estimator => TermSums.Of(choices, estimator, plan.Clip ?? double.PositiveInfinity, cancellation)).ToList();
        var intervals = TermSums.Bootstrap(sums, TermSums.Sizes(choices.Rows), plan.Seed, plan.Resamples, cancellation);
        progress?.Report(new Progress("measure", 1));
        var rewards = Ends(choices.Rewards.Span);
        var largest = Math.Min(plan.Clip ?? double.PositiveInfinity, diagnostics.LargestWeight);
        var figures = all.Select(estimator => Array.IndexOf(able, estimator) is >= 0 and var at
            ? Figure(estimator, sums[at], intervals[at], choices.Rows, rewards, largest)
            : new OffPolicyFigure.Missing(estimator.Name, OffPolicyReason.NeedsWholePolicy));
        return new OffPolicyAnswer.Answered([.. figures, FixedReplay(choices, policy, rewards)], diagnostics);
    }

    /// <summary>What the policy earns a choice beyond what the logs did, from choices that can answer and have a reward model.</summary>
    public static OffPolicyFigure.Estimated? Gain(LoggedChoices choices, EvaluationPlan plan, CancellationToken cancellation)
    {
        var estimator = new GainOverLogs();
        var sums = TermSums.Of(choices, estimator, plan.Clip ?? double.PositiveInfinity, cancellation);
        var largest = Math.Min(plan.Clip ?? double.PositiveInfinity, JudgeOverlap.Look(choices, plan.Clip, null).LargestWeight);
        return Figure(estimator, sums, TermSums.Bootstrap([sums], TermSums.Sizes(choices.Rows), plan.Seed, plan.Resamples, cancellation)[0], choices.Rows, Ends(choices.Rewards.Span), largest) as OffPolicyFigure.Estimated;
    }

    /// <summary>Why the choices cannot answer, or null: told before a reward model is fitted.</summary>
    public static OffPolicyAnswer.Refused? Refusal(LoggedChoices choices, PolicyTable? policy, EvaluationPlan plan)
    {
        if (JudgeOverlap.Wrong(choices) is { } wrong)
        {
            return new OffPolicyAnswer.Refused([wrong], null);
        }

        var seen = JudgeOverlap.Look(choices, plan.Clip, policy?.UnloggedMass(choices.Actions.Span, choices.Positions.Span));
        return JudgeOverlap.Reasons(seen, plan.Limits) is { Count: > 0 } reasons ? new OffPolicyAnswer.Refused(reasons, seen) : null;
    }

    /// <summary>Replays UCB1 over the rows in their order; what it learned depends on its past, so that no interval of independent rows is told.</summary>
    public static OffPolicyFigure Ucb1(LoggedChoices choices, int actions, double c)
    {
        const string name = "replay_ucb1";
        if (!Replay.IsUniform(choices.Propensities.Span))
        {
            return new OffPolicyFigure.Missing(name, OffPolicyReason.NotUniform);
        }

        var replayed = Replay.Run(choices.Actions.Span, choices.Positions.Span, choices.Rewards.Span, new Ucb1Choice(actions, c));
        return replayed.Value is { } value
            ? new OffPolicyFigure.Estimated(name, value, null, null, null) { Matched = replayed.Matched }
            : new OffPolicyFigure.Missing(name, OffPolicyReason.NoMatch);
    }

    private static OffPolicyFigure Figure(IEstimator estimator, TermSums sums, (double Low, double High)? interval, int rows, Bounds rewards, double largest)
    {
        if (sums.Value(rows) is not { } value)
        {
            return new OffPolicyFigure.Missing(estimator.Name, OffPolicyReason.NoMatch);
        }

        var bernstein = estimator.Bounds(rewards, largest) is { } bounds && sums.Variance is { } variance && EmpiricalBernstein.Half(rows, variance, bounds.Width) is { } half
            ? new BernsteinInterval(value - half, value + half, bounds.Low, bounds.High)
            : null;
        return new OffPolicyFigure.Estimated(estimator.Name, value, interval?.Low, interval?.High, bernstein);
    }

    private static OffPolicyFigure FixedReplay(LoggedChoices choices, PolicyTable? policy, Bounds rewards)
    {
        const string name = "replay";
        if (policy?.Chosen() is not { } chosen)
        {
            return new OffPolicyFigure.Missing(name, policy is null ? OffPolicyReason.NeedsWholePolicy : OffPolicyReason.NotDeterministic);
        }

        if (!Replay.IsUniform(choices.Propensities.Span))
        {
            return new OffPolicyFigure.Missing(name, OffPolicyReason.NotUniform);
        }

        var replayed = Replay.Run(choices.Actions.Span, choices.Positions.Span, choices.Rewards.Span, new FixedChoice(chosen));
        if (replayed.Value is not { } value)
        {
            return new OffPolicyFigure.Missing(name, OffPolicyReason.NoMatch);
        }

        var bernstein = replayed.Variance is { } variance && EmpiricalBernstein.Half(replayed.Matched, variance, rewards.Width) is { } half
            ? new BernsteinInterval(value - half, value + half, rewards.Low, rewards.High)
            : null;
        return new OffPolicyFigure.Estimated(name, value, null, null, bernstein) { Matched = replayed.Matched };
    }

    private static Bounds Ends(ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        // Rewards such as clicks lie between 0 and 1 whether or not both were seen.
        return low >= 0 && high <= 1 ? new Bounds(0, 1) : new Bounds(low, high);
    }
}
