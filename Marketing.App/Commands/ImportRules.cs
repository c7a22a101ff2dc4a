using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>Says what the rules of cleaning did to the rows of an import: how many, why, and the first places.</summary>
internal static class ImportRules
{
    private const string Note = "note";
    private const string Change = "change";
    private const string Reject = "reject";
    private static readonly Words Words = Words.In(Words.English);

    /// <summary>Rows of a rule that are shown.</summary>
    public const int Places = 3;

    /// <summary>For people; changed rows first, then rejected ones, then what was only noted.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="import">Whose rows they are.</param>
    /// <param name="rules">What the rules did.</param>
    /// <param name="keptIn">Why values are not told, and how they may be; null where they are.</param>
    public static void Print(TextWriter output, ImportId import, IReadOnlyList<RuleWork> rules, string? keptIn)
    {
        foreach (var rule in rules.OrderBy(rule => rule.Count.Effect == Note ? 2 : rule.Count.Effect == Change ? 0 : 1))
        {
            var (name, effect, rows) = rule.Count;
            output.WriteLine($"  {Effect(effect)}, {Counted.Of(rows, "row")}: {Words.Code("Rule", name)}{(rule.First.Count == 0 ? "" : $". {rule.First[0].Reason}")}");
            foreach (var issue in rule.First)
            {
                // What the first row breaks stands above; another row may break it with other numbers.
                output.WriteLine($"    {(keptIn is null ? Told(issue) : Place(issue))}{(issue.Reason == rule.First[0].Reason ? "" : $". {issue.Reason}")}");
            }
        }

        if (rules.Any(rule => rule.First.Count > 0))
        {
            var rejected = rules.Any(rule => rule.Count.Effect == Reject) ? $"; those left out, to correct and import again: marketing import --rejected {import.Value}" : "";
            output.WriteLine($"  Every row of these: marketing import --issues {import.Value}{rejected}");
            if (keptIn is not null)
            {
                output.WriteLine($"  What stood in these rows may be personal data: the page Imports shows it, and the commands do once it may leave by them. {keptIn}");
            }
        }
    }

    /// <summary>For programs, with the values where these may be told.</summary>
    public static object Json(RuleWork rule, bool values) => new
    {
        rule.Count.Rule,
        rule.Count.Effect,
        rule.Count.Rows,
        First = rule.First.Select(issue => new { issue.Row, issue.Column, Value = values ? issue.Value : null, Made = values ? issue.Made : null, issue.Reason }),
    };

    private static string Effect(string effect) => effect switch
    {
        Change => "changed",
        Reject => "rejected",
        _ => "noted",
    };

    private static string Place(ImportIssue issue) => $"row {issue.Row:N0}{(issue.Column is null ? "" : $", column {issue.Column}")}";

    private static string Told(ImportIssue issue) =>
        $"{Place(issue)}{(issue.Column is null ? "" : $": {Shown(issue.Value)}")}{(issue.Made is null ? "" : $" became {Shown(issue.Made)}")}";

    private static string Shown(string value) => value.Length == 0 ? "empty" : value;
}
