using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Evaluation.Outlooks;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Outlooks;

public sealed class OutlookFiguresTests
{
    private static readonly DateTimeOffset _cut = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_gini_is_one_for_the_true_order_and_minus_one_backwards_and_ties_stand_on_one_step()
    {
        double[] came = [0, 0, 10, 30];
        Assert.Equal(1, SpendErrors.NormalisedGini([1, 2, 3, 4], came)!.Value, 1e-12);
        Assert.Equal(-1, SpendErrors.NormalisedGini([4, 3, 2, 1], [0, 5, 10, 15])!.Value, 1e-12);
        Assert.Equal(0, SpendErrors.NormalisedGini([7, 7, 7, 7], came)!.Value, 1e-12);

        // The true order: under the curve lie 15 + 35 + 40 + 40 = 130 of 160, 5/16 above the diagonal. Two steps, {30, 0} before {10, 0}: 2 * 15 + 2 * 35 = 100, 1/8.
        Assert.Equal((1 / 8.0) / (5 / 16.0), SpendErrors.NormalisedGini([2, 1, 1, 2], came)!.Value, 1e-12);
        Assert.Null(SpendErrors.NormalisedGini([1, 2], [5, 5]));
        Assert.Null(SpendErrors.NormalisedGini([1, 2], [0, 0]));
    }

    [Fact]
    public void The_error_of_logarithms_is_counted_by_hand() =>
        Assert.Equal(Math.Sqrt(Math.Log(2) * Math.Log(2) / 2), SpendErrors.RootMeanSquaredLog([1, 3], [0, 3]), 1e-12);

    [Fact]
    public void Tenths_hold_equally_many_customers_by_their_probability()
    {
        var foretold = Enumerable.Range(0, 25).Select(i => i / 25.0).Reverse().ToArray();
        var tenths = OutlookFigures.Calibration(foretold, Array.ConvertAll(foretold, p => p > 0.5));
        Assert.Equal((10, 25), (tenths.Count, tenths.Sum(tenth => tenth.Customers)));
        Assert.Equal([2, 3, 2, 3, 2, 3, 2, 3, 2, 3], tenths.Select(tenth => tenth.Customers));
        Assert.Equal((0.02, 0.0), (tenths[0].Foretold, tenths[0].Came));
        Assert.Equal((0.92, 1.0), (Math.Round(tenths[9].Foretold, 12), tenths[9].Came));
        Assert.Empty(OutlookFigures.Calibration([], []));
        Assert.Equal(3, OutlookFigures.Calibration([0.1, 0.2, 0.3], [true, false, true]).Sum(tenth => tenth.Customers));
    }

    [Fact]
    public void What_came_is_of_everybody_with_an_order_before_the_cut()
    {
        static SnapshotBuilder Before() => new SnapshotBuilder(_cut).Order(_cut.AddDays(-9), "ann", ("tea", 1, 100)).Order(_cut.AddDays(-8), "bob", ("tea", 1, 100)).Event(_cut.AddDays(-7), "looker", "tea", Marketing.Data.EventKind.View);
        var later = Before().Order(_cut, "ann", ("tea", 2, 150)).Order(_cut.AddDays(3), "ann", ("tea", 1, 100)).Order(_cut.AddDays(3), "looker", ("tea", 9, 100)).Order(_cut.AddDays(30), "bob", ("tea", 9, 100)).Build();
        var came = WhatCame.Of(Before().Build(), later, new Period(_cut, _cut.AddDays(30)));
        Assert.Equal([0, 1], came.Customers);
        Assert.Equal([false, true], came.Away);
        Assert.Equal([400.0, 0.0], came.Spend);
    }

