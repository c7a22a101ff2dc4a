using System.Text.RegularExpressions;
using System.Xml.Linq;
using Marketing.App.Resources;

namespace Marketing.Tests.App.Resources;

public sealed partial class WordsTests
{
    [Fact]
    public void Both_languages_have_the_same_keys_and_places_in_every_file()
    {
        var files = Directory.GetFiles(Folder, "*.resx").Where(path => !path.EndsWith(".zh-Hans.resx", StringComparison.Ordinal)).ToArray();
        Assert.True(files.Length >= 3, "No resource files were found.");
        Assert.Equal(files.Length * 2, Directory.GetFiles(Folder, "*.resx").Length);

        var differences = files.SelectMany(path => Differences(Entries(path), Entries(path.Replace(".resx", ".zh-Hans.resx", StringComparison.Ordinal)), Path.GetFileNameWithoutExtension(path)));
        Assert.Equal([], differences);
    }

    [Fact]
    public void A_missing_translation_a_lost_place_and_an_empty_text_are_found()
    {
        Dictionary<string, string> english = new() { ["A"] = "a {0}", ["B"] = "b", ["C"] = "{0} row|{0} rows", ["D"] = "d" };
        Dictionary<string, string> chinese = new() { ["A"] = "甲", ["C"] = "{0} 行", ["D"] = " " };
        Assert.Equal(["X.A: {0} against ", "X.B is missing in one language", "X.D is empty"], Differences(english, chinese, "X"));
    }

    [Fact]
    public void Words_come_in_the_language_asked_for()
    {
        Assert.Equal("Sign out", Words.In("en")["Shell.SignOut"]);
        Assert.Equal("退出登录", Words.In("zh-Hans")["Shell.SignOut"]);
        Assert.Equal("en", Words.In("tlh").Language);
    }

    [Fact]
    public void A_key_without_words_shows_itself()
    {
        var words = Words.In("en");
        Assert.Equal("‹Shell.Nonsense›", words["Shell.Nonsense"]);
        Assert.Equal("‹Nonsense.Key›", words["Nonsense.Key"]);
        Assert.Equal("‹bare›", words["bare"]);
        Assert.Equal("new-rule", words.Code("Shell", "new-rule"));
    }

    [Theory]
    [InlineData("en", 1, "1 day")]
    [InlineData("en", 0, "0 days")]
    [InlineData("en", 1234, "1,234 days")]
    [InlineData("zh-Hans", 1, "1 天")]
    public void Counted_things_take_the_form_of_their_number(string language, long count, string expected) =>
        Assert.Equal(expected, Words.In(language).Count("Common.Days", count));

    [Fact]
    public void Every_key_that_a_page_names_has_words()
    {
        var words = Words.In("en");
        var missing = Directory.GetFiles(Path.Combine(Folder, "..", "Components"), "*.*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".razor", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => NamedKey().Matches(File.ReadAllText(path)).Select(match => (Key: match.Groups[1].Value, File: Path.GetFileName(path))))
            .Where(named => !words.Has(named.Key))
            .Select(named => $"{named.File}: {named.Key}")
            .Distinct();
        Assert.Equal([], missing);
    }

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marketing.sln")))
            {
                folder = folder.Parent;
            }

            Assert.NotNull(folder);
            return Path.Combine(folder.FullName, "Marketing.App", "Resources");
        }
    }

    [Theory]
    [InlineData("Because they bought {0}.", "Because they bought LETTERS, VARIOUS SIZES.")]
    [InlineData("Because they bought {0} and more.", "Because they bought LETTERS, VARIOUS SIZES. and more.")]
    [InlineData("因为买过{0}。", "因为买过LETTERS, VARIOUS SIZES。")]
    public void A_value_that_ends_with_a_full_stop_does_not_double_that_of_the_sentence(string form, string said) =>
        Assert.Equal(said, Words.Fill(form, "LETTERS, VARIOUS SIZES."));

    private static Dictionary<string, string> Entries(string path) =>
        XDocument.Load(path).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> Differences(Dictionary<string, string> english, Dictionary<string, string> chinese, string area)
    {
        foreach (var key in english.Keys.Union(chinese.Keys).Order(StringComparer.Ordinal))
        {
            if (!english.TryGetValue(key, out var first) || !chinese.TryGetValue(key, out var second))
            {
                yield return $"{area}.{key} is missing in one language";
            }
            else if (Places(first) != Places(second))
            {
                yield return $"{area}.{key}: {Places(first)} against {Places(second)}";
            }
            else if (string.IsNullOrWhiteSpace(first) || string.IsNullOrWhiteSpace(second))
            {
                yield return $"{area}.{key} is empty";
            }
        }
    }

    private static string Places(string text) =>
        string.Join(' ', Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"[Ww]ords(?:\.Count\(|\[)""([A-Z][A-Za-z]*\.[A-Za-z0-9.@\-]+)""")]
    private static partial Regex NamedKey();
}
