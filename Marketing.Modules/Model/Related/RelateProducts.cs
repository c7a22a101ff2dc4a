using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Processing;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Related;

/// <summary>Relations of products, each part computed once a snapshot.</summary>
internal sealed class RelateProducts(IOptions<RelatedOptions> options) : IRelatedProducts
{
    private readonly ConditionalWeakTable<ShopSnapshot, Parts> _kept = [];

    public async ValueTask<ISimilarProducts> SimilarAsync(ShopSnapshot snapshot, CancellationToken cancellation) =>
        await WaitAsync(Of(snapshot).Similar.Value, cancellation).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<BoughtTogether>> TogetherAsync(ShopSnapshot snapshot, int product, CancellationToken cancellation) =>
        (await WaitAsync(Of(snapshot).Baskets.Value, cancellation).ConfigureAwait(false)).Together(product, options.Value.FewestOrders);

    public async ValueTask<IBasketRules> RulesAsync(ShopSnapshot snapshot, CancellationToken cancellation) =>
        await WaitAsync(Of(snapshot).Rules.Value, cancellation).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<ProductTrend>> TrendsAsync(ShopSnapshot snapshot, int days, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        return await WaitAsync(Of(snapshot).Trends(days), cancellation).ConfigureAwait(false);
    }

    private Parts Of(ShopSnapshot snapshot) => _kept.GetValue(snapshot, key => new Parts(key, options.Value));

    // Several may wait for one computation, so that no one of them cancels it.
    private static ValueTask<T> WaitAsync<T>(Task<T> computed, CancellationToken cancellation) =>
        computed.IsCompletedSuccessfully ? new ValueTask<T>(computed.Result) : new ValueTask<T>(computed.WaitAsync(cancellation));

    private sealed class Parts
    {
        private readonly ShopSnapshot _snapshot;
        private readonly RelatedOptions _options;
        private readonly ConcurrentDictionary<int, Lazy<Task<List<ProductTrend>>>> _trends = new();

        public Parts(ShopSnapshot snapshot, RelatedOptions options)
        {
            (_snapshot, _options) = (snapshot, options);
            Similar = Computed(() => SimilarProducts.Of(snapshot, options.Neighbours, CancellationToken.None));
            Baskets = Computed(() => OrderBaskets.Of(snapshot, options));
            Rules = new Lazy<Task<BasketRules>>(async () =>
            {
                var baskets = await Baskets.Value.ConfigureAwait(false);
                return await HeavyWork.RunAsync(() => BasketRules.Mine(baskets, options, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
            });
        }

        public Lazy<Task<SimilarProducts>> Similar { get; }

        public Lazy<Task<OrderBaskets>> Baskets { get; }

        public Lazy<Task<BasketRules>> Rules { get; }

        public Task<List<ProductTrend>> Trends(int days) =>
            _trends.GetOrAdd(days, wanted => Computed(() => Related.Trends.Of(_snapshot, wanted, _options.TrendPrior))).Value;

        private static Lazy<Task<T>> Computed<T>(Func<T> compute) => new(() => HeavyWork.RunAsync(compute, CancellationToken.None));
    }
}
