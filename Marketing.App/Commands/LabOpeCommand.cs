using System.CommandLine;
using Marketing.Evaluation;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>What another policy would have earned, from logged choices.</summary>
internal static class LabOpeCommand
{
    public const string Help = """
        Tell from logged choices what another policy would have earned (off-policy evaluation), or why they cannot tell.
        The log is CSV with the header action[,position],reward,propensity[,context columns] and a row a choice; the propensity is the probability with which that
        choice was made there. The policy is CSV with the header action[,position],probability, the same for every row of the log, adding up to 1 at each
        position. A policy that differs from row to row is told by a column policy_probability of the log instead, its probability of the row's
        action; dm, dr, sndr, switch_dr and dr_os then stay untold, as they need its probability of every action.
        Figures are mean rewards a choice: on_policy of the log itself; ips, snips, dm, dr, sndr, switch_dr, dr_os of the policy; replay where it is deterministic
        and the log uniform. They have 95 % bootstrap intervals over rows, and empirical Bernstein intervals, which hold for few rows, too, if no row can weigh more than
        the heaviest of the log (or than --clip). The reward model is one of
          means       mean of each action, drawn towards that of all by 100 rows
          logistic    regression over action, position and context columns, each third told by the others; rewards are 0 and 1
        The command refuses, with status 2, where over 1 % of what the policy chooses was never logged, where fewer than 100 rows or 1 % of them carry
        the estimate (effective sample size), and where the mean weight is over 4 standard errors from 1, as it is when propensities are not
        those of the log. --json tells how the log covers the policy in any case. The settings are Evaluation:LeastEffectiveRows, LeastEffectiveShare, UnloggedLimit, WeightDeviations.

        Examples:
          marketing lab ope --log log.csv --policy policy.csv --json
          marketing lab ope --log log.csv --policy policy.csv --reward-model logistic --categories region --clip 20
          marketing lab ope --log log-with-policy_probability.csv
          marketing lab ope --log uniform.csv --policy policy.csv --ucb1 1
        """;

    public static Option<string> Log { get; } = new("--log") { Description = "File of logged choices.", HelpName = "FILE", Required = true };

    public static Option<string?> Policy { get; } = new("--policy") { Description = "File of the policy; not where the log has policy_probability.", HelpName = "FILE" };

    public static Option<string> RewardModel { get; } = new Option<string>("--reward-model") { Description = "What rewards are expected by: means or logistic.", HelpName = "NAME", DefaultValueFactory = _ => "means" }.AcceptOnlyFromAmong([.. OffPolicyQuestion.RewardModels]);

    public static Option<double?> Clip { get; } = new("--clip") { Description = "Largest weight of a row; no limit when not said.", HelpName = "W" };

    public static Option<double> Switch { get; } = new("--switch") { Description = "Weight above which switch_dr trusts the reward model alone.", HelpName = "W", DefaultValueFactory = _ => Usual.Switch };

    public static Option<double> Shrinkage { get; } = new("--shrinkage") { Description = "Lambda of dr_os: weights are lambda w / (w² + lambda).", HelpName = "L", DefaultValueFactory = _ => Usual.Shrinkage };

    public static Option<double?> Ucb1 { get; } = new("--ucb1") { Description = "Replay UCB1 with this width over the rows of a uniform log, too.", HelpName = "C" };

    public static Option<int?> Bootstrap { get; } = new("--bootstrap") { Description = "Resamples of the intervals; those of the settings when not said.", HelpName = "N" };

    private static OffPolicyQuestion Usual => new("", null);

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Log, Policy, RewardModel, Clip, Switch, Shrinkage, Ucb1, Bootstrap, LabPropensityCommand.Categories, LabPropensityCommand.LeaveOut, LabCommand.Seed, LabCommand.Threads])
        {
            command.Options.Add(option);
        }

        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var question = new OffPolicyQuestion(Path.GetFullPath(parsed.GetValue(Log)!), parsed.GetValue(Policy) is { } policy ? Path.GetFullPath(policy) : null)
        {
            RewardModel = parsed.GetValue(RewardModel)!,
            Clip = parsed.GetValue(Clip),
            Switch = parsed.GetValue(Switch),
            Shrinkage = parsed.GetValue(Shrinkage),
            Ucb1 = parsed.GetValue(Ucb1),
            Resamples = parsed.GetValue(Bootstrap),
            Categories = LabPropensityCommand.Names(parsed.GetValue(LabPropensityCommand.Categories)),
            LeaveOut = LabPropensityCommand.Names(parsed.GetValue(LabPropensityCommand.LeaveOut)),
            Seed = parsed.GetValue(LabCommand.Seed),
            Threads = LabCommand.Processors(parsed),
        };
        await using var services = LabCommand.Services(context);
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<IOffPolicyLaboratory>().EvaluateAsync(question, progress, cancellation));
        if (context.Json)
        {
            context.Terminal.Json(LabOpeReport.Json(report));
        }
        else
        {
            LabOpeReport.Print(context.Terminal.Output, report);
        }

        return report.Answer is OffPolicyAnswer.Refused refused
            ? throw new OperatorException($"{question.Log} cannot tell what the policy would earn: {string.Join("; ", refused.Reasons.Select(reason => LabOpeReport.Words(reason, report)))}.", string.Join(' ', refused.Reasons.Select(LabOpeReport.Fix)), ExitStatus.BadInput)
            : ExitStatus.Succeeded;
    }
}
