namespace Marketing.Execution.Templates;

/// <summary>Every mail says how to get no more of them: where a template does not, a sentence is added.</summary>
internal static class UnsubscribeNote
{
    private const string English = "To receive no more mails like this one, reply with the word “unsubscribe”.";
    private const string Chinese = "如不想再收到此类邮件，请回复“退订”。";

    public static string Ensure(string html)
    {
        // What stands in a comment or a style is not read by anybody.
        var text = PlainText.FromHtml(html);
        if (text.Contains("unsubscribe", StringComparison.OrdinalIgnoreCase) || text.Contains("退订", StringComparison.Ordinal))
        {
            return html;
        }

        var sentence = $"<p style=\"font-size:12px;color:#5b6470\">{(text.Any(IsChinese) ? Chinese : English)}</p>";
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html + sentence : html.Insert(end, sentence);
    }

    // CJK Unified Ideographs.
    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
