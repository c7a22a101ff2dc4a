using System.Globalization;
using Marketing.Model;

namespace Marketing.Evaluation.Outlooks;

/// <summary>
/// Who should be in charge by a report: a challenger must lose less than the champion with the whole paired interval above 0. For spend, none takes charge whose
/// foretold sum lies outside <see cref="IOutlookBacktests.LeastSumRatio"/> to <see cref="IOutlookBacktests.MostSumRatio"/> times the money that came while the champion's lies inside.
/// </summary>
internal static class JudgeOutlooks
{
    /// <param name="report">The report.</param>
    /// <param name="purpose">Churn or spend.</param>
    /// <param name="championKind">Method in charge, or null.</param>
    /// <param name="day">The shop's calendar day of an instant.</param>
    public static Verdict Of(OutlookReport report, string purpose, string? championKind, Func<DateTimeOffset, DateOnly> day)
    {
        var isChurn = purpose == ModelPurposes.Churn;
        var (name, figure) = isChurn ? ("log loss", OutlookFigures.LogLoss) : ("Tweedie deviance", OutlookFigures.Deviance);
        var ranked = report.Methods.Where(method => Loss(method) is { } loss && double.IsFinite(loss.Value)).OrderBy(method => Loss(method)!.Value).ToList();
        if (ranked.Count == 0)
        {
            return championKind is null
                ? new Verdict(report.Methods.Count > 0 ? report.Methods[0].Kind : "", true, "The history is too short to compare; the simplest method begins.")
                : new Verdict(championKind, false, "The history is too short to compare; the method in charge stays, trained anew.");
        }

        if (championKind is null)
        {
            var first = ranked.Find(Plausible) ?? ranked[0];
            return new Verdict(first.Kind, true, $"No model was in charge. {first.Kind} has the lowest {name}, {Number(Loss(first)!)}, {Basis()}.");
        }

        if (ranked.Find(method => method.Kind == championKind) is not { } champion)
        {
            return new Verdict(championKind, false, $"{championKind} stays: it was not measured in this turn.");
        }

        var challengers = ranked.Where(method => method != champion).ToList();
        if (challengers.Find(method => Gain(method)?.Low > 0 && (Plausible(method) || !Plausible(champion))) is { } winner)
        {
            return new Verdict(winner.Kind, true, $"{winner.Kind} beats {championKind}: its {name} is lower by {Number(Gain(winner)!)} ({Figure(Loss(winner)!.Value)} against {Figure(Loss(champion)!.Value)}), {Basis()}.");
        }

        if (challengers.Find(method => Gain(method)?.Low > 0) is { } barred)
        {
            return new Verdict(championKind, false, $"{championKind} stays: the {name} of {barred.Kind} is lower by {Number(Gain(barred)!)}, but it foretells {Ratio(barred)} times the money that came, which does not lie from {Short(IOutlookBacktests.LeastSumRatio)} to {Short(IOutlookBacktests.MostSumRatio)} as the {Ratio(champion)} of the method in charge does, {Basis()}.");
        }

        return challengers.FirstOrDefault() is { } best && Gain(best) is { } gain
            ? gain.Value < 0 ? new Verdict(championKind, false, $"{championKind} stays: the {name} of the best challenger, {best.Kind}, is higher by {Number(new Metric(gain.Name, -gain.Value, -gain.High, -gain.Low))} ({Figure(Loss(best)!.Value)} against {Figure(Loss(champion)!.Value)}), {Basis()}.")
            : new Verdict(championKind, false, $"{championKind} stays: the {name} of the best challenger, {best.Kind}, is lower by {Number(gain)} ({Figure(Loss(best)!.Value)} against {Figure(Loss(champion)!.Value)}), which is not above 0 with certainty, {Basis()}.")
            : new Verdict(championKind, false, $"{championKind} stays: there is no challenger; its {name} is {Number(Loss(champion)!)}, {Basis()}.");

        Metric? Loss(OutlookResult method) => (isChurn ? method.Churn : method.Spend).FirstOrDefault(metric => metric.Name == figure);
        Metric? Gain(OutlookResult method) => (isChurn ? method.ChurnGains : method.SpendGains).GetValueOrDefault(championKind);
        Metric? Sums(OutlookResult method) => method.Spend.FirstOrDefault(metric => metric.Name == OutlookFigures.SumRatio);
        bool Plausible(OutlookResult method) => isChurn || Sums(method) is null or { Value: >= IOutlookBacktests.LeastSumRatio and <= IOutlookBacktests.MostSumRatio };
        string Ratio(OutlookResult method) => Short(Sums(method)?.Value ?? double.NaN);
        string Basis() => string.Create(CultureInfo.InvariantCulture, $"measured on {report.Customers:N0} customers, {day(report.Cut):yyyy-MM-dd} to before {day(report.End):yyyy-MM-dd}");
    }

    private static string Number(Metric metric) => $"{Figure(metric.Value)} (95 % interval {Figure(metric.Low!.Value)} to {Figure(metric.High!.Value)})";

    private static string Short(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
