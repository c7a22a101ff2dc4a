using Marketing.Data;

namespace Marketing.Evaluation.Reports;

/// <summary>
/// Margin of the sales less that of the returns, by the product's cost, else by the margin share that was entered. Goods that come
/// back are taken to be sold again, so a return gives back its margin only.
/// </summary>
internal static class PeriodMargin
{
    /// <summary>Margin of the days [from, to) in minor units and the weakest basis that took part; null and <c>unknown</c> when a product has neither cost nor entered margin, or nothing was sold.</summary>
    public static (long? Margin, string Basis) Of(SalesIndex index, int from, int to, double? assumedMargin)
    {
        var (orders, returns) = (index.Snapshot.Orders, index.Snapshot.Returns);
        var sum = new Sum(index.Snapshot.Products, assumedMargin);
        var sold = index.Orders(from, to);
        for (var line = orders.LineStart[sold.Start.Value]; line < orders.LineStart[sold.End.Value]; line++)
        {
            sum.Add(orders.LineProduct[line], orders.LineQuantity[line], orders.LinePrice[line]);
        }

        var returned = index.Returns(from, to);
        for (var r = returned.Start.Value; r < returned.End.Value; r++)
        {
            sum.Add(returns.Product[r], -returns.Quantity[r], returns.Price[r]);
        }

        return sum.Result;
    }

    private struct Sum(ProductColumns products, double? assumedMargin)
    {
        private double _margin;
        private bool _cost;
        private bool _assumed;
        private bool _simulated;
        private bool _unknown;

        public readonly (long? Margin, string Basis) Result => this switch
        {
            { _unknown: true } => (null, "unknown"),
            { _simulated: true } => (Rounded, "simulated"),
            { _assumed: true } => (Rounded, "assumed"),
            { _cost: true } => (Rounded, "cost"),
            _ => (null, "unknown"),
        };

        private readonly long Rounded => (long)Math.Round(_margin, MidpointRounding.AwayFromZero);

        public void Add(int product, long quantity, long price)
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
                _unknown = true;
            }
        }
    }
}
