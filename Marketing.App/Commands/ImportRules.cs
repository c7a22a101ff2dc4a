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
    public static void Print(TextWriter output, ImportId import, IReadOnlyList<RuleWork> rules)
    {
        foreach (var rule in rules.OrderBy(rule => rule.Count.Effect == Note ? 2 : rule.Count.Effect == Change ? 0 : 1))
        {
            var (name, effect, rows) = rule.Count;
            output.WriteLine($"  {Effect(effect)}, {rows:N0} {(rows == 1 ? "row" : "rows")}: {Words.Code("Rule", name)}{(rule.First.Count == 0 ? "" : $". {rule.First[0].Reason}")}");
            foreach (var issue in rule.First)
            {
                output.WriteLine($"    {Place(issue)}");
            }
        }

        if (rules.Any(rule => rule.First.Count > 0))
        {
            var rejected = rules.Any(rule => rule.Count.Effect == Reject) ? $"; those left out, to correct and import again: marketing import --rejected {import.Value}" : "";
            output.WriteLine($"  Every row of these: marketing import --issues {import.Value}{rejected}");
        }
    }

    /// <summary>For programs.</summary>
    public static object Json(RuleWork rule) => new
    {
        rule.Count.Rule,
        rule.Count.Effect,
        rule.Count.Rows,
        First = rule.First.Select(issue => new { issue.Row, issue.Column, issue.Value, issue.Made, issue.Reason }),
    };

    private static string Effect(string effect) => effect switch
    {
        Change => "changed",
        Reject => "rejected",
        _ => "noted",
    };

    private static string Place(ImportIssue issue) =>
        $"row {issue.Row:N0}{(issue.Column is null ? "" : $", column {issue.Column}: {(issue.Value.Length == 0 ? "empty" : issue.Value)}")}{(issue.Made is null ? "" : $" became {(issue.Made.Length == 0 ? "empty" : issue.Made)}")}";
}
