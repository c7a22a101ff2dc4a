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
    private volatile Latest? _latest;

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
            : await board.Simulations.OfAsync(query, () => ReplayHistory.Of(board, query, CancellationToken.None)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<StockSignals?> SignalsAsync(ShopSnapshot snapshot, CancellationToken cancellation)
    {
        if (await forecasts.CurrentAsync(cancellation).ConfigureAwait(false) is not { } book)
        {
            return null;
        }

        if (!ReferenceEquals(await snapshots.CurrentAsync(cancellation).ConfigureAwait(false), snapshot))
        {
            return null;
        }

        // Whoever wants a list does not wait for the board of a new turn, or of a shop to which some orders have come.
        var (now, before) = Of(snapshot, book);
        return now.IsCompletedSuccessfully || before is null ? (await now.WaitAsync(cancellation).ConfigureAwait(false)).Signals : before;
    }

    private DateOnly Today => shop.DayOf(clock.GetUtcNow());

    private async Task<StockBoard?> BoardAsync(CancellationToken cancellation)
    {
        if (await forecasts.CurrentAsync(cancellation).ConfigureAwait(false) is not { } book)
        {
            return null;
        }

        return await Of(await snapshots.CurrentAsync(cancellation).ConfigureAwait(false), book).Now.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private (Task<StockBoard> Now, StockSignals? Before) Of(ShopSnapshot snapshot, DemandBook book) => _kept
        .GetValue(snapshot, key => new Kept(_latest is { } latest ? latest.Signals.For(latest.Ids, key.Products.Id) : null))
        .Of(book, () => Task.Run(() => BuildAsync(snapshot, book)));

    // Several readers may wait for this, so that no one of them may cancel it.
    private async Task<StockBoard> BuildAsync(ShopSnapshot snapshot, DemandBook book)
    {
        var current = await frames.CurrentAsync(CancellationToken.None).ConfigureAwait(false);
        var frame = ReferenceEquals(current.Snapshot, snapshot) ? current : frames.Build(snapshot);
        var board = StockBoard.Of(frame, book, options.Value, shop.Profile.AssumedMargin);
        _latest = new Latest(snapshot.Products.Id, board.Signals);
        return board;
    }

    // Before the first turn, a page still wants to know whether there are levels at all.
    private async Task<StockSummary> NothingAsync(CancellationToken cancellation)
    {
        var products = (await snapshots.CurrentAsync(cancellation).ConfigureAwait(false)).Products;
        return new StockSummary(Today, null, products.Count, products.Stock.Count(units => units != StockBoard.NoLevel), new Dictionary<StockState, int>(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, options.Value.ServiceLevel);
    }

    // Ids and signals alone: a snapshot that nobody needs any more is not held in memory.
    private sealed record Latest(long[] Ids, StockSignals Signals);

    /// <summary>The board of one snapshot under the forecasts asked for last, and the signals before while that is made.</summary>
    private sealed class Kept(StockSignals? before)
    {
        private readonly Lock _change = new();
        private DemandBook? _book;
        private Task<StockBoard>? _board;
        private StockSignals? _before = before;

        public (Task<StockBoard> Now, StockSignals? Before) Of(DemandBook book, Func<Task<StockBoard>> begin)
        {
            lock (_change)
            {
                // What broke is begun anew by the next reader.
                if (_board is null || !ReferenceEquals(_book, book) || _board.IsFaulted)
                {
                    _before = _board is { IsCompletedSuccessfully: true } ? _board.Result.Signals : _before;
                    (_book, _board) = (book, begin());
                }

                return (_board, _before);
            }
        }
    }
}
