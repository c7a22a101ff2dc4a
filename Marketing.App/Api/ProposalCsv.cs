using System.Globalization;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Api;

/// <summary>What to order as a file for the purchaser. Amounts are in the shop's currency, and an unknown value is empty.</summary>
internal static class ProposalCsv
{
    /// <summary>Writes the head and a line a product.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="proposal">What to order.</param>
    /// <param name="currency">The shop's currency.</param>
    public static async Task WriteAsync(TextWriter writer, PurchaseProposal proposal, string currency)
    {
        await writer.WriteAsync(CsvText.Row("code", "name", "category", "stock", "demand_per_day", "lead_days", "reorder_point", "order_up_to", "quantity", "unit_cost", "value", "stock_out_date", "class"));
        foreach (var line in proposal.Lines)
        {
            await writer.WriteAsync(CsvText.Row(
                line.Code, line.Name, line.Category, line.Stock, Math.Round(line.DemandPerDay, 3), Math.Round(line.LeadDays, 1), line.ReorderPoint, line.OrderUpTo, line.Quantity,
                Major(line.UnitCost, currency), Major(line.Value, currency), line.StockOut?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), line.Class));
        }
    }

    private static decimal? Major(long? minor, string currency) => minor is { } value ? new Money(value, currency).Major : null;
}