    [Fact]
    public void Figures_of_two_methods_are_counted_and_their_gains_are_paired()
    {
        var came = new WhatCame([0, 1, 2, 3], [true, true, false, false], [0, 0, 1000, 3000]);
        var good = new OutlookFigures.Foretold("good", [new(0.8, null, 0), new(0.8, null, 0), new(0.2, 5, 1000), new(0.2, 5, 2000)], came, 100, 1);
        var even = new OutlookFigures.Foretold("even", [new(0.5, null, 1000), new(0.5, null, 1000), new(0.5, 5, 1000), new(0.5, 5, 1000)], came, 100, 1);
        var results = OutlookFigures.Of([good, even], new EvaluationOptions(), default);
        Assert.Equal(["log_loss", "brier", "auc", "calibration_error"], results[0].Churn.Select(metric => metric.Name));
        Assert.All(results[0].Churn.Zip([-Math.Log(0.8), 0.04, 1, 0.2]), pair => Assert.Equal(pair.Second, pair.First.Value, 1e-12));
        Assert.Equal([("mae", 2.5), ("sum_ratio", 0.75)], results[0].Spend.Where(metric => metric.Name is "mae" or "sum_ratio").Select(metric => (metric.Name, metric.Value)));
        Assert.Equal(10, results[1].Spend.Single(metric => metric.Name == "mae").Value);

        // Of the foretold 0, a hundredth stands for it: 4 √0.01. The third is exact, the fourth 30 against 20.
        Assert.Equal(((2 * 0.4) + (4 * Math.Pow(Math.Sqrt(30) - Math.Sqrt(20), 2) / Math.Sqrt(20))) / 4, results[0].Spend[0].Value, 1e-12);
        var gain = results[0].ChurnGains["even"];
        Assert.Equal(Math.Log(0.8 / 0.5), gain.Value, 1e-12);
        Assert.Equal((gain.Value, gain.Value), (gain.Low!.Value, gain.High!.Value));
        Assert.Equal(-results[0].SpendGains["even"].Value, results[1].SpendGains["good"].Value, 1e-12);
        Assert.Equal(0, results[1].Spend.Single(metric => metric.Name == "gini_normalised").Value);
    }

    [Fact]
    public void A_figure_that_needs_both_outcomes_or_money_is_left_out_where_they_are_not()
    {
        var came = new WhatCame([0, 1], [true, true], [0, 0]);
        var result = OutlookFigures.Of([new OutlookFigures.Foretold("one", [new(1, null, 0), new(0.5, null, 5)], came, 100, 1)], new EvaluationOptions(), default)[0];
        Assert.Equal(["log_loss", "brier", "calibration_error"], result.Churn.Select(metric => metric.Name));
        Assert.Equal(["tweedie_deviance", "mae", "rmsle"], result.Spend.Select(metric => metric.Name));
        var nobody = OutlookFigures.Of([new OutlookFigures.Foretold("one", [], new WhatCame([], [], []), 100, 1)], new EvaluationOptions(), default)[0];
        Assert.Equal((0, 0), (nobody.Churn.Count, nobody.Spend.Count));
    }

    [Fact]
    public void A_challenger_wins_only_with_the_whole_interval_and_the_reason_says_by_how_much()
    {
        var sure = Judge("rfm-cells", 0.02, 0.01, 0.03);
        Assert.Equal(("transformer", true), (sure.Kind, sure.Change));
        Assert.Equal("transformer beats rfm-cells: its log loss is lower by 0.0200 (95 % interval 0.0100 to 0.0300) (0.4800 against 0.5000), measured on 1,200 customers, 2024-06-01 to before 2024-08-30.", sure.Reason);
        var unsure = Judge("rfm-cells", 0.02, -0.01, 0.05);
        Assert.Equal(("rfm-cells", false), (unsure.Kind, unsure.Change));
        Assert.Contains("which is not above 0 with certainty", unsure.Reason);
        Assert.Equal("transformer", Judge(null, 0.02, -0.01, 0.05).Kind);
        Assert.Equal("als stays: it was not measured in this turn.", Judge("als", 0.02, 0.01, 0.03).Reason);
        Assert.Contains("too short to compare", JudgeOutlooks.Of(Report(0, 0, 0) with { Methods = [] }, ModelPurposes.Churn, "rfm-cells", Day).Reason);
        Assert.Contains("Tweedie deviance", JudgeOutlooks.Of(Report(0.02, 0.01, 0.03), ModelPurposes.Spend, null, Day).Reason);
    }

