using Marketing.Kernel.Numerics;

namespace Marketing.Data.Snapshots;

/// <summary>
/// Levels of stock before the instant, sorted by id of the product and time, as few as say the same of each of the shop's days: the last one told at its very start and the last one told later in
/// it, before one of 0 or below also the last above 0. A shop that tells its levels every quarter of an hour costs no more than one that tells them every night.
/// </summary>
internal sealed class StoredStocks(ShopCalendar calendar)
{
    private Level? _last;
    private Level? _lastInStock;

    public Column<int> Product { get; } = new();

    public Column<long> Time { get; } = new();

    public Column<int> Units { get; } = new();

    /// <summary>Takes the next level; of one instant the latest taken holds.</summary>
    public void Add(int product, long time, int units)
    {
        var day = calendar.DayOf(time);
        var next = new Level(product, time, units, day, IsStart: calendar.DayOf(time - 1) != day);
        if (_last is { } last && last.Time != next.Time | last.Product != next.Product)
        {
            if ((last.Product, last.Day, last.IsStart) != (next.Product, next.Day, next.IsStart))
            {
                End();
            }
            else if (last.Units > 0)
            {
                _lastInStock = last;
            }
        }

        _last = next;
    }

    /// <summary>After the last one.</summary>
    public void End()
    {
        if (_last is { Units: <= 0 } && _lastInStock is { } inStock)
        {
            Keep(inStock);
        }

        if (_last is { } last)
        {
            Keep(last);
        }

        (_last, _lastInStock) = (null, null);
    }

    private void Keep(Level level)
    {
        Product.Add(level.Product);
        Time.Add(level.Time);
        Units.Add(level.Units);
    }

    private readonly record struct Level(int Product, long Time, int Units, int Day, bool IsStart);
}
