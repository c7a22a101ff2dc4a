using System.Buffers;
using System.Globalization;
using System.Text;

namespace Marketing.App.Api;

/// <summary>Rows as CSV for spreadsheets (RFC 4180, UTF-8): a text that a spreadsheet would take for a formula gets an apostrophe.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> _formula = SearchValues.Create("=+-@\t\r\n");

    /// <summary>One line with its end. Texts are guarded; numbers are written as numbers, and an unknown value is empty.</summary>
    public static string Row(params ReadOnlySpan<object?> values)
    {
        var line = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            line.Append(i == 0 ? "" : ",").Append(Field(values[i]));
        }

        return line.Append("\r\n").ToString();
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        string text => Quote(text.Length > 0 && _formula.Contains(text[0]) ? "'" + text : text),
        bool yes => yes ? "yes" : "no",
        double number when !double.IsFinite(number) => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(value.ToString() ?? ""),
    };

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
