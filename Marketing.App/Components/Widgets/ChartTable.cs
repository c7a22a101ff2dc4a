using System.Globalization;
using System.Text;

namespace Marketing.App.Components.Widgets;

/// <summary>One column of the table behind a chart.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Form">How a value is shown; null for texts.</param>
/// <param name="File">How a value is written to the file, for example minor units as a decimal number; null writes it plainly.</param>
public sealed record ChartColumn(string Name, Func<object?, string>? Form = null, Func<object?, object?>? File = null)
{
    public bool IsNumber => Form is not null;

    public string Show(object? value) => value is null ? "–" : Form is null ? value.ToString() ?? "" : Form(value);
}

/// <summary>The figures behind a chart: the same that are drawn.</summary>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Rows; one value a column.</param>
public sealed record ChartTable(IReadOnlyList<ChartColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>The table as CSV (RFC 4180). A text that a spreadsheet would take for a formula is given a leading apostrophe.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', Columns.Select(column => Quote(column.Name))).Append("\r\n");
        foreach (var row in Rows)
        {
            csv.AppendJoin(',', row.Select((value, index) => Write(value is not null && Columns[index].File is { } file ? file(value) : value))).Append("\r\n");
        }

        return csv.ToString();
    }

    private static string Write(object? value) => value switch
    {
        null => "",
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(Guard(value.ToString() ?? "")),
    };

    private static string Guard(string text) => text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" + text : text;

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
