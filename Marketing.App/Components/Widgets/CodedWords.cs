using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Widgets;

/// <summary>Sentences that the modules give in code, in the reader's words.</summary>
internal static class CodedWords
{
    private const string Rule = "rule:";

    /// <summary>The words for a reason, or null for one without a code (older rows), without words, or with fewer values than places.</summary>
    /// <param name="words">In the reader's language.</param>
    /// <param name="why">The reason, or null.</param>
    /// <param name="key">Key of the words for a code.</param>
    public static string? Of(Words words, Reason? why, Func<string, string> key)
    {
        try
        {
            return why is not null && words.Has(key(why.Code)) ? words[key(why.Code), [.. why.Arguments.Select(value => Value(words, value))]] : null;
        }
        catch (FormatException)
        {
            // A row of another version may hold fewer values than the sentence has places.
            return null;
        }
    }

    /// <summary>What a rule of imports says of a row that it rejects or changes, and what it made of the value; what was written where there are no words.</summary>
    public static string OfRule(Words words, ImportIssue issue)
    {
        var said = Fix(words, issue.Rule, issue.Particulars) ?? issue.Reason;
        return issue.Made is null ? said : $"{(issue.Made.Length == 0 ? words["Data.InsteadEmpty"] : words["Data.Instead", issue.Made])} {said}";
    }

    // What only the row tells has places in words of their own; a row of another version may not tell it.
    private static string? Fix(Words words, string rule, IReadOnlyList<string> particulars) =>
        particulars.Count > 0 && words.Has($"Rule.{rule}.Told") ? words[$"Rule.{rule}.Told", [.. particulars]]
        : words.Has($"Rule.{rule}.Fix") ? words[$"Rule.{rule}.Fix"]
        : null;

    // A rule of another version has no words: its name says more than nothing.
    private static string Value(Words words, string value)
    {
        if (!value.StartsWith(Rule, StringComparison.Ordinal))
        {
            return value;
        }

        var told = value[Rule.Length..].Split('\n');
        return Fix(words, told[0], told[1..]) ?? told[0];
    }
}
