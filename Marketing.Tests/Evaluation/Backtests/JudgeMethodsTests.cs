using Marketing.Evaluation;
using Marketing.Evaluation.Backtests;
using Marketing.Model;

namespace Marketing.Tests.Evaluation.Backtests;

public sealed class JudgeMethodsTests
{
    private static readonly DateTimeOffset Cut = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_challenger_ahead_with_its_whole_interval_takes_over_and_the_reason_has_the_figures()
    {
        var verdict = JudgeMethods.Of(Report(("popular", 0.10, 0), ("item-knn", 0.25, 0.12)), "popular", Day);
        Assert.Equal(("item-knn", true), (verdict.Kind, verdict.Change));
        Assert.Equal("item-knn beats popular by 0.1500 (95 % interval 0.1200 to 0.1800) in NDCG@10 (0.2500 against 0.1000), measured on 1,234 customers, 2011-09-01 to before 2011-12-01.", verdict.Reason);
    }

    [Fact]
    public void A_lead_that_may_be_chance_keeps_the_champion()
    {
        var verdict = JudgeMethods.Of(Report(("popular", 0.10, 0), ("item-knn", 0.11, -0.001)), "popular", Day);
        Assert.Equal(("popular", false), (verdict.Kind, verdict.Change));
        Assert.Contains("differs by 0.0100", verdict.Reason);
    }

    [Fact]
    public void The_champion_itself_may_be_the_best()
    {
        var verdict = JudgeMethods.Of(Report(("popular", 0.10, 0), ("item-knn", 0.25, 0.12)), "item-knn", Day);
        Assert.Equal(("item-knn", false), (verdict.Kind, verdict.Change));
    }

    [Fact]
    public void Without_a_champion_the_best_starts()
    {
        var verdict = JudgeMethods.Of(Report(("popular", 0.10, 0), ("item-knn", 0.25, 0.12)), null, Day);
        Assert.Equal(("item-knn", true), (verdict.Kind, verdict.Change));
        Assert.Contains("No model was in charge", verdict.Reason);
    }

    [Fact]
    public void A_champion_without_challengers_stays() =>
        Assert.Contains("no challenger", JudgeMethods.Of(Report(("popular", 0.10, 0)), "popular", Day).Reason);

    [Fact]
    public void A_report_without_the_champion_cannot_be_judged() =>
        Assert.Throws<ArgumentException>(() => JudgeMethods.Of(Report(("popular", 0.10, 0)), "item-knn", Day));

    // Each method with its NDCG@10 and the lower end of its gain over the first.
    private static BacktestReport Report(params (string Kind, double Ndcg, double Low)[] methods) => new(
        1, Cut, Cut, new DateTimeOffset(2011, 12, 1, 0, 0, 0, TimeSpan.Zero), false, 1234,
        [.. methods.Select(method => new MethodResult(
            method.Kind,
            [new Metric("ndcg@10", method.Ndcg, method.Ndcg - 0.01, method.Ndcg + 0.01)],
            null,
            methods.Where(other => other != method).ToDictionary(other => other.Kind, other => Gain(method, other)),
            1,
            1))],
        []);

    private static Metric Gain((string Kind, double Ndcg, double Low) method, (string Kind, double Ndcg, double Low) over)
    {
        var (difference, low) = (method.Ndcg - over.Ndcg, method.Low != 0 ? method.Low : -1);
        return new Metric("ndcg@10 gain", difference, low, difference + (difference - low));
    }

    private static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);
}
