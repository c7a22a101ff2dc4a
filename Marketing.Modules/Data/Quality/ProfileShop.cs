using Marketing.Kernel.Processing;

namespace Marketing.Data.Quality;

/// <summary>Looks at every field of a snapshot, several at a time. Pure.</summary>
internal static class ProfileShop
{
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>The latest period against the one before it; the latest ends with the last fact, not with the clock.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="details">What is stored beside the snapshot.</param>
    /// <param name="periodDays">Days of a period, above 0.</param>
    /// <param name="cancellation">Stops between fields.</param>
    public static FieldProfile[] ByTime(ShopSnapshot shop, OrderDetails details, int periodDays, CancellationToken cancellation)
    {
        var (end, period) = (End(shop), periodDays * MillisecondsPerDay);
        return Each(
            ProfiledColumns.Of(shop, details),
            column => ProfileField.Of(column, Array.ConvertAll(column.Times, time => time >= end - period ? Side.Now : time >= end - (2 * period) ? Side.Before : Side.Neither), end, period),
            cancellation);
    }

    /// <summary>A period that is taken for sound, as the side before; nothing is on the other side.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="details">What is stored beside the snapshot.</param>
    /// <param name="start">First instant of the period, UTC milliseconds.</param>
    /// <param name="end">First instant after it.</param>
    /// <param name="cancellation">Stops between fields.</param>
    public static FieldProfile[] Reference(ShopSnapshot shop, OrderDetails details, long start, long end, CancellationToken cancellation) => Each(
        ProfiledColumns.Of(shop, details),
        column => ProfileField.Of(column, Array.ConvertAll(column.Times, time => time >= start && time < end ? Side.Before : Side.Neither), end, end - start),
        cancellation);

    /// <summary>The orders and lines that came with an import against all others. Empty when there are none of them.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="details">What is stored beside the snapshot.</param>
    /// <param name="came">Ids of the orders that came.</param>
    /// <param name="periodDays">Days of a period, for the course.</param>
    /// <param name="cancellation">Stops between fields.</param>
    public static FieldProfile[] ByImport(ShopSnapshot shop, OrderDetails details, HashSet<long> came, int periodDays, CancellationToken cancellation)
    {
        var orders = Array.ConvertAll(shop.Orders.Id, id => came.Contains(id) ? Side.Now : Side.Before);
        if (!orders.Contains(Side.Now))
        {
            return [];
        }

        var lines = new Side[shop.Orders.Lines];
        for (var o = 0; o < orders.Length; o++)
        {
            lines.AsSpan(shop.Orders.LineStart[o]..shop.Orders.LineStart[o + 1]).Fill(orders[o]);
        }

        Side[] stored = [.. details.Ids.Select(id => came.Contains(id) ? Side.Now : Side.Before)];
        (IEnumerable<ProfiledColumn> Columns, Side[] Sides)[] parts = [(ProfiledColumns.Orders(shop), orders), (details.Orders(), stored), (ProfiledColumns.Lines(shop), lines)];
        var columns = parts.SelectMany(part => part.Columns.Select(column => (Column: column, part.Sides))).ToList();
        return Each(columns, one => ProfileField.Of(one.Column, one.Sides, End(shop), periodDays * MillisecondsPerDay), cancellation);
    }

    /// <summary>Just after the last order, return or event, UTC milliseconds; the snapshot's time in an empty shop.</summary>
    public static long End(ShopSnapshot shop)
    {
        long[][] times = [shop.Orders.Time, shop.Returns.Time, shop.Events.Time];
        var filled = times.Where(time => time.Length > 0).ToList();
        return filled.Count == 0 ? shop.AsOf.ToUnixTimeMilliseconds() : filled.Max(time => time[^1]) + 1;
    }

    private static FieldProfile[] Each<T>(IReadOnlyList<T> columns, Func<T, FieldProfile> look, CancellationToken cancellation)
    {
        var profiles = new FieldProfile[columns.Count];
        Parallel.For(0, columns.Count, HeavyWork.Loop(cancellation), i => profiles[i] = look(columns[i]));
        return profiles;
    }
}
