using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>Products as facts.</summary>
public interface IProductRecords
{
    /// <summary>The shop's own codes, by id, whether the product is still sold or not; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<ProductId, string>> CodesAsync(IReadOnlyCollection<ProductId> products, CancellationToken cancellation);
}
