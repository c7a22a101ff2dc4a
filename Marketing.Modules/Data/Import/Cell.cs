using System.Text;

namespace Marketing.Data.Import;

/// <summary>Small operations on the UTF-8 text of one field.</summary>
internal static class Cell
{
    /// <summary>A downloaded file guards what a spreadsheet would take for a formula by an apostrophe; here it comes back.</summary>
    public static ReadOnlySpan<byte> Unguarded(ReadOnlySpan<byte> text) =>
        text is [(byte)'\'', (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@', ..] ? text[1..] : text;

    private const int LongestShown = 200;

    /// <summary>An amount without one of the signs of its currency before or behind it; as it is where none of them stands there.</summary>
    public static ReadOnlySpan<byte> WithoutSign(ReadOnlySpan<byte> text, byte[][] signs)
    {
        foreach (var sign in signs)
        {
            if (text.StartsWith(sign))
            {
                return Trim(text[sign.Length..]);
            }

            if (text.EndsWith(sign))
            {
                return Trim(text[..^sign.Length]);
            }
        }

        return text;
    }

    /// <summary>The text without blanks at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>A value as messages and issues show it.</summary>
    public static string Cut(string value) => Shown(value.Length <= LongestShown ? value : value[..(LongestShown - 1)] + "…");

    /// <summary>A text with pictures of its control characters, which would move or colour what a terminal shows.</summary>
    public static string Shown(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(sign => !char.IsControl(sign) ? sign : sign < ' ' ? (char)('\u2400' + sign) : '\uFFFD'))
        : text;

    /// <summary>The text in capitals, and whether that changed anything.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffer">Room for the result where it differs and is short ASCII.</param>
    /// <param name="changed">Whether it differs.</param>
    public static ReadOnlySpan<byte> Capitals(ReadOnlySpan<byte> text, Span<byte> buffer, out bool changed)
    {
        changed = false;
        if (text.IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && Ascii.IsValid(text))
        {
            return text;
        }

        if (text.Length <= buffer.Length && Ascii.ToUpper(text, buffer, out var written) == System.Buffers.OperationStatus.Done)
        {
            changed = true;
            return buffer[..written];
        }

        ReadOnlySpan<byte> upper = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToUpperInvariant());
        changed = !upper.SequenceEqual(text);
        return upper;
    }

    /// <summary>A customer number without the decimals that a spreadsheet adds to a number (<c>13085.0</c>).</summary>
    public static ReadOnlySpan<byte> WithoutZeroDecimals(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        return point > 0 && point < text.Length - 1
            && text[(point + 1)..].IndexOfAnyExcept((byte)'0') < 0
            && text[..point].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                ? text[..point]
                : text;
    }

    /// <summary>Whether a number begins with the letters and a digit follows them.</summary>
    public static bool HasPrefix(ReadOnlySpan<byte> number, ReadOnlySpan<byte> prefix) =>
        !prefix.IsEmpty && number.Length > prefix.Length
        && Ascii.EqualsIgnoreCase(number[..prefix.Length], prefix) && number[prefix.Length] is >= (byte)'0' and <= (byte)'9';
}
