using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>The shop that the program carries: UCI Online Retail II (Chen, doi 10.24432/C5CG6D, CC BY 4.0).</summary>
public interface IDemoShop
{
    /// <summary>
    /// Imports the carried orders into an empty shop, sets the business clock to the day after the last order, and adds seeded
    /// costs, stock, consents, <c>@example.com</c> addresses and browsing events, each marked simulated. Does nothing when it is there already.
    /// </summary>
    /// <returns>The import of the orders, or null when the shop holds other data and nothing was done.</returns>
    Task<ImportSummary?> LoadAsync(IProgress<Progress>? progress, CancellationToken cancellation);
}
