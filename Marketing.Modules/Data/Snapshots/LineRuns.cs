namespace Marketing.Data.Snapshots;

/// <summary>Where the lines of each visible order lie in the stored lines, which are grouped by order but not sorted by time.</summary>
internal sealed class LineRuns
{
    private readonly IReadOnlyList<StoredLines> _parts;
    private readonly (int Part, int Start, int Count)[] _runs;

    private LineRuns(IReadOnlyList<StoredLines> parts, (int, int, int)[] runs) => (_parts, _runs) = (parts, runs);

    public static LineRuns Of(StoredOrders orders, IReadOnlyList<StoredLines> parts)
    {
        var position = Positions(orders.Id.Span);
        var runs = new (int, int, int)[orders.Id.Count];
        for (var p = 0; p < parts.Count; p++)
        {
            var order = parts[p].Order.Span;
            var start = parts[p].Start.Span;
            for (var group = 0; group < order.Length; group++)
            {
                if (order[group] < position.Length && position[order[group]] is > 0 and var one)
                {
                    var end = group + 1 < start.Length ? start[group + 1] : parts[p].Product.Count;
                    runs[one - 1] = (p, start[group], end - start[group]);
                }
            }
        }

        return new LineRuns(parts, runs);
    }

    public void MarkProducts(SeenIds products)
    {
        foreach (var (part, start, count) in _runs)
        {
            products.Mark(_parts[part].Product.Span.Slice(start, count));
        }
    }

    public OrderColumns Columns(StoredOrders orders, SeenIds customers, SeenIds products)
    {
        var starts = new int[_runs.Length + 1];
        for (var o = 0; o < _runs.Length; o++)
        {
            starts[o + 1] = checked(starts[o] + _runs[o].Count);
        }

        var product = new int[starts[^1]];
        var quantity = new int[starts[^1]];
        var price = new long[starts[^1]];
        for (var o = 0; o < _runs.Length; o++)
        {
            var (part, start, count) = _runs[o];
            var ids = _parts[part].Product.Span.Slice(start, count);
            for (var i = 0; i < count; i++)
            {
                product[starts[o] + i] = products.IndexOf(ids[i]);
            }

            _parts[part].Quantity.Span.Slice(start, count).CopyTo(quantity.AsSpan(starts[o]));
            _parts[part].Price.Span.Slice(start, count).CopyTo(price.AsSpan(starts[o]));
        }

        return new OrderColumns
        {
            Customer = customers.IndicesOf(orders.Customer.Span),
            Id = orders.Id.Take(),
            Time = orders.Time.Take(),
            LineStart = starts,
            LineProduct = product,
            LineQuantity = quantity,
            LinePrice = price,
        };
    }

    // By id: position in time order plus 1, and 0 for an order that is not visible.
    private static int[] Positions(ReadOnlySpan<long> ids)
    {
        long largest = 0;
        foreach (var id in ids)
        {
            largest = Math.Max(largest, id);
        }

        var position = new int[checked((int)largest + 1)];
        for (var o = 0; o < ids.Length; o++)
        {
            position[ids[o]] = o + 1;
        }

        return position;
    }
}
