using System.Globalization;
using Marketing.Model;

namespace Marketing.Evaluation.Backtests;

/// <summary>Who should be in charge by a report: a challenger must be ahead of the champion with the whole paired interval above 0.</summary>
internal static class JudgeMethods
{
    /// <param name="report">Holds all methods.</param>
    /// <param name="championKind">Method in charge, or null.</param>
    /// <param name="day">The shop's calendar day of an instant.</param>
    public static Verdict Of(BacktestReport report, string? championKind, Func<DateTimeOffset, DateOnly> day)
    {
        var ranked = report.Methods.Where(method => Ndcg(method) is not null).OrderByDescending(method => Ndcg(method)!.Value).ToList();
        if (ranked.Count == 0)
        {
            var kept = championKind ?? report.Methods[0].Kind;
            return new Verdict(kept, championKind is null, $"No customer who was known on {Day(day(report.Cut))} bought before {Day(day(report.End))}, so nothing could be compared; {kept} is in charge.");
        }

        if (championKind is null)
        {
            var first = ranked[0];
            return new Verdict(first.Kind, true, $"No model was in charge. {first.Kind} has the highest NDCG@10, {Number(Ndcg(first)!)}, {Basis(report, day)}.");
        }

        var champion = ranked.Find(method => method.Kind == championKind)
            ?? throw new ArgumentException($"The report does not hold the champion's method '{championKind}'.", nameof(championKind));
        var challengers = ranked.Where(method => method != champion).ToList();
        if (challengers.Find(method => Gain(method, champion)?.Low > 0) is { } winner)
        {
            return new Verdict(winner.Kind, true, $"{winner.Kind} beats {championKind} by {Number(Gain(winner, champion)!)} in NDCG@10 ({Figure(Ndcg(winner)!.Value)} against {Figure(Ndcg(champion)!.Value)}), {Basis(report, day)}.");
        }

        return challengers.FirstOrDefault() is { } best && Gain(best, champion) is { } gain
            ? new Verdict(championKind, false, $"{championKind} stays: the best challenger, {best.Kind}, differs by {Number(gain)} in NDCG@10 ({Figure(Ndcg(best)!.Value)} against {Figure(Ndcg(champion)!.Value)}), which is not above 0 with certainty, {Basis(report, day)}.")
            : new Verdict(championKind, false, $"{championKind} stays: there is no challenger; its NDCG@10 is {Number(Ndcg(champion)!)}, {Basis(report, day)}.");
    }

    private static Metric? Ndcg(MethodResult method) => method.Metrics.FirstOrDefault(metric => metric.Name == MethodFigures.Ndcg);

    private static Metric? Gain(MethodResult method, MethodResult over) => method.Gains.GetValueOrDefault(over.Kind);

    private static string Number(Metric metric) => $"{Figure(metric.Value)} (95 % interval {Figure(metric.Low!.Value)} to {Figure(metric.High!.Value)})";

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Basis(BacktestReport report, Func<DateTimeOffset, DateOnly> day) =>
        string.Create(CultureInfo.InvariantCulture, $"measured on {report.Customers:N0} customers, {Day(day(report.Cut))} to before {Day(day(report.End))}{(report.OnlyNew ? ", products new to them" : "")}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
