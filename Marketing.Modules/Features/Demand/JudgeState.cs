namespace Marketing.Features.Demand;

/// <summary>Where a product stands in its life. Pure.</summary>
internal static class JudgeState
{
    /// <summary>Tells the state at the end of the days.</summary>
    /// <param name="sold">Days with a sale, ascending.</param>
    /// <param name="empty">Days out of stock from <paramref name="from"/> on, or empty where that is not known.</param>
    /// <param name="from">Day of the first of them.</param>
    /// <param name="days">How many days there are.</param>
    /// <param name="isOffered">Whether the shop still offers the product.</param>
    public static DemandState Of(ReadOnlySpan<int> sold, ReadOnlySpan<bool> empty, int from, int days, bool isOffered)
    {
        if (sold.IsEmpty)
        {
            return DemandState.Never;
        }

        var gap = sold.Length > 1 ? (sold[^1] - sold[0]) / (sold.Length - 1.0) : 0;
        var quiet = days - 1 - sold[^1] - (empty.IsEmpty ? 0 : empty[(sold[^1] + 1 - from)..].Count(true));
        return !isOffered || quiet >= Math.Max(DemandFrame.EndedDays, DemandFrame.EndedGaps * gap) ? DemandState.Ended
            : days - sold[0] < DemandFrame.NewDays ? DemandState.New
            : DemandState.Current;
    }
}
