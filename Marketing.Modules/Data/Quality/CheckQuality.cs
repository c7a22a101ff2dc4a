using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Quality;

/// <summary>Looks at a snapshot, check by check, and keeps the report.</summary>
internal sealed class CheckQuality(DataQualityStore store, BusinessClock clock, IOptions<DataOptions> options) : IQuality
{
    public async Task<QualityReport> CheckAsync(ShopSnapshot snapshot, RunId? run, CancellationToken cancellation)
    {
        // Nothing after its time is in a snapshot, so what is dated in the future is counted where it is stored.
        var dated = await store.CountDatedAsync(clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        var limits = options.Value.Quality;
        var checks = await Task.Run(
            () => new List<QualityCheck>
            {
                Judge("orders-without-customer", Checks.OrdersWithoutCustomer(snapshot), limits.OrdersWithoutCustomer),
                Judge("customers-without-consent", Checks.CustomersWithoutConsent(snapshot), limits.CustomersWithoutConsent),
                Judge("products-without-name", Checks.ProductsWithoutName(snapshot), limits.ProductsWithoutName),
                Judge("products-without-cost", Checks.ProductsWithoutCost(snapshot), limits.ProductsWithoutCost),
                Judge("negative-stock", Checks.NegativeStock(snapshot), limits.NegativeStock),
                Judge("days-without-orders", Checks.DaysWithoutOrders(snapshot, limits.UsualDayShare), limits.DaysWithoutOrders),
                Judge("returns-without-sale", Checks.ReturnsWithoutSale(snapshot), limits.ReturnsWithoutSale),
                Judge("price-outliers", PriceOutliers.Count(snapshot, limits), limits.PriceOutliers),
                Judge("future-dated", new Finding(dated.Affected, dated.Of), limits.FutureDated),
            },
            cancellation).ConfigureAwait(false);
        var report = new QualityReport(snapshot.AsOf, checks);
        await store.SaveAsync(report, run, cancellation).ConfigureAwait(false);
        return report;
    }

    public Task<QualityReport?> LatestAsync(CancellationToken cancellation) => store.LatestAsync(cancellation);

    private static QualityCheck Judge(string check, Finding finding, QualityThreshold limit)
    {
        // Nothing to look at is nothing to complain of.
        var share = finding.Of == 0 ? 0 : (double)finding.Affected / finding.Of;
        var status = share > limit.Fail ? "fail" : share > limit.Warn ? "warn" : "pass";
        return new QualityCheck(check, status, finding.Affected, finding.Of);
    }
}
