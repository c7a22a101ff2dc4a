using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Inventory;

/// <summary>The board of the current snapshot under the last turn's forecasts, from memory.</summary>
internal sealed class KeepInventory(ISnapshots snapshots, IDemandFrames frames, IDemandForecasts forecasts, IShop shop, BusinessClock clock, IOptions<InventoryOptions> options) : IInventory
{
    // Boards live as long as their snapshot.
    private readonly ConditionalWeakTable<ShopSnapshot, Kept> _kept = [];

    public async Task<Page<StockLine>> ListAsync(StockFilter filter, TableQuery query, CancellationToken cancellation) =>
        await BoardAsync(cancellation).ConfigureAwait(false) is { } board ? board.List(filter, query) : new Page<StockLine>([], 0);

    public async Task<Page<StockLine>> AfterAsync(StockFilter filter, ProductId? after, int take, CancellationToken cancellation) =>
        await BoardAsync(cancellation).ConfigureAwait(false) is { } board ? board.After(filter, after, take) : new Page<StockLine>([], 0);

    public async Task<StockLine?> OfAsync(ProductId product, CancellationToken cancellation) =>
        await BoardAsync(cancellation).ConfigureAwait(false) is { } board && board.Frame.Snapshot.Products.IndexOf(product) is >= 0 and var index ? board.Lines[index] : null;

    public async Task<StockLine?> OfAsync(string code, CancellationToken cancellation) =>
        await BoardAsync(cancellation).ConfigureAwait(false) is { } board && board.Frame.Snapshot.Products.IndexOf(code) is >= 0 and var index ? board.Lines[index] : null;

    public async Task<StockSummary> SummaryAsync(CancellationToken cancellation) =>
        (await BoardAsync(cancellation).ConfigureAwait(false))?.Summary ?? await NothingAsync(cancellation).ConfigureAwait(false);

    public async Task<PurchaseProposal> ProposalAsync(CancellationToken cancellation) =>
        (await BoardAsync(cancellation).ConfigureAwait(false))?.Propose() ?? new PurchaseProposal(Today, [], 0, 0);

    public async Task<StockSimulation?> SimulateAsync(SimulationQuery query, CancellationToken cancellation)
    {
        query.Check();
        return await BoardAsync(cancellation).ConfigureAwait(false) is not { } board ? null
            : await board.Simulations.OfAsync(query, () => ReplayHistory.Of(board, query, cancellation)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<StockSignals?> SignalsAsync(ShopSnapshot snapshot, CancellationToken cancellation)
    {
        if (await forecasts.CurrentAsync(cancellation).ConfigureAwait(false) is not { } book)
        {
            return null;
        }

        var frame = await frames.CurrentAsync(cancellation).ConfigureAwait(false);
        if (!ReferenceEquals(frame.Snapshot, snapshot))
        {
            return null;
        }

        // Whoever wants a list does not wait for the board of a new turn.
        var (now, before) = Of(frame, book);
        return now.IsCompletedSuccessfully || before is null ? (await now.WaitAsync(cancellation).ConfigureAwait(false)).Signals : before.Signals;
    }

    private DateOnly Today => shop.DayOf(clock.GetUtcNow());

    private async Task<StockBoard?> BoardAsync(CancellationToken cancellation)
    {
        if (await forecasts.CurrentAsync(cancellation).ConfigureAwait(false) is not { } book)
        {
            return null;
        }

        var frame = await frames.CurrentAsync(cancellation).ConfigureAwait(false);
        return await Of(frame, book).Now.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private (Task<StockBoard> Now, StockBoard? Before) Of(DemandFrame frame, DemandBook book) =>
        _kept.GetOrCreateValue(frame.Snapshot).Of(book, () => Task.Run(() => StockBoard.Of(frame, book, options.Value, shop.Profile.AssumedMargin)));

    // Before the first turn, a page still wants to know whether there are levels at all.
    private async Task<StockSummary> NothingAsync(CancellationToken cancellation)
    {
        var products = (await snapshots.CurrentAsync(cancellation).ConfigureAwait(false)).Products;
        return new StockSummary(Today, null, products.Count, products.Stock.Count(units => units != StockBoard.NoLevel), new Dictionary<StockState, int>(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, options.Value.ServiceLevel);
    }

    /// <summary>The board of one snapshot under the forecasts asked for last, and the one before while that is made.</summary>
    private sealed class Kept
    {
        private readonly Lock _change = new();
        private DemandBook? _book;
        private Task<StockBoard>? _board;
        private StockBoard? _before;

        public (Task<StockBoard> Now, StockBoard? Before) Of(DemandBook book, Func<Task<StockBoard>> begin)
        {
            lock (_change)
            {
                // What broke is begun anew by the next reader.
                if (_board is null || !ReferenceEquals(_book, book) || _board.IsFaulted)
                {
                    _before = _board is { IsCompletedSuccessfully: true } ? _board.Result : _before;
                    (_book, _board) = (book, begin());
                }

                return (_board, _before);
            }
        }
    }
}
