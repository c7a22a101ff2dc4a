namespace Marketing.Data.Import;

/// <summary>
/// Numbers as people and spreadsheets write them: a point or a comma before the decimals, and between groups of exactly three digits
/// the other of the two, a blank of any width or an apostrophe. What can be read in one way only is read so in any file;
/// <c>1,012</c> and <c>1.012</c>, which could be meant in two ways, are read as their file writes its decimals.
/// </summary>
internal static class GroupedNumber
{
    /// <summary>Bytes of the longest text that is looked at.</summary>
    public const int Room = 64;

    private const byte Blank = (byte)' ';

    /// <summary>Writes a number with nothing but its sign, digits and a point before the decimals.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="comma">Whether the file writes a comma before the decimals.</param>
    /// <param name="plain">Room for the result, at least as long as the text.</param>
    /// <param name="contradicts">Whether the number itself shows that another sign stands before decimals.</param>
    /// <returns>Bytes written, or -1 where the text is no such number.</returns>
    public static int Write(ReadOnlySpan<byte> text, bool comma, Span<byte> plain, out bool contradicts)
    {
        contradicts = false;
        var all = Signs(text, plain);
        if (all <= 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> signs = plain[..all];
        var minus = signs[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var number = signs[minus..].TrimStart(Blank);
        var mark = Mark(number, comma);
        var at = mark == 0 ? number.Length : number.LastIndexOf(mark);
        var whole = number[..at];
        var fraction = at == number.Length ? default : number[(at + 1)..];
        if ((whole.IsEmpty && fraction.IsEmpty) || !IsWhole(whole) || !IsDigits(fraction))
        {
            return -1;
        }

        var expected = comma ? (byte)',' : (byte)'.';
        contradicts = mark == 0 ? whole.Contains(expected) : mark != expected;
        return Copy(minus, number, at, plain);
    }

    /// <summary>Whether a number written plainly is one, however large.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> plain)
    {
        var digits = plain.IsEmpty || plain[0] is not ((byte)'-' or (byte)'+') ? plain : plain[1..];
        var point = digits.IndexOf((byte)'.');
        return digits.Length > (point < 0 ? 0 : 1) && IsDigits(point < 0 ? digits : digits[..point]) && (point < 0 || IsDigits(digits[(point + 1)..]));
    }

    /// <summary>Whether a number written plainly has no decimals but zeros.</summary>
    public static bool IsWholeNumber(ReadOnlySpan<byte> plain)
    {
        var point = plain.IndexOf((byte)'.');
        return IsNumber(plain) && (point < 0 || plain[(point + 1)..].IndexOfAnyExcept((byte)'0') < 0);
    }

    // Every blank and every apostrophe as one byte, blanks at the ends left out; -1 where anything else stands in the text.
    private static int Signs(ReadOnlySpan<byte> text, Span<byte> signs)
    {
        if (text.Length > signs.Length)
        {
            return -1;
        }

        var written = 0;
        while (!text.IsEmpty)
        {
            var (sign, length) = text[0] switch
            {
                >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)',' or (byte)'\'' or Blank => (text[0], 1),
                (byte)'-' or (byte)'+' when written == 0 => (text[0], 1),
                _ => Wide(text),
            };
            if (length == 0)
            {
                return -1;
            }

            text = text[length..];
            if (sign != Blank || written > 0)
            {
                signs[written++] = sign;
            }
        }

        return signs[..written].TrimEnd(Blank).Length;
    }

    // Blanks that do not break the line, thin ones and those as wide as a digit; the apostrophe of typesetters.
    private static (byte Sign, int Length) Wide(ReadOnlySpan<byte> text) =>
        text.StartsWith("\u00A0"u8) ? (Blank, 2)
        : text.StartsWith("\u202F"u8) || text.StartsWith("\u2009"u8) || text.StartsWith("\u2007"u8) ? (Blank, 3)
        : text.StartsWith("\u2019"u8) ? ((byte)'\'', 3)
        : default;

    // The sign before the decimals, or 0 for none.
    private static byte Mark(ReadOnlySpan<byte> number, bool comma)
    {
        var (points, commas) = (number.Count((byte)'.'), number.Count((byte)','));
        if (points + commas == 0)
        {
            return 0;
        }

        var last = number[number.LastIndexOfAny((byte)'.', (byte)',')];
        if (points > 0 && commas > 0)
        {
            return last;
        }

        if (points + commas > 1)
        {
            return 0;
        }

        var isExpected = (last == ',') == comma || number.IndexOfAny(Blank, (byte)'\'') >= 0;
        return isExpected || !IsWhole(number) ? last : (byte)0;
    }

    // Digits, in one go or in groups of three with one and the same sign between them.
    private static bool IsWhole(ReadOnlySpan<byte> whole)
    {
        var first = whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (first < 0)
        {
            return true;
        }

        if (first is 0 or > 3 || whole[0] == '0')
        {
            return false;
        }

        var sign = whole[first];
        for (var rest = whole[first..]; !rest.IsEmpty; rest = rest[4..])
        {
            if (rest.Length < 4 || rest[0] != sign || !IsDigits(rest[1..4]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    // The number may lie in the room itself: what is written never overtakes what is read.
    private static int Copy(int written, ReadOnlySpan<byte> number, int mark, Span<byte> plain)
    {
        for (var i = 0; i < number.Length; i++)
        {
            if (i == mark)
            {
                plain[written++] = (byte)'.';
            }
            else if (number[i] is >= (byte)'0' and <= (byte)'9')
            {
                plain[written++] = number[i];
            }
        }

        return written;
    }
}
