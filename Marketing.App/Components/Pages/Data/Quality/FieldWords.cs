using System.Globalization;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;

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

    /// <summary>Where the bars of a distribution begin, in the unit of its field: amounts without decimals where none of them has any.</summary>
    public static IReadOnlyList<string> Edges(Display display, string type, IReadOnlyList<HistogramBar> bars)
    {
        var minor = Math.Pow(10, Money.Decimals(display.Currency));
        var isWhole = type == "money" && bars.All(bar => Math.Abs(Math.Round(bar.Low / minor) - (bar.Low / minor)) < 1e-9 && Math.Abs(bar.Low / minor) < 1e6);
        return [.. bars.Select(bar => isWhole ? display.MoneyShort((long)Math.Round(bar.Low)) : Value(display, type, bar.Low))];
    }

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

    /// <summary>What a rule lets pass, with the bounds that it has.</summary>
    public static string Bounds(Words words, Display display, RuleResult rule, string type) => (rule.Low, rule.High) switch
    {
        ({ } low, null) => words["Board.Bounds.Least", Bound(display, rule.Kind, type, low)],
        (null, { } high) => words["Board.Bounds.Most", Bound(display, rule.Kind, type, high)],
        var (low, high) => words["Board.Bounds", Bound(display, rule.Kind, type, low), Bound(display, rule.Kind, type, high)],
    };

    /// <summary>The unit in which a bound is typed: percent, the shop's currency, or none.</summary>
    public static string Unit(Display display, string kind, string type) => IsShare(kind) ? "%" : IsAmount(kind, type) ? display.Symbol(display.Currency).Trim() : "";

    /// <summary>A stored bound as it is typed; empty for none.</summary>
    public static string Write(Display display, string kind, string type, double? stored) =>
        stored is { } value ? (value / Step(display, kind, type)).ToString("0.####", CultureInfo.InvariantCulture) : "";

    /// <summary>What a person typed as a bound, as it is stored: null for none; not read when it is no number.</summary>
    public static (bool Ok, double? Value) Read(Display display, string kind, string type, string? text) => string.IsNullOrWhiteSpace(text)
        ? (true, null)
        : double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? (true, Math.Round(value * Step(display, kind, type), 6)) : (false, null);

    // Shares are stored from 0 to 1, amounts in minor units.
    private static double Step(Display display, string kind, string type) => IsShare(kind) ? 0.01 : IsAmount(kind, type) ? Math.Pow(10, Money.Decimals(display.Currency)) : 1;

    private static bool IsShare(string kind) => kind == "missing";

    private static bool IsAmount(string kind, string type) => kind is "least" or "most" && type == "money";
}
