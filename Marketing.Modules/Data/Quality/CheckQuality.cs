using System.Diagnostics;
using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
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
        var checking = HeavyWork.RunAsync(() => Look(snapshot, limits, new Finding(dated.Affected, dated.Of)), cancellation);
        var details = await store.DetailsAsync(snapshot, cancellation).ConfigureAwait(false);
        var fields = await HeavyWork.RunAsync(() => ProfileShop.ByTime(snapshot, details, limits.PeriodDays, cancellation), cancellation).ConfigureAwait(false);
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
        var details = await store.DetailsAsync(snapshot, cancellation).ConfigureAwait(false);
        return await Task.Run(() => ProfileShop.ByImport(snapshot, details, came, options.Value.Quality.PeriodDays, cancellation), cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<FieldProfile>> ReferenceAsync(ShopSnapshot snapshot, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        var calendar = new ShopCalendar(snapshot.TimeZone);
        var (start, end) = (calendar.StartOf(ShopCalendar.Day(first)), calendar.StartOf(ShopCalendar.Day(last) + 1));
        if (last < first)
        {
            throw Refused("turned", [Iso(first), Iso(last)], $"The last day ({last:yyyy-MM-dd}) is before the first ({first:yyyy-MM-dd}); exchange the two.");
        }

        if (!snapshot.Orders.Time.Any(time => time >= start && time < end))
        {
            throw snapshot.Orders.Count == 0
                ? Refused("empty", [], "The shop has no orders yet, so no period can be taken for sound.")
                : Refused("no-orders", [Iso(first), Iso(last), Day(snapshot.Orders.Time[0]), Day(snapshot.Orders.Time[^1])], $"There is no order from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}; choose days between {Day(snapshot.Orders.Time[0])} and {Day(snapshot.Orders.Time[^1])}.");
        }

        var details = await store.DetailsAsync(snapshot, cancellation).ConfigureAwait(false);
        return await Task.Run(() => ProfileShop.Reference(snapshot, details, start, end, cancellation), cancellation).ConfigureAwait(false);

        string Day(long time) => Iso(ShopCalendar.Date(calendar.DayOf(time)));
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ValidationException Refused(string code, object?[] values, string message) => new([new ValidationFailure("Period", message) { ErrorCode = code, CustomState = values }]);

    // Fewer returns than these tell nothing of the shop.
    private const int FewestReturns = 50;

    private static List<QualityCheck> Look(ShopSnapshot snapshot, QualityOptions limits, Finding dated) =>
    [
        Judge("orders-without-customer", Checks.OrdersWithoutCustomer(snapshot), limits.OrdersWithoutCustomer),
        Judge("customers-without-consent", Checks.CustomersWithoutConsent(snapshot), limits.CustomersWithoutConsent),
        Judge("products-without-name", Checks.ProductsWithoutName(snapshot), limits.ProductsWithoutName),
        Judge("products-without-cost", Checks.ProductsWithoutCost(snapshot), limits.ProductsWithoutCost),
        Judge("negative-stock", Checks.NegativeStock(snapshot), limits.NegativeStock),
        Judge("days-without-orders", Checks.DaysWithoutOrders(snapshot, limits.UsualDayShare), limits.DaysWithoutOrders),
        Judge("returns-without-sale", Checks.ReturnsWithoutSale(snapshot), limits.ReturnsWithoutSale, FewestReturns),
        Judge("price-outliers", PriceOutliers.Count(snapshot, limits), limits.PriceOutliers),
        Judge("future-dated", dated, limits.FutureDated),
        Judge("duplicate-orders", Duplicates.Orders(snapshot), limits.DuplicateOrders),
        Judge("duplicate-products", Duplicates.ProductNames(snapshot), limits.DuplicateProducts),
        Judge("duplicate-events", Duplicates.Events(snapshot), limits.DuplicateEvents),
        Judge("events-of-unknown-products", Duplicates.EventsOfUnknownProducts(snapshot), limits.EventsOfUnknownProducts),
        Judge("unit-breaks", PriceBreaks.Units(snapshot, limits), limits.UnitBreaks),
        Judge("currency-break", PriceBreaks.Currency(snapshot, limits), limits.CurrencyBreak),
    ];

    private static QualityCheck Judge(string check, Finding finding, QualityThreshold limit, long least = 1)
    {
        // Nothing to look at is nothing to complain of, and a share of next to nothing stops no training.
        var share = finding.Of == 0 ? 0 : (double)finding.Affected / finding.Of;
        var status = share > limit.Fail && finding.Of >= least ? "fail" : share > limit.Warn ? "warn" : "pass";
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
