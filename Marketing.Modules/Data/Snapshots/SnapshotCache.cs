using Marketing.Data.Shop;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Snapshots;

/// <summary>Takes snapshots, and keeps the one of now until its day or profile is over or facts have changed.</summary>
internal sealed class SnapshotCache(DataSnapshotStore store, ShopSettings shop, BusinessClock clock) : ISnapshots
{
    private readonly Lock _gate = new();
    private Held? _current;

    private sealed record Held(DateOnly Day, string Currency, string TimeZone, Task<ShopSnapshot> Load);

    public event Action? Changed;

    public Task<ShopSnapshot> TakeAsync(DateTimeOffset asOf, CancellationToken cancellation) => LoadAsync(asOf, isNow: false, cancellation);

    public Task<ShopSnapshot> CurrentAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var day = shop.DayOf(now);
        var profile = shop.Profile;
        var outdated = false;
        Task<ShopSnapshot> load;
        lock (_gate)
        {
            var held = _current;
            if (held is null || held.Load.IsFaulted || held.Load.IsCanceled || held.Day != day || held.Currency != profile.Currency || held.TimeZone != profile.TimeZone)
            {
                outdated = held is { Load.IsCompletedSuccessfully: true };

                // All who ask meanwhile wait for this one load, so that nobody's leaving stops it.
                held = new Held(day, profile.Currency, profile.TimeZone, Task.Run(() => LoadAsync(now, isNow: true, CancellationToken.None), CancellationToken.None));
                _current = held;
            }

            load = held.Load;
        }

        if (outdated)
        {
            Changed?.Invoke();
        }

        return load.WaitAsync(cancellation);
    }

    public void Invalidate()
    {
        lock (_gate)
        {
            _current = null;
        }

        shop.ReadEmptiness();
        Changed?.Invoke();
    }

    private async Task<ShopSnapshot> LoadAsync(DateTimeOffset asOf, bool isNow, CancellationToken cancellation)
    {
        var profile = shop.Profile;
        return BuildSnapshot.From(await store.ReadAsync(asOf, profile.TimeZone, cancellation), asOf, profile, isNow);
    }
}
