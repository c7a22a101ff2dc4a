using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Customers;

/// <summary>Features of one customer as they are stored, with the scores and the segment of the current frame.</summary>
/// <param name="AsOf">Business time of the frame.</param>
/// <param name="RecencyDays">Days since the last order, or null.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Spent">Money spent less money given back, minor units.</param>
/// <param name="TenureDays">Days since the first order, or null.</param>
/// <param name="GapDays">Mean days between orders, or null.</param>
/// <param name="BasketSize">Mean distinct products an order, or null.</param>
/// <param name="ReturnRate">Share of units returned, or null.</param>
/// <param name="Affinity">What stands out in the orders, or empty.</param>
/// <param name="R">Recency score, 0 without an order.</param>
/// <param name="F">Frequency score.</param>
/// <param name="M">Monetary score.</param>
/// <param name="Segment">Segment code, or empty.</param>
/// <param name="Rule">Rule of the segment, or empty.</param>
public sealed record CustomerFigures(DateTimeOffset AsOf, double? RecencyDays, int Orders, long Spent, double? TenureDays, double? GapDays, double? BasketSize, double? ReturnRate, string Affinity, int R, int F, int M, string Segment, string Rule)
{
    /// <summary>Figures of a customer, or null when the frame does not know them yet.</summary>
    public static CustomerFigures? Of(Segmentation segmentation, IReadOnlyList<SegmentSummary> segments, CustomerId customer)
    {
        var (frame, stored) = (segmentation.Frame, segmentation.Frame.Stored);
        var i = frame.Snapshot.Customers.IndexOf(customer);
        if (i < 0)
        {
            return null;
        }

        var segment = segmentation.Of[i] < 0 ? "" : segmentation.Codes[segmentation.Of[i]];
        var rule = segments.FirstOrDefault(summary => summary.Code == segment)?.Rule ?? "";
        return new CustomerFigures(
            frame.Snapshot.AsOf, Defined(stored.RecencyDays[i]), stored.Frequency[i], stored.Monetary[i], Defined(stored.TenureDays[i]),
            Defined(stored.MeanGapDays[i]), Defined(stored.BasketSize[i]), Defined(stored.ReturnRate[i]), frame.Affinity[i],
            frame.R[i], frame.F[i], frame.M[i], segment, rule);
    }

    private static double? Defined(float value) => float.IsFinite(value) ? value : null;
}
