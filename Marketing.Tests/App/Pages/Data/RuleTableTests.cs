using Bunit;
using Marketing.App.Components.Pages.Data;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.Tests.App.Pages.Data;

public sealed class RuleTableTests
{
    [Theory]
    [InlineData(Words.English, "left out", "changed", "tidied", "noted")]
    [InlineData(Words.Chinese, "剔除", "更改", "规整", "记录")]
    public void Values_that_were_written_in_another_form_are_told_from_rows_that_were_only_noted(string language, string reject, string change, string tidy, string note)
    {
        using var page = new PageContext(language);
        IReadOnlyList<RuleCount> rules = [new("cancellation", "note", 9_000), new("code-normalised", "note", 3_240), new("price-rounded", "change", 5), new("no-date", "reject", 2)];
        var table = page.Render<RuleTable>(with => with.Add(one => one.Rules, rules).Add(one => one.Rows, 10_000));
        Assert.Equal([reject, change, note, tidy], table.FindAll(".chip").Select(chip => chip.TextContent));
        Assert.Equal(2, table.FindAll("tbody a").Count);
    }
}
