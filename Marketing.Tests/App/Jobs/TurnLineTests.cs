using System.Reflection;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;

namespace Marketing.Tests.App.Jobs;

public sealed class TurnLineTests
{
    [Fact]
    public void Every_line_of_a_report_has_words_in_both_languages()
    {
        var codes = typeof(TurnLine).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.NotEmpty(codes);
        foreach (var language in Words.Languages)
        {
            Assert.Equal([], codes.Where(code => !Words.In(language).Has($"Turn.{code}")));
        }
    }

    [Theory]
    [InlineData("most", "money", null, 10_588_043.0, "rule-failed-most", "m:16846960,m:10588043")]
    [InlineData("least", "money", 5.0, null, "rule-failed-least", "m:16846960,m:5")]
    [InlineData("missing", "money", 0.1, 0.3, "rule-failed", "s:16846960,s:0.1,s:0.3")]
    [InlineData("psi", null, null, 0.25, "rule-failed-most", "16846960,0.25")]
    public void A_failed_rule_is_told_with_the_bounds_that_it_has_and_in_their_units(string kind, string? type, double? low, double? high, string code, string told)
    {
        var line = TurnMeasures.Failed(new RuleResult($"orders.amount/{kind}", "fail", 16_846_960, low, high), type);
        Assert.Equal((code, $"w:Field.orders.amount,w:FieldRule.{kind},{told}"), (line.Code, string.Join(',', line.Arguments)));
    }

    [Theory]
    [InlineData(100, "demand-up", "120,100,140,s:0.2")]
    [InlineData(150, "demand-down", "120,100,140,s:0.2")]
    [InlineData(0, "demand", "120,100,140")]
    public void Demand_is_told_against_the_last_four_weeks(double last, string code, string told)
    {
        var line = TurnMeasures.Told(new DemandTotal(120, 100, 140, null, false, 8, last));
        Assert.Equal((code, told), (line.Code, string.Join(',', line.Arguments)));
    }

    [Fact]
    public void Every_step_of_a_job_has_words_in_both_languages()
    {
        foreach (var language in Words.Languages)
        {
            Assert.Equal([], LoopJob.Steps.Concat(EvaluateJob.Steps).Append("load").Where(step => !Words.In(language).Has($"Step.{step}")));
        }
    }
}
