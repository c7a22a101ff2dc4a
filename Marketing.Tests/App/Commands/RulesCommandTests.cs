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
        Assert.Contains("1 rule.", (await ProgramRun.ToEndAsync(_folder.Path, "rules", "check", "one.json")).Output);
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

    [Fact]
    public async Task What_a_book_names_and_no_product_has_is_warned_of_and_published_all_the_same()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,CUP,RED CUP,1,2009-01-01 10:00,1.5,7,France\n");
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        var codes = string.Join(',', Enumerable.Range(1, 12).Select(i => $"\"T{i}\""));
        await File.WriteAllTextAsync(_folder.File("rules.json"), $$$"""{"rules": [{"name": "Tea", "action": "hide", "products": {"products": ["cup",{{{codes}}}]}}, {"name": "Cards", "action": "hide", "products": {"category": "Gift cards"}}, {"name": "Cups", "action": "hide", "products": {"nameHolds": "cup"}}]}""");
        foreach (var verb in new[] { "check", "publish" })
        {
            var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "rules", verb, "rules.json");
            Assert.Equal(ExitStatus.Succeeded, status);
            Assert.Contains("3 rules", output);
            Assert.Contains("Warning: 'Tea': no product that is offered at a price or was ever sold has the code T1, T2, T3, T4, T5, T6, T7, T8, T9, T10 and 2 more.", error);
            Assert.Contains("Warning: 'Cards': no product that is offered at a price or was ever sold is in the category 'Gift cards'.", error);
            Assert.DoesNotContain("'Cups'", error);
        }
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
