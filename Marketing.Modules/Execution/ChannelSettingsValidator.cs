using System.Net;
using FluentValidation;
using Marketing.Data;
using MimeKit;

namespace Marketing.Execution;

/// <summary>What the settings of the channel must keep to; used by <see cref="IOutbox.SaveChannelAsync"/> and by the form in front of it.</summary>
public sealed class ChannelSettingsValidator : AbstractValidator<ChannelSettings>
{
    private const int LongestName = 100;
    private static readonly string[] Securities = ["starttls", "tls", "none"];

    /// <summary>Sets up the rules.</summary>
    /// <param name="shop">The shop's profile now: live sending depends on it.</param>
    public ChannelSettingsValidator(ShopProfile shop)
    {
        RuleFor(settings => settings.From)
            .Must(IsAddress)
            .WithMessage(settings => $"The sender '{settings.From}' is not a mail address. Enter one like shop@your-domain.com.");
        RuleFor(settings => settings.FromName)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl))
            .WithMessage($"The sender's name must have 1 to {LongestName} letters in one line. Enter the name your customers know.");
        RuleFor(settings => settings.Port)
            .InclusiveBetween(1, 65535)
            .WithMessage(settings => $"{settings.Port} is not a port. Enter a number from 1 to 65535; mail servers usually take 587 with STARTTLS or 465 with TLS.");
        RuleFor(settings => settings.Security)
            .Must(security => Securities.Contains(security))
            .WithMessage(settings => $"'{settings.Security}' is not a kind of security. Choose starttls, tls or none.");
        RuleFor(settings => settings.Security)
            .Must((settings, security) => security != "none" || settings.User is null || IsLoopback(settings.Host))
            .WithMessage("Without encryption the password would travel readable. Choose starttls or tls, or remove the user.");
        When(settings => settings.Live, () => Live(shop));
    }

    /// <summary>Why live sending is refused for a shop, with the fix, or null.</summary>
    /// <param name="shop">The shop's profile.</param>
    public static string? Obstacle(ShopProfile shop)
    {
        if (shop.IsDemo)
        {
            return "The demo shop never sends: its addresses are made up. Start a shop of your own with another data folder.";
        }

        if (string.IsNullOrWhiteSpace(shop.PublicAddress) || !Uri.TryCreate(shop.PublicAddress, UriKind.Absolute, out var address))
        {
            return "The shop has no public address, so that links in mails would lead nowhere. Enter it in the shop's settings.";
        }

        return address.IsLoopback || IsLoopback(address.IdnHost)
            ? $"The shop's public address {shop.PublicAddress} is this machine only, so that links in mails would lead nowhere. Enter the address under which people outside reach it."
            : null;
    }

    // A name may end in the dot of the root.
    private static bool IsLoopback(string? host) => host?.TrimEnd('.') is { } name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var ip) && (IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))));

    private static bool IsAddress(string? text) =>
        text is not null && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text.Trim() && mailbox.Domain.Contains('.');

    private static bool IsExample(string address) =>
        address.EndsWith("@example.com", StringComparison.OrdinalIgnoreCase) || address.EndsWith("@example.org", StringComparison.OrdinalIgnoreCase) || address.EndsWith("@example.net", StringComparison.OrdinalIgnoreCase);

    private void Live(ShopProfile shop)
    {
        RuleFor(settings => settings.Live)
            .Must(_ => Obstacle(shop) is null)
            .WithMessage(_ => Obstacle(shop) ?? "");
        RuleFor(settings => settings.Host)
            .Must(host => !string.IsNullOrWhiteSpace(host) && Uri.CheckHostName(host) != UriHostNameType.Unknown)
            .WithMessage(settings => $"'{settings.Host}' is not a mail server. Enter its name, for example smtp.your-provider.com.");
        RuleFor(settings => settings.From)
            .Must(from => from is null || !IsExample(from))
            .WithMessage(settings => $"The sender {settings.From} is an example. Enter the address your customers may answer to.");
    }
}
