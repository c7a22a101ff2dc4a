using System.Collections.Concurrent;
using Marketing.Features;
using Marketing.Model;

namespace Marketing.App.Web;

/// <summary>One product as the list of forecasts shows it.</summary>
/// <param name="Index">Index in the frame.</param>
/// <param name="Told">What is expected of it.</param>
/// <param name="Code">The shop's code.</param>
/// <param name="Name">Name.</param>
/// <param name="Category">Category, or empty.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="Kind">How its demand comes, one of <see cref="DemandKinds"/>.</param>
/// <param name="Last">Units sold in the 28 days before the turn.</param>
/// <param name="Next">Units expected in the 28 days from then on.</param>
/// <param name="Low">Lower end of the 80 % interval of these.</param>
/// <param name="High">Upper end.</param>
public sealed record DemandRow(int Index, ProductDemand Told, string Code, string Name, string Category, DemandState State, string Kind, double Last, double Next, double Low, double High)
{
    /// <summary>Relative change from what was sold to what is expected; null where nothing was sold.</summary>
    public double? Change => Last > 0 ? (Next - Last) / Last : null;
}

/// <summary>What is expected of several products together in the 28 days from the turn on, the sum of what is expected of each.</summary>
/// <param name="Expected">Units.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Before">Demand that it is compared with, on as many days, as it is learned from: without <see cref="WildOrders"/>; null where there is none.</param>
/// <param name="IsLastYear">Whether that was in the same weeks of the year before; otherwise in the last eight weeks, or what there is of them.</param>
/// <param name="WeeksBefore">Weeks of these.</param>
/// <param name="Last">Demand of the 28 days before, as it is learned from, too.</param>
public sealed record DemandTotal(double Expected, double Low, double High, double? Before, bool IsLastYear, int WeeksBefore, double Last)
{
    /// <summary>A total as a change from what it is compared with; null where there is nothing.</summary>
    public double? Change(double total) => Before is > 0 and var before ? (total - before) / before : null;
}

/// <summary>Forecasts beside what was sold: what pages, programs and the command line show. Never changes.</summary>
public sealed class DemandLook(DemandBook book, DemandFrame frame)
{
    /// <summary>Days of the sums compared.</summary>
    public const int Month = 28;

    private const int Year = 364;
    private const int Recent = 56;
    private const string Whole = "";
    private readonly Lazy<IReadOnlyList<DemandRow>> _rows = new(() => RowsOf(book, frame));
    private readonly Lazy<IReadOnlyList<string>> _categories = new(() => [.. book.Products.Select(told => frame.Snapshot.Products.IndexOf(told.Product)).Where(index => index >= 0)
        .Select(index => frame.Snapshot.Products.Category[index]).Where(category => category.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)]);

    private readonly ConcurrentDictionary<string, float[]> _demand = [];
    private readonly Lazy<Dictionary<string, double[]>> _learned = new(() => LearnedOf(frame));

    public DemandBook Book => book;

    public DemandFrame Frame => frame;

    /// <summary>First day foretold, as a day of the frame.</summary>
    public int From { get; } = book.Turn.From.DayNumber - frame.FirstDay.DayNumber;

    /// <summary>Every product of the turn that the shop still knows, in the order of the catalogue.</summary>
    public IReadOnlyList<DemandRow> Rows => _rows.Value;

    /// <summary>Categories of these, by name.</summary>
    public IReadOnlyList<string> Categories => _categories.Value;

    /// <summary>The product with a code in capitals or small letters; null where nothing is foretold of it.</summary>
    public DemandRow? Find(string code) => frame.Snapshot.Products.IndexOf(code) is >= 0 and var index ? Rows.FirstOrDefault(row => row.Index == index) : null;

    /// <summary>The rows of a category, or all of them.</summary>
    public IReadOnlyList<DemandRow> In(string? category) => category is null ? Rows : [.. Rows.Where(row => row.Category == category)];

    /// <summary>Expected units of each day of several products together.</summary>
    public double[] Mean(IEnumerable<DemandRow> rows)
    {
        var mean = new double[book.Turn.HorizonDays];
        foreach (var row in rows)
        {
            for (var day = 0; day < mean.Length; day++)
            {
                mean[day] += row.Told.Mean[day];
            }
        }

        return mean;
    }

