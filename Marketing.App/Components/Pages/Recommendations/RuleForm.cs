using System.Globalization;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>A filter of products as it is typed; prices in units of the currency.</summary>
public sealed class FilterForm
{
    public List<string> Products { get; init; } = [];

    public string? Category { get; set; }

    public string? NameHolds { get; set; }

    public decimal? PriceFrom { get; set; }

    public decimal? PriceTo { get; set; }

    public static FilterForm Of(ProductFilter filter, string currency) => new()
    {
        Products = [.. filter.Products],
        Category = filter.Category,
        NameHolds = filter.NameHolds,
        PriceFrom = filter.PriceFrom is { } from ? new Money(from, currency).Major : null,
        PriceTo = filter.PriceTo is { } to ? new Money(to, currency).Major : null,
    };

    public ProductFilter Filter(string currency) => new()
    {
        Products = [.. Products],
        Category = Trimmed(Category),
        NameHolds = Trimmed(NameHolds),
        PriceFrom = Minor(PriceFrom, currency),
        PriceTo = Minor(PriceTo, currency),
    };

    /// <summary>Highest price that can be typed, in major units.</summary>
    public const decimal MostPrice = 1_000_000_000_000;

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static long? Minor(decimal? price, string currency) => price is { } major ? (long)Math.Round(Math.Clamp(major, 0, MostPrice) * (decimal)Math.Pow(10, Money.Decimals(currency))) : null;
}

/// <summary>A rule as it is typed. What the action does not ask for is kept in the fields, but not in the rule.</summary>
public sealed class RuleForm
{
    private const string Day = "yyyy-MM-dd";
    private static readonly char[] Commas = [',', ';', ' ', '，', '；', '、'];

    public string Name { get; set; } = "";

    public RuleAction Action { get; set; }

    public FilterForm Products { get; init; } = new();

    public FilterForm ApartFrom { get; init; } = new();

    public int? Slot { get; set; } = 1;

    public double? Boost { get; set; } = 2;

    public double? Bury { get; set; } = 0.5;

    /// <summary>Code of a segment, or empty for everybody.</summary>
    public string Segment { get; set; } = "";

    public string Placements { get; set; } = "";

    public string? From { get; set; }

    public string? Until { get; set; }

    public bool Enabled { get; set; } = true;

    public static RuleForm Of(MerchandisingRule rule, string currency) => new()
    {
        Name = rule.Name,
        Action = rule.Action,
        Products = FilterForm.Of(rule.Products, currency),
        ApartFrom = FilterForm.Of(rule.ApartFrom ?? new ProductFilter(), currency),
        Slot = rule.Slot ?? 1,
        Boost = rule.Action == RuleAction.Boost ? rule.Factor : 2,
        Bury = rule.Action == RuleAction.Bury ? rule.Factor : 0.5,
        Segment = rule.Segment ?? "",
        Placements = string.Join(", ", rule.Placements),
        From = rule.From?.ToString(Day, CultureInfo.InvariantCulture),
        Until = rule.Until?.ToString(Day, CultureInfo.InvariantCulture),
        Enabled = rule.Enabled,
    };

    /// <summary>The rule that was typed, whether it does or not.</summary>
    public MerchandisingRule Rule(string currency) => new()
    {
        Name = Name.Trim(),
        Action = Action,
        Products = Products.Filter(currency),
        ApartFrom = Action == RuleAction.Apart ? ApartFrom.Filter(currency) : null,
        Slot = Action == RuleAction.Pin ? Slot : null,
        Factor = Action switch { RuleAction.Boost => Boost, RuleAction.Bury => Bury, _ => null },
        Segment = Segment.Length == 0 ? null : Segment,
        Placements = [.. (Placements ?? "").Split(Commas, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()],
        From = DayOf(From),
        Until = DayOf(Until),
        Enabled = Enabled,
    };

    private static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
