using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>Everything about a person as a file for the person: a zip of <c>data.json</c> and of a page that any browser shows.</summary>
internal static class PersonFile
{
    private const string Style = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#1c2330;background:#fff}h2{margin-top:2rem}table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #c9d0da;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#eef1f5}";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(IReadOnlyList<PersonalTable> tables, Func<string, string?> words, DateTimeOffset at, Stream output, CancellationToken cancellation)
    {
        // A zip is closed with writings that do not wait, which a connection does not take.
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var json = zip.CreateEntry("data.json").Open())
            {
                JsonSerializer.Serialize(json, tables.ToDictionary(table => table.Name, table => table.Rows), Json);
            }

            using var page = new StreamWriter(zip.CreateEntry("index.html").Open(), Encoding.UTF8);
            page.Write(Page(tables, words, at));
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(output, cancellation).ConfigureAwait(false);
    }

    /// <param name="tables">What there is.</param>
    /// <param name="words">Words by key, as <see cref="IPrivacy.ExportAsync"/> asks for them; what has none is shown by its own name.</param>
    /// <param name="at">When it was written down.</param>
    internal static string Page(IReadOnlyList<PersonalTable> tables, Func<string, string?> words, DateTimeOffset at)
    {
        string Name(string key, string own) => WebUtility.HtmlEncode(words(key) ?? own);
        var title = Name("Title", "Data");
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"{Name("Language", "en")}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{Style}</style></head><body><h1>{title}</h1><p>{at:yyyy-MM-dd HH:mm} UTC</p>");
        foreach (var table in tables)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Name($"Table.{table.Name}", table.Name)} ({table.Rows.Count})</h2>");
            if (table.Rows.Count == 0)
            {
                continue;
            }

            html.Append("<table><thead><tr>").AppendJoin("", table.Rows[0].Keys.Select(column => $"<th scope=\"col\">{Name($"Column.{column}", column)}</th>")).Append("</tr></thead><tbody>");
            foreach (var row in table.Rows)
            {
                html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Name($"Value.{table.Name}.{cell.Key}.{cell.Value}", Text(cell.Key, cell.Value))}</td>")).Append("</tr>");
            }

            html.Append("</tbody></table>");
        }

        return html.Append("</body></html>").ToString();
    }

    private static string Text(string column, object? value) => value switch
    {
        null => "",
        long at when column is "at" or "created_at" or "queued_at" or "changed_at" or "linked_at" => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
