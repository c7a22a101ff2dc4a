using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Text;

namespace Marketing.Execution.Templates;

/// <summary>The plain-text part of a mail, made from its HTML: blocks become lines, list items get a dash, links keep their address.</summary>
internal static partial class PlainText
{
    private static readonly HashSet<string> Blocks = ["p", "div", "table", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "section", "header", "footer", "article"];
    private static readonly HashSet<string> Hidden = ["style", "script", "head", "title"];

    public static string FromHtml(string html)
    {
        var text = new StringBuilder();
        var hidden = 0;
        string? link = null;
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag when Hidden.Contains(tag.Name.ToLowerInvariant()):
                    hidden = Math.Max(0, hidden + (tag.IsEndTag ? -1 : tag.IsEmptyElement ? 0 : 1));
                    break;
                case HtmlTagToken tag when hidden == 0:
                    link = Tag(text, tag, link);
                    break;
                case HtmlDataToken data when hidden == 0 && data.Kind == HtmlTokenKind.Data:
                    text.Append(Space().Replace(data.Data, " "));
                    break;
            }
        }

        return Tidy(text.ToString());
    }

    private static string? Tag(StringBuilder text, HtmlTagToken tag, string? link)
    {
        var name = tag.Name.ToLowerInvariant();
        if (Blocks.Contains(name))
        {
            text.Append('\n').Append(name == "li" && !tag.IsEndTag ? "- " : "");
            return link;
        }

        if (name is "td" or "th" && tag.IsEndTag)
        {
            text.Append(' ');
        }

        if (name != "a")
        {
            return link;
        }

        if (!tag.IsEndTag)
        {
            return tag.Attributes.FirstOrDefault(attribute => string.Equals(attribute.Name, "href", StringComparison.OrdinalIgnoreCase))?.Value;
        }

        if (!string.IsNullOrWhiteSpace(link))
        {
            text.Append(" (").Append(link).Append(')');
        }

        return null;
    }

    private static string Tidy(string text)
    {
        var lines = text.Split('\n').Select(line => Spaces().Replace(line, " ").Trim());
        return EmptyLines().Replace(string.Join('\n', lines), "\n\n").Trim() + "\n";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex EmptyLines();
}
