using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>What is computed once for a snapshot and a key, and kept as long as the snapshot. A look at what is there allocates nothing.</summary>
/// <param name="build">Computes it.</param>
internal sealed class PerShop<TKey, T>(Func<ShopSnapshot, TKey, T> build)
    where TKey : notnull
{
    private readonly ConditionalWeakTable<ShopSnapshot, ConcurrentDictionary<TKey, Lazy<T>>> _kept = [];

    public T Of(ShopSnapshot snapshot, TKey key)
    {
        var ofShop = _kept.GetValue(snapshot, static _ => new());
        return ofShop.TryGetValue(key, out var kept) ? kept.Value : Add(ofShop, snapshot, key);
    }

    // Apart, so that only what is new pays for the closure.
    private T Add(ConcurrentDictionary<TKey, Lazy<T>> ofShop, ShopSnapshot snapshot, TKey key) =>
        ofShop.GetOrAdd(key, new Lazy<T>(() => build(snapshot, key))).Value;
}
