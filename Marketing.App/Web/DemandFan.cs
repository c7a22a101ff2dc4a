using Marketing.Features;
using Marketing.Model;

namespace Marketing.App.Web;

/// <summary>A day or week of a fan chart.</summary>
/// <param name="First">First day.</param>
/// <param name="Days">Days.</param>
/// <param name="Came">Units sold, or demand; null where not all of its days are over.</param>
/// <param name="Returned">Units sent back, where they are asked for.</param>
/// <param name="Mean">Units expected; null before the turn.</param>
/// <param name="Low80">Lower end of the 80 % interval.</param>
/// <param name="High80">Upper end.</param>
/// <param name="Low95">Lower end of the 95 % interval.</param>
/// <param name="High95">Upper end.</param>
/// <param name="IsOut">Whether it was out of stock on a day of it.</param>
/// <param name="IsPromoted">Whether its price was far below the usual one on most of its days.</param>
/// <param name="Holidays">Holidays by their machine names.</param>
public sealed record FanPoint(DateOnly First, int Days, double? Came, double? Returned, double? Mean, double? Low80, double? High80, double? Low95, double? High95, bool IsOut, bool IsPromoted, IReadOnlyList<string> Holidays)
{
    /// <summary>Names of promotions planned for one of its days, of those foretold.</summary>
    public IReadOnlyList<string> Planned { get; init; } = [];

    /// <summary>Names of campaigns that began, or are to begin, to go out on one of its days.</summary>
    public IReadOnlyList<string> Campaigns { get; init; } = [];
}

/// <summary>Series of a fan chart; those of days stand by the days of the frame.</summary>
/// <param name="Came">Units of each day.</param>
/// <param name="Returned">Units sent back on each, or empty.</param>
/// <param name="Out">Whether it was out of stock, or empty.</param>
/// <param name="Promoted">Whether it was promoted, or empty.</param>
/// <param name="Mean">Expected units of each day from the turn on.</param>
/// <param name="Spread">How they spread.</param>
/// <param name="Products">The products that they are of.</param>
internal sealed record FanSeries(float[] Came, float[] Returned, bool[] Out, bool[] Promoted, double[] Mean, DemandSpread Spread, IReadOnlyList<ProductDemand> Products)
{
    /// <summary>Promotions that touch days foretold, each once.</summary>
    public IReadOnlyList<PlannedLift> Planned { get; } = [.. Products.SelectMany(one => one.Lift.Promotions).DistinctBy(one => one.Id)];

    /// <summary>Of a category, or of the shop.</summary>
    public static FanSeries Of(DemandLook look, string? category) => new(look.Demand(category).ToArray(), [], [], [], look.Mean(look.In(category)), look.SpreadOf(category), [.. look.In(category).Select(row => row.Told)]);

    /// <summary>Of a product.</summary>
    public static FanSeries Of(DemandLook look, DemandRow row)
    {
        var (frame, product) = (look.Frame, row.Index);
        return new(
            Whole(frame, product, frame.Sold(product)),
            Whole(frame, product, frame.Returned(product)),
            Whole(frame, product, frame.OutOfStock(product)),
            Whole(frame, product, frame.Promoted(product)),
            look.Mean([row]),
            look.Book.Turn.Spread,
            [row.Told]);
    }

    // Series of a product begin with it.
    private static T[] Whole<T>(DemandFrame frame, int product, ReadOnlySpan<T> own)
    {
        if (own.IsEmpty)
        {
            return [];
        }

        var whole = new T[frame.Days];
        own.CopyTo(whole.AsSpan(frame.StartOf(product)));
        return whole;
    }
}

/// <summary>Days or weeks of a fan chart; weeks begin where the turn does. Pure.</summary>
internal static class DemandFan
{
    /// <summary>Puts what came and what is expected in one row.</summary>
    /// <param name="look">Forecasts and history.</param>
    /// <param name="series">What is drawn.</param>
    /// <param name="step">1 for days, 7 for weeks.</param>
    /// <param name="past">Days or weeks before the turn; fewer where the history is shorter.</param>
    /// <param name="campaigns">Names of campaigns by day.</param>
    public static IReadOnlyList<FanPoint> Points(DemandLook look, FanSeries series, int step, int past, ILookup<DateOnly, string> campaigns)
    {
        past = Math.Min(past, look.From / step);
        var country = Holidays.CountryOf(look.Frame.Snapshot.TimeZone) ?? "";
        var turn = look.Book.Turn.From;
        var holidays = Holidays.Between(country, turn.AddDays(-past * step), turn.AddDays(series.Mean.Length)).ToLookup(day => (int)Math.Floor((day.Date.DayNumber - turn.DayNumber) / (double)step), day => day.Code);
        return [.. Enumerable.Range(-past, past + (series.Mean.Length / step)).Select(at => Point(look, series, step, at, [.. holidays[at].Distinct()]) with { Campaigns = [.. Enumerable.Range(0, step).SelectMany(day => campaigns[turn.AddDays((at * step) + day)])] })];
    }

    private static FanPoint Point(DemandLook look, FanSeries series, int step, int at, IReadOnlyList<string> holidays)
    {
        var (from, isOver) = (look.From + (at * step), look.From + ((at + 1) * step) <= look.Frame.Days);
        double? mean = at < 0 ? null : series.Mean.AsSpan(at * step, step).ToArray().Sum();
        var more = at < 0 || series.Planned.Count == 0 ? 0 : DemandLift.Variance(series.Products, at * step, step);
        double? Quantile(double level) => mean is { } m ? series.Spread.Quantile(level, m, step, more) : null;
        bool Any(bool[] days) => days.Length > 0 && isOver && days.AsSpan(from, step).Contains(true);
        return new FanPoint(
            look.Book.Turn.From.AddDays(at * step),
            step,
            isOver ? DemandLook.Sum(series.Came, from, step) : null,
            isOver && series.Returned.Length > 0 ? DemandLook.Sum(series.Returned, from, step) : null,
            mean,
            Quantile(0.1),
            Quantile(0.9),
            Quantile(0.025),
            Quantile(0.975),
            Any(series.Out),
            isOver && series.Promoted.Length > 0 && 2 * series.Promoted.AsSpan(from, step).Count(true) > step,
            holidays)
        {
            Planned = at < 0 ? [] : [.. series.Planned.Where(one => one.First.DayNumber < look.Book.Turn.From.DayNumber + ((at + 1) * step) && one.Last.DayNumber >= look.Book.Turn.From.DayNumber + (at * step)).Select(one => one.Name)],
        };
    }
}
