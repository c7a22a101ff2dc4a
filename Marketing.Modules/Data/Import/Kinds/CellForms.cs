using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Marketing.Data.Import.Kinds;

/// <summary>How single values are written: addresses, dates, numbers with either decimal sign.</summary>
internal static class CellForms
{
    private const int LongestAddress = 254;
    private const int SerialDigits = 5;
    private const int SerialOfEpoch = 25569;
    private const int SecondsOfDay = 24 * 60 * 60;
    private static readonly SearchValues<byte> NotInAddress = SearchValues.Create(" \t,;<>()\r\n"u8);

    /// <summary>Whether a sample has the form of a type.</summary>
    public static bool LooksLike(FieldType type, string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        return type switch
        {
            FieldType.Email => IsEmail(text),
            FieldType.Url => IsUrl(text),
            FieldType.Date => DateText.Readings(text).Count > 0,
            _ => false,
        };
    }

    /// <summary>One sign, something before and a dot behind it, no blanks. Whether a mailbox exists only a mail can tell.</summary>
    public static bool IsEmail(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        return at > 0 && text.Length <= LongestAddress && text[(at + 1)..].IndexOf((byte)'@') < 0
            && text[(at + 1)..].IndexOf((byte)'.') > 0 && text[^1] != '.'
            && text.IndexOfAny(NotInAddress) < 0;
    }

    /// <summary>An address of the web.</summary>
    public static bool IsUrl(ReadOnlySpan<byte> text) => text.StartsWith("http://"u8) || text.StartsWith("https://"u8);

    /// <summary>A number without currency signs, blanks and thousands separators, with a point before its decimals.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="comma">Whether the file writes a comma before the decimals.</param>
    /// <param name="buffer">Room for the result, <see cref="GroupedNumber.Room"/>; what is no number is given back as it is.</param>
    public static ReadOnlySpan<byte> Pointed(ReadOnlySpan<byte> text, bool comma, Span<byte> buffer)
    {
        if (text.Length > buffer.Length || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            return text;
        }

        var length = GroupedNumber.Write(Bare(text, stackalloc byte[GroupedNumber.Room]), comma, buffer, out _);
        return length < 0 ? text : buffer[..length];
    }

    /// <summary>A number without signs of currencies.</summary>
    /// <param name="text">As it stands in the file, no longer than <paramref name="buffer"/>.</param>
    /// <param name="buffer">Room for the result.</param>
    public static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is (byte)'$' or (byte)'%')
            {
                continue;
            }
            else if (text[i..].StartsWith("€"u8) || text[i..].StartsWith("￥"u8))
            {
                i += 2;
            }
            else if (text[i..].StartsWith("£"u8) || text[i..].StartsWith("¥"u8))
            {
                i++;
            }
            else
            {
                buffer[written++] = text[i];
            }
        }

        return buffer[..written];
    }

    /// <summary>
    /// Seconds or milliseconds since 1970 as milliseconds, a day written as eight digits, or the number of a day in a spreadsheet whose
    /// cell lost its form as a date: <c>45231</c>, <c>45231.52</c>.
    /// </summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, out long utc, out WrittenTime written)
    {
        (utc, written) = (0, default);
        if (text.Length == SerialDigits || (text.Length > SerialDigits && text[SerialDigits] is (byte)'.' or (byte)','))
        {
            return TrySerial(text, out written);
        }

        if (text.Length is not (8 or 10 or 13) || !Utf8Parser.TryParse(text, out long value, out var used) || used != text.Length)
        {
            return false;
        }

        if (text.Length == 8)
        {
            Span<byte> dashed = [.. text[..4], (byte)'-', .. text[4..6], (byte)'-', .. text[6..]];
            return DateText.TryParse(dashed, DateOrder.YearMonthDay, out written);
        }

        utc = text.Length == 10 ? value * 1000 : value;
        return true;
    }

    // Days since 1899-12-30, and behind the sign before decimals the part of the day that has gone by, to the second.
    private static bool TrySerial(ReadOnlySpan<byte> text, out WrittenTime written)
    {
        written = default;
        if (!Utf8Parser.TryParse(text[..SerialDigits], out int day, out var used) || used != SerialDigits || text[0] is (byte)'+' or (byte)'-')
        {
            return false;
        }

        var (part, unit) = (0.0, 0.1);
        foreach (var digit in text[Math.Min(SerialDigits + 1, text.Length)..])
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            part += (digit - '0') * unit;
            unit /= 10;
        }

        var second = (int)Math.Round(part * SecondsOfDay);
        written = new WrittenTime(day - SerialOfEpoch + (second / SecondsOfDay), second % SecondsOfDay * 1000, null);
        return true;
    }
}
