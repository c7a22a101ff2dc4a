using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.Evaluation.Backtests;

/// <summary>How the segments as of the cut behaved in the window.</summary>
internal static class Repurchase
{
    /// <summary>One entry a segment that had customers at the cut, in the order of the segmentation.</summary>
    public static List<SegmentRepurchase> Of(Segmentation segmentation, ShopSnapshot later, Period window)
    {
        var past = segmentation.Frame.Snapshot;
        var codes = segmentation.Codes.Count;
        var (customers, bought, revenue) = (new int[codes], new int[codes], new long[codes]);
        var spent = Spent(past, later, window);
        for (var customer = 0; customer < past.Customers.Count; customer++)
        {
            if (segmentation.Of[customer] is >= 0 and var segment)
            {
                customers[segment]++;
                bought[segment] += spent[customer] is null ? 0 : 1;
                revenue[segment] += spent[customer] ?? 0;
            }
        }

        var rows = new List<SegmentRepurchase>();
        for (var segment = 0; segment < codes; segment++)
        {
            if (Interval.Wilson(bought[segment], customers[segment]) is { } rate)
            {
                rows.Add(new SegmentRepurchase(segmentation.Codes[segment], customers[segment], bought[segment], new Metric("repurchase", rate.Value, rate.Low, rate.High), revenue[segment]));
            }
        }

        return rows;
    }

    /// <summary>Money spent in the window by customers of the past; null without an order.</summary>
    internal static long?[] Spent(ShopSnapshot past, ShopSnapshot later, Period window)
    {
        var orders = later.Orders;
        var spent = new long?[past.Customers.Count];
        var customerOf = HeldOut.Translate(later.Customers.Id, past.Customers.Id);
        var end = Purchases.First(orders.Time, window.End.ToUnixTimeMilliseconds());
        for (var o = Purchases.First(orders.Time, window.Start.ToUnixTimeMilliseconds()); o < end; o++)
        {
            if (orders.Customer[o] >= 0 && customerOf[orders.Customer[o]] is >= 0 and var customer)
            {
                var total = spent[customer] ?? 0;
                for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
                {
                    total += orders.LineQuantity[line] * orders.LinePrice[line];
                }

                spent[customer] = total;
            }
        }

        return spent;
    }
}
