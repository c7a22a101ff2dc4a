using System.Text.RegularExpressions;
using System.Xml.Linq;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Resources;

/// <summary>No words are kept that nothing says any more.</summary>
public sealed partial class UsedWordsTests
{
    [Fact]
    public void Every_key_is_named_somewhere_in_the_source()
    {
        var app = Path.Combine(Repository.Root, "Marketing.App");
        var source = Directory.GetFiles(app, "*.*", SearchOption.AllDirectories).Concat(Directory.GetFiles(Path.Combine(Repository.Root, "Marketing.Modules"), "*.cs", SearchOption.AllDirectories))
            .Where(path => (path.EndsWith(".razor", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal)) && !Built().IsMatch(path))
            .Select(File.ReadAllText);
        var keys = Directory.GetFiles(Path.Combine(app, "Resources"), "*.resx").Where(path => !path.EndsWith(".zh-Hans.resx", StringComparison.Ordinal))
            .SelectMany(path => XDocument.Load(path).Root!.Elements("data").Select(data => $"{Path.GetFileNameWithoutExtension(path)}.{data.Attribute("name")!.Value}"))
            .ToList();
        Assert.True(keys.Count > 1_000, "No resource files were found.");
        Assert.Equal([], Unnamed(keys, string.Join('\n', source)));
    }

    [Fact]
    public void A_key_that_nothing_names_is_found_and_those_named_at_run_time_are_not()
    {
        const string Source = """
            @Words["Cart.Title"] Words[$"Cart.State.{state}"] Words[$"Cart.Wrong.{what ?? "more"}"] Words.Code("Unit", name) Words.Code("Size", $"Of.{name}")
            Named(Words, "Cart.Kind.", kind) FieldMessages.Of(Words, "Cart.Field", refused) Area="Reason" Add("Stock", amount)
            """;
        string[] keys = ["Cart.Title", "Cart.State.open", "Cart.Wrong.late", "Unit.box", "Size.Of.cup", "Size.Small", "Cart.Kind.gift", "Cart.Field.Name", "Reason.popular", "Stock.Low", "Cart.Titles"];
        Assert.Equal(["Size.Small", "Stock.Low", "Cart.Titles"], Unnamed(keys, Source));
    }

    private static IEnumerable<string> Unnamed(IReadOnlyCollection<string> keys, string source)
    {
        var literals = Literal().Matches(source).Select(match => match.Groups[1].Value).ToHashSet();
        var areas = Area().Matches(source).Select(match => match.Groups["area"].Value).ToHashSet();
        var composed = Composed().Matches(source).Select(match => (match.Groups["area"].Success ? match.Groups["area"].Value + "." : "") + match.Groups["text"].Value)
            .Distinct()
            .Select(text => new Regex($"^{string.Join(".+", Hole().Split(text).Select(Regex.Escape))}$"))
            .ToList();
        return keys.Where(key => !literals.Contains(key) && !areas.Contains(key.Split('.')[0]) && !IsBegun(key, literals) && !composed.Exists(text => text.IsMatch(key)));
    }

    // A literal that is the beginning of a key, up to a dot within its name, is completed at run time.
    private static bool IsBegun(string key, HashSet<string> literals)
    {
        for (var dot = key.LastIndexOf('.'); dot > key.IndexOf('.'); dot = key.LastIndexOf('.', dot - 1))
        {
            if (literals.Contains(key[..dot]) || literals.Contains(key[..(dot + 1)]))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("\"([A-Z][A-Za-z]*\\.[\\w.@ -]*)\"")]
    private static partial Regex Literal();

    // Areas all of whose names come at run time.
    [GeneratedRegex("(?:\\bCode\\(\"(?<area>[A-Z][A-Za-z]*)\", (?!\\$?\")|\\bArea(?: \\{ get; set; \\})? ?= ?\"(?<area>[A-Z][A-Za-z]*)\")")]
    private static partial Regex Area();

    [GeneratedRegex("(?:\\bCode\\(\"(?<area>\\w+)\", )?\\$\"(?<text>[A-Z][A-Za-z]*\\.[^\"\\n]*\\{[^\"\\n]*)\"")]
    private static partial Regex Composed();

    [GeneratedRegex(@"\{[^{}]*(?:\}|$)")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[\\/](obj|bin)[\\/]")]
    private static partial Regex Built();
}
