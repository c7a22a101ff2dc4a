using System.Numerics;
using Marketing.Data;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Outlooks;

/// <summary>A fitted <c>rfm-cells</c>: what is expected of who stands in each cell. It holds nothing of persons.</summary>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="horizonDays">Days of the horizon.</param>
/// <param name="cells">One entry a cell, or none when nothing was seen.</param>
internal sealed class RfmCells(IReadOnlyDictionary<string, string> parameters, int horizonDays, CustomerOutlook[] cells) : StoredOutlook(RfmCellsMethod.Name, parameters, horizonDays)
{
    private const int RecencyClasses = 14;
    private const int FrequencyClasses = 5;
    private const double DayMs = 86_400_000;

    /// <summary>How many cells there are.</summary>
    public const int Count = RecencyClasses * FrequencyClasses;

    public override bool TellsOutlooks => cells.Length > 0;

    /// <summary>Cell of a customer: days since the last order in doublings (0, 1-2, 3-6, 7-14 ...) by orders in doublings (1, 2, 3-4, 5-8, 9 and more).</summary>
    /// <param name="sinceLast">Milliseconds since the last order, at least 0.</param>
    /// <param name="orders">Orders, at least 1.</param>
    public static int CellOf(long sinceLast, int orders)
    {
        var recency = Math.Min(RecencyClasses - 1, BitOperations.Log2((ulong)(sinceLast / DayMs) + 1));
        var frequency = orders == 1 ? 0 : Math.Min(FrequencyClasses - 1, BitOperations.Log2((uint)orders - 1) + 1);
        return (recency * FrequencyClasses) + frequency;
    }

    public override void Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Span<CustomerOutlook?> outlooks)
    {
        if (!TellsOutlooks)
        {
            throw new InvalidOperationException("These cells were filled by nobody.");
        }

        var (orders, now) = (CustomerOrders.Of(snapshot), snapshot.AsOf.ToUnixTimeMilliseconds());
        for (var i = 0; i < customers.Length; i++)
        {
            outlooks[i] = orders.Row(customers[i]) is { IsEmpty: false } own ? cells[CellOf(Math.Max(0, now - snapshot.Orders.Time[own[^1]]), own.Length)] : null;
        }
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(cells.Length);
        foreach (var cell in cells)
        {
            writer.Write(cell.Churn);
            writer.Write(cell.NextOrderDays ?? double.NaN);
            writer.Write(cell.Spend);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The body contradicts itself.</exception>
    public static RfmCells Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters, int horizonDays)
    {
        if (reader.Read7BitEncodedInt() is var count && count is not (0 or Count))
        {
            throw new InvalidDataException($"There are {count} cells; there must be {Count}.");
        }

        var cells = new CustomerOutlook[count];
        for (var i = 0; i < count; i++)
        {
            var (churn, days, spend) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            if (churn is not (>= 0 and <= 1) || days < 0 || double.IsInfinity(days) || spend < 0 || !double.IsFinite(spend))
            {
                throw new InvalidDataException($"Cell {i} foretells what cannot be.");
            }

            cells[i] = new CustomerOutlook(churn, double.IsNaN(days) ? null : days, spend);
        }

        return new RfmCells(parameters, horizonDays, cells);
    }
}
