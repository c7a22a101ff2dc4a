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

    private static readonly Dictionary<string, string> Chinese = new()
    {
        ["profile"] = "个人资料",
        ["consents"] = "同意记录",
        ["orders"] = "订单",
        ["returns"] = "退货",
        ["events"] = "浏览记录",
        ["decisions"] = "关于您的决策",
        ["outcomes"] = "决策结果",
        ["messages"] = "消息",
        ["engagement"] = "对以往邮件的反应",
        ["suppressions"] = "禁发记录",
        ["browsers"] = "您的浏览器",
    };

    private static readonly Dictionary<string, string> English = new()
    {
        ["profile"] = "Who you are",
        ["consents"] = "What you agreed to",
        ["orders"] = "Orders",
        ["returns"] = "Returns",
        ["events"] = "What you looked at",
        ["decisions"] = "What was decided about you",
        ["outcomes"] = "What became of it",
        ["messages"] = "Messages to you",
        ["engagement"] = "What you did with earlier mails",
        ["suppressions"] = "Addresses we no longer write to",
        ["browsers"] = "Your browsers",
    };

    public static async Task WriteAsync(IReadOnlyList<PersonalTable> tables, string? language, DateTimeOffset at, Stream output, CancellationToken cancellation)
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
            page.Write(Page(tables, language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true, at));
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(output, cancellation).ConfigureAwait(false);
    }

    internal static string Page(IReadOnlyList<PersonalTable> tables, bool chinese, DateTimeOffset at)
    {
        var title = chinese ? "我们保存的关于您的数据" : "The data we keep about you";
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"{(chinese ? "zh-Hans" : "en")}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{Style}</style></head><body><h1>{title}</h1><p>{at:yyyy-MM-dd HH:mm} UTC</p>");
        foreach (var table in tables)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode((chinese ? Chinese : English).GetValueOrDefault(table.Name, table.Name))} ({table.Rows.Count})</h2>");
            if (table.Rows.Count > 0)
            {
                Rows(html, table.Rows);
            }
        }

        return html.Append("</body></html>").ToString();
    }

    private static void Rows(StringBuilder html, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
    {
        html.Append("<table><thead><tr>").AppendJoin("", rows[0].Keys.Select(name => $"<th scope=\"col\">{WebUtility.HtmlEncode(name)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{WebUtility.HtmlEncode(Text(cell.Key, cell.Value))}</td>")).Append("</tr>");
        }

        html.Append("</tbody></table>");
    }

    private static string Text(string column, object? value) => value switch
    {
        null => "",
        long at when column is "at" or "created_at" or "queued_at" or "changed_at" or "linked_at" => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
