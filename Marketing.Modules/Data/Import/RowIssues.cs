using System.Text;

namespace Marketing.Data.Import;

/// <summary>What the rules did to the rows of a file: figures, and the rows that were rejected or changed.</summary>
internal sealed class RowIssues(CsvRecords records, IReadOnlyList<string> headers)
{
    private OrderBatch _batch = new();
    private long _row;
    private int _position;
    private bool _changed;

    public RuleTally Rules { get; } = new();

    public ImportTally Tally { get; } = new();

    /// <summary>The first row that was rejected, for a file of which nothing is left.</summary>
    public NewIssue? First { get; private set; }

    /// <summary>Turns to the next row.</summary>
    public void Begin(OrderBatch batch)
    {
        _batch = batch;
        _changed = false;
        Tally.Rows++;
    }

    /// <summary>Counts the row at its end.</summary>
    public void End() => Tally.Changed += _changed ? 1 : 0;

    /// <summary>The row stays as it is, and a rule is counted.</summary>
    public void Note(CleaningRule rule) => Rules.Add(rule);

    /// <summary>The row is taken over with a change.</summary>
    /// <param name="rule">Why.</param>
    /// <param name="column">Column concerned.</param>
    /// <param name="made">What was taken instead of the value, empty for nothing; null where the rule says it.</param>
    public void Change(CleaningRule rule, int column, string? made = null)
    {
        _changed = true;
        Keep(rule, column, made is null ? null : Cell.Cut(made), null);
    }

    /// <summary>The row is not taken over; always false.</summary>
    /// <param name="rule">Why.</param>
    /// <param name="column">Column concerned, or -1 for the whole row.</param>
    /// <param name="reason">Words that say more than the rule's, or null.</param>
    public bool Reject(CleaningRule rule, int column, string? reason = null)
    {
        Tally.Rejected++;
        var issue = Keep(rule, column, null, reason);
        First ??= issue;
        return false;
    }

    private NewIssue Keep(CleaningRule rule, int column, string? made, string? reason)
    {
        Rules.Add(rule);
        _position = _row == records.Row ? _position + 1 : 0;
        _row = records.Row;
        var value = column < 0 ? "" : Cell.Cut(Encoding.UTF8.GetString(records[column]));
        var issue = new NewIssue(records.Row, _position, column < 0 ? null : headers[column], value, rule, Encoding.UTF8.GetString(records.Text), made, reason);
        _batch.Issues.Add(issue);
        return issue;
    }
}
