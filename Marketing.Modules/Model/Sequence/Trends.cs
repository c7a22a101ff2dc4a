using Marketing.Data;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>
/// How products sold until an instant: the logarithm of 1 and the order lines before it, each counting half as much after a half-life; with a short and a
/// long half-life, so that what rises can be told from what always sells; and of 1 and the order lines of the quarter that began a year before the instant, so that what has
/// its season now can be told from what had it. Sales without a customer count as well.
/// </summary>
internal sealed class Trends
{
    // Days after which a sale counts half.
    private static readonly double[] HalfLives = [7, 35];
    private const double DayMs = 86_400_000;
    private const double YearMs = 365 * DayMs;
    private const double QuarterMs = 91 * DayMs;

    // Numbers that a table may have, all measures together.
    private const int Room = 1 << 24;
    private readonly long _start;
    private readonly double _stepMs;
    private readonly int _steps;

    private Trends(long start, double stepMs, int steps, TrendTable table) => (_start, _stepMs, _steps, Sold) = (start, stepMs, steps, table);

    /// <summary>How many measures there are.</summary>
    public static int Measures => HalfLives.Length + 1;

    /// <summary>The measures at each step.</summary>
    public TrendTable Sold { get; }

    /// <summary>Days after which a sale counts half in a measure; null for the one of a year before.</summary>
    public static double? HalfLifeOf(int measure) => measure < HalfLives.Length ? HalfLives[measure] : null;

    /// <summary>Step of a time: what it shows was sold before that time.</summary>
    public int Step(long time) => (int)Math.Clamp((time - _start) / _stepMs, 0, _steps - 1);

    /// <summary>The trends of a snapshot's whole time, a step a day; of a long time or a large catalogue, longer steps.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="toModel">The model's index of each product of the snapshot, or -1.</param>
    /// <param name="products">Products of the model.</param>
    public static Trends Of(ShopSnapshot snapshot, int[] toModel, int products)
    {
        var end = snapshot.AsOf.ToUnixTimeMilliseconds();
        var start = snapshot.Orders.Count > 0 ? snapshot.Orders.Time[0] : end;
        var most = Math.Max(1, Room / Math.Max(1, products) / Measures);
        var days = ((end - start) / DayMs) + 1;
        var stepMs = DayMs * Math.Max(1, days / most);
        var steps = (int)(((end - start) / stepMs) + 1);
        return new Trends(start, stepMs, steps, Table(snapshot, toModel, products, start, stepMs, steps));
    }

    /// <summary>The trends at a snapshot's instant alone.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="toModel">The model's index of each product of the snapshot, or -1.</param>
    /// <param name="products">Products of the model.</param>
    public static TrendTable Now(ShopSnapshot snapshot, int[] toModel, int products) =>
        Table(snapshot, toModel, products, snapshot.AsOf.ToUnixTimeMilliseconds(), 1, 1);

    private static TrendTable Table(ShopSnapshot snapshot, int[] toModel, int products, long start, double stepMs, int steps) =>
        new(products, [.. HalfLives.Select(halfLife => Measure(snapshot, toModel, products, start, stepMs, steps, halfLife)), YearBefore(snapshot, toModel, products, start, stepMs, steps)]);

    private static float[] Measure(ShopSnapshot snapshot, int[] toModel, int products, long start, double stepMs, int steps, double halfLifeDays)
    {
        var (orders, table, sums, next) = (snapshot.Orders, new float[steps * products], new double[products], 0);
        var before = start;
        for (var step = 0; step < steps; step++)
        {
            var until = (long)(start + (step * stepMs));
            var keep = Math.Pow(0.5, (until - before) / DayMs / halfLifeDays);
            for (var p = 0; p < products; p++)
            {
                sums[p] *= keep;
            }

            for (; next < orders.Count && orders.Time[next] < until; next++)
            {
                var weight = Math.Pow(0.5, (until - orders.Time[next]) / DayMs / halfLifeDays);
                for (var line = orders.LineStart[next]; line < orders.LineStart[next + 1]; line++)
                {
                    if (toModel[orders.LineProduct[line]] is >= 0 and var product)
                    {
                        sums[product] += weight;
                    }
                }
            }

            for (var p = 0; p < products; p++)
            {
                table[(step * products) + p] = (float)Math.Log(1 + sums[p]);
            }

            before = until;
        }

        return table;
    }

    private static float[] YearBefore(ShopSnapshot snapshot, int[] toModel, int products, long start, double stepMs, int steps)
    {
        var (orders, table, lines, first, next) = (snapshot.Orders, new float[steps * products], new int[products], 0, 0);
        for (var step = 0; step < steps; step++)
        {
            // What began a year ago is over before the instant, so that nothing of what is to come is in it.
            var from = start + (step * stepMs) - YearMs;
            for (; next < orders.Count && orders.Time[next] < from + QuarterMs; next++)
            {
                Count(next, 1);
            }

            for (; first < next && orders.Time[first] < from; first++)
            {
                Count(first, -1);
            }

            for (var p = 0; p < products; p++)
            {
                table[(step * products) + p] = MathF.Log(1 + lines[p]);
            }
        }

        return table;

        void Count(int order, int sign)
        {
            for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
            {
                if (toModel[orders.LineProduct[line]] is >= 0 and var product)
                {
                    lines[product] += sign;
                }
            }
        }
    }
}
