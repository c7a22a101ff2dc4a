using System.Runtime.CompilerServices;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.Model.Demand;

/// <summary>Elasticities of all products of a frame, estimated once and kept beside it.</summary>
internal sealed class EstimateElasticities : IPriceElasticities
{
    private const double WidestInterval = 4;
    private const double Promoted = 0.9;
    private const int Week = DemandSums.Week;

    private readonly ConditionalWeakTable<DemandFrame, Lazy<Task<IReadOnlyList<ProductElasticity>>>> _kept = [];

    public async Task<ProductElasticity> OfAsync(DemandFrame frame, int product, CancellationToken cancellation)
    {
        // Somebody waits for it in front of a page, and several may: none of them ends it for the others.
        var all = _kept.GetValue(frame, key => new Lazy<Task<IReadOnlyList<ProductElasticity>>>(() => Task.Run(() => Of(key))));
        return (await all.Value.WaitAsync(cancellation).ConfigureAwait(false))[product];
    }

    /// <summary>Elasticity of every product, in the order of the frame.</summary>
    internal static IReadOnlyList<ProductElasticity> Of(DemandFrame frame)
    {
        var prices = WeeklyPrices.Of(frame);
        var shop = DemandSums.OfWeeks(DemandSums.OfShop(frame, DemandPart.Sold));
        var fits = Enumerable.Range(0, frame.Products).Select(product => Fit(frame, product, prices, shop)).ToArray();
        var told = Enumerable.Range(0, fits.Length).Where(product => fits[product].Reason is null).ToArray();
        (double Estimate, double Error)[] own = [.. told.Select(product => (fits[product].Estimate, fits[product].Error))];
        var (shrunk, pooled) = (ShrinkElasticities.Of(own), ShrinkElasticities.Together(own, [.. told.Select(product => Math.Max(0, 1 - fits[product].Prices.Min()))]));
        var figures = Array.ConvertAll(fits, fit => (Estimate: double.NaN, Error: double.NaN));
        for (var i = 0; i < told.Length; i++)
        {
            figures[told[i]] = shrunk[i];
        }

        return [.. fits.Select((fit, product) => Figure(new ProductId(frame.Snapshot.Products.Id[product]), fit, figures[product]) with { Shop = pooled })];
    }

    private static ElasticityFit Fit(DemandFrame frame, int product, WeeklyPrices prices, float[] shop)
    {
        // Whole weeks of the frame from the product's first whole one on.
        var start = frame.StartOf(product);
        var skipped = frame.Days % Week;
        var sold = frame.Sold(product);
        var outOf = frame.OutOfStock(product);
        var first = start <= skipped ? 0 : (start - skipped + Week - 1) / Week;
        var weeks = Math.Max(0, (frame.Days / Week) - first);
        var (units, rest, leftOut) = (new double[weeks], new double[weeks], new bool[weeks]);
        for (var week = 0; week < weeks; week++)
        {
            var from = skipped + ((first + week) * Week) - start;
            for (var day = from; day < from + Week; day++)
            {
                units[week] += sold[day];
                leftOut[week] |= !outOf.IsEmpty && outOf[day];
            }

            rest[week] = shop[first + week] - units[week];
        }

        return PriceElasticity.Fit(units, weeks == 0 ? [] : prices.Medians(product).AsSpan(first), rest, leftOut);
    }

    private static ProductElasticity Figure(ProductId product, ElasticityFit fit, (double Estimate, double Error) figure)
    {
        var half = fit.Reason is null ? PriceElasticity.Student(fit.Freedom) * figure.Error : double.NaN;
        var (low, high) = (figure.Estimate - half, figure.Estimate + half);
        var reason = fit.Reason ?? (low > 0 ? ElasticityReasons.RoseWithPrice : high >= 0 || high - low > WidestInterval ? ElasticityReasons.CannotTell : null);
        double[] promoted = [.. fit.Prices.Where(price => price <= Promoted)];
        return new ProductElasticity(
            product,
            reason is null ? figure.Estimate : null,
            reason is null ? low : null,
            reason is null ? high : null,
            reason,
            fit.Weeks,
            fit.Moved,
            fit.Prices.Count == 0 ? double.NaN : fit.Prices.Min(),
            fit.Prices.Count == 0 ? double.NaN : fit.Prices.Max(),
            promoted.Length == 0 ? null : PriceElasticity.Median(promoted))
        {
            Error = reason is null ? figure.Error : null,
        };
    }
}
