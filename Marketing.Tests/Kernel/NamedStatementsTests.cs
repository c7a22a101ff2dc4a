using System.Text.RegularExpressions;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.Kernel;

/// <summary>Statements and the stores that run them belong together: none is unknown, none is left over.</summary>
public sealed partial class NamedStatementsTests
{
    public static TheoryData<string> Files => [.. Carried];

    private static IEnumerable<string> Carried => SqlFile.All().Select(file => file.Path.Replace('\\', '/'));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_statement_is_used_by_the_one_store_of_its_file_and_every_name_it_uses_is_there(string path)
    {
        var file = SqlFile.Load(path);
        var source = SourceOf(path);
        Assert.NotEmpty(file.Names);
        Assert.Empty(Unused(file, source));
        Assert.Empty(Unknown(file, source));
    }

    [Fact]
    public void Every_file_of_the_source_tree_is_carried_and_looked_at()
    {
        var inTree = Directory.GetFiles(Path.Combine(Repository.Root, "Marketing.Modules"), "*.sql", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(Repository.Root, "Marketing.Modules"), path).Replace('\\', '/'))
            .Where(path => path.Contains("/Sql/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal));
        Assert.Equal(inTree.Order(StringComparer.Ordinal), Carried.Order(StringComparer.Ordinal));
        Assert.NotEmpty(Carried);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_statement_says_its_purpose_in_the_line_under_its_name(string path)
    {
        var lines = EmbeddedText.Read(path).Split('\n');
        var silent = Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].StartsWith("-- name:", StringComparison.Ordinal) && !Purpose().IsMatch(lines[i + 1]))
            .Select(i => lines[i]);
        Assert.Empty(silent);
    }

    [Fact]
    public void The_guard_sees_what_is_left_over_and_what_is_missing()
    {
        var file = SqlFile.Parse("X/Sql/X.sql", "-- name: used\nselect 1;\n-- name: left-over\nselect 2;\n");
        const string Source = "connection.Execute(Sql[\"used\"]); connection.Execute(Sql[all ? \"missing\" : \"used\"]);";
        Assert.Equal(["left-over"], Unused(file, Source));
        Assert.Equal(["missing"], Unknown(file, Source));
    }

    private static IEnumerable<string> Unused(SqlFile file, string source) => file.Names.Where(name => !source.Contains($"\"{name}\"", StringComparison.Ordinal));

    private static IEnumerable<string> Unknown(SqlFile file, string source) => Lookup().Matches(source)
        .SelectMany(lookup => Literal().Matches(lookup.Groups[1].Value))
        .Select(literal => literal.Groups[1].Value)
        .Distinct()
        .Except(file.Names);

    // The store that loads the file, with its other parts.
    private static string SourceOf(string path)
    {
        var folder = Path.Combine(Repository.Root, "Marketing.Modules", Path.GetDirectoryName(path)!);
        var store = Assert.Single(Directory.GetFiles(folder, "*Store.cs"), source => File.ReadAllText(source).Contains($"SqlFile.Load(\"{path}\")", StringComparison.Ordinal));
        var parts = Directory.GetFiles(folder, Path.GetFileNameWithoutExtension(store) + ".*.cs");
        return string.Concat(parts.Prepend(store).Select(File.ReadAllText));
    }

    [GeneratedRegex("""\b(?:_?[sS]ql|statements)\[([^\]]*)\]""")]
    private static partial Regex Lookup();

    [GeneratedRegex(@"""([^""]+)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^-- (?!name:)\S.*$")]
    private static partial Regex Purpose();
}
