using System.Security.Cryptography;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Data;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Marketing.Execution.Channels;

/// <summary>How messages go out: the settings as saved, with the password encrypted by the keys of the data folder.</summary>
internal sealed class ChannelKeeper(ExecutionChannelStore store, IShop shop, ITransfers transfers, IAuditLog audit, IDataProtectionProvider protection, IOptions<ExecutionOptions> options)
{
    private const int SubmissionPort = 587;
    private readonly IDataProtector _protector = protection.CreateProtector("Marketing.Execution.SmtpPassword");

    public async Task<ChannelSettings> ReadAsync(CancellationToken cancellation) => Settings(await store.ReadAsync(cancellation).ConfigureAwait(false));

    public static MailboxAddress Sender(ChannelSettings settings) => new(settings.FromName, settings.From);

    public async Task SaveAsync(ChannelSettings settings, string? password, string actor, CancellationToken cancellation)
    {
        var validator = new ChannelSettingsValidator(shop.Profile);
        await validator.ValidateAndThrowAsync(settings, cancellation).ConfigureAwait(false);
        if (settings.Live && await transfers.ObstacleAsync(TransferPlaces.Mail, cancellation).ConfigureAwait(false) is { } obstacle)
        {
            throw new ValidationException([new ValidationFailure(nameof(settings.Live), obstacle, settings.Live)]);
        }

        var before = await store.ReadAsync(cancellation).ConfigureAwait(false);
        if (password is null && IsStranger(settings, before))
        {
            var message = $"The password is kept for {before!.UserName} at {before.Host}. Enter the password again, so that it is not handed to another server or user unasked.";
            throw new ValidationException([new ValidationFailure(nameof(settings.User), message, settings.User)]);
        }

        var kept = password is null ? before?.Password : _protector.Protect(password);
        var row = new ExecutionChannelStore.Row(
            settings.Live ? 1 : 0,
            string.IsNullOrWhiteSpace(settings.Host) ? null : settings.Host.Trim(),
            settings.Port,
            settings.Security,
            string.IsNullOrWhiteSpace(settings.User) ? null : settings.User.Trim(),
            string.IsNullOrWhiteSpace(settings.User) ? null : kept,
            settings.From.Trim(),
            settings.FromName.Trim());
        await store.SaveAsync(row, cancellation).ConfigureAwait(false);
        var detail = new { settings.Live, settings.Host, settings.Port, settings.Security, PasswordChanged = password is not null };
        await audit.WriteAsync(actor, "channel.save", "channel mail", detail, cancellation).ConfigureAwait(false);
    }

    /// <summary>The password in clear, or null when none is kept.</summary>
    /// <exception cref="OperatorException">The keys that encrypted it are gone.</exception>
    public async Task<string?> PasswordAsync(CancellationToken cancellation)
    {
        try
        {
            return (await store.ReadAsync(cancellation).ConfigureAwait(false))?.Password is { } kept ? _protector.Unprotect(kept) : null;
        }
        catch (CryptographicException e)
        {
            throw new OperatorException("The password of the mail server cannot be read: the keys that encrypted it are not in the data folder.", "Enter the password again in the settings of the channel.", inner: e);
        }
    }

    // Whether the kept password would go to somebody else than those it was entered for.
    private static bool IsStranger(ChannelSettings settings, ExecutionChannelStore.Row? before) =>
        before?.Password is not null
        && !string.IsNullOrWhiteSpace(settings.User)
        && (settings.User.Trim() != before.UserName || !string.Equals(settings.Host?.Trim(), before.Host, StringComparison.OrdinalIgnoreCase));

    private ChannelSettings Settings(ExecutionChannelStore.Row? row) => row is null
        ? new ChannelSettings(Live: false, Host: null, SubmissionPort, "starttls", User: null, HasPassword: false, options.Value.From, shop.Profile.Name)
        : new ChannelSettings(row.Live == 1, row.Host, (int)row.Port, row.Security, row.UserName, row.Password is not null, row.Sender, row.SenderName);
}
