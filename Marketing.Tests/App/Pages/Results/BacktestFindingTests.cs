using Marketing.App.Components.Pages.Results;
using Marketing.App.Components.Widgets;
using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.Tests.App.Pages.Results;

public sealed class BacktestFindingTests
{
    [Fact]
    public void The_finding_is_the_method_that_gained_most()
    {
        var report = Report(("popular", null), ("a", new Metric("gain", 0.01, -0.01, 0.03)), ("b", new Metric("gain", 0.02, 0.01, 0.03)));
        Assert.Equal(("b", report.Methods[2].NdcgGain), BacktestFinding.Of(report));
    }

    [Fact]
    public void Without_a_comparison_there_is_no_finding() => Assert.Equal(("", null), BacktestFinding.Of(Report(("popular", null))));

    [Theory]
    [InlineData(0.01, 0.03, "Results.IsBetter")]
    [InlineData(-0.03, -0.01, "Results.IsWorse")]
    [InlineData(-0.01, 0.03, "Results.IsSame")]
    [InlineData(0.0, 0.03, "Results.IsSame")]
    [InlineData(null, null, "Results.IsSame")]
    public void Only_an_interval_on_one_side_of_zero_is_a_difference(double? low, double? high, string expected) =>
        Assert.Equal(expected, BacktestFinding.Verdict(new Metric("gain", 0.01, low, high)));

    [Fact]
    public void A_figure_without_an_interval_is_drawn_as_a_point_alone()
    {
        var json = ChartJson.Write(IntervalPlot.Options([("Popularity", new Metric("ndcg@10", 0.05)), ("Other", new Metric("ndcg@10", 0.08, 0.07, 0.09))], "NDCG@10", "interval", "@decimal"));
        Assert.Contains("[[0.05,\"Popularity\"],[0.08,\"Other\"]]", json, StringComparison.Ordinal);
        Assert.Contains("[[0.07,\"Other\"],[0.09,\"Other\"]]", json, StringComparison.Ordinal);
        Assert.Equal(2, json.Split("\"type\":\"line\"").Length);
    }

    private static BacktestReport Report(params (string Kind, Metric? Gain)[] methods) =>
        new(1, default, default, default, false, 10, [.. methods.Select(method => new MethodResult(method.Kind, [], method.Gain, new Dictionary<string, Metric>(), 0, 0))], []);
}
