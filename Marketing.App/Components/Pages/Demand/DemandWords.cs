using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Demand;

/// <summary>Forecasts in words, and the part of the list that a page shows.</summary>
internal static class DemandWords
{
    /// <summary>Columns of the list that can be sorted by.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["code", "name", "kind", "last", "next", "change", "method"];

    /// <summary>The finding about a category, or the shop: which way demand goes, and how sure that is.</summary>
    public static string Finding(Words words, Display display, DemandTotal total)
    {
        var (change, low, high) = (total.Change(total.Expected), total.Change(total.Low), total.Change(total.High));
        if (change is null)
        {
            return words["Demand.FindingPlain", Units(display, total.Expected), Units(display, total.Low), Units(display, total.High)];
        }

        if (low > 0 && change >= 1)
        {
            return words["Demand.RisesTimes", Times(change.Value), Against(words, total), Times(low!.Value), Times(high!.Value)];
        }

        var key = low > 0 ? "Demand.Rises" : high < 0 ? "Demand.Falls" : "Demand.Open";
        return words[key, low > 0 || high < 0 ? display.Percent(Math.Abs(change.Value), 0) : Signed(words, change), Against(words, total), Signed(words, low), Signed(words, high)];
    }

    /// <summary>How a total stands to the four weeks before, where these are not what the finding compares with; empty where nothing was sold.</summary>
    public static string AfterLast(Words words, DemandTotal total) => total.Last > 0 ? words["Demand.AfterLast", Signed(words, (total.Expected - total.Last) / total.Last)] : "";

    private static string Times(double change) => Numerals.Decimal(1 + change, 1);

    /// <summary>What a total is compared with.</summary>
    public static string Against(Words words, DemandTotal total) => total.IsLastYear ? words["Demand.AgainstYear"] : words["Demand.AgainstWeeks", total.WeeksBefore];

    /// <summary>How good forecasts of four weeks were; null where that is not measured.</summary>
    public static string? Accuracy(Words words, Display display, DemandTurn turn) =>
        turn.Accuracy.FirstOrDefault(one => one is { Group: "all", Method: "chosen", Span: DemandLook.Month }) is { Wape: { } wape, Coverage80: { } within }
            ? words["Demand.AccuracyTitle", display.Percent(wape, 0), display.Percent(within, 0)]
            : null;

    /// <summary>A relative change with its sign, in whole per cent.</summary>
    public static string Signed(Words words, double? change) => change is { } value ? (Math.Round(value * 100) > 0 ? "+" : "") + Numerals.Decimal(Math.Round(value * 100), 0) + (words.IsChinese ? "%" : " %") : Numerals.Nothing;

    /// <summary>Units; with a decimal where there are few.</summary>
    public static string Units(Display display, double? units) => display.Number(units, units is > 0 and < 9.95 && Math.Round(units.Value, 1) % 1 != 0 ? 1 : 0);

    /// <summary>An interval of whole units.</summary>
    public static string Interval(Display display, double? low, double? high) => $"{display.Number(low, 0)} – {display.Number(high, 0)}";

    /// <summary>A method in plain words.</summary>
    public static string Method(Words words, string method) => Phrases.Named(words, "Demand.Method.", method);

    /// <summary>Its name in the field; empty for those that have none.</summary>
    public static string Term(Words words, string method) => words.Has($"Demand.Term.{method}") ? words[$"Demand.Term.{method}"] : "";

    /// <summary>What a planned promotion adds to what is expected of a product, or why it adds nothing.</summary>
    public static string Planned(Words words, Display display, DemandLift lift, PlannedLift one)
    {
        var what = words["Demand.Planned", one.Name, display.Percent(one.Cut, 0), display.Date(one.First), display.Date(one.Last)];
        var why = lift.Reason is null ? "" : words[$"Demand.LiftReason.{lift.Reason}"];
        var deeper = one.Times is not null && one.Counted < one.Cut ? " " + words["Demand.Deeper", display.Percent(one.Counted, 0)] : "";
        return $"{what} {(one.Times is { } times ? words[$"Demand.Lift.{lift.Basis}", Signed(words, times - 1), why] : NoLift(words, lift.Reason))}{deeper}";
    }

    /// <summary>Why promotions add nothing to what is expected of a product. What the shop's products tell together is left alone where more was sold at higher prices.</summary>
    /// <param name="words">Words.</param>
    /// <param name="reason">Why its own past does not tell it, one of <see cref="ElasticityReasons"/>.</param>
    public static string NoLift(Words words, string? reason) =>
        reason == ElasticityReasons.RoseWithPrice ? words["Demand.Lift.None.rose-with-price"] : words["Demand.Lift.None", reason is null ? "" : words[$"Demand.LiftReason.{reason}"]];

    /// <summary>The usual price, the median of the last known ones of 56 days, in units of the currency; null where none was paid.</summary>
    public static double? UsualPrice(ReadOnlySpan<float> price)
    {
        float[] known = [.. price[^Math.Min(56, price.Length)..].ToArray().Where(float.IsFinite).Order()];
        return known.Length == 0 ? null : ((double)known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }

    /// <summary>The part of the list that an address asks for, the largest demand first.</summary>
    public static Page<DemandRow> Part(Words words, IReadOnlyList<DemandRow> rows, TableQuery query)
    {
        var found = Found(rows, query.Search);
        IEnumerable<DemandRow> sorted = query.Sort switch
        {
            "code" => Sorted(found, row => row.Code, query.Descending, StringComparer.OrdinalIgnoreCase),
            "name" => Sorted(found, row => row.Name, query.Descending, StringComparer.OrdinalIgnoreCase),
            "kind" => Sorted(found, row => row.Kind, query.Descending, StringComparer.Ordinal),
            "method" => Sorted(found, row => Method(words, row.Told.Method), query.Descending, StringComparer.OrdinalIgnoreCase),
            "last" => Sorted(found, row => row.Last, query.Descending, null),
            "next" => Sorted(found, row => row.Next, query.Descending, null),
            "change" => Sorted(found, row => row.Change ?? double.NaN, query.Descending, null).OrderBy(row => row.Change is null),
            _ => found.OrderByDescending(row => row.Next),
        };
        return new Page<DemandRow>([.. sorted.Skip(query.Skip).Take(query.Take)], found.Count);
    }

    /// <summary>Those whose code begins with what was typed, or whose name holds it; all where nothing was.</summary>
    public static IReadOnlyList<DemandRow> Found(IReadOnlyList<DemandRow> rows, string? typed) => string.IsNullOrEmpty(typed) ? rows
        : [.. rows.Where(row => row.Code.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || row.Name.Contains(typed, StringComparison.OrdinalIgnoreCase))];

    private static IOrderedEnumerable<DemandRow> Sorted<T>(IEnumerable<DemandRow> rows, Func<DemandRow, T> by, bool descending, IComparer<T>? comparer) => descending ? rows.OrderByDescending(by, comparer) : rows.OrderBy(by, comparer);
}
