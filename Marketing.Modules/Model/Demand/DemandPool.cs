using System.Text.RegularExpressions;
using Marketing.Features;
using Marketing.Kernel.Processing;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>Series of the products that are foretold from their own past, with the shop's calendar.</summary>
/// <param name="Products">Index of each series' product in the frame.</param>
/// <param name="States">Where every product of the frame stands in its life.</param>
/// <param name="Series">The series; they end with the frame.</param>
internal sealed partial record DemandPool(IReadOnlyList<int> Products, DemandState[] States, SeriesPool Series)
{
    public const int Week = 7;
    private const int Year = 364;
    private const int FewestMailed = 8;

    /// <summary>Takes the products that are sold and not sold out of the range.</summary>
    /// <param name="frame">Demand.</param>
    /// <param name="horizon">Days to be foretold, for the calendar.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static DemandPool Of(DemandFrame frame, int horizon, CancellationToken cancellation)
    {
        var states = new DemandState[frame.Products];
        Parallel.For(0, frame.Products, HeavyWork.Loop(cancellation), i => states[i] = frame.StateOf(i));
        int[] products = [.. Enumerable.Range(0, frame.Products).Where(i => states[i] is DemandState.Current or DemandState.New)];
        var (values, prices) = (new float[products.Length][], new float[products.Length][]);
        Parallel.For(0, products.Length, HeavyWork.Loop(cancellation), i =>
        {
            values[i] = frame.Demand(products[i]).ToArray();
            prices[i] = frame.Price(products[i]).ToArray();
        });
        WildOrders.Tame(values);
        var steps = values.Length == 0 ? 0 : values.Max(one => one.Length);
        var holidays = Holidays(frame, frame.Days - steps, horizon + Closures.Longest);
        var sales = DemandSums.OfShop(frame, DemandPart.Sold).AsSpan(frame.Days - steps);
        return new DemandPool(products, states, new SeriesPool(values, Week, Year) { Marked = Marked(holidays, steps + horizon), Holidays = holidays, Sales = Array.ConvertAll(sales.ToArray(), units => (double)units), Price = prices, Kinds = [.. products.Select(product => KindsOf(frame.Snapshot.Products.Category[product], frame.Snapshot.Products.Name[product]))], Mailed = Mailed(frame, steps), MailPlan = frame.MessagesAhead(horizon) });
    }

    /// <summary>What a product is one of: its category, and the words of its name, since what is for Christmas says so.</summary>
    /// <param name="category">Category, empty for none.</param>
    /// <param name="name">Name.</param>
    public static IReadOnlyList<string> KindsOf(string category, string name)
    {
        List<string> kinds = category.Length > 0 ? ["in " + category] : [];
        kinds.AddRange(Words().Matches(name.ToUpperInvariant()).Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value).Distinct());
        return kinds;
    }

    // Three letters or more; of writing without spaces each two signs that follow each other.
    [GeneratedRegex(@"[\p{L}-[\p{IsCJKUnifiedIdeographs}]]{3,}|(?=(\p{IsCJKUnifiedIdeographs}{2}))")]
    private static partial Regex Words();

    // Messages of a day in those of a usual day with messages; nothing where there were too few such days to learn from.
    private static float[] Mailed(DemandFrame frame, int steps)
    {
        if (frame.Messages.IsEmpty)
        {
            return [];
        }

        var mailed = frame.Messages[(frame.Days - steps)..].ToArray();
        var days = Array.FindAll(mailed, messages => messages > 0);
        if (days.Length < FewestMailed)
        {
            return [];
        }

        var usual = days.Average();
        return Array.ConvertAll(mailed, messages => messages / usual);
    }

    // Days on which the country of the shop's time zone is at home.
    private static List<PooledHoliday> Holidays(DemandFrame frame, int from, int horizon) =>
        Marketing.Features.Holidays.CountryOf(frame.Snapshot.TimeZone) is { } country && frame.Days > 0
            ? [.. Marketing.Features.Holidays.Between(country, frame.DateOf(from), frame.DateOf(frame.Days + horizon - 1))
                .Where(holiday => holiday.Kind != HolidayKind.Commercial)
                .Select(holiday => new PooledHoliday(holiday.Date.DayNumber - frame.DateOf(from).DayNumber, holiday.Code))]
            : [];

    private static bool[] Marked(List<PooledHoliday> holidays, int steps)
    {
        var marked = new bool[holidays.Count == 0 ? 0 : steps];
        foreach (var holiday in holidays.Where(holiday => holiday.Step < steps))
        {
            marked[holiday.Step] = true;
        }

        return marked;
    }
}
