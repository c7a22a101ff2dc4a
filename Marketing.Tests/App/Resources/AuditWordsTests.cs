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

    [Theory]
    [InlineData(Words.English)]
    [InlineData(Words.Chinese)]
    public void Every_fact_that_is_kept_with_an_action_has_words_and_no_others_have(string language)
    {
        var words = Words.In(language);
        var facts = Lines().Where(line => Kept().IsMatch(line)).SelectMany(Facts).Distinct().ToList();
        Assert.True(facts.Count > 40, $"Only {facts.Count} facts were found.");
        Assert.Equal([], facts.Where(fact => !words.Has($"Access.Fact.{fact}")).Order(StringComparer.Ordinal));
        var told = XDocument.Load(Path.Combine(Repository.Root, "Marketing.App", "Resources", "Access.resx")).Root!.Elements("data")
            .Select(data => data.Attribute("name")!.Value).Where(name => name.StartsWith("Fact.", StringComparison.Ordinal)).Select(name => name["Fact.".Length..]);
        Assert.Equal([], told.Except(facts));
    }

    // The last name of each member, as the log writes it.
    private static IEnumerable<string> Facts(string line) => Members().Match(line).Groups[1].Value.Split(", ")
        .Select(member => member.Split(" = ")[0].Split('.')[^1].Trim()).Where(name => name.Length > 0).Select(name => char.ToLowerInvariant(name[0]) + name[1..]);

    private static IEnumerable<string> Lines() => new[] { "Marketing.Modules", "Marketing.App" }
        .SelectMany(project => Directory.GetFiles(Path.Combine(Repository.Root, project), "*.*", SearchOption.AllDirectories))
        .Where(path => Source().IsMatch(path) && !Built().IsMatch(path))
        .SelectMany(File.ReadLines);

    private static IEnumerable<string> Actions(string line) => Action().Matches(line).Select(match => match.Groups[1].Value);

    // Actions are written by the log itself or by a helper that is given the actor.
    [GeneratedRegex("[aA]udit|[aA]ctor")]
    private static partial Regex Audit();

    // The log's own writing and that of its helpers, and facts that are put together before.
    [GeneratedRegex("([aA]udit|_log)\\.?\\w*Async\\(|WriteAsync\\((action|\"user)|new Look\\(|var detail = new \\{")]
    private static partial Regex Kept();

    [GeneratedRegex("new \\{ (.*?) \\}[,;)]")]
    private static partial Regex Members();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*(?:\\.[a-z]+(?:-[a-z]+)*)+)\"")]
    private static partial Regex Action();

    [GeneratedRegex(@"\.(cs|razor)$")]
    private static partial Regex Source();

    [GeneratedRegex(@"[\\/](obj|bin)[\\/]")]
    private static partial Regex Built();
}
