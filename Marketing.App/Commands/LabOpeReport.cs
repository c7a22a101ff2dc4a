using System.Globalization;
using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>What an off-policy evaluation came to, as JSON and in English.</summary>
internal static class LabOpeReport
{
    public static OrderedDictionary<string, object?> Json(OffPolicyReport report) => new()
    {
        ["kind"] = "ope",
        ["model"] = report.RewardModel,
        ["parameters"] = LabJson.Parameters(report.Parameters),
        ["metrics"] = LabJson.Metrics([.. Estimated(report).Select(figure => new Metric(figure.Name, figure.Value, figure.Low, figure.High)), .. Diagnostics(report.Answer.Diagnostics)]),
        ["bernstein"] = Estimated(report).Where(figure => figure.Bernstein is not null).ToDictionary(figure => figure.Name, figure => new { low = figure.Bernstein!.Low, high = figure.Bernstein.High, least_term = figure.Bernstein.LeastTerm, largest_term = figure.Bernstein.LargestTerm }),
        ["missing"] = Figures(report).OfType<OffPolicyFigure.Missing>().ToDictionary(figure => figure.Name, figure => figure.Reason),
        ["refused"] = report.Answer is OffPolicyAnswer.Refused refused ? refused.Reasons.Select(reason => new { code = reason.Code, values = reason.Values, reason = Words(reason, report), fix = Fix(reason) }) : null,
        ["seconds"] = new { fit = report.FitSeconds, score = report.EstimateSeconds },
        ["cpu_seconds"] = report.CpuSeconds,
        ["peak_bytes"] = report.PeakBytes,
        ["rows"] = report.Rows,
    };

    public static void Print(TextWriter output, OffPolicyReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["log"]:N0} rows, {report.Rows["actions"]:N0} actions, {report.Rows["positions"]:N0} positions"));
        output.WriteLine($"{report.RewardModel}: {LabCommand.Shown(report.Parameters)}");
        foreach (var figure in Estimated(report))
        {
            LabCommand.Print(output, new Metric(figure.Name, figure.Value, figure.Low, figure.High));
            if (figure.Matched is { } matched)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    of {matched:N0} rows whose choice was the policy's"));
            }

            if (figure.Bernstein is { } bernstein)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    empirical Bernstein {bernstein.Low:0.00000} to {bernstein.High:0.00000}, if a row adds {bernstein.LeastTerm:0.###} to {bernstein.LargestTerm:0.###}"));
            }
        }

        foreach (var missing in Figures(report).OfType<OffPolicyFigure.Missing>())
        {
            output.WriteLine($"  {missing.Name,-20}untold: {Why(missing.Reason)}");
        }

        output.WriteLine("weights, the policy's probability over the propensity:");
        Diagnostics(report.Answer.Diagnostics).ToList().ForEach(metric => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {metric.Name,-22}{metric.Value:G6}")));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  fit {report.FitSeconds:0.000} s, estimates {report.EstimateSeconds:0.000} s ({report.CpuSeconds:0.000} s of processor for both), memory {report.PeakBytes / 1e6:N0} MB"));
    }

    /// <summary>A reason in words.</summary>
    public static string Words(OffPolicyRefusal refusal, OffPolicyReport report)
    {
        double Of(string name) => refusal.Values.GetValueOrDefault(name, double.NaN);
        return refusal.Code switch
        {
            OffPolicyReason.NoRow => "it has no row",
            OffPolicyReason.WrongPropensity => string.Create(CultureInfo.InvariantCulture, $"{Of("rows"):N0} propensities, the first in row {Of("row"):0}, are not above 0 and at most 1"),
            OffPolicyReason.WrongPolicy => string.Create(CultureInfo.InvariantCulture, $"{Of("rows"):N0} probabilities of the policy, the first in row {Of("row"):0}, are not from 0 to 1"),
            OffPolicyReason.WrongReward => string.Create(CultureInfo.InvariantCulture, $"{Of("rows"):N0} rewards, the first in row {Of("row"):0}, are no numbers"),
            OffPolicyReason.NoOverlap => string.Create(CultureInfo.InvariantCulture, $"{100 * Of("mass"):0.##} % of what the policy chooses was never logged, {100 * Of("limit"):0.##} % at most may be") + (report.Unlogged is { } place ? $" (most of it {place})" : ""),
            OffPolicyReason.SmallEffectiveSample => string.Create(CultureInfo.InvariantCulture, $"the effective sample size is {Of("effective"):0.#} of {Of("rows"):N0} rows, {Of("least"):0.##} rows and {100 * Of("least_share"):0.##} % of them are the least"),
            OffPolicyReason.WeightsOff => string.Create(CultureInfo.InvariantCulture, $"the mean weight is {Of("mean"):0.####} with a standard error of {Of("error"):0.####}, more than {Of("limit"):0.##} errors from 1"),
            var other => other,
        };
    }

    /// <summary>What to do about a reason.</summary>
    public static string Fix(OffPolicyRefusal refusal) => refusal.Code switch
    {
        OffPolicyReason.NoOverlap => "Ask about a policy that chooses what was logged, check the names of actions and positions, or let the logging policy try the missing actions now and then.",
        OffPolicyReason.SmallEffectiveSample => "Log more rows, with more chance for what the policy would choose, or ask about a policy nearer to the logging one.",
        OffPolicyReason.WeightsOff => "Write the probabilities with which the logged choices were really made; a log whose rows were picked afterwards cannot be used.",
        OffPolicyReason.NoRow => "Name a log with rows.",
        _ => "Mend these rows or leave them out.",
    };

    private static string Why(string reason) => reason switch
    {
        OffPolicyReason.NeedsWholePolicy => "it needs the policy's probability of every action, from a file named with --policy",
        OffPolicyReason.NotDeterministic => "the policy leaves something to chance",
        OffPolicyReason.NotUniform => "the log chose some actions with other probabilities than others",
        OffPolicyReason.NoMatch => "no row has what the policy would choose",
        _ => reason,
    };

    private static IReadOnlyList<OffPolicyFigure> Figures(OffPolicyReport report) => report.Answer is OffPolicyAnswer.Answered answered ? answered.Figures : [];

    private static IEnumerable<OffPolicyFigure.Estimated> Estimated(OffPolicyReport report) => Figures(report).OfType<OffPolicyFigure.Estimated>();

    private static IEnumerable<Metric> Diagnostics(OffPolicyDiagnostics? seen)
    {
        if (seen is null)
        {
            return [];
        }

        var shares = new (string Name, double? Value)[]
        {
            ("effective_sample_size", seen.EffectiveSampleSize), ("largest_weight", seen.LargestWeight), ("zero_weight_share", seen.ZeroWeightShare), ("mean_weight", seen.MeanWeight),
            ("mean_weight_error", seen.MeanWeightError), ("unlogged_mass", seen.UnloggedMass), ("smallest_propensity", seen.SmallestPropensity), ("clipped_share", seen.ClippedShare),
        };
        return shares.Where(share => share.Value is not null).Select(share => new Metric(share.Name, share.Value!.Value));
    }
}
