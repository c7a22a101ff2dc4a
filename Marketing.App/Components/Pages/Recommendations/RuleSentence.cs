using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>A rule as a person would say it.</summary>
internal static class RuleSentence
{
    private const int NamedProducts = 3;

    /// <summary>What, to which products, for whom, where and when.</summary>
    public static string Say(Words words, Display display, ProductShelf shelf, MerchandisingRule rule)
    {
        var what = What(words, display, shelf, rule.Products);
        var act = rule.Action switch
        {
            RuleAction.Pin => words["Merchandising.Does.Pin", what, rule.Slot],
            RuleAction.Boost or RuleAction.Bury => words[$"Merchandising.Does.{rule.Action}", what, display.Number(rule.Factor, Decimals(rule.Factor))],
            RuleAction.Apart => words["Merchandising.Does.Apart", what, What(words, display, shelf, rule.ApartFrom ?? new ProductFilter())],
            _ => words[$"Merchandising.Does.{rule.Action}", what],
        };
        var whom = rule.Segment is null ? "" : words["Merchandising.Whom", words.Code("Segment", rule.Segment)];
        var where = rule.Placements.Count == 0 ? "" : words["Merchandising.Where", Join(words, rule.Placements.Select(place => Phrases.Named(words, "Merchandising.Place.", place)))];
        return words["Merchandising.Sentence", act, whom, where, When(words, display, rule)];
    }

    private static string What(Words words, Display display, ProductShelf shelf, ProductFilter filter)
    {
        var parts = new List<string>();
        if (filter.Products.Count > 0)
        {
            var names = Join(words, filter.Products.Take(NamedProducts).Select(code => words["Merchandising.Quoted", shelf.NameOf(code)]));
            parts.Add(filter.Products.Count > NamedProducts ? words.Count("Merchandising.AndMore", filter.Products.Count - NamedProducts, names) : names);
        }

        if (filter.Category is { } category)
        {
            parts.Add(words["Merchandising.InCategory", category]);
        }

        if (filter.NameHolds is { } text)
        {
            parts.Add(words["Merchandising.NameHolds", text]);
        }

        if (Price(words, display, filter) is { } price)
        {
            parts.Add(price);
        }

        if (parts.Count == 0)
        {
            return words["Merchandising.ProductsNone"];
        }

        var joined = string.Join(words["Merchandising.PartComma"], parts);
        return filter.Products.Count > 0 && parts.Count == 1 ? joined : words["Merchandising.ProductsThat", joined];
    }

    private static string? Price(Words words, Display display, ProductFilter filter) => (filter.PriceFrom, filter.PriceTo) switch
    {
        ({ } from, { } to) => words["Merchandising.PriceBetween", display.Money(from), display.Money(to)],
        ({ } from, null) => words["Merchandising.PriceAbove", display.Money(from)],
        (null, { } to) => words["Merchandising.PriceBelow", display.Money(to)],
        _ => null,
    };

    private static string When(Words words, Display display, MerchandisingRule rule) => (rule.From, rule.Until) switch
    {
        ({ } from, { } until) => words["Merchandising.WhenBetween", display.Date(from), display.Date(until)],
        ({ } from, null) => words["Merchandising.WhenFrom", display.Date(from)],
        (null, { } until) => words["Merchandising.WhenUntil", display.Date(until)],
        _ => "",
    };

    private static string Join(Words words, IEnumerable<string> parts) => string.Join(words["Merchandising.ListComma"], parts);

    private static int Decimals(double? value) => value is { } number && number == Math.Round(number) ? 0 : 2;
}