    [Theory]
    [InlineData(0.74, 0.34, false)]
    [InlineData(0.74, 2.01, false)]
    [InlineData(0.74, 0.5, true)]
    [InlineData(0.3, 0.34, true)]
    [InlineData(null, null, true)]
    public void Nobody_whose_sum_is_out_of_all_proportion_takes_charge_of_spend_from_one_whose_is_not(double? cells, double? network, bool takes)
    {
        var report = Report(0.02, 0.01, 0.03, cells, network);
        var verdict = JudgeOutlooks.Of(report, ModelPurposes.Spend, "rfm-cells", Day);
        Assert.Equal((takes ? "transformer" : "rfm-cells", takes), (verdict.Kind, verdict.Change));
        Assert.Equal(!takes, verdict.Reason.Contains("times the money that came, which does not lie from 0.50 to 2.00 as the 0.74 of the method in charge does", StringComparison.Ordinal));
        Assert.NotEqual(verdict.Reason, NoteWords.Say(Words.In(Words.Chinese), new Display(Words.In(Words.Chinese), () => null!), verdict.Reason));

        // Sums say nothing of churn, and where nobody is in charge, one within goes before one without.
        Assert.Equal("transformer", JudgeOutlooks.Of(report, ModelPurposes.Churn, "rfm-cells", Day).Kind);
        Assert.Equal(cells == 0.74 && !takes ? "rfm-cells" : "transformer", JudgeOutlooks.Of(report, ModelPurposes.Spend, null, Day).Kind);
    }

    [Fact]
    public void The_mean_of_amounts_that_are_mostly_zero_is_not_beaten_by_foretelling_too_little()
    {
        // Seven of ten spend nothing, the others 10, 20 and 60: the mean is 9, the median 0.
        double[] spent = [0, 0, 0, 0, 0, 0, 0, 1000, 2000, 6000];
        var came = new WhatCame([.. Enumerable.Range(0, 10)], [.. spent.Select(one => one == 0)], spent);
        OutlookFigures.Foretold All(double minor) => new($"{minor}", [.. spent.Select(_ => new CustomerOutlook(0.7, null, minor))], came, 100, 1);
        var results = OutlookFigures.Of([All(900), All(300), All(0), All(2700)], new EvaluationOptions(), default);
        Assert.Equal("900", results.MinBy(result => result.Spend[0].Value)!.Kind);
        Assert.Equal("0", results.MinBy(result => result.Spend.Single(metric => metric.Name == "mae").Value)!.Kind);

        // Between whole units, too.
        var best = Enumerable.Range(1, 400).Select(i => i / 10.0).MinBy(mean => spent.Sum(one => SpendErrors.TweedieDeviance(mean, one / 100, 0.01)));
        Assert.Equal(9.0, best, 1e-9);
    }

    [Fact]
    public void Methods_are_compared_on_customers_of_whom_all_tell_something_and_what_cannot_be_is_not_measured()
    {
        var came = new WhatCame([3, 5, 8], [true, false, false], [0, 1000, 2000]);
        CustomerOutlook known = new(0.5, null, 1000);
        var (compared, methods) = RunOutlookBacktest.Comparable([new("all", [known, known, known], 1), new("some", [known, null, known], 1), new("none", [null, null, null], 1), new("odd", [known, known, new(0.5, null, double.NaN)], 1)], came, 100);
        Assert.Equal(["all", "some"], methods.Select(method => method.Kind));
        Assert.Equal([3, 8], compared.Customers);
        Assert.Equal([0.0, 2000.0], compared.Spend);
        Assert.All(methods, method => Assert.Equal([10.0, 10.0], method.Spend));
    }

    private static Verdict Judge(string? champion, double gain, double low, double high) => JudgeOutlooks.Of(Report(gain, low, high), ModelPurposes.Churn, champion, Day);

    private static Metric[] Ratio(double? ratio) => ratio is { } value ? [new Metric("sum_ratio", value)] : [];

    private static OutlookReport Report(double gain, double low, double high, double? cells = null, double? network = null) => new(1, _cut, _cut, _cut.AddDays(90), 1200, 700, 5000,
    [
        new OutlookResult("rfm-cells", [new Metric("log_loss", 0.5, 0.4, 0.6)], [new Metric("tweedie_deviance", 5, 4, 6), .. Ratio(cells)], Gains("transformer", -gain, -high, -low), Gains("transformer", -gain, -high, -low), [], 0.1),
        new OutlookResult("transformer", [new Metric("log_loss", 0.48, 0.4, 0.6)], [new Metric("tweedie_deviance", 4, 3, 5), .. Ratio(network)], Gains("rfm-cells", gain, low, high), Gains("rfm-cells", gain, low, high), [], 9),
    ]);

    private static Dictionary<string, Metric> Gains(string over, double value, double low, double high) => new() { [over] = new Metric("gain", value, low, high) };

    private static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);
}
