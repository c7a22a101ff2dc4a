namespace Marketing.Data;

/// <summary>What the shop says about itself.</summary>
/// <param name="Name">Name of the shop.</param>
/// <param name="Currency">ISO 4217 code of its books.</param>
/// <param name="TimeZone">IANA name, for example <c>Europe/London</c>; days and schedules are this zone's.</param>
/// <param name="IsDemo">Whether it is the demo shop: part of its data is simulated and labelled so.</param>
/// <param name="AssumedMargin">Margin share in [0, 1] used where a product has no cost, or null when not entered; figures made with it are labelled assumed.</param>
/// <param name="PublicAddress">Address under which people outside reach the program, for links in mails, or null.</param>
/// <param name="ClockOffset">How far the business clock is from the system's clock.</param>
public sealed record ShopProfile(string Name, string Currency, string TimeZone, bool IsDemo, double? AssumedMargin, string? PublicAddress, TimeSpan ClockOffset)
{
    /// <summary>The profile of a shop that has said nothing yet.</summary>
    public static ShopProfile Default { get; } = new("My shop", "GBP", "Europe/London", IsDemo: false, AssumedMargin: null, PublicAddress: null, ClockOffset: TimeSpan.Zero);
}

/// <summary>The shop's own settings and size.</summary>
public interface IShop
{
    /// <summary>The profile as last saved, or the default of an empty shop. From memory.</summary>
    ShopProfile Profile { get; }

    /// <summary>Saves the profile and sets the business clock.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task SaveAsync(ShopProfile profile, CancellationToken cancellation);

    /// <summary>Whether there is no visible order. From memory; read again whenever <see cref="ISnapshots.Invalidate"/> is called.</summary>
    bool IsEmpty { get; }

    /// <summary>Reads the profile at start and sets the business clock.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>The shop's calendar day of an instant.</summary>
    DateOnly DayOf(DateTimeOffset instant);

    /// <summary>The instant at which a calendar day of the shop starts.</summary>
    DateTimeOffset StartOf(DateOnly day);
}
