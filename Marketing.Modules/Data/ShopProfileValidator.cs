using FluentValidation;
using NodaTime;

namespace Marketing.Data;

/// <summary>What a profile must keep to; used by <see cref="IShop.SaveAsync"/> and by the form in front of it.</summary>
public sealed class ShopProfileValidator : AbstractValidator<ShopProfile>
{
    private const int LongestName = 200;

    // A business clock further away than this is a slip, and instants near the ends of the calendar cannot be computed with.
    private static readonly TimeSpan FurthestClock = TimeSpan.FromDays(365 * 100);

    /// <summary>Sets up the rules.</summary>
    public ShopProfileValidator()
    {
        RuleFor(profile => profile.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName)
            .WithMessage($"The name of the shop must have 1 to {LongestName} letters. Enter the name your customers know.");
        RuleFor(profile => profile.Currency)
            .Must(IsCurrency)
            .WithMessage(profile => $"'{profile.Currency}' is not a currency. Enter the three capital letters of its ISO 4217 code, for example GBP.");
        RuleFor(profile => profile.TimeZone)
            .Must(zone => zone is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(zone))
            .WithMessage(profile => $"'{profile.TimeZone}' is not a time zone. Enter an IANA name, for example Europe/London.");
        RuleFor(profile => profile.AssumedMargin)
            .Must(margin => margin is null or (>= 0 and <= 1))
            .WithMessage(profile => $"The assumed margin {profile.AssumedMargin} is not a share. Enter a number from 0 to 1, for example 0.4 for 40 percent, or leave it empty.");
        RuleFor(profile => profile.PublicAddress)
            .Must(IsWebAddress)
            .WithMessage(profile => $"The public address '{profile.PublicAddress}' is not a web address. Enter one that starts with https:// or http:// and has no question mark or hash sign, or leave it empty.");
        RuleFor(profile => profile.ClockOffset)
            .Must(offset => offset.Duration() <= FurthestClock)
            .WithMessage("The shop's clock is more than 100 years from the real time. Enter a nearer one.");
    }

    private static bool IsCurrency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper);

    private static bool IsWebAddress(string? address) =>
        address is null
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0);
}
