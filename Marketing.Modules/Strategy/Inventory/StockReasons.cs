using System.Globalization;
using Marketing.Data;

namespace Marketing.Strategy.Inventory;

/// <summary>Why a product's stock stands as it does.</summary>
internal static class StockReasons
{
    public static IReadOnlyList<Reason> Of(StockLine line)
    {
        var reasons = new List<Reason>(3) { OfState(line) };
        if (line.IsLeadAssumed && line.State is StockState.OutOfStock or StockState.RunningOut or StockState.OrderNow)
        {
            reasons.Add(new Reason(ReasonCodes.LeadAssumed, [Whole(line.LeadDays)]));
        }

        if (line.IsCostAssumed)
        {
            reasons.Add(new Reason(ReasonCodes.CostAssumed, []));
        }

        return reasons;
    }

    private static Reason OfState(StockLine line) => line.State switch
    {
        StockState.OutOfStock => new Reason(ReasonCodes.StockOut, []),
        StockState.RunningOut => new Reason(ReasonCodes.StockRunsOut, ["s:" + (line.StockOutProbability ?? 0).ToString("0.###", CultureInfo.InvariantCulture), Whole(line.LeadDays)]),
        StockState.OrderNow => new Reason(ReasonCodes.StockBelow, [Whole(line.Stock ?? 0), Whole(line.ReorderPoint)]),
        StockState.Overstock => new Reason(ReasonCodes.StockOver, [Whole(line.OverstockUnits), Whole(line.OverstockDays)]),
        StockState.Healthy => new Reason(ReasonCodes.StockEnough, [Whole(line.Stock ?? 0), Whole(line.ReorderPoint)]),
        StockState.Unknown => new Reason(ReasonCodes.StockUnknown, []),
        _ => new Reason(ReasonCodes.NotSold, []),
    };

    private static string Whole(double number) => Math.Ceiling(number).ToString(CultureInfo.InvariantCulture);
}
