using System.Globalization;
using Marketing.Evaluation;

namespace Marketing.App.Commands;

/// <summary>What policies of contacts came to, as JSON and in English.</summary>
internal static class LabContactsReport
{
    private const string Logging = "logging";
    private const string Myopic = "myopic";

    // One model is told as everywhere in the laboratory, with what it is compared with behind; of several each is told so in a list.
    public static OrderedDictionary<string, object?> Json(ContactQuestion question, ContactReport report)
    {
        var asked = report.Measured.FirstOrDefault(one => one.Measured.Model == question.Model);
        var json = new OrderedDictionary<string, object?> { ["kind"] = "contacts" };
        foreach (var (name, value) in asked is null ? new OrderedDictionary<string, object?> { ["model"] = question.Model } : One(asked))
        {
            json[name] = value;
        }

        json["models"] = report.Measured.Where(one => one != asked).Select(One);
        (json["gamma"], json["hold_out"], json["coverage"]) = (question.Terms.Gamma, question.HoldOut, question.Terms.LeastCovered);
        (json["features"], json["actions"], json["rows"]) = (report.Features, report.Actions, report.Rows);
        return json;
    }

    public static void Print(TextWriter output, ContactReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["log"]:N0} rows of {report.Rows["customers"]:N0} customers; learned from {report.Rows["learned_customers"]:N0}, compared on {report.Rows["held_out_customers"]:N0}"));
        output.WriteLine($"actions {string.Join(", ", report.Actions)}; states {(report.Features.Count == 0 ? "without features" : string.Join(", ", report.Features))}");
        foreach (var one in report.Measured)
        {
            var judged = one.Judged;
            output.WriteLine($"{one.Measured.Model}: {LabCommand.Shown(one.Measured.Parameters)}");
            one.Measured.Metrics.ToList().ForEach(metric => LabCommand.Print(output, metric));
            if (judged.Kind != Logging)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {judged.WeightedSteps} of {judged.EffectiveSampleSizes.Count} steps count by weights, {judged.Covered:0.0%} of all; effective customers by step {string.Join(' ', judged.EffectiveSampleSizes.Select(size => size.ToString("0", CultureInfo.InvariantCulture)))}"));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  fit {one.Measured.FitSeconds:0.000} s ({one.Measured.CpuSeconds:0.000} s of processor), comparison {one.Measured.ScoreSeconds:0.000} s, memory {one.Measured.PeakBytes / 1e6:N0} MB"));
            output.WriteLine($"  {(judged.MayAct ? "may act" : judged.Reasons.Any(IsBaseline) ? "is what others are compared with" : $"may not act: {string.Join("; ", judged.Reasons.Select(Words))}")}");
        }
    }

    private static OrderedDictionary<string, object?> One(ContactMeasured one)
    {
        var json = LabJson.Model(one.Measured);
        json["may_act"] = one.Judged.MayAct;
        json["reasons"] = one.Judged.Reasons.Select(reason => new { code = reason.Code, values = reason.Values, reason = Words(reason) });
        json["effective_sample_sizes"] = one.Judged.EffectiveSampleSizes;
        (json["weighted_steps"], json["covered"], json["unlogged_mass"]) = (one.Judged.WeightedSteps, one.Judged.Covered, one.Judged.UnloggedMass);
        return json;
    }

    private static bool IsBaseline(OffPolicyRefusal reason) => reason.Code == ContactReason.Baseline;

    private static string Words(OffPolicyRefusal reason)
    {
        double Of(string name) => reason.Values.GetValueOrDefault(name, double.NaN);
        return reason.Code switch
        {
            ContactReason.Baseline => "it is what others are compared with",
            ContactReason.NoGainOverMyopic => Gain(Myopic),
            ContactReason.NoGainOverLogging => Gain(Logging),
            OffPolicyReason.NoOverlap => string.Create(CultureInfo.InvariantCulture, $"{Of("mass"):0.##%} of what it chooses was never logged, {Of("limit"):0.##%} at most may be"),
            OffPolicyReason.SmallEffectiveSample => string.Create(CultureInfo.InvariantCulture, $"weights tell {Of("steps"):0} steps, {Of("covered"):0.0%} of all where {Of("least_covered"):0.0%} are the least; behind them the effective sample is {Of("effective"):0.#} customers, {Of("least"):0.#} are the least"),
            OffPolicyReason.WeightsOff => string.Create(CultureInfo.InvariantCulture, $"the mean weight of step {Of("step"):0} is {Of("mean"):0.####} with a standard error of {Of("error"):0.####}, more than {Of("limit"):0.##} errors from 1: the propensities are not those of the log"),
            var other => other,
        };

        string Gain(string than) => string.Create(CultureInfo.InvariantCulture, $"its gain over the {than} policy is {Of("gain"):0.####} ({Of("low"):0.####} to {Of("high"):0.####}), not surely above 0");
    }
}
