using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>Reads whole numbers and prices out of UTF-8 text without allocating.</summary>
internal static class NumberText
{
    // Beyond these a value is a slip of the pen, and sums could overflow.
    private const long LargestQuantity = 100_000_000;
    private const long LargestMinor = 100_000_000_000_000;
    private const int MostFraction = 12;

    /// <summary>A whole number with an optional sign; a fraction of zeros (<c>12.0</c>) is allowed.</summary>
    public static bool TryQuantity(ReadOnlySpan<byte> text, out int quantity)
    {
        quantity = 0;
        if (!TryMinor(text, 0, out var value, out var rounded) || rounded || Math.Abs(value) > LargestQuantity)
        {
            return false;
        }

        quantity = (int)value;
        return true;
    }

    /// <summary>A decimal number with a point as minor units, rounded half to even where it has more decimals than the currency.</summary>
    /// <param name="text">Digits with an optional sign and an optional point.</param>
    /// <param name="decimals">Decimals of the currency, 0 to 3.</param>
    /// <param name="minor">Minor units.</param>
    /// <param name="rounded">Whether something was lost.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryMinor(ReadOnlySpan<byte> text, int decimals, out long minor, out bool rounded)
    {
        minor = 0;
        rounded = false;
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+'))
        {
            text = text[1..];
        }

        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if ((whole.IsEmpty && fraction.IsEmpty) || !Digits(whole, out minor))
        {
            return false;
        }

        var kept = fraction[..Math.Min(decimals, fraction.Length)];
        if (!Digits(kept, out var part))
        {
            return false;
        }

        for (var i = 0; i < decimals; i++)
        {
            minor *= 10;
            part *= i < decimals - kept.Length ? 10 : 1;
        }

        minor += part;
        if (!Round(fraction[kept.Length..], ref minor, out rounded) || minor > LargestMinor)
        {
            return false;
        }

        minor = negative ? -minor : minor;
        return true;
    }

    /// <summary>Whether the text is a number with a comma where the point should be.</summary>
    public static bool HasDecimalComma(ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        return comma > 0 && text.Length - comma is 2 or 3 && text.Count((byte)',') == 1 && !text.Contains((byte)'.')
            && Digits(text[..comma].TrimStart((byte)'-'), out _) && Digits(text[(comma + 1)..], out _);
    }

    private static bool Round(ReadOnlySpan<byte> rest, ref long minor, out bool rounded)
    {
        rounded = false;
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest.Length > MostFraction || !Digits(rest, out var lost))
        {
            return false;
        }

        long one = 1;
        for (var i = 0; i < rest.Length; i++)
        {
            one *= 10;
        }

        rounded = lost != 0;
        minor += lost * 2 > one || (lost * 2 == one && (minor & 1) == 1) ? 1 : 0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Digits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length > 14)
        {
            return false;
        }

        foreach (var c in text)
        {
            var digit = c - (uint)'0';
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }
}
