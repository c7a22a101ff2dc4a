using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>Reads whole numbers and prices out of UTF-8 text without allocating.</summary>
internal static class NumberText
{
    // Beyond these a value is a slip of the pen, and sums could overflow. Their words stand in the rules.
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

    /// <summary>A whole number as its file writes numbers; see <see cref="GroupedNumber"/>.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="comma">Whether the file writes a comma before decimals.</param>
    /// <param name="quantity">The number.</param>
    /// <param name="tooLarge">Whether it is one beyond what is taken.</param>
    public static bool TryQuantity(ReadOnlySpan<byte> text, bool comma, out int quantity, out bool tooLarge)
    {
        tooLarge = false;
        if (!comma && TryQuantity(text, out quantity))
        {
            return true;
        }

        Span<byte> plain = stackalloc byte[GroupedNumber.Room];
        var length = GroupedNumber.Write(text, comma, plain, out _);
        quantity = 0;
        if (length > 0 && TryQuantity(plain[..length], out quantity))
        {
            return true;
        }

        tooLarge = length > 0 && GroupedNumber.IsWholeNumber(plain[..length]);
        return false;
    }

    /// <summary>A price as its file writes numbers; see <see cref="GroupedNumber"/>.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="comma">Whether the file writes a comma before decimals.</param>
    /// <param name="decimals">Decimals of the currency, 0 to 3.</param>
    /// <param name="price">What was read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryPrice(ReadOnlySpan<byte> text, bool comma, int decimals, out ReadPrice price)
    {
        if (!comma && TryMinor(text, decimals, out var minor, out var rounded))
        {
            price = new ReadPrice(minor, rounded, false, false);
            return true;
        }

        Span<byte> plain = stackalloc byte[GroupedNumber.Room];
        var length = GroupedNumber.Write(text, comma, plain, out var contradicts);
        if (length > 0 && TryMinor(plain[..length], decimals, out minor, out rounded))
        {
            price = new ReadPrice(minor, rounded, contradicts, false);
            return true;
        }

        price = new ReadPrice(0, false, false, length > 0);
        return false;
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

    private static bool Round(ReadOnlySpan<byte> rest, ref long minor, out bool rounded)
    {
        rounded = false;
        if (rest.IsEmpty)
        {
            return true;
        }

        // Spreadsheets write out what a binary fraction leaves: 12.300000000000000711.
        var near = rest[..Math.Min(rest.Length, MostFraction)];
        var far = rest[near.Length..];
        if (!Digits(near, out var lost) || far.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }

        long one = 1;
        for (var i = 0; i < near.Length; i++)
        {
            one *= 10;
        }

        var isMore = far.IndexOfAnyExcept((byte)'0') >= 0;
        rounded = lost != 0 || isMore;
        minor += lost * 2 > one || (lost * 2 == one && (isMore || (minor & 1) == 1)) ? 1 : 0;
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

/// <summary>A price that was read, or why it was not.</summary>
/// <param name="Minor">Minor units.</param>
/// <param name="Rounded">Whether something was lost.</param>
/// <param name="Contradicts">Whether it shows another sign before its decimals than its file has.</param>
/// <param name="TooLarge">Whether it is a number beyond what is taken.</param>
internal readonly record struct ReadPrice(long Minor, bool Rounded, bool Contradicts, bool TooLarge);
