using Marketing.Data.Import;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Demo;

/// <summary>
/// Loads the carried shop. The clock of the profile is set last: as long as it stands at zero the load is not whole and is done
/// again, with the same outcome.
/// </summary>
internal sealed class DemoShop(Imports imports, IShop shop, ISnapshots snapshots, DataDemoStore store, TimeProvider system, IOptions<DataOptions> options) : IDemoShop, IDisposable
{
    private const string Carried = "Data/Demo/online_retail_II.csv.br";
    private const string FileName = "online_retail_II.csv.br";
    private const string Step = "simulate";
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly TimeSpan _slice = TimeSpan.FromMilliseconds(options.Value.Import.SliceMilliseconds);

    public Task<ImportSummary?> LoadAsync(IProgress<Progress>? progress, CancellationToken cancellation) =>
        LoadAsync(() => EmbeddedText.Open(Carried), progress, cancellation);

    /// <summary>Loads the shop out of any Brotli file of orders.</summary>
    internal async Task<ImportSummary?> LoadAsync(Func<Stream> file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var there = await imports.FindDemoAsync(cancellation).ConfigureAwait(false);
            if (!shop.IsEmpty && there?.State != ImportState.Applied)
            {
                return null;
            }

            if (there?.State == ImportState.Applied && shop.Profile is { IsDemo: true, ClockOffset.Ticks: not 0 })
            {
                return there;
            }

            await shop.SaveAsync(new ShopProfile("Giftware demo shop", "GBP", "Europe/London", IsDemo: true, AssumedMargin: null, shop.Profile.PublicAddress, TimeSpan.Zero), cancellation).ConfigureAwait(false);
            var import = await ImportAsync(file, progress, cancellation).ConfigureAwait(false);
            await InventAsync(import.Id, progress, cancellation).ConfigureAwait(false);
            return import;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ImportSummary> ImportAsync(Func<Stream> file, IProgress<Progress>? progress, CancellationToken cancellation) =>
        await imports.ImportAsync(new SourceFile(FileName, "system", IsDemo: true, IsBrotli: true, file), progress, cancellation).ConfigureAwait(false) switch
        {
            ImportOutcome.Applied applied => applied.Summary,
            ImportOutcome.AlreadyThere already => already.Earlier,
            ImportOutcome.Refused refused => throw new InvalidOperationException($"The carried file is refused in row {refused.Row}: {refused.Reason}"),
            var other => throw new InvalidOperationException($"Unknown outcome {other}."),
        };

    private async Task InventAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress(Step, 0));
        await store.ForgetAsync(_slice, cancellation).ConfigureAwait(false);
        // Everything that is stored lies before this instant.
        var whole = await snapshots.TakeAsync(system.GetUtcNow(), cancellation).ConfigureAwait(false);
        var demo = options.Value.Demo;
        var products = InventCatalogue.Run(whole, demo, new Random(demo.Seed));
        await store.SaveProductsAsync(products, _slice, cancellation).ConfigureAwait(false);
        progress?.Report(new Progress(Step, 0.2, $"{products.Count:N0} costs"));

        await store.SavePeopleAsync(InventPeople.Names(whole, new Random(demo.Seed + 1)), _slice, cancellation).ConfigureAwait(false);
        var consents = InventPeople.Consents(whole, demo, new Random(demo.Seed + 2));
        await store.AddConsentsAsync(import, consents, _slice, cancellation).ConfigureAwait(false);
        progress?.Report(new Progress(Step, 0.4, $"{consents.Count:N0} consents"));

        var events = InventBrowsing.Run(whole, demo, new Random(demo.Seed + 3));
        await store.AddEventsAsync(import, events, _slice, cancellation).ConfigureAwait(false);
        progress?.Report(new Progress(Step, 1, $"{events.Count:N0} events"));

        var last = DateTimeOffset.FromUnixTimeMilliseconds(whole.Orders.Time[^1]);
        var today = shop.StartOf(shop.DayOf(last).AddDays(1));
        await shop.SaveAsync(shop.Profile with { ClockOffset = today - system.GetUtcNow() }, cancellation).ConfigureAwait(false);
        snapshots.Invalidate();
    }
}
