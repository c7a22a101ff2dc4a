using Marketing.Kernel;

namespace Marketing.Evaluation.Reports;

/// <summary>Figures of a stretch of the shop's days.</summary>
internal static class PeriodSales
{
    /// <summary>Revenue, orders and distinct customers; a return is taken off on its own day.</summary>
    public static (long Revenue, long Orders, HashSet<int> Customers) Sum(SalesIndex index, int from, int to)
    {
        var (revenue, customers) = (0L, new HashSet<int>());
        var orders = index.Orders(from, to);
        for (var o = orders.Start.Value; o < orders.End.Value; o++)
        {
            revenue += index.OrderTotal[o];
            if (index.Snapshot.Orders.Customer[o] is >= 0 and var customer)
            {
                customers.Add(customer);
            }
        }

        var returns = index.Returns(from, to);
        for (var r = returns.Start.Value; r < returns.End.Value; r++)
        {
            revenue -= index.ReturnTotal(r);
        }

        return (revenue, orders.End.Value - orders.Start.Value, customers);
    }

    /// <summary>All figures of the days [from, to).</summary>
    public static PeriodFigures Figures(SalesIndex index, Period period, int from, int to, double? assumedMargin)
    {
        var (revenue, orders, customers) = Sum(index, from, to);
        var first = index.Orders(from, to).Start.Value;
        var (margin, basis, uncovered) = PeriodMargin.Of(index, from, to, assumedMargin);
        return new PeriodFigures(
            period,
            revenue,
            orders,
            customers.Count,
            orders == 0 ? null : (long)Math.Round(revenue / (double)orders, MidpointRounding.AwayFromZero),
            customers.Count == 0 ? null : customers.Count(customer => index.FirstOrder[customer] < first) / (double)customers.Count,
            margin,
            basis,
            uncovered,
            index.OrderDay.Length == 0 ? 0 : Math.Max(0, from - index.OrderDay[0]));
    }

    /// <summary>Revenue and orders of each day of [from, to).</summary>
    public static (long[] Revenue, long[] Orders) Daily(SalesIndex index, int from, int to)
    {
        var (revenue, orders) = (new long[to - from], new long[to - from]);
        var sold = index.Orders(from, to);
        for (var o = sold.Start.Value; o < sold.End.Value; o++)
        {
            revenue[index.OrderDay[o] - from] += index.OrderTotal[o];
            orders[index.OrderDay[o] - from]++;
        }

        var returned = index.Returns(from, to);
        for (var r = returned.Start.Value; r < returned.End.Value; r++)
        {
            revenue[index.ReturnDay[r] - from] -= index.ReturnTotal(r);
        }

        return (revenue, orders);
    }

    /// <summary>Best sellers by revenue less returns; equal ones by product index.</summary>
    public static List<ProductSales> Best(SalesIndex index, int from, int to, int take)
    {
        var (orders, returns, products) = (index.Snapshot.Orders, index.Snapshot.Returns, index.Snapshot.Products);
        var (units, revenue) = (new long[products.Count], new long[products.Count]);
        var sold = index.Orders(from, to);
        for (var line = orders.LineStart[sold.Start.Value]; line < orders.LineStart[sold.End.Value]; line++)
        {
            units[orders.LineProduct[line]] += orders.LineQuantity[line];
            revenue[orders.LineProduct[line]] += orders.LineQuantity[line] * orders.LinePrice[line];
        }

        var returned = index.Returns(from, to);
        for (var r = returned.Start.Value; r < returned.End.Value; r++)
        {
            units[returns.Product[r]] -= returns.Quantity[r];
            revenue[returns.Product[r]] -= index.ReturnTotal(r);
        }

        return [.. Enumerable.Range(0, products.Count)
            .Where(product => revenue[product] > 0)
            .OrderByDescending(product => revenue[product]).ThenBy(product => product)
            .Take(take)
            .Select(product => new ProductSales(new ProductId(products.Id[product]), products.Code[product], products.Name[product], units[product], revenue[product]))];
    }
}
