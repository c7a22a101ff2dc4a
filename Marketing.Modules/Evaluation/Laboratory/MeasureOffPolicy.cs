using System.Diagnostics;
using System.Globalization;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Laboratory;

/// <summary>A log and a policy to what the policy would have earned: read, fit the reward model, estimate.</summary>
internal sealed class MeasureOffPolicy(ITableMethods methods, IOptions<EvaluationOptions> options) : IOffPolicyLaboratory
{
    private const int BadInput = 2;

    public Task<OffPolicyReport> EvaluateAsync(OffPolicyQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        HeavyWork.Processors = question.Threads ?? Environment.ProcessorCount;
        Check(question);
        return HeavyWork.RunAsync(() => Evaluate(question, progress, cancellation), cancellation);
    }

    private OffPolicyReport Evaluate(OffPolicyQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var log = LabChoices.Read(asked, cancellation);
        // UCB1 knows the actions of the log alone: one that was never logged would be tried for ever.
        var logged = log.Actions.Names.Count;
        var policy = asked.Policy is { } file ? LabPolicy.Read(file, log, asked.Log, cancellation) : null;
        progress?.Report(new Progress("read", 1, $"{log.Chosen.Length:N0} rows"));
        var choices = new LoggedChoices(log.Chosen, log.At, log.Rewards, log.Propensities, policy?.Table.OfChosen(log.Chosen, log.At) ?? log.Policy);
        var plan = new EvaluationPlan(asked.Clip, asked.Switch, asked.Shrinkage, asked.Resamples ?? options.Value.BootstrapResamples, (ulong)asked.Seed, OverlapLimits.Of(options.Value));
        var ((answer, fit, estimate), _, cpu) = LabMethods.Timed(() => Answer(asked, log, logged, policy?.Table, choices, plan, progress, cancellation));
        return new OffPolicyReport(
            asked.RewardModel,
            Parameters(asked, plan),
            answer,
            fit,
            estimate,
            cpu,
            LabMethods.PeakBytes(),
            new Dictionary<string, long> { ["log"] = log.Chosen.Length, ["actions"] = log.Actions.Names.Count, ["positions"] = log.Positions.Names.Count, ["policy"] = policy?.Rows ?? 0 })
        {
            Unlogged = policy?.Unlogged,
        };
    }

    private (OffPolicyAnswer Answer, double Fit, double Estimate) Answer(OffPolicyQuestion asked, LabChoices log, int logged, PolicyTable? policy, LoggedChoices choices, EvaluationPlan plan, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        if (EvaluatePolicy.Refusal(choices, policy, plan) is { } refused)
        {
            return (refused, 0, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var fitting = Stopwatch.GetTimestamp();
        var modelled = policy is null ? choices : WithModel(asked, log, policy, choices, progress, cancellation);
        var fit = Stopwatch.GetElapsedTime(fitting).TotalSeconds;
        var answer = EvaluatePolicy.Answer(modelled, policy, plan, progress, cancellation);
        if (asked.Ucb1 is { } c && answer is OffPolicyAnswer.Answered told)
        {
            answer = told with { Figures = [.. told.Figures, EvaluatePolicy.Ucb1(choices, logged, c)] };
        }

        return (answer, fit, Stopwatch.GetElapsedTime(started).TotalSeconds - fit);
    }

    private LoggedChoices WithModel(OffPolicyQuestion asked, LabChoices log, PolicyTable policy, LoggedChoices choices, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (asked.RewardModel == "means")
        {
            var means = SmoothedMeans.Fit(log.Chosen, log.Rewards, policy.Actions);
            var expected = policy.Expected(means);
            return choices.WithModel(
                Array.ConvertAll(log.Chosen, action => means[action]),
                log.HasPositions ? Array.ConvertAll(log.At, position => expected[position]) : Enumerable.Repeat(expected[0], log.Chosen.Length).ToArray());
        }

        if (log.Rewards.FirstOrDefault(reward => reward is not (0 or 1)) is not 0 and var other)
        {
            throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"{asked.Log}, column reward: the reward model logistic needs rewards of 0 and 1; there is {other:R}."), "Say --reward-model means, or write rewards as 0 and 1.", BadInput);
        }

        var model = new RegressedRewards(methods, log.Context, log.Chosen, log.At, Array.ConvertAll(log.Rewards, reward => reward == 1), policy);
        var (chosen, told) = model.Fit(RegressedRewards.Deal(log.Chosen.Length, new SeededRandom((ulong)asked.Seed)), progress, cancellation);
        return choices.WithModel(chosen, told);
    }

    private static Dictionary<string, string> Parameters(OffPolicyQuestion asked, EvaluationPlan plan)
    {
        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        var parameters = new Dictionary<string, string>
        {
            ["switch"] = Number(plan.Switch),
            ["shrinkage"] = Number(plan.Shrinkage),
            ["bootstrap"] = Number(plan.Resamples),
            ["seed"] = asked.Seed.ToString(CultureInfo.InvariantCulture),
            ["least_effective_rows"] = Number(plan.Limits.LeastEffectiveRows),
            ["least_effective_share"] = Number(plan.Limits.LeastEffectiveShare),
            ["unlogged_limit"] = Number(plan.Limits.UnloggedLimit),
            ["weight_deviations"] = Number(plan.Limits.WeightDeviations),
        };
        if (plan.Clip is { } clip)
        {
            parameters["clip"] = Number(clip);
        }

        foreach (var (name, value) in asked.RewardModel == "means"
            ? (ValueTuple<string, double>[])[("prior_rows", SmoothedMeans.PriorRows)]
            : [("folds", RegressedRewards.Folds), ("l2", RegressedRewards.Ridge)])
        {
            parameters[name] = Number(value);
        }

        return parameters;
    }

    private static void Check(OffPolicyQuestion asked)
    {
        if (!OffPolicyQuestion.RewardModels.Contains(asked.RewardModel))
        {
            throw new OperatorException($"There is no reward model '{LabCsv.Shown(asked.RewardModel)}'.", $"Name one of {string.Join(", ", OffPolicyQuestion.RewardModels)} with --reward-model.", BadInput);
        }

        Held("--clip", asked.Clip, value => value > 0, "above 0");
        Held("--switch", asked.Switch, value => value >= 0, "0 or more");
        Held("--shrinkage", asked.Shrinkage, value => value > 0, "above 0");
        Held("--ucb1", asked.Ucb1, value => value >= 0, "0 or more");
        Held("--bootstrap", asked.Resamples, value => value is >= 100 and <= 100_000, "from 100 to 100,000");
    }

    private static void Held(string option, double? value, Func<double, bool> holds, string wanted)
    {
        if (value is { } number && !(double.IsFinite(number) && holds(number)))
        {
            throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"{option} must be {wanted}; it is {number:R}."), $"Leave {option} out for what is usual.", BadInput);
        }
    }
}
