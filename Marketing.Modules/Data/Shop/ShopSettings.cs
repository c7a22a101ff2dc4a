using FluentValidation;
using Marketing.Data.Sql;
using Marketing.Kernel;
using NodaTime;

namespace Marketing.Data.Shop;

/// <summary>The profile in memory, its row in the store, and the shop's calendar.</summary>
internal sealed class ShopSettings(DataShopStore store, BusinessClock clock) : IShop
{
    private static readonly ShopProfileValidator Validator = new();
    private volatile State _state = State.Of(ShopProfile.Default);
    private volatile bool _isEmpty = true;

    public ShopProfile Profile => _state.Profile;

    public bool IsEmpty => _isEmpty;

    public async Task OpenAsync(CancellationToken cancellation)
    {
        Take(await store.ReadAsync(cancellation) ?? ShopProfile.Default);
        ReadEmptiness();
    }

    public async Task SaveAsync(ShopProfile profile, CancellationToken cancellation)
    {
        Validator.ValidateAndThrow(profile);
        // The store keeps milliseconds; the clock must be the same before and after the next start.
        var kept = profile with { ClockOffset = TimeSpan.FromMilliseconds((long)profile.ClockOffset.TotalMilliseconds) };
        await store.SaveAsync(kept, cancellation);
        Take(kept);
    }

    public DateOnly DayOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_state.Zone).Date.ToDateOnly();

    // A day does not start at midnight where the clocks are put forward at midnight.
    public DateTimeOffset StartOf(DateOnly day) => _state.Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();

    /// <summary>Looks anew whether there is any order, after imports were applied or taken back.</summary>
    public void ReadEmptiness() => _isEmpty = !store.HasOrders();

    private void Take(ShopProfile profile)
    {
        _state = State.Of(profile);
        clock.Offset = profile.ClockOffset;
    }

    private sealed record State(ShopProfile Profile, DateTimeZone Zone)
    {
        // NodaTime carries its own zones: the machine may have none.
        public static State Of(ShopProfile profile) => new(profile, DateTimeZoneProviders.Tzdb[profile.TimeZone]);
    }
}
