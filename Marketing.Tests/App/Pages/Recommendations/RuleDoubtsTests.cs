using Bunit;
using Marketing.App.Components.Pages.Recommendations;
using Marketing.App.Resources;
using Marketing.Strategy;

namespace Marketing.Tests.App.Pages.Recommendations;

public sealed class RuleDoubtsTests
{
    [Theory]
    [InlineData(Words.English, "Tea: no product that is offered at a price or was ever sold has the code T1, T2, T3, T4, T5, T6, T7, T8, T9, T10 and 2 more.", "Cups: no product meets all that the rule says.")]
    [InlineData(Words.Chinese, "Tea：有价在售或售出过的商品中没有编号 T1、T2、T3、T4、T5、T6、T7、T8、T9、T10 等另外 2 个。", "Cups：没有商品同时符合该规则的全部条件。")]
    public async Task What_rules_name_and_no_product_has_is_told_rule_by_rule(string language, string codes, string together)
    {
        await using var page = new PageContext(language);
        var doubts = page.Render<RuleDoubts>(parameters => parameters.Add(one => one.Doubts, [new("Tea", DoubtKind.Code, [.. Enumerable.Range(1, 12).Select(i => $"T{i}")]), new("Cups", DoubtKind.Together, [])]));
        Assert.Equal([codes, together], doubts.FindAll("li").Select(line => line.TextContent));
        Assert.Equal("", page.Render<RuleDoubts>(parameters => parameters.Add(one => one.Doubts, [])).Markup.Trim());
    }
}
