using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>Which products of the board; null for any.</summary>
/// <param name="State">How they stand.</param>
/// <param name="Abc">Class by revenue.</param>
/// <param name="Xyz">Class by steadiness.</param>
public readonly record struct StockFilter(StockState? State = null, AbcClass? Abc = null, XyzClass? Xyz = null);

/// <summary>The whole board in figures. Amounts are minor units of the shop's currency.</summary>
/// <param name="Day">The shop's day.</param>
/// <param name="Turn">Turn whose forecasts are used; null before the first, and then nothing else is known.</param>
/// <param name="Products">Products of the board.</param>
/// <param name="WithLevel">Of these, with a known level.</param>
/// <param name="Counts">Products of each state.</param>
/// <param name="Capital">Capital in stock at cost, where the cost is known or assumed.</param>
/// <param name="OverstockCapital">Of that, in units too many.</param>
/// <param name="ToOrder">Products to order now.</param>
/// <param name="ToOrderValue">Their value at cost.</param>
/// <param name="ExpectedUnits">Units expected to be asked for in the next <see cref="LossDays"/> days of products with a known level.</param>
/// <param name="LostUnits">Of these, expected not to be met without an order.</param>
/// <param name="LostRevenue">These at the price.</param>
/// <param name="LeadsAssumed">Products whose lead time is the usual one of the settings.</param>
/// <param name="CostsAssumed">Products whose cost is the price less the usual margin.</param>
/// <param name="WithoutCost">Products without a cost, known or assumed: their capital is not in the sums.</param>
/// <param name="IsSimulated">Whether some levels and costs are simulated.</param>
/// <param name="ServiceLevel">Service level of the settings.</param>
public sealed record StockSummary(
    DateOnly Day,
    DemandTurn? Turn,
    int Products,
    int WithLevel,
    IReadOnlyDictionary<StockState, int> Counts,
    long Capital,
    long OverstockCapital,
    int ToOrder,
    long ToOrderValue,
    double ExpectedUnits,
    double LostUnits,
    long LostRevenue,
    int LeadsAssumed,
    int CostsAssumed,
    int WithoutCost,
    bool IsSimulated,
    double ServiceLevel)
{
    /// <summary>Days ahead over which lost sales are counted.</summary>
    public const int LossDays = 28;

    /// <summary>Share of the expected demand that stock meets without an order; null where nothing is expected.</summary>
    public double? Met => ExpectedUnits > 0 ? 1 - (LostUnits / ExpectedUnits) : null;
}

/// <summary>What to order now.</summary>
/// <param name="Day">The shop's day.</param>
/// <param name="Lines">Products with a quantity, the most urgent first.</param>
/// <param name="Value">Value at cost, minor units, of the lines with a cost.</param>
/// <param name="WithoutCost">Lines without one.</param>
public sealed record PurchaseProposal(DateOnly Day, IReadOnlyList<StockLine> Lines, long Value, int WithoutCost);

/// <summary>What marketing should know of the stock of each product of a snapshot.</summary>
public sealed class StockSignals
{
    private readonly StockSignal[] _signals;
    private readonly bool[] _soonGone;

    internal StockSignals(StockSignal[] signals, bool[] soonGone) => (_signals, _soonGone) = (signals, soonGone);

    /// <summary>The signal of a product by its index in the snapshot.</summary>
    public StockSignal Of(int product) => _signals[product];

    /// <summary>Whether stock is below the demand of the next <see cref="InventoryOptions.LeaveOutDays"/> days.</summary>
    public bool IsSoonGone(int product) => _soonGone[product];

    /// <summary>The same for the products of another snapshot; of one that is new there is none.</summary>
    /// <param name="ids">Ids of the products that they were made for, ascending.</param>
    /// <param name="others">Those of the other snapshot, ascending.</param>
    internal StockSignals For(long[] ids, long[] others)
    {
        var (signals, soonGone) = (new StockSignal[others.Length], new bool[others.Length]);
        for (var (p, q) = (0, 0); p < others.Length; p++)
        {
            while (q < ids.Length && ids[q] < others[p])
            {
                q++;
            }

            if (q < ids.Length && ids[q] == others[p])
            {
                (signals[p], soonGone[p]) = (_signals[q], _soonGone[q]);
            }
        }

        return new StockSignals(signals, soonGone);
    }
}

/// <summary>Stock against what is expected: what to buy, when, and what marketing should know. Everything is computed from the current snapshot and the last turn's forecasts and kept in memory.</summary>
public interface IInventory
{
    /// <summary>Columns that a list may be sorted by.</summary>
    static IReadOnlyList<string> SortColumns { get; } = ["code", "name", "category", "stock", "demand", "cover", "lead", "reorder", "upto", "quantity", "value", "out", "probability", "overstock", "capital", "class"];

    /// <summary>A page of the board; without a sort the most urgent first: out of stock, running out, to be ordered, each by the day of selling out and then by sales at risk; the rest by revenue. Empty before the first forecasts.</summary>
    /// <param name="filter">Which products.</param>
    /// <param name="query">Part of the table; the search looks in code, name and category.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<Page<StockLine>> ListAsync(StockFilter filter, TableQuery query, CancellationToken cancellation);

    /// <summary>Products by ascending id after one.</summary>
    /// <param name="filter">Which products.</param>
    /// <param name="after">The last one that was read, or null.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<Page<StockLine>> AfterAsync(StockFilter filter, ProductId? after, int take, CancellationToken cancellation);

    /// <summary>One product, or null where the board has none or there are no forecasts yet.</summary>
    Task<StockLine?> OfAsync(ProductId product, CancellationToken cancellation);

    /// <summary>One product by the shop's code in capitals or small letters, or null.</summary>
    Task<StockLine?> OfAsync(string code, CancellationToken cancellation);

    /// <summary>The board in figures.</summary>
    Task<StockSummary> SummaryAsync(CancellationToken cancellation);

    /// <summary>What to order now.</summary>
    Task<PurchaseProposal> ProposalAsync(CancellationToken cancellation);

    /// <summary>How the policy would have done on the days past, against a naive one; null before the first forecasts or with too short a history.</summary>
    Task<StockSimulation?> SimulateAsync(SimulationQuery query, CancellationToken cancellation);

    /// <summary>
    /// Signals for the products of a snapshot, from memory: while new forecasts or new facts are looked through, those before. Null before
    /// the first forecasts, and for a snapshot that is not the current one.
    /// </summary>
    Task<StockSignals?> SignalsAsync(ShopSnapshot snapshot, CancellationToken cancellation);
}
