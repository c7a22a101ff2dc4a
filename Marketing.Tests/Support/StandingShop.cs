using Marketing.Data;

namespace Marketing.Tests.Support;

/// <summary>Snapshots of a shop that a test holds in its hand; as of an earlier time, only orders and returns are cut.</summary>
internal sealed class StandingShop(ShopSnapshot snapshot, Func<DateTimeOffset, ShopSnapshot>? past = null) : ISnapshots
{
    private ShopSnapshot _snapshot = snapshot;

    public event Action? Changed;

    public ShopSnapshot Snapshot
    {
        get => _snapshot;
        set
        {
            _snapshot = value;
            Changed?.Invoke();
        }
    }

    public Task<ShopSnapshot> TakeAsync(DateTimeOffset asOf, CancellationToken cancellation) =>
        Task.FromResult(past?.Invoke(asOf) ?? throw new InvalidOperationException($"The test holds no picture as of {asOf:u}."));

    public Task<ShopSnapshot> CurrentAsync(CancellationToken cancellation) => Task.FromResult(_snapshot);

    public void Invalidate() => Changed?.Invoke();
}
