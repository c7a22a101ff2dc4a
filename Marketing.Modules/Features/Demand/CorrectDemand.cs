namespace Marketing.Features.Demand;

/// <summary>
/// Sales on days out of stock are demand cut off at what there was. Each is replaced by the mean of days of the same weekday that were not
/// cut off (Weatherford and Pölt 2002, Naïve 3; all of the day was cut off here, so that what was sold is 0 and never above the mean).
/// Pure.
/// </summary>
internal static class CorrectDemand
{
    private const int Week = 7;
    private const int Weeks = 8;

    /// <summary>Writes what was to be expected over the days out of stock, and says which were written; empty where none was.</summary>
    /// <param name="demand">Units sold a day; changed.</param>
    /// <param name="empty">Days out of stock, or empty where that is not known.</param>
    /// <param name="isOffered">Whether the product is still offered: where it is not, nobody missed it on its closing days out of stock.</param>
    public static bool[] Of(Span<float> demand, ReadOnlySpan<bool> empty, bool isOffered)
    {
        var end = isOffered ? empty.Length : empty.LastIndexOf(false) + 1;
        if (!empty[..end].Contains(true))
        {
            return [];
        }

        var corrected = new bool[demand.Length];
        for (var weekday = 0; weekday < Week; weekday++)
        {
            Correct(demand, empty, corrected, weekday, end);
        }

        return corrected;
    }

    // The weeks in stock nearest after a day that has none before it are the first ones of all.
    private static void Correct(Span<float> demand, ReadOnlySpan<bool> empty, bool[] corrected, int weekday, int end)
    {
        var (sum, count) = (0.0, 0);
        for (var day = weekday; day < demand.Length && count < Weeks; day += Week)
        {
            (sum, count) = empty[day] ? (sum, count) : (sum + demand[day], count + 1);
        }

        if (count == 0)
        {
            return;
        }

        var expected = (float)(sum / count);
        Span<float> latest = stackalloc float[Weeks];
        (sum, count) = (0, 0);
        for (var day = weekday; day < end; day += Week)
        {
            if (empty[day])
            {
                (demand[day], corrected[day]) = (expected, true);
                continue;
            }

            ref var place = ref latest[count % Weeks];
            sum += demand[day] - (count < Weeks ? 0 : place);
            place = demand[day];
            count++;
            expected = (float)(sum / Math.Min(count, Weeks));
        }
    }
}
