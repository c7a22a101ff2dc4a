namespace Marketing.Data.Quality;

/// <summary>Looks at every field of a snapshot, several at a time. Pure.</summary>
internal static class ProfileShop
{
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>The latest period against the one before it; the latest ends with the last fact, not with the clock.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="periodDays">Days of a period, above 0.</param>
    /// <param name="cancellation">Stops between fields.</param>
    public static FieldProfile[] ByTime(ShopSnapshot shop, int periodDays, CancellationToken cancellation)
    {
        var (end, period) = (End(shop), periodDays * MillisecondsPerDay);
        return Each(
            ProfiledColumns.Of(shop),
            column =>
            {
                var side = new Side[column.Times.Length];
                for (var i = 0; i < side.Length; i++)
                {
                    side[i] = column.Times[i] >= end - period ? Side.Now : column.Times[i] >= end - (2 * period) ? Side.Before : Side.Neither;
                }

                return ProfileField.Of(column, side, end, period);
            },
            cancellation);
    }

    /// <summary>The orders and lines that came with an import against all others. Empty when the snapshot holds none of them.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="came">Ids of the orders that came.</param>
    /// <param name="periodDays">Days of a period, for the course.</param>
    /// <param name="cancellation">Stops between fields.</param>
    public static FieldProfile[] ByImport(ShopSnapshot shop, HashSet<long> came, int periodDays, CancellationToken cancellation)
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

        var columns = ProfiledColumns.Of(shop).Where(column => column.Dataset is "orders" or "lines").ToList();
        return Each(columns, column => ProfileField.Of(column, column.Dataset == "orders" ? orders : lines, End(shop), periodDays * MillisecondsPerDay), cancellation);
    }

    /// <summary>Just after the last order, return or event, UTC milliseconds; the snapshot's time in an empty shop.</summary>
    public static long End(ShopSnapshot shop)
    {
        long[][] times = [shop.Orders.Time, shop.Returns.Time, shop.Events.Time];
        var filled = times.Where(time => time.Length > 0).ToList();
        return filled.Count == 0 ? shop.AsOf.ToUnixTimeMilliseconds() : filled.Max(time => time[^1]) + 1;
    }

    private static FieldProfile[] Each(IReadOnlyList<ProfiledColumn> columns, Func<ProfiledColumn, FieldProfile> look, CancellationToken cancellation)
    {
        var profiles = new FieldProfile[columns.Count];
        Parallel.For(0, columns.Count, new ParallelOptions { CancellationToken = cancellation }, i => profiles[i] = look(columns[i]));
        return profiles;
    }
}
