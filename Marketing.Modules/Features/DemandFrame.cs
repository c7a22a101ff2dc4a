using Marketing.Data;
using Marketing.Features.Demand;
using Marketing.Kernel.Numerics;

namespace Marketing.Features;

/// <summary>
/// Demand of every product of a snapshot, a value a day of the shop's time zone. Days are numbered from 0 at <see cref="FirstDay"/>; the
/// last is the last whole day before <see cref="ShopSnapshot.AsOf"/>. Products have the snapshot's indices. A series of a product runs from
/// <see cref="StartOf"/> to the last day. What is kept are the days with a sale, a return or a level of stock; a series is put together
/// anew at each call, so that a caller who needs it twice keeps it. Never changes; may be used by several threads at once.
/// </summary>
public sealed class DemandFrame
{
    /// <summary>Days after its first sale for which a product is new.</summary>
    public const int NewDays = 56;

    /// <summary>Least days in stock without a sale after which a product has ended.</summary>
    public const int EndedDays = 90;

    /// <summary>Least mean gaps between days of sale that these days are.</summary>
    public const int EndedGaps = 6;

    private readonly SaleDays _sales;
    private readonly SaleDays _returns;
    private readonly StockDays _stocks;
    private readonly PlannedDays _planned;
    private readonly int[] _start;
    private readonly float[] _messages;
    private readonly IReadOnlySet<DateOnly> _mails;

    internal DemandFrame(ShopSnapshot snapshot, DateOnly firstDay, int days, SaleDays sales, SaleDays returns, StockDays stocks, PlannedDays? planned = null, float[]? messages = null, IReadOnlySet<DateOnly>? mails = null)
    {
        (Snapshot, FirstDay, Days, _sales, _returns, _stocks, _planned, _messages, _mails) = (snapshot, firstDay, days, sales, returns, stocks, planned ?? PlannedDays.None, messages ?? [], mails ?? new HashSet<DateOnly>());
        _start = new int[snapshot.Products.Count];
        for (var product = 0; product < _start.Length; product++)
        {
            var sold = sales.DaysOf(product);
            _start[product] = Math.Min(sold.IsEmpty ? days : sold[0], stocks.FirstInStock(product, days));
        }
    }

    /// <summary>The snapshot it was made from.</summary>
    public ShopSnapshot Snapshot { get; }

    /// <summary>Day of the first order; without an order the day that is not over yet.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>Whole days from the first to the last; 0 without an order before the day that is not over yet.</summary>
    public int Days { get; }

    /// <summary>How many products.</summary>
    public int Products => _start.Length;

    /// <summary>Messages sent to customers on each day, of all campaigns; empty where none ever was or they are not known.</summary>
    public ReadOnlySpan<float> Messages => _messages;

    /// <summary>Whether messages are planned for each of the days after the last.</summary>
    /// <param name="days">How many days.</param>
    public bool[] MessagesAhead(int days) => [.. Enumerable.Range(0, days).Select(day => _mails.Contains(DateOf(Days + day)))];

    /// <summary>First day on which a product was sold, or was in stock if that is earlier; <see cref="Days"/> if neither ever.</summary>
    public int StartOf(int product) => _start[product];

    /// <summary>Units ordered a day. Returns are not taken off, cancelled orders are in no snapshot, and lines of no or fewer units are no sale.</summary>
    public ReadOnlySpan<float> Sold(int product) => Units(_sales, product);

    /// <summary>Units sent back a day, on the day of the return; what came back before <see cref="StartOf"/> is left out.</summary>
    public ReadOnlySpan<float> Returned(int product) => Units(_returns, product);

    /// <summary>
    /// Mean price paid for a unit on each day, in units of the currency, gifts at no price apart; a day without a sale has the price of the
    /// day before, and NaN stands where none was paid yet.
    /// </summary>
    public ReadOnlySpan<float> Price(int product) => CarriedPrice.Of(_sales.DaysOf(product), _sales.PricesOf(product), _start[product], Days);

    /// <summary>
    /// Whether a product could not be sold all day: its level was known to be 0 or below when the day began and was not raised above 0 in it,
    /// and nothing was sold. A sale on a later day than that of the level makes it unknown until the next. Empty where no level is known.
    /// </summary>
    public ReadOnlySpan<bool> OutOfStock(int product) => _stocks.OutOf(product, Sold(product), _start[product]);

