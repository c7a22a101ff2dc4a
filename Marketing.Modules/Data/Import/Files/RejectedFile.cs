using System.Text;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>
/// The rejected rows in the columns of their file, with a note behind them that says what to correct. The note is ignored when the
/// file comes back.
/// </summary>
internal static class RejectedFile
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes the rows as CSV in UTF-8 with commas, guarded against formulas.</summary>
    /// <param name="store">Holds the issues.</param>
    /// <param name="import">Whose.</param>
    /// <param name="headers">Headers of the file.</param>
    /// <param name="form">How its rows are written.</param>
    /// <param name="notes">How the notes are written.</param>
    /// <param name="marked">Whether each row says which row of which import it is, so that it can join what is there.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public static async Task WriteAsync(DataImportStore store, ImportId import, IReadOnlyList<string> headers, FileForm form, RowNotes notes, bool marked, Stream output, CancellationToken cancellation)
    {
        string[] own = marked ? [notes.Header, ColumnMatch.RowHeader] : [notes.Header];
        var wanted = RowWidths.Wanted(headers);
        var kept = Enumerable.Range(0, wanted).Where(i => !ColumnMatch.NoteHeaders.Contains(headers[i]) && !own.Contains(headers[i])).ToArray();
        var buffer = new StringBuilder("\uFEFF").AppendJoin(',', kept.Select(i => headers[i]).Concat(own).Select(IssuesFile.Field)).Append("\r\n");
        long last = 0;
        await store.ForEachIssueAsync(
            import,
            async issue =>
            {
                if (issue.Effect != CleaningRule.Reject || issue.Row == last)
                {
                    return;
                }

                last = issue.Row;
                var note = issue.Column is null ? notes.Say(issue) : $"{issue.Column}: {notes.Say(issue)}";
                var cells = Cells(issue, form, wanted);
                var said = marked ? [note, Corrections.Mark(import, issue.Row)] : new[] { note };
                buffer.AppendJoin(',', kept.Select(i => cells[i]).Concat(said).Concat(cells.Skip(wanted)).Select(IssuesFile.Field)).Append("\r\n");
                if (buffer.Length >= FlushAt)
                {
                    await FlushAsync(buffer, output, cancellation).ConfigureAwait(false);
                }
            },
            cancellation).ConfigureAwait(false);
        await FlushAsync(buffer, output, cancellation).ConfigureAwait(false);
    }

    // A short row gets empty cells, so that the note stands under its own header; what a long one has too much stands behind all
    // headers: brought in as it is, the row is left out again.
    private static List<string> Cells(ImportIssue issue, FileForm form, int columns)
    {
        var text = new MemoryStream(Encoding.UTF8.GetBytes(issue.Text));
        var records = issue.Rule == CleaningRule.StrayQuote.Name ? FileText.Unquoted(text, form) : FileText.Records(text, form with { HeaderRow = 1 }, int.MaxValue);
        var cells = new List<string>();
        if (records.Read())
        {
            for (var i = 0; i < records.FieldCount; i++)
            {
                cells.Add(Encoding.UTF8.GetString(records[i]));
            }
        }

        while (cells.Count < columns)
        {
            cells.Add("");
        }

        return cells;
    }

    private static async Task FlushAsync(StringBuilder buffer, Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(buffer.ToString()), cancellation).ConfigureAwait(false);
        buffer.Clear();
    }
}
