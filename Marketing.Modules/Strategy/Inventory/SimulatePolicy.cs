namespace Marketing.Strategy.Inventory;

/// <summary>Levels of a policy at a review.</summary>
/// <param name="ReorderPoint">s: at or below it, an order is made.</param>
/// <param name="UpTo">S: stock and what is on its way are brought up to it.</param>
/// <param name="Least">Least quantity of an order.</param>
internal readonly record struct PolicyLevels(double ReorderPoint, double UpTo, double Least = 0);

/// <summary>What came of a policy for one product, in units; <c>Start + Received - Sold = End</c>.</summary>
/// <param name="Start">Stock at the beginning.</param>
/// <param name="Received">What arrived.</param>
/// <param name="Sold">What was sold.</param>
/// <param name="Lost">What was asked for and not there.</param>
/// <param name="End">Stock at the end.</param>
/// <param name="DaysOut">Days on which something asked for was not there.</param>
/// <param name="Orders">Orders made.</param>
internal sealed record PolicyRun(double Start, double Received, double Sold, double Lost, double End, int DaysOut, int Orders);

/// <summary>
/// Replays a periodic-review (R, s, S) policy with lost sales on the demand of the past (Silver, Pyke and Thomas 2017, sec. 6.3.2 and 7.8;
/// Axsäter 2015, sec. 3.3). A day begins with what arrives, then a review, then demand. Pure.
/// </summary>
internal static class SimulatePolicy
{
    /// <summary>Replays one product.</summary>
    /// <param name="demand">Units asked for a day.</param>
    /// <param name="from">First day of the replay; the days before are known to the policy.</param>
    /// <param name="review">R: days between two reviews; the first is on the first day.</param>
    /// <param name="leads">Whole days until an order of each day of the replay arrives, at least 1; one a day.</param>
    /// <param name="levels">Levels at a review of a day, from the days of demand before it, which are given.</param>
    /// <param name="start">Units in stock at the beginning, or null for the order-up-to level of the first day.</param>
    /// <param name="stock">Takes the units in stock at the end of each day, added to what stands there.</param>
    public static PolicyRun Run(ReadOnlySpan<float> demand, int from, int review, ReadOnlySpan<int> leads, Func<ReadOnlySpan<float>, PolicyLevels> levels, double? start, Span<double> stock)
    {
        var days = demand.Length - from;
        var arriving = new double[days];
        var (onHand, onWay, received, sold, lost, out_, orders) = (start ?? Math.Ceiling(levels(demand[..from]).UpTo), 0.0, 0.0, 0.0, 0.0, 0, 0);
        var first = onHand;
        for (var day = 0; day < days; day++)
        {
            (onHand, onWay, received) = (onHand + arriving[day], onWay - arriving[day], received + arriving[day]);
            if (day % review == 0)
            {
                var (reorder, upTo, least) = levels(demand[..(from + day)]);
                var position = onHand + onWay;
                if (position <= reorder && upTo > position)
                {
                    var quantity = Math.Ceiling(Math.Max(upTo - position, least));
                    (onWay, orders) = (onWay + quantity, orders + 1);
                    if (day + leads[day] < days)
                    {
                        arriving[day + leads[day]] += quantity;
                    }
                }
            }

            var asked = demand[from + day];
            var served = Math.Min(asked, onHand);
            (onHand, sold, lost, out_) = (onHand - served, sold + served, lost + asked - served, out_ + (asked > served ? 1 : 0));
            stock[day] += onHand;
        }

        return new PolicyRun(first, received, sold, lost, onHand, out_, orders);
    }
}
