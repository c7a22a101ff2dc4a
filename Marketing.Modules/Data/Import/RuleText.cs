using System.Text.RegularExpressions;
using Marketing.Data.Import.Files;

namespace Marketing.Data.Import;

/// <summary>Finds in the sentence kept with a row what only that row tells, so that it can be said in another language.</summary>
internal static partial class RuleText
{
    private static readonly Dictionary<string, Regex> Told = ((CleaningRule[])[CleaningRule.ShortRow, CleaningRule.LongRow, CleaningRule.CutRow, RowRule.UnknownWord])
        .ToDictionary(rule => rule.Name, rule => new Regex($"^{Place().Replace(Regex.Escape(rule.Told!), "(.*)")}$"));

    /// <summary>The values in the places of a rule's sentence; none where it has no places, or where an earlier version wrote another sentence.</summary>
    /// <param name="rule">Machine name of the rule.</param>
    /// <param name="reason">The sentence.</param>
    public static IReadOnlyList<string> Values(string rule, string reason) =>
        Told.TryGetValue(rule, out var sentence) && sentence.Match(reason) is { Success: true } match ? [.. match.Groups.Values.Skip(1).Select(group => group.Value)] : [];

    [GeneratedRegex(@"\\\{\d\}")]
    private static partial Regex Place();
}
