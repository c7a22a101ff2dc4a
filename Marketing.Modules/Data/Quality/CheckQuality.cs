using System.Diagnostics;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Quality;

/// <summary>Looks at a snapshot, check by check, field by field and rule by rule, and keeps the report.</summary>
internal sealed class CheckQuality(DataQualityStore store, BusinessClock clock, IOptions<DataOptions> options) : IQuality
{
    public async Task<QualityReport> CheckAsync(ShopSnapshot snapshot, RunId? run, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();

        // Nothing after its time is in a snapshot, so what is dated in the future is counted where it is stored.
        var dated = await store.CountDatedAsync(clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        var limits = options.Value.Quality;
        var checking = Task.Run(() => Look(snapshot, limits, new Finding(dated.Affected, dated.Of)), cancellation);
        var fields = await Task.Run(() => ProfileShop.ByTime(snapshot, limits.PeriodDays, cancellation), cancellation).ConfigureAwait(false);
        var report = new QualityReport(snapshot.AsOf, await checking.ConfigureAwait(false))
        {
            Fields = fields,
            Rules = JudgeRules.Judge(await RulesAsync(fields, cancellation).ConfigureAwait(false), fields),
            Seconds = watch.Elapsed.TotalSeconds,
        };
        await store.SaveAsync(report, run, cancellation).ConfigureAwait(false);
        return report;
    }

    public Task<QualityReport?> LatestAsync(CancellationToken cancellation) => store.LatestAsync(cancellation);

    public async Task<IReadOnlyList<QualityOutcome>> HistoryAsync(int reports, CancellationToken cancellation)
    {
        var history = await store.HistoryAsync(reports, cancellation).ConfigureAwait(false);
        history.Reverse();
        return history;
    }

    public async Task<IReadOnlyList<FieldProfile>> CompareImportAsync(ShopSnapshot snapshot, ImportId import, CancellationToken cancellation)
    {
        var came = await store.OrdersOfAsync(import, cancellation).ConfigureAwait(false);
        return await Task.Run(() => ProfileShop.ByImport(snapshot, came, options.Value.Quality.PeriodDays, cancellation), cancellation).ConfigureAwait(false);
    }

    private static List<QualityCheck> Look(ShopSnapshot snapshot, QualityOptions limits, Finding dated) =>
    [
        Judge("orders-without-customer", Checks.OrdersWithoutCustomer(snapshot), limits.OrdersWithoutCustomer),
        Judge("customers-without-consent", Checks.CustomersWithoutConsent(snapshot), limits.CustomersWithoutConsent),
        Judge("products-without-name", Checks.ProductsWithoutName(snapshot), limits.ProductsWithoutName),
        Judge("products-without-cost", Checks.ProductsWithoutCost(snapshot), limits.ProductsWithoutCost),
        Judge("negative-stock", Checks.NegativeStock(snapshot), limits.NegativeStock),
        Judge("days-without-orders", Checks.DaysWithoutOrders(snapshot, limits.UsualDayShare), limits.DaysWithoutOrders),
        Judge("returns-without-sale", Checks.ReturnsWithoutSale(snapshot), limits.ReturnsWithoutSale),
        Judge("price-outliers", PriceOutliers.Count(snapshot, limits), limits.PriceOutliers),
        Judge("future-dated", dated, limits.FutureDated),
        Judge("duplicate-orders", Duplicates.Orders(snapshot), limits.DuplicateOrders),
        Judge("duplicate-products", Duplicates.ProductNames(snapshot), limits.DuplicateProducts),
        Judge("duplicate-events", Duplicates.Events(snapshot), limits.DuplicateEvents),
        Judge("events-of-unknown-products", Duplicates.EventsOfUnknownProducts(snapshot), limits.EventsOfUnknownProducts),
        Judge("unit-breaks", PriceBreaks.Units(snapshot, limits), limits.UnitBreaks),
        Judge("currency-break", PriceBreaks.Currency(snapshot, limits), limits.CurrencyBreak),
    ];

    private static QualityCheck Judge(string check, Finding finding, QualityThreshold limit)
    {
        // Nothing to look at is nothing to complain of.
        var share = finding.Of == 0 ? 0 : (double)finding.Affected / finding.Of;
        var status = share > limit.Fail ? "fail" : share > limit.Warn ? "warn" : "pass";
        return new QualityCheck(check, status, finding.Affected, finding.Of);
    }

    private async Task<IReadOnlyList<QualityRule>> RulesAsync(IReadOnlyList<FieldProfile> fields, CancellationToken cancellation)
    {
        var rules = await store.RulesAsync(cancellation).ConfigureAwait(false);
        if (rules.Count == 0 && JudgeRules.Generate(fields) is { Count: > 0 } made)
        {
            await store.GenerateAsync(made, cancellation).ConfigureAwait(false);
            return made;
        }

        return rules;
    }
}
