using System.Text;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import;

/// <summary>The rejected and changed rows as a CSV file that a spreadsheet opens without running anything in it.</summary>
internal static class IssuesFile
{
    private static readonly string[] Header = ["File", "Row", "Column", "Value", "Rule", "Effect", "Reason", "Text"];

    // A spreadsheet takes a field that begins with one of these for a formula.
    private static readonly System.Buffers.SearchValues<char> Formula = System.Buffers.SearchValues.Create("=+-@\t\r\n");

    private const int FlushAt = 64 * 1024;

    public static async Task WriteAsync(DataImportStore store, ImportId import, RowNotes notes, Stream output, CancellationToken cancellation)
    {
        // The byte order mark tells spreadsheets that the text is UTF-8.
        var buffer = new StringBuilder("\uFEFF");
        Append(buffer, Header);
        await store.ForEachIssueAsync(
            import,
            async issue =>
            {
                Append(buffer, [issue.File, issue.Row.ToString(), issue.Column ?? "", issue.Value, issue.Rule, issue.Effect, notes.Say(issue), issue.Text]);
                if (buffer.Length >= FlushAt)
                {
                    await FlushAsync(buffer, output, cancellation).ConfigureAwait(false);
                }
            },
            cancellation).ConfigureAwait(false);
        await FlushAsync(buffer, output, cancellation).ConfigureAwait(false);
    }

    /// <summary>A field as it stands in the file: guarded, and in quotes where needed.</summary>
    internal static string Field(string value)
    {
        var guarded = value.Length > 0 && Formula.Contains(value[0]) ? "'" + value : value;
        return guarded.AsSpan().IndexOfAny(",\"\r\n") < 0 ? guarded : $"\"{guarded.Replace("\"", "\"\"")}\"";
    }

    private static void Append(StringBuilder buffer, string[] fields) => buffer.AppendJoin(',', fields.Select(Field)).Append("\r\n");

    private static async Task FlushAsync(StringBuilder buffer, Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(buffer.ToString()), cancellation).ConfigureAwait(false);
        buffer.Clear();
    }
}
