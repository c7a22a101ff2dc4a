using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;

namespace Marketing.Model.Outlooks;

/// <summary>
/// Fits and reads <c>rfm-cells</c>: customers stand in cells of the days since the last order and the number of orders, and what became of those
/// who stood in a cell at cuts of the past is expected of who stands there now. The cuts lie 30 days apart, the latest a horizon before the
/// snapshot's instant, so that every one of them has seen its whole horizon.
/// </summary>
internal sealed class RfmCellsMethod : IOutlookMethod
{
    internal const string Name = "rfm-cells";
    private const string Cuts = "cuts";
    private const string PseudoCount = "pseudo_count";
    private const string LookAhead = "look_ahead_days";
    private const long DayMs = 86_400_000;
    private const int DaysBetweenCuts = 30;
    private const int BinDays = 7;

    public string Kind => Name;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(StoredOutlook.Horizon, 90, 1, 3650),
        MethodParameter.Whole(Cuts, 12, 1, 1000),
        MethodParameter.Real(PseudoCount, 20, 0, 1e9),
        MethodParameter.Whole(LookAhead, 730, 1, 7300),
    ];

    public StoredOutlook Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var horizon = values.Whole(StoredOutlook.Horizon);

        // The horizon is a whole number of bins, each at most a week.
        var horizonBins = (horizon + BinDays - 1) / BinDays;
        var binDays = horizon / (double)horizonBins;
        var bins = Math.Max(horizonBins, (int)Math.Ceiling(values.Whole(LookAhead) / binDays));
        var (cells, everybody) = (new CellCounts?[RfmCells.Count], new CellCounts(bins));
        var grid = new Grid(snapshot.AsOf.ToUnixTimeMilliseconds(), horizon * DayMs, horizonBins, binDays * DayMs, values.Whole(Cuts));
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            if (customer % 65_536 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new Progress(Name, customer / (double)snapshot.Customers.Count));
            }

            Count(snapshot, CustomerOrders.Of(snapshot).Row(customer), grid, cells, bins);
        }

        foreach (var cell in cells.OfType<CellCounts>())
        {
            everybody.Add(cell, 1);
        }

        return new RfmCells(values.Shown, horizon, everybody.Seen == 0 ? [] : Array.ConvertAll(cells, cell => Shrunk(cell, everybody, values.Real(PseudoCount), bins).Outlook(horizonBins, binDays)));
    }

    public StoredModel Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters) =>
        RfmCells.Read(reader, parameters, ParameterValues.Of(Kind, Parameters, parameters).Whole(StoredOutlook.Horizon));

    // As many customers as the pseudo-count says, who do as everybody does, stand in every cell.
    private static CellCounts Shrunk(CellCounts? cell, CellCounts everybody, double pseudo, int bins)
    {
        var shrunk = new CellCounts(bins);
        if (cell is not null)
        {
            shrunk.Add(cell, 1);
        }

        shrunk.Add(everybody, cell is null && pseudo == 0 ? 1 : pseudo / everybody.Seen);
        return shrunk;
    }

    // A customer is counted at each cut before which they had ordered.
    private static void Count(ShopSnapshot snapshot, ReadOnlySpan<int> orders, Grid grid, CellCounts?[] cells, int bins)
    {
        var times = snapshot.Orders.Time;
        var known = orders.Length;
        while (known > 0 && times[orders[known - 1]] >= grid.Now)
        {
            known--;
        }

        var before = known;
        for (var k = 0; k < grid.Cuts; k++)
        {
            var cut = grid.Cut(k);
            while (before > 0 && times[orders[before - 1]] >= cut)
            {
                before--;
            }

            if (before == 0)
            {
                return;
            }

            var spend = 0.0;
            for (var next = before; next < known && times[orders[next]] < cut + grid.Horizon; next++)
            {
                spend += Amount(snapshot.Orders, orders[next]);
            }

            var cell = cells[RfmCells.CellOf(cut - times[orders[before - 1]], before)] ??= new CellCounts(bins);

            // Of the last bin, which has not ended, only who came is known: nobody is counted there.
            var whole = Math.Max(grid.HorizonBins, grid.Bin(grid.Now - cut));
            cell.Add(before < known && grid.Bin(times[orders[before]] - cut) is var bin && bin < whole ? bin : null, whole, spend);
        }
    }

    private static double Amount(OrderColumns orders, int order)
    {
        var amount = 0.0;
        for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
        {
            amount += orders.LineQuantity[line] * (double)orders.LinePrice[line];
        }

        return amount;
    }

    /// <summary>Where the cuts lie, in milliseconds.</summary>
    private readonly record struct Grid(long Now, long Horizon, int HorizonBins, double BinLength, int Cuts)
    {
        public long Cut(int k) => Now - Horizon - (k * DaysBetweenCuts * DayMs);

        public int Bin(long after) => (int)(after / BinLength);
    }
}
