using Marketing.Data;

namespace Marketing.Evaluation.Reports;

/// <summary>
/// Margin of the sales less that of the returns, by the product's cost, else by the margin share that was entered. Goods that come
/// back are taken to be sold again, so a return gives back its margin only. Products with neither are left out, and their share is told.
/// </summary>
internal static class PeriodMargin
{
    /// <summary>Margin of the days [from, to) in minor units and the weakest basis that took part, null and <c>unknown</c> when no product has a cost or an entered margin or nothing was sold; and the share of the sales in [0, 1] that has neither, null without sales.</summary>
    public static (long? Margin, string Basis, double? Uncovered) Of(SalesIndex index, int from, int to, double? assumedMargin)
    {
        var (orders, returns) = (index.Snapshot.Orders, index.Snapshot.Returns);
        var sum = new Sum(index.Snapshot.Products, assumedMargin);
        var (all, covered) = (0L, 0L);
        var sold = index.Orders(from, to);
        for (var line = orders.LineStart[sold.Start.Value]; line < orders.LineStart[sold.End.Value]; line++)
        {
            var amount = orders.LineQuantity[line] * orders.LinePrice[line];
            all += amount;
            covered += sum.Add(orders.LineProduct[line], orders.LineQuantity[line], orders.LinePrice[line]) ? amount : 0;
        }

        var returned = index.Returns(from, to);
        for (var r = returned.Start.Value; r < returned.End.Value; r++)
        {
            sum.Add(returns.Product[r], -returns.Quantity[r], returns.Price[r]);
        }

        var (margin, basis) = sum.Result;
        return (margin, basis, all > 0 ? (all - covered) / (double)all : null);
    }

    private struct Sum(ProductColumns products, double? assumedMargin)
    {
        private double _margin;
        private bool _cost;
        private bool _assumed;
        private bool _simulated;

        public readonly (long? Margin, string Basis) Result => this switch
        {
            { _simulated: true } => (Rounded, "simulated"),
            { _assumed: true } => (Rounded, "assumed"),
            { _cost: true } => (Rounded, "cost"),
            _ => (null, "unknown"),
        };

        private readonly long Rounded => (long)Math.Round(_margin, MidpointRounding.AwayFromZero);

        /// <summary>Whether the product has a cost or a margin was entered.</summary>
        public bool Add(int product, long quantity, long price)
        {
            if (products.Cost[product] is >= 0 and var cost)
            {
                _margin += quantity * (price - cost);
                _simulated |= products.Simulated[product];
                _cost = true;
            }
            else if (assumedMargin is { } share)
            {
                _margin += quantity * price * share;
                _assumed = true;
            }
            else
            {
                return false;
            }

            return true;
        }
    }
}