    /// <summary>How the sums of a category, or of the shop, spread.</summary>
    public DemandSpread SpreadOf(string? category) => category is null ? book.Turn.OfShop : book.Turn.OfSums;

    /// <summary>Demand of several products on each day of the frame.</summary>
    public ReadOnlySpan<float> Demand(string? category) => _demand.GetOrAdd(category ?? "", _ => category is null
        ? DemandSums.OfShop(frame, DemandPart.Demand)
        : DemandSums.Of(frame, Enumerable.Range(0, frame.Products).Where(product => frame.Snapshot.Products.Category[product] == category), DemandPart.Demand));

    /// <summary>What is expected of a category, or of the shop.</summary>
    public DemandTotal Total(string? category)
    {
        var (rows, spread) = (In(category), SpreadOf(category));
        var demand = _learned.Value[category ?? Whole];
        var (expected, more) = (rows.Sum(row => row.Next), DemandLift.Variance(rows.Select(row => row.Told), 0, Month));
        var recent = Math.Min(Recent, From);
        double? before = From >= Year ? Sum<double>(demand, From - Year, Month) : recent >= DemandSums.Week ? Sum<double>(demand, From - recent, recent) * Month / recent : null;
        return new DemandTotal(expected, spread.Quantile(0.025, expected, Month, more), spread.Quantile(0.975, expected, Month, more), before, From >= Year, recent / DemandSums.Week, Sum<double>(demand, From - Month, Month));
    }

    /// <summary>Sum of some days; those before the first and after the last are left out.</summary>
    public static double Sum(ReadOnlySpan<float> days, int from, int count) => Sum<float>(days, from, count);

    private static double Sum<T>(ReadOnlySpan<T> days, int from, int count)
        where T : System.Numerics.INumber<T>
    {
        var sum = 0.0;
        for (var day = Math.Max(0, from); day < Math.Min(from + count, days.Length); day++)
        {
            sum += double.CreateChecked(days[day]);
        }

        return sum;
    }

    // Demand on each day of the frame as forecasts are learned from it, of each category and of the whole shop.
    private static Dictionary<string, double[]> LearnedOf(DemandFrame frame)
    {
        var days = new float[frame.Products][];
        Parallel.For(0, days.Length, product => days[product] = frame.Demand(product).ToArray());
        WildOrders.Tame(days);
        var sums = new Dictionary<string, double[]> { [Whole] = new double[frame.Days] };
        for (var product = 0; product < days.Length; product++)
        {
            var category = frame.Snapshot.Products.Category[product];
            if (!sums.TryGetValue(category, out var own))
            {
                sums[category] = own = new double[frame.Days];
            }

            for (var (day, at) = (0, frame.StartOf(product)); day < days[product].Length; day++, at++)
            {
                sums[Whole][at] += days[product][day];
                own[at] += category == Whole ? 0 : days[product][day];
            }
        }

        return sums;
    }

    private static IReadOnlyList<DemandRow> RowsOf(DemandBook book, DemandFrame frame)
    {
        var (columns, spread, from) = (frame.Snapshot.Products, book.Turn.Spread, book.Turn.From.DayNumber - frame.FirstDay.DayNumber);
        var rows = new DemandRow?[book.Products.Count];
        Parallel.For(0, rows.Length, i =>
        {
            // A product may have been merged or erased since the turn.
            if (columns.IndexOf(book.Products[i].Product) is >= 0 and var index)
            {
                var (told, next) = (book.Products[i], book.Products[i].Sum(Month));
                rows[i] = new DemandRow(
                    index,
                    told,
                    columns.Code[index],
                    columns.Name[index],
                    columns.Category[index],
                    frame.StateOf(index),
                    DemandKinds.Of(frame.Demand(index)),
                    Sum(frame.Sold(index), from - Month - frame.StartOf(index), Month),
                    next,
                    spread.Quantile(0.1, next, Month, told.More(Month)),
                    spread.Quantile(0.9, next, Month, told.More(Month)));
            }
        });
        return [.. rows.OfType<DemandRow>().OrderBy(row => row.Index)];
    }
}
