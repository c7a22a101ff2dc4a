using Marketing.Features;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>Every product of a snapshot against the forecasts of a turn. Never changes.</summary>
internal sealed class StockBoard
{
    /// <summary>How a product without a known level stands in a snapshot.</summary>
    public const int NoLevel = -1;

    private const int YearDays = 365;
    private const int Weeks = 52;
    private readonly StockLine[] _urgent;

    private StockBoard(DemandFrame frame, DemandBook book, InventoryOptions options, double? margin)
    {
        (Frame, Book, Options) = (frame, book, options);
        Day = frame.DateOf(frame.Days);
        var revenue = RevenueOf(frame.Snapshot);
        var (classes, assess) = (ProductClasses.Abc(revenue), new AssessProduct(frame.Snapshot.Products, book, options, Day, margin));
        Lines = new StockLine[frame.Products];
        var gone = new bool[frame.Products];
        Parallel.For(0, frame.Products, HeavyWork.Loop(CancellationToken.None), product =>
        {
            var weeks = frame.StartOf(product) < frame.Days ? DemandSums.OfWeeks(frame.Demand(product)) : [];
            Lines[product] = assess.Of(product, out gone[product]) with
            {
                ShelfBalance = ShelfBalance.Of(frame, product),
                Revenue = revenue[product],
                Abc = classes[product],
                Xyz = ProductClasses.Xyz(weeks.AsSpan(Math.Max(0, weeks.Length - Weeks))),
            };
        });
        Signals = new StockSignals(Array.ConvertAll(Lines, line => line.Signal), gone);
        _urgent = [.. StockOrder.Urgent(Lines)];
        Summary = Sum();
    }

    public DemandFrame Frame { get; }

    public DemandBook Book { get; }

    public InventoryOptions Options { get; }

    public DateOnly Day { get; }

    /// <summary>One a product, by its index.</summary>
    public StockLine[] Lines { get; }

    public StockSignals Signals { get; }

    public StockSummary Summary { get; }

    /// <summary>What was replayed on it.</summary>
    public KeptSimulations Simulations { get; } = new();

    /// <summary>Looks through all products.</summary>
    /// <param name="frame">Demand so far.</param>
    /// <param name="book">Forecasts.</param>
    /// <param name="options">Settings.</param>
    /// <param name="margin">Margin assumed as a share of the price where no cost is known, or null.</param>
    public static StockBoard Of(DemandFrame frame, DemandBook book, InventoryOptions options, double? margin) => new(frame, book, options, margin);

    public Page<StockLine> List(StockFilter filter, TableQuery query)
    {
        var words = query.Search?.Trim();
        var found = _urgent.Where(line => Meets(line, filter) && (string.IsNullOrEmpty(words) || Holds(line, words)));
        var rows = (query.Sort is null ? found : StockOrder.By(found, query.Sort, query.Descending)).ToList();
        return new Page<StockLine>([.. rows.Skip(query.Skip).Take(query.Take)], rows.Count);
    }

    public Page<StockLine> After(StockFilter filter, ProductId? after, int take)
    {
        // Products stand by ascending id.
        var found = Lines.Where(line => Meets(line, filter)).ToList();
        return new Page<StockLine>([.. found.Where(line => after is not { } last || line.Product.Value > last.Value).Take(take)], found.Count);
    }

    public PurchaseProposal Propose()
    {
        var lines = _urgent.Where(line => line.Quantity > 0).ToList();
        return new PurchaseProposal(Day, lines, lines.Sum(line => line.Value ?? 0), lines.Count(line => line.UnitCost is null));
    }

    private static bool Meets(StockLine line, StockFilter filter) =>
        (filter.State is not { } state || line.State == state) && (filter.Abc is not { } abc || line.Abc == abc) && (filter.Xyz is not { } xyz || line.Xyz == xyz);

    private static bool Holds(StockLine line, string words) =>
        line.Code.Contains(words, StringComparison.OrdinalIgnoreCase) || line.Name.Contains(words, StringComparison.OrdinalIgnoreCase) || line.Category.Contains(words, StringComparison.OrdinalIgnoreCase);

    private StockSummary Sum()
    {
        var levels = Lines.Where(line => line.Stock is not null).ToList();
        var sold = Lines.Where(line => line.State != StockState.NotSold).ToList();
        var ordered = Lines.Where(line => line.Quantity > 0).ToList();
        return new StockSummary(
            Day,
            Book.Turn,
            Lines.Length,
            levels.Count,
            Enum.GetValues<StockState>().ToDictionary(state => state, state => Lines.Count(line => line.State == state)),
            levels.Sum(line => line.Capital ?? 0),
            levels.Sum(line => line.OverstockCapital ?? 0),
            ordered.Count,
            ordered.Sum(line => line.Value ?? 0),
            levels.Where(line => line.State != StockState.NotSold).Sum(line => line.DemandPerDay * StockSummary.LossDays),
            levels.Sum(line => line.LostUnits ?? 0),
            levels.Sum(line => line.LostRevenue ?? 0),
            sold.Count(line => line.IsLeadAssumed),
            sold.Count(line => line.IsCostAssumed),
            sold.Count(line => line.UnitCost is null),
            levels.Exists(line => line.IsSimulated),
            Options.ServiceLevel);
    }

    private static long[] RevenueOf(Data.ShopSnapshot snapshot)
    {
        var (orders, revenue) = (snapshot.Orders, new long[snapshot.Products.Count]);
        var from = snapshot.AsOf.AddDays(-YearDays).ToUnixTimeMilliseconds();
        for (var order = orders.Count - 1; order >= 0 && orders.Time[order] >= from; order--)
        {
            for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
            {
                revenue[orders.LineProduct[line]] += orders.LineQuantity[line] * orders.LinePrice[line];
            }
        }

        return revenue;
    }
}
