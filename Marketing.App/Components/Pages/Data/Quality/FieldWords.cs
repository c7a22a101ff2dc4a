using System.Globalization;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Pages.Data.Quality;

/// <summary>Fields and what was found about them, as people read them.</summary>
internal static class FieldWords
{
    // Siddiqi 2006: under 0.10 nothing to do, above 0.25 look into it.
    private const double Calm = 0.10;
    private const double Clear = 0.25;

    /// <summary>A value in the unit of its field.</summary>
    public static string Value(Display display, string type, double? value) => value is not { } number ? Numerals.Nothing : type switch
    {
        "money" => display.Money((long)Math.Round(number)),
        "time" => display.Date(DateTimeOffset.FromUnixTimeMilliseconds((long)number)),
        _ => display.Number(number, Math.Abs(number % 1) < 1e-9 ? 0 : 2),
    };

    /// <summary>Type of a feature that can be treated.</summary>
    public static string TypeOf(string feature) => feature is "customers.monetary" or "products.price" or "products.cost" ? "money" : "number";

    /// <summary>How far a field moved, in a word.</summary>
    public static string Shift(Words words, FieldShift shift) => shift.Psi is not { } psi
        ? words[$"Board.Shift.{shift.Reason ?? "no-rows-now"}"]
        : words[psi < Calm ? "Board.Shift.calm" : psi <= Clear ? "Board.Shift.some" : "Board.Shift.clear"];

    /// <summary>A bound or value of a rule, in the unit of what it measures.</summary>
    public static string Bound(Display display, string kind, string type, double? value) => value is null ? Numerals.Nothing : kind switch
    {
        "missing" => display.Percent(value, 1),
        "least" or "most" => Value(display, type, value),
        _ => display.Number(value, 3),
    };

    /// <summary>What a person typed as a bound: empty for none; null when it is no number.</summary>
    public static (bool Ok, double? Value) Read(string? text) => string.IsNullOrWhiteSpace(text)
        ? (true, null)
        : double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? (true, value) : (false, null);
}
