using System.Text.RegularExpressions;
using System.Xml.Linq;
using Marketing.App.Resources;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Resources;

/// <summary>What stands in the audit log is told in words, in both languages.</summary>
public sealed partial class AuditWordsTests
{
    private const string Prefix = "Access.Action.";

    [Theory]
    [InlineData(Words.English)]
    [InlineData(Words.Chinese)]
    public void Every_action_that_is_audited_has_words(string language)
    {
        var words = Words.In(language);
        var actions = Lines().Where(line => Audit().IsMatch(line)).SelectMany(Actions).Distinct().ToList();
        Assert.True(actions.Count > 40, $"Only {actions.Count} actions were found.");
        Assert.Equal([], actions.Where(action => !words.Has(Prefix + action)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_words_are_kept_for_an_action_that_nothing_audits()
    {
        var known = Lines().SelectMany(Actions).ToHashSet();
        var told = XDocument.Load(Path.Combine(Repository.Root, "Marketing.App", "Resources", "Access.resx")).Root!.Elements("data")
            .Select(data => "Access." + data.Attribute("name")!.Value)
            .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(key => key[Prefix.Length..]);
        Assert.Equal([], told.Where(action => !known.Contains(action)));
    }

    private static IEnumerable<string> Lines() => new[] { "Marketing.Modules", "Marketing.App" }
        .SelectMany(project => Directory.GetFiles(Path.Combine(Repository.Root, project), "*.*", SearchOption.AllDirectories))
        .Where(path => Source().IsMatch(path) && !Built().IsMatch(path))
        .SelectMany(File.ReadLines);

    private static IEnumerable<string> Actions(string line) => Action().Matches(line).Select(match => match.Groups[1].Value);

    // Actions are written by the log itself or by a helper that is given the actor.
    [GeneratedRegex("[aA]udit|[aA]ctor")]
    private static partial Regex Audit();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*(?:\\.[a-z]+(?:-[a-z]+)*)+)\"")]
    private static partial Regex Action();

    [GeneratedRegex(@"\.(cs|razor)$")]
    private static partial Regex Source();

    [GeneratedRegex(@"[\\/](obj|bin)[\\/]")]
    private static partial Regex Built();
}
