using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Names of products out of the current snapshot, which is in memory.</summary>
internal sealed class ProductNames(ISnapshots snapshots)
{
    /// <summary>A product's name; its code when it has none, and its number when it is not known.</summary>
    public async Task<string> OfAsync(ProductId product, CancellationToken cancellation)
    {
        var products = (await snapshots.CurrentAsync(cancellation)).Products;
        var index = products.IndexOf(product);
        return index < 0 ? $"#{product.Value}" : products.Name[index] is { Length: > 0 } name ? name : products.Code[index];
    }
}
