using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>The column that is to be foretold: two values, one of which is the positive one.</summary>
/// <param name="column">Its name.</param>
internal sealed class LabLabel(string column)
{
    private const int BadInput = 2;

    // Row 1 is the header.
    private const int First = 2;

    private const string Form = "The label has one of two values in every row, the same two in both files.";

    // As written where they first stood, by the form in which they are compared.
    private readonly List<(string Same, string Shown)> _values = [];
    private string _positive = "";

    public string Column => column;

    /// <summary>Value whose probability is told.</summary>
    public string Positive => _values.First(value => value.Same == _positive).Shown;

    /// <summary>The other value.</summary>
    public string Negative => _values.First(value => value.Same != _positive).Shown;

    /// <summary>Looks at a cell of the training file.</summary>
    /// <exception cref="OperatorException">It is empty, or a third value.</exception>
    public void Look(string path, long row, string text)
    {
        var same = Same(path, row, text);
        if (_values.Exists(value => value.Same == same))
        {
            return;
        }

        if (_values.Count == 2)
        {
            throw new OperatorException($"{path}, row {row}, column {column}: '{LabCsv.Shown(text)}' is a third value beside '{LabCsv.Shown(_values[0].Shown)}' and '{LabCsv.Shown(_values[1].Shown)}'.", Form, BadInput);
        }

        _values.Add((same, text));
    }

    /// <summary>Settles which of the two values is the positive one, once all rows have been looked at.</summary>
    /// <param name="path">Training file.</param>
    /// <param name="last">Its last row.</param>
    /// <param name="wanted">What a person says, or null.</param>
    /// <exception cref="OperatorException">There is one value only, or no such value.</exception>
    public void Settle(string path, long last, string? wanted)
    {
        if (_values.Count < 2)
        {
            throw OneValue(path, last, _values[0].Shown);
        }

        if (wanted is not null)
        {
            var said = Same(wanted.Trim());
            _positive = _values.Exists(value => value.Same == said)
                ? said
                : throw new OperatorException($"{path}, column {column}: no row has '{LabCsv.Shown(wanted)}'; the values are '{LabCsv.Shown(_values[0].Shown)}' and '{LabCsv.Shown(_values[1].Shown)}'.", "Name one of them with --positive.", BadInput);
            return;
        }

        var usual = _values.Where(value => value.Same is "1" or "true" or "yes").ToList();
        _positive = usual.Count == 1 ? usual[0].Same : Later(_values[0].Same, _values[1].Same);
    }

    /// <summary>Whether a row is positive.</summary>
    /// <exception cref="OperatorException">The cell is neither of the two values.</exception>
    public bool Read(string path, long row, string text)
    {
        var same = Same(path, row, text);
        return _values.Exists(value => value.Same == same)
            ? same == _positive
            : throw new OperatorException($"{path}, row {row}, column {column}: '{LabCsv.Shown(text)}' is neither '{LabCsv.Shown(_values[0].Shown)}' nor '{LabCsv.Shown(_values[1].Shown)}'.", Form, BadInput);
    }

    /// <summary>The refusal of a file whose rows all have the same label.</summary>
    /// <param name="path">The file.</param>
    /// <param name="last">Its last row.</param>
    /// <param name="value">The label of all rows.</param>
    public OperatorException OneValue(string path, long last, string value) => last == First
        ? new($"{path}, row {First}: it is the only row, and its {column} is '{LabCsv.Shown(value)}'.", "Both values of the label must occur in the file, so that it has two rows at least.", BadInput)
        : new($"{path}, rows {First} to {last}, column {column}: every row has '{LabCsv.Shown(value)}'.", "Both values of the label must occur in the file.", BadInput);

    private string Same(string path, long row, string text) => LabTableColumn.IsMissing(text)
        ? throw new OperatorException($"{path}, row {row}, column {column}: the label is missing.", $"Fill it in, or leave the row out. {Form}", BadInput)
        : Same(text);

    // 1 and 1.0 are the same, and so are TRUE and true.
    private static string Same(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : text.ToLowerInvariant();

    private static string Later(string a, string b) =>
        double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? x > y ? a : b
            : string.CompareOrdinal(a, b) > 0 ? a : b;
}
