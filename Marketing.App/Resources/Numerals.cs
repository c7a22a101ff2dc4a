using System.Globalization;

namespace Marketing.App.Resources;

/// <summary>Digits, grouping and signs, the same in both languages.</summary>
internal static class Numerals
{
    /// <summary>What stands where there is no value.</summary>
    public const string Nothing = "–";

    private static readonly NumberFormatInfo Format = new()
    {
        NegativeSign = "−",
        NumberGroupSeparator = ",",
        NumberDecimalSeparator = ".",
    };

    public static string Whole(long value) => value.ToString("N0", Format);

    public static string Decimal(double value, int decimals) =>
        double.IsFinite(value) ? WithoutNegativeZero(value.ToString($"N{decimals}", Format)) : Nothing;

    public static string Decimal(decimal value, int decimals) => WithoutNegativeZero(value.ToString($"N{decimals}", Format));

    // -0.04 to one decimal is zero, and a signed zero reads as a finding.
    private static string WithoutNegativeZero(string text) =>
        text.StartsWith('−') && text.AsSpan(1).IndexOfAnyExcept("0.,") < 0 ? text[1..] : text;
}
