using Marketing.Kernel;
using Marketing.Model;
using Sylvan.Data.Csv;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Rows of a file with the label of each.</summary>
internal sealed record LabTable(TableData Rows, ReadOnlyMemory<bool> Positive)
{
    /// <summary>Rows with the positive label.</summary>
    public long Positives => Positive.Span.Count(true);
}

/// <summary>Reads tables: what a column holds is told by the training file, and other files are held to it.</summary>
internal sealed class LabTables
{
    private const int BadInput = 2;
    private const string Form = "Name a CSV file with a header and a row a case; all rows have as many cells as the header.";

    private readonly LabLabel _label;
    private readonly List<LabTableColumn> _columns;
    private readonly string _train;

    private LabTables(string train, LabLabel label, List<LabTableColumn> columns) => (_train, _label, _columns) = (train, label, columns);

    public string Positive => _label.Positive;

    public string Negative => _label.Negative;

    /// <summary>Columns that are learned from.</summary>
    public IEnumerable<PropensityColumn> Columns => _columns.Select(column => new PropensityColumn(column.Name, column.IsNumber ? null : column.Levels, column.Missing));

    /// <summary>Looks at the training file: what its columns hold, and which values the label has.</summary>
    /// <exception cref="OperatorException">It cannot be used; the message names file, row and column.</exception>
    public static LabTables Learn(PropensityQuestion question, CancellationToken cancellation)
    {
        var (path, label, last) = (question.Train, new LabLabel(question.Label), 0L);
        var columns = new List<LabTableColumn>();
        foreach (var (row, csv, at) in Rows(path, question.Label, header => Chosen(path, header, question, columns), cancellation))
        {
            for (var i = 0; i < columns.Count; i++)
            {
                columns[i].Look(csv.GetString(at[i]).Trim(), row);
            }

            label.Look(path, row, csv.GetString(at[^1]).Trim());
            last = row;
        }

        label.Settle(path, last, question.Positive);
        if (columns.Find(column => column.Strays is not null) is { Strays: { } stray } odd)
        {
            throw new OperatorException($"{path}, row {stray.Row}, column {odd.Name}: '{LabCsv.Shown(stray.Text)}' is no number that single precision holds, as nearly all rows have there.", $"Write a number or leave the cell empty; or say --categories {odd.Name}.", BadInput);
        }

        columns.RemoveAll(column => !column.IsFilled);
        return columns.Count > 0 ? new LabTables(path, label, columns)
            : question.LeaveOut.Count > 0 ? throw new OperatorException($"{path}, row 1: with what --leave-out names, no column with a value is left to learn from.", "Name fewer columns with --leave-out.", BadInput)
            : throw new OperatorException($"{path}, row 1: no column but the label has a value in any row.", Form, BadInput);
    }

    /// <summary>Reads the training file, before any other: its categories are those that are known.</summary>
    public LabTable ReadTraining(CancellationToken cancellation) => Read(_train, learn: true, cancellation);

    /// <summary>Reads another file.</summary>
    /// <exception cref="OperatorException">It cannot be used; the message names file, row and column.</exception>
    public LabTable Read(string path, CancellationToken cancellation) => Read(path, learn: false, cancellation);

    private LabTable Read(string path, bool learn, CancellationToken cancellation)
    {
        var (positive, last) = (new List<bool>(), 0L);
        foreach (var (row, csv, at) in Rows(path, _label.Column, _ => _columns.ConvertAll(column => column.Name), cancellation))
        {
            for (var i = 0; i < _columns.Count; i++)
            {
                var text = csv.GetString(at[i]).Trim();
                if (!_columns[i].Add(text, learn))
                {
                    throw new OperatorException($"{path}, row {row}, column {_columns[i].Name}: '{LabCsv.Shown(text)}' is no {_columns[i].Wanted}, as all rows of {_train} have there.", $"Write a {_columns[i].Wanted} or leave the cell empty; or say --categories {_columns[i].Name}.", BadInput);
                }
            }

            positive.Add(_label.Read(path, row, csv.GetString(at[^1]).Trim()));
            last = row;
        }

        var table = new TableData(
            positive.Count,
            [.. _columns.Where(column => column.IsNumber).Select(column => column.TakeNumbers())],
            [.. _columns.Where(column => !column.IsNumber).Select(column => column.TakeCategories())]);
        return positive.Contains(true) && positive.Contains(false)
            ? new LabTable(table, positive.ToArray())
            : throw _label.OneValue(path, last, positive[0] ? Positive : Negative);
    }

    private static List<string> Chosen(string path, IReadOnlyList<string> header, PropensityQuestion question, List<LabTableColumn> columns)
    {
        Held(path, header, question.Label, "--categories", question.Categories);
        Held(path, header, question.Label, "--leave-out", question.LeaveOut);
        columns.AddRange(header
            .Where(name => !name.Equals(question.Label, StringComparison.OrdinalIgnoreCase) && !question.LeaveOut.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => new LabTableColumn(name, question.Categories.Contains(name, StringComparer.OrdinalIgnoreCase))));
        return columns.ConvertAll(column => column.Name);
    }

    private static void Held(string path, IReadOnlyList<string> header, string label, string option, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (name.Equals(label, StringComparison.OrdinalIgnoreCase))
            {
                throw new OperatorException($"{option} names {LabCsv.Shown(name)}, which is the label: it is foretold, and not learned from.", $"Take it out of {option}, or name another column with --label.", BadInput);
            }

            if (!header.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw LabCsv.NoColumn(path, name, header, $"Name columns with {option} as the header does, with commas between.");
            }
        }
    }

    // Rows with the places of the wanted columns, the label's last.
    private static IEnumerable<(long Row, CsvDataReader Csv, int[] At)> Rows(string path, string label, Func<IReadOnlyList<string>, List<string>> wanted, CancellationToken cancellation) => LabRows.Read(
        path,
        Form,
        header => wanted(header).Append(label).Select(name => (name, name == label ? "Name the column that is to be foretold with --label." : "The test file has the columns of the training file; leave out of both what one of them has not, or say --leave-out.")),
        cancellation);
}