    /// <summary>
    /// Whether a promotion was planned for a day, or its <see cref="Price"/> is at least 10 % below the usual one, the median of the 56 days before. Of prices
    /// that is never told before a week of them is known.
    /// </summary>
    public ReadOnlySpan<bool> Promoted(int product)
    {
        var cuts = Cuts(product);
        var promoted = new bool[cuts.Length];
        for (var day = 0; day < promoted.Length; day++)
        {
            promoted[day] = cuts[day] > 0;
        }

        return promoted;
    }

    /// <summary>Cut of the usual price on each day as a share of it: that of the promotion planned for the day, else what its price says; 0 on days that are not <see cref="Promoted"/>.</summary>
    public ReadOnlySpan<float> Cuts(int product)
    {
        var cuts = PromotedDays.Cuts(Price(product));
        var planned = _planned.Cuts(product, DateOf(_start[product]), cuts.Length);
        for (var day = 0; day < planned.Length; day++)
        {
            cuts[day] = planned[day] > 0 ? planned[day] : cuts[day];
        }

        return cuts;
    }

    /// <summary>Cut of the usual price that is planned for each of the days after the last, as a share of it; empty where none is on any of them.</summary>
    /// <param name="product">Index.</param>
    /// <param name="days">How many days.</param>
    public ReadOnlySpan<float> PlannedCuts(int product, int days) => _planned.Cuts(product, DateOf(Days), days);

    /// <summary>Promotions of a product that are planned for some of the days after the last, by id.</summary>
    /// <param name="product">Index.</param>
    /// <param name="days">How many days.</param>
    public IReadOnlyList<PlannedPromotion> Planned(int product, int days) => _planned.Of(product, DateOf(Days), days);

    /// <summary>Where a product stands in its life.</summary>
    public DemandState StateOf(int product) => JudgeState.Of(_sales.DaysOf(product), OutOfStock(product), _start[product], Days, Snapshot.Products.Active[product]);

    /// <summary>
    /// <see cref="Sold"/>, with the days out of stock replaced by what was to be expected: they tell of demand only that it was not below what
    /// was sold. Expected is the mean of the same weekday in the nearest 8 weeks in stock before, else after. The closing days out of stock of a product that
    /// the shop no longer offers stay as they are.
    /// </summary>
    /// <remarks>Replacing a constrained observation by the mean of the unconstrained: Weatherford and Pölt 2002, method Naïve 3.</remarks>
    public ReadOnlySpan<float> Demand(int product)
    {
        var demand = Units(_sales, product);
        CorrectDemand.Of(demand, OutOfStock(product), Snapshot.Products.Active[product]);
        return demand;
    }

    /// <summary>Whether a day of <see cref="Demand"/> is what was to be expected and not what was sold; empty where no day is.</summary>
    public ReadOnlySpan<bool> Corrected(int product) => CorrectDemand.Of(Units(_sales, product), OutOfStock(product), Snapshot.Products.Active[product]);

    /// <summary>The same demand under another calendar of promotions.</summary>
    internal DemandFrame With(PlannedDays planned) => new(Snapshot, FirstDay, Days, _sales, _returns, _stocks, planned, _messages, _mails);

    /// <summary>The same demand with the messages of each day, and the days after the last on which more are to go out.</summary>
    internal DemandFrame With(float[] messages, IReadOnlySet<DateOnly> mails) => new(Snapshot, FirstDay, Days, _sales, _returns, _stocks, _planned, messages, mails);

    /// <summary>The calendar date of a day.</summary>
    public DateOnly DateOf(int day) => FirstDay.AddDays(day);

    /// <summary>The shop's calendar date of an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => ShopCalendar.Date(new ShopCalendar(Snapshot.TimeZone).DayOf(instant));

    /// <summary>Adds a product's series to sums a day from the first.</summary>
    internal void AddTo(Span<double> sums, int product, DemandPart part)
    {
        if (part == DemandPart.Demand && _stocks.IsKnown(product))
        {
            var demand = Demand(product);
            for (var i = 0; i < demand.Length; i++)
            {
                sums[_start[product] + i] += demand[i];
            }

            return;
        }

        var of = part == DemandPart.Returned ? _returns : _sales;
        var days = of.DaysOf(product);
        var units = of.UnitsOf(product);
        for (var i = 0; i < days.Length; i++)
        {
            sums[days[i]] += days[i] >= _start[product] ? units[i] : 0;
        }
    }

    private float[] Units(SaleDays of, int product)
    {
        var series = new float[Days - _start[product]];
        var days = of.DaysOf(product);
        var units = of.UnitsOf(product);
        for (var i = 0; i < days.Length; i++)
        {
            if (days[i] >= _start[product])
            {
                series[days[i] - _start[product]] = units[i];
            }
        }

        return series;
    }
}
