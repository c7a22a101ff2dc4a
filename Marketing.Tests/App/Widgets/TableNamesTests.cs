using System.Text.RegularExpressions;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Widgets;

/// <summary>Every table has a caption, by which screen readers name it.</summary>
public sealed partial class TableNamesTests
{
    [Fact]
    public void Every_table_of_a_page_begins_with_its_name()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "Marketing.App", "Components"), "*.razor", SearchOption.AllDirectories);
        var tables = files.Sum(path => Table().Count(File.ReadAllText(path)));
        Assert.True(tables >= 40, $"Only {tables} tables were found.");
        Assert.Equal([], files.SelectMany(path => Nameless(File.ReadAllText(path)).Select(tag => $"{Path.GetFileName(path)}: {tag}")));
    }

    [Theory]
    [InlineData("<MudSimpleTable Dense=\"true\">\n  <caption class=\"visually-hidden\">@Title</caption>\n  <thead>", 0)]
    [InlineData("<table><caption>Orders</caption>", 0)]
    [InlineData("<MudSimpleTable Dense=\"true\">\n  <thead>", 1)]
    [InlineData("<MudSimpleTable aria-label=\"Orders\">\n  <thead>", 1)]
    [InlineData("<table><caption></caption>", 1)]
    [InlineData("<MudTable T=\"Order\"><caption>Orders</caption>", 1)]
    [InlineData("<MudDataGrid T=\"Order\">", 1)]
    public void A_table_without_a_name_is_found(string markup, int found) => Assert.Equal(found, Nameless(markup).Count());

    // The label of a component stands on the box around its table, and the larger components have no place for a caption.
    private static IEnumerable<string> Nameless(string markup) =>
        Table().Matches(markup).Where(table => table.Groups["kind"].Value is "MudTable" or "MudDataGrid" || !Caption().IsMatch(markup[(table.Index + table.Length)..])).Select(table => table.Value);

    [GeneratedRegex(@"<(?<kind>MudSimpleTable|MudTable|MudDataGrid|table)\b[^>]*>")]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*<caption\b[^>]*>\s*[^<\s]")]
    private static partial Regex Caption();
}
