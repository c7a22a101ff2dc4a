using System.Net;
using System.Text;

namespace Marketing.Data.Webhooks;

/// <summary>The words of a description written as HTML.</summary>
internal static class PlainWords
{
    private const int Longest = 4_000;

    /// <summary>The text without tags, blanks folded, at most 4,000 characters; null when nothing is left.</summary>
    public static string? Of(string? html)
    {
        if (html is null)
        {
            return null;
        }

        var words = new StringBuilder(Math.Min(html.Length, Longest));
        var inTag = false;
        foreach (var letter in html)
        {
            inTag = letter == '<' || (inTag && letter != '>');
            if (inTag || letter == '>' || char.IsWhiteSpace(letter))
            {
                Blank(words);
            }
            else
            {
                words.Append(letter);
            }
        }

        var text = WebUtility.HtmlDecode(words.ToString()).Trim();
        return text.Length switch
        {
            0 => null,
            > Longest => text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)],
            _ => text,
        };
    }

    private static void Blank(StringBuilder words)
    {
        if (words.Length > 0 && words[^1] != ' ')
        {
            words.Append(' ');
        }
    }
}
