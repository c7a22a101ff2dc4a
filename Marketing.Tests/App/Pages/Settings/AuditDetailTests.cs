using Bunit;
using Marketing.App.Components.Pages.Settings;
using Marketing.App.Resources;

namespace Marketing.Tests.App.Pages.Settings;

/// <summary>What stands beside an action in the audit log, in the reader's words.</summary>
public sealed class AuditDetailTests
{
    private const string Role = """{"name":"anna","before":"Viewer","role":"Marketer","disabled":false,"note":null}""";

    [Theory]
    [InlineData(Words.English, "Name: anna", "Before: Viewer", "Role: Marketer", "Disabled: no")]
    [InlineData(Words.Chinese, "名称：anna", "变更前：查看者", "角色：营销人员", "已停用：否")]
    public async Task Facts_are_told_by_name_and_value_without_those_that_say_nothing(string language, params string[] expected) =>
        Assert.Equal(expected, await FactsAsync(language, Role));

    [Fact]
    public async Task Lists_times_and_names_that_have_no_words_can_be_read()
    {
        Assert.Equal(["Scopes: read, write", "Until: 2 Jan 2025 10:30", "Orders and returns: 12", "someThing: 1.5"], await FactsAsync(Words.English, """{"scopes":["read","write"],"until":"2025-01-02T10:30:00+00:00","orders":12,"someThing":1.5}"""));
        Assert.Empty(await FactsAsync(Words.English, "{}"));
    }

    [Fact]
    public async Task What_is_no_object_stands_as_it_is_kept()
    {
        await using var page = new PageContext(Words.English);
        Assert.Equal("not json", page.Render<AuditDetail>(parameters => parameters.Add(detail => detail.Detail, "not json")).Find("code").TextContent);
    }

    private static async Task<List<string>> FactsAsync(string language, string detail)
    {
        await using var page = new PageContext(language);
        return [.. page.Render<AuditDetail>(parameters => parameters.Add(one => one.Detail, detail)).FindAll("div").Select(fact => fact.TextContent)];
    }
}
