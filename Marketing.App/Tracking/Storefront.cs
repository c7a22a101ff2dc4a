using Marketing.Data;
using Microsoft.Extensions.Options;

namespace Marketing.App.Tracking;

/// <summary>One product on the demonstration storefront.</summary>
/// <param name="Code">The shop's code.</param>
/// <param name="Name">Name.</param>
/// <param name="Category">Category, or empty.</param>
/// <param name="Price">Price of the latest sale in minor units.</param>
public sealed record Goods(string Code, string Name, string Category, long Price);

/// <summary>
/// What the demonstration storefront sells: the shop's own products, those sold most first. It exists to show the tracking script
/// at work and takes no orders.
/// </summary>
internal sealed class Storefront(ISnapshots snapshots, IShop shop, ITrackedSites sites, IOptions<TrackingOptions> options) : IDisposable
{
    public const int Shelf = 24;
    private const string SiteName = "Demo storefront";
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile Stock? _stock;

    /// <summary>Address of a product's page.</summary>
    public static string PathOf(string code) => $"/shop-demo/products/{Uri.EscapeDataString(code)}";

    /// <summary>Whether it is served.</summary>
    public bool IsOpen => shop.Profile.IsDemo || options.Value.Storefront;

    /// <summary>The products that hold all the words, or those sold most.</summary>
    public async Task<IReadOnlyList<Goods>> ListAsync(string? words, CancellationToken cancellation)
    {
        var wanted = words?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var all = await StockAsync(cancellation);
        return [.. all.Where(goods => wanted.All(word => goods.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(Shelf)];
    }

    /// <summary>One product, or null.</summary>
    public async Task<Goods?> FindAsync(string code, CancellationToken cancellation) =>
        (await StockAsync(cancellation)).FirstOrDefault(goods => goods.Code == code);

    /// <summary>The tracked site of the storefront; made at its first use. Its pages are the program's own, so it needs no other address.</summary>
    public async Task<TrackedSite> SiteAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            return (await sites.ListAsync(cancellation)).FirstOrDefault(site => site.Name == SiteName)
                ?? await sites.CreateAsync(new TrackedSiteDraft(SiteName, ["http://localhost"]), "system", cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => _opening.Dispose();

    private async Task<IReadOnlyList<Goods>> StockAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation);
        if (_stock is not { } stock || stock.Of != snapshot)
        {
            _stock = stock = new Stock(snapshot, Sorted(snapshot));
        }

        return stock.Goods;
    }

    private static List<Goods> Sorted(ShopSnapshot snapshot)
    {
        var products = snapshot.Products;
        var sold = new int[products.Count];
        foreach (var product in snapshot.Orders.LineProduct)
        {
            sold[product]++;
        }

        return [.. Enumerable.Range(0, products.Count)
            .Where(product => products.Price[product] > 0 && products.Name[product].Length > 0)
            .OrderByDescending(product => sold[product]).ThenBy(product => products.Id[product])
            .Select(product => new Goods(products.Code[product], products.Name[product], products.Category[product], products.Price[product]))];
    }

    private sealed record Stock(ShopSnapshot Of, IReadOnlyList<Goods> Goods);
}
