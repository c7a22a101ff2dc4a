using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Histories;

/// <summary>Effects of events in words.</summary>
internal static class MovedWords
{
    // What a line of an axis's label holds, and how much of it is the beginning.
    private const int LongestLine = 25;
    private const int Kept = 11;

    /// <summary>Address of the page that says what moved a score.</summary>
    /// <param name="customer">Whom.</param>
    /// <param name="product">Which product.</param>
    /// <param name="version">Version of the model, or null for the one in charge.</param>
    /// <param name="view">View of the page, or null for the first.</param>
    public static string Address(long customer, long product, long? version, string? view = null)
    {
        string[] query = [.. version is null ? [] : new[] { $"model={version}" }, .. view is null ? [] : new[] { $"view={view}" }];
        return $"/customers/{customer}/moved/{product}{(query.Length == 0 ? "" : "?" + string.Join('&', query))}";
    }

    /// <summary>Name of a product; its code where it has none.</summary>
    public static string Name(ShopSnapshot shop, int product) => shop.Products.Name[product] is { Length: > 0 } name ? name : shop.Products.Code[product];

    /// <summary>A number with its sign.</summary>
    public static string Signed(Display display, double? value) => value is > 0.0005 ? $"+{display.Number(value, 3)}" : display.Number(value, 3);

    /// <summary>By how much a change of the logit multiplies the weight of a product among all.</summary>
    public static string Factor(Words words, Display display, double? change) => change is { } value ? words["Histories.Times", display.Number(Math.Exp(value), 2)] : Numerals.Nothing;

    /// <summary>Whether an event speaks for or against the product.</summary>
    public static string Direction(Words words, double? change) => words[change switch
    {
        null => "Histories.AllThereIs",
        > 0.0005 => "Histories.For",
        < -0.0005 => "Histories.Against",
        _ => "Histories.Neither",
    }];

    /// <summary>What was done, and how many.</summary>
    public static string Did(Words words, EventEffect one) => one.Quantity switch
    {
        { From: var from, To: null } => words["Histories.BoughtMore", from],
        { From: var from, To: var to } when from == to => words["Histories.BoughtSome", from],
        { From: var from, To: var to } => words["Histories.BoughtBetween", from, to],
        null => words[$"Histories.Did.{one.Kind}"],
    };

    /// <summary>How often and when somebody has had a product.</summary>
    public static string Had(Words words, HadBefore had) => words["Histories.HadText", Times(words, had), Ago(words, had)];

    /// <summary>How often.</summary>
    public static string Times(Words words, HadBefore had) => had.OrMore ? words["Histories.TimesOrMore", had.Times] : words.Count("Histories.TimesHad", had.Times);

    /// <summary>How many orders ago.</summary>
    public static string Ago(Words words, HadBefore had) => had switch
    {
        { OrdersAgo: 1 } => words["Histories.LastOrder"],
        { OrdersAgoTo: null } => words["Histories.AgoOrMore", had.OrdersAgo],
        _ => words["Histories.AgoBetween", had.OrdersAgo, had.OrdersAgoTo],
    };

    /// <summary>Names of events, all different: day, product and code.</summary>
    public static IReadOnlyList<string> Names(Display display, ShopSnapshot shop, IReadOnlyList<EventEffect> events) =>
        Different(events, one => shop.Products.Name[one.Product] is { Length: > 0 } name ? $"{display.Date(one.Time)} {name} ({shop.Products.Code[one.Product]})" : $"{display.Date(one.Time)} {shop.Products.Code[one.Product]}", "");

    /// <summary>The same, short enough for the axis of a chart: day and code, and below them the name, cut in its middle, since names of a kind begin alike and end differently.</summary>
    public static IReadOnlyList<string> Labels(Display display, ShopSnapshot shop, IReadOnlyList<EventEffect> events) =>
        Different(events, one => $"{display.Date(one.Time)} · {shop.Products.Code[one.Product]}", "\n", one => Middle(shop.Products.Name[one.Product]));

    /// <summary>A text with its middle left out where it is long.</summary>
    public static string Middle(string text) => text.Length <= LongestLine ? text : $"{text[..Kept].TrimEnd()}…{text[^(LongestLine - Kept - 1)..].TrimStart()}";

    private static List<string> Different(IReadOnlyList<EventEffect> events, Func<EventEffect, string> name, string between, Func<EventEffect, string>? below = null)
    {
        var (names, taken) = (new List<string>(), new Dictionary<string, int>());
        foreach (var one in events)
        {
            var own = name(one);
            var same = taken[own] = taken.GetValueOrDefault(own) + 1;
            var first = same == 1 ? own : $"{own} ({same})";
            names.Add(below?.Invoke(one) is { Length: > 0 } second ? first + between + second : first);
        }

        return names;
    }
}
