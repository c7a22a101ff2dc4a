using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Strategy.Inventory;

namespace Marketing.Tests.Support;

/// <summary>Forecasts that a test holds in its hand.</summary>
internal sealed class StandingForecasts(DemandBook? book) : IDemandForecasts
{
    public DemandBook? Book { get; set; } = book;

    public Task<DemandTurn?> ForecastAsync(DemandFrame frame, RunId run, IProgress<Progress>? progress, CancellationToken cancellation) => Task.FromResult<DemandTurn?>(null);

    public Task<DemandBook?> CurrentAsync(CancellationToken cancellation) => Task.FromResult(Book);
}

/// <summary>Shops with stock and forecasts made by hand. Demand is Poisson, so that levels can be looked up in a table.</summary>
internal static class StockShops
{
    public static readonly DateTimeOffset Now = new(2024, 6, 3, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The first day that is not over.</summary>
    public static readonly DateOnly Today = new(2024, 6, 3);

    public static DemandSpread Poisson { get; } = new([new SpanSpread(1, 1, 0, DemandSpread.Shares)]);

    /// <summary>Products sold once a day each for so many days, with stock and demand a day. The price is 100, the cost 60.</summary>
    public static ShopSnapshot Shop(int days, params (string Code, int Stock, double Lead)[] products)
    {
        var builder = new SnapshotBuilder(Now);
        for (var day = days; day >= 1; day--)
        {
            builder.Order(Now.AddDays(-day), $"c{day % 5}", [.. products.Select(product => (product.Code, 1, 100L))]);
        }

        var shop = builder.Build();
        for (var p = 0; p < products.Length; p++)
        {
            (shop.Products.Stock[p], shop.Products.Cost[p], shop.Products.LeadDays[p]) = (products[p].Stock, 60, products[p].Lead);
        }

        return shop;
    }

    /// <summary>A book that expects so many units a day of each product, 56 days from today on.</summary>
    public static DemandBook Book(ShopSnapshot shop, params double[] perDay) => new(
        new DemandTurn(new RunId(1), Today, 56, 0, Poisson, Poisson, Poisson, [], 0),
        [.. perDay.Select((mean, p) => new ProductDemand(new ProductId(shop.Products.Id[p]), "theta", mean > 0 ? DemandBasis.Usual : DemandBasis.Ended, [.. Enumerable.Repeat((float)mean, 56)], []))]);

    /// <summary>Suppliers on time, so that demand alone varies.</summary>
    public static InventoryOptions OnTime => new() { LeadDeviationDays = 0 };

    public static StockBoard Board(ShopSnapshot shop, DemandBook book, InventoryOptions? options = null, double? margin = null) => StockBoard.Of(BuildDemand.Of(shop), book, options ?? OnTime, margin);
}
