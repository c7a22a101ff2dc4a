using System.Net;

namespace Marketing.Execution.Templates;

/// <summary>Every mail says how to get no more of them: where a template does not, a sentence is added.</summary>
internal static class UnsubscribeNote
{
    private const string English = "To receive no more mails like this one, reply with the word “unsubscribe”.";
    private const string Chinese = "如不想再收到此类邮件，请回复“退订”。";
    private const string EnglishLink = "Change what you receive, or unsubscribe";
    private const string ChineseLink = "退订或更改接收设置";

    /// <param name="html">The mail.</param>
    /// <param name="preferences">The person's link to the own preferences, or null.</param>
    public static string Ensure(string html, string? preferences = null)
    {
        // What stands in a comment or a style is not read by anybody.
        var text = PlainText.FromHtml(html);
        if (Says(text) && (preferences is null || html.Contains(WebUtility.HtmlEncode(preferences), StringComparison.Ordinal)))
        {
            return html;
        }

        var chinese = text.Any(IsChinese);
        var sentence = preferences is null
            ? chinese ? Chinese : English
            : $"<a href=\"{WebUtility.HtmlEncode(preferences)}\" style=\"color:#5b6470\">{(chinese ? ChineseLink : EnglishLink)}</a>";
        var note = $"<p style=\"font-size:12px;color:#5b6470\">{sentence}</p>";
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html + note : html.Insert(end, note);
    }

    private static bool Says(string text) => text.Contains("unsubscribe", StringComparison.OrdinalIgnoreCase) || text.Contains("退订", StringComparison.Ordinal);

    // CJK Unified Ideographs.
    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
