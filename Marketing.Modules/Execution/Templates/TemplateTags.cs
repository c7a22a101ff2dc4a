namespace Marketing.Execution.Templates;

/// <summary>The tags of a template as text, in the order of writing: what the parser cannot be asked for.</summary>
internal static class TemplateTags
{
    private const int LongestTag = 2_000;
    private const int DeepestBlock = 40;
    private const string Raw = "raw";
    private static readonly HashSet<string> Blocks = ["if", "unless", "for", "case", "tablerow", "capture", "comment", "ifchanged"];

    /// <summary>
    /// What is wrong with the shape of a template, or null. Parsing and carrying out call themselves for each block inside another and
    /// each filter after another, so that a template made for it would end the program; this comes before both.
    /// </summary>
    public static TemplateFault? Fault(string text)
    {
        var depth = 0;
        foreach (var (start, end) in Of(text))
        {
            var name = Name(text, start);
            depth += Blocks.Contains(name) ? 1 : name.StartsWith("end", StringComparison.Ordinal) ? -1 : 0;
            if (end - start > LongestTag)
            {
                return At(text, start, $"A tag with more than {LongestTag:N0} letters is not possible. Close it, or split it into several.");
            }

            if (depth > DeepestBlock)
            {
                return At(text, start, $"More than {DeepestBlock} blocks inside each other are not possible. Close some before.");
            }
        }

        return null;
    }

    /// <summary>A fault with line and column of a place.</summary>
    public static TemplateFault At(string text, int place, string problem)
    {
        var before = text.AsSpan(0, place);
        return new TemplateFault(before.Count('\n') + 1, place - before.LastIndexOf('\n'), problem);
    }

    /// <summary>The first place inside a tag where words stand alone, or 0.</summary>
    public static int Place(string text, string words)
    {
        foreach (var (start, end) in Of(text))
        {
            for (var at = text.IndexOf(words, start, end - start, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, end - at - 1, StringComparison.Ordinal))
            {
                if (StandsAlone(text, at, words.Length))
                {
                    return at;
                }
            }
        }

        return 0;
    }

    // From the opening braces to before the closing ones; what stands in raw is text.
    private static IEnumerable<(int Start, int End)> Of(string text)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0 && open + 1 < text.Length; open = text.IndexOf('{', open + 1))
        {
            if (text[open + 1] is not ('{' or '%'))
            {
                continue;
            }

            var close = text.IndexOf(text[open + 1] == '{' ? "}}" : "%}", open + 2, StringComparison.Ordinal);
            close = close < 0 ? text.Length : close;
            yield return (open, close);
            var next = Name(text, open) == Raw ? text.IndexOf("endraw", close, StringComparison.Ordinal) : close;
            open = (next < 0 ? text.Length : next) - 1;
        }
    }

    private static string Name(string text, int open)
    {
        if (text[open + 1] != '%')
        {
            return "";
        }

        var from = open + 2;
        while (from < text.Length && (char.IsWhiteSpace(text[from]) || text[from] == '-'))
        {
            from++;
        }

        var to = from;
        while (to < text.Length && char.IsAsciiLetter(text[to]))
        {
            to++;
        }

        return text[from..to];
    }

    // Not a part of a longer word; two dots stand between any letters.
    private static bool StandsAlone(string text, int at, int length)
    {
        var end = at + length;
        return (at == 0 || !IsWord(text[at]) || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end - 1]) || !IsWord(text[end]));

        static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
    }
}
