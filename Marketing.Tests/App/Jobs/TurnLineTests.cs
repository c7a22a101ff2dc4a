using System.Reflection;
using Marketing.App.Jobs;
using Marketing.App.Resources;

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

    [Fact]
    public void Every_step_of_a_job_has_words_in_both_languages()
    {
        foreach (var language in Words.Languages)
        {
            Assert.Equal([], LoopJob.Steps.Concat(EvaluateJob.Steps).Append("load").Where(step => !Words.In(language).Has($"Step.{step}")));
        }
    }
}
