using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class RulesCommandTests : IAsyncLifetime
{
    private const string Book = """{"rules": [{"name": "No cards", "action": "hide", "products": {"category": "Gift cards"}}], "bought": "due"}""";
    private readonly EmptyFolder _folder = new();

    public Task InitializeAsync() => _folder.BeginShopAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_book_is_checked_published_shown_and_restored()
    {
        await File.WriteAllTextAsync(_folder.File("one.json"), Book);
        Assert.Contains("1 rules", (await ProgramRun.ToEndAsync(_folder.Path, "rules", "check", "one.json")).Output);
        Assert.Contains("No book was published yet", (await ProgramRun.ToEndAsync(_folder.Path, "rules", "versions")).Output);
        Assert.Contains("Version 1", (await ProgramRun.ToEndAsync(_folder.Path, "rules", "publish", "one.json", "--note", "圣诞 first")).Output);
        var shown = await ProgramRun.ToEndAsync(_folder.Path, "rules", "show");
        Assert.Contains("“圣诞 first”", shown.Error);
        await File.WriteAllTextAsync(_folder.File("two.json"), shown.Output.Replace("\"due\"", "\"include\"", StringComparison.Ordinal));
        var overtaken = await ProgramRun.ToEndAsync(_folder.Path, "rules", "publish", "two.json", "--onto", "0");
        Assert.Equal(ExitStatus.BadInput, overtaken.Status);
        Assert.Contains("--onto 1", overtaken.Error);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "rules", "publish", "two.json", "--onto", "1")).Status);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "rules", "restore", "1")).Status);
        using var versions = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "rules", "versions", "--json")).Output);
        Assert.Equal([3, 2, 1], versions.RootElement.EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal((await ProgramRun.ToEndAsync(_folder.Path, "rules", "show", "1")).Output, (await ProgramRun.ToEndAsync(_folder.Path, "rules", "show")).Output);
    }

    [Theory]
    [InlineData("""{"rules": [{"name": "a", "action": "hide"}]}""", "'a': say which products")]
    [InlineData("""{"rules": [{"name": "a", "action": "drop", "products": {"products": ["X"]}}]}""", "Rule 1 'a': 'action' is not of the right form. Write hide, pin")]
    [InlineData("{", "no JSON from line 1")]
    public async Task A_book_that_does_not_do_is_refused_with_rule_and_fix(string book, string message)
    {
        await File.WriteAllTextAsync(_folder.File("bad.json"), book);
        foreach (var verb in new[] { "check", "publish" })
        {
            var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "rules", verb, "bad.json");
            Assert.Equal((ExitStatus.BadInput, ""), (status, output));
            Assert.Contains(message, error);
            Assert.DoesNotContain("   at ", error);
        }
    }

    [Fact]
    public async Task A_version_and_a_file_that_are_not_there_are_named()
    {
        Assert.Contains("There is no version 7", (await ProgramRun.ToEndAsync(_folder.Path, "rules", "restore", "7")).Error);
        Assert.Contains("There is no file", (await ProgramRun.ToEndAsync(_folder.Path, "rules", "check", "none.json")).Error);
    }
}
