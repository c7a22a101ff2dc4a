using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Products;

/// <summary>Products as facts, from the store.</summary>
internal sealed class ProductRecords(DataProductsStore store) : IProductRecords
{
    public async Task<IReadOnlyDictionary<ProductId, string>> CodesAsync(IReadOnlyCollection<ProductId> products, CancellationToken cancellation)
    {
        var codes = new Dictionary<ProductId, string>(products.Count);

        // A statement takes a bounded number of parameters.
        foreach (var chunk in products.Distinct().Chunk(500))
        {
            foreach (var (product, code) in await store.CodesAsync([.. chunk.Select(product => product.Value)], cancellation))
            {
                codes[product] = code;
            }
        }

        return codes;
    }
}
