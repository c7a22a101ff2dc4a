using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Marketing.Execution.Outbox;

/// <summary>One connection to a mail server, opened at the first message and again after the line broke.</summary>
internal sealed class SmtpSession(ChannelSettings settings, string? password, TimeSpan timeout) : IAsyncDisposable
{
    private readonly SmtpClient _client = new() { Timeout = (int)timeout.TotalMilliseconds };

    public async Task<SmtpAttempt> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        if (await ObstacleAsync(cancellation).ConfigureAwait(false) is { } obstacle)
        {
            await CloseAsync().ConfigureAwait(false);
            return new SmtpAttempt.Unusable(obstacle);
        }

        if (Foreign(message) is { } address && !_client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
        {
            return new SmtpAttempt.Refused($"The mail server does not take addresses with letters like those of '{address}'.");
        }

        return await HandOverAsync(message).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    // Codes of RFC 5321, 4.2.1: 4yz passes, 5yz stays, 421 closes the line. A refused sender is no fault of the message.
    private static SmtpAttempt Answered(SmtpCommandException e) => ((int)e.StatusCode, e.ErrorCode) switch
    {
        (421, _) => new SmtpAttempt.Closed(Say(e)),
        (_, SmtpErrorCode.SenderNotAccepted) => new SmtpAttempt.Unusable($"The mail server refuses the sender: {e.Message}"),
        ( >= 500, SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted) => new SmtpAttempt.Refused(Say(e)),
        _ => new SmtpAttempt.NotNow(Say(e)),
    };

    // The part before the @ cannot be written in ASCII, other than a domain.
    private static string? Foreign(MimeMessage message) => message.To.Mailboxes.Select(mailbox => mailbox.Address).FirstOrDefault(address => !Ascii.IsValid(address.AsSpan(0, address.LastIndexOf('@'))));

    private static string Say(SmtpCommandException e) => $"{(int)e.StatusCode} {e.Message}";

    // Not to be cancelled: a message that has begun to leave is better waited for than left in doubt.
    private async Task<SmtpAttempt> HandOverAsync(MimeMessage message)
    {
        var content = new Departure();
        try
        {
            await _client.SendAsync(message, CancellationToken.None, content).ConfigureAwait(false);
            return new SmtpAttempt.Taken();
        }
        catch (SmtpCommandException e)
        {
            return Answered(e);
        }
        catch (ServiceNotAuthenticatedException e)
        {
            return new SmtpAttempt.Unusable($"The mail server {settings.Host}:{settings.Port} asks for a user and a password ({FirstLine(e)}). Enter them in the settings of the channel.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Until a byte of the content has left, the server cannot have taken the message.
            await CloseAsync().ConfigureAwait(false);
            return content.Begun ? new SmtpAttempt.Unknown(FirstLine(e)) : IsLine(e) ? new SmtpAttempt.Closed(FirstLine(e)) : new SmtpAttempt.Refused(FirstLine(e));
        }
    }

    private static bool IsLine(Exception e) => e is IOException or ProtocolException or ServiceNotConnectedException or TimeoutException or OperationCanceledException;

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim();

    // What keeps the server from being used at all, with the fix, or null when the line stands.
    private async Task<string?> ObstacleAsync(CancellationToken cancellation)
    {
        try
        {
            await ConnectAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (AuthenticationException e)
        {
            return $"The mail server {settings.Host}:{settings.Port} refuses the user or the password ({FirstLine(e)}). Enter them again in the settings of the channel.";
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return $"The mail server {settings.Host}:{settings.Port} cannot be used: {FirstLine(e)} Check name, port and security in the settings of the channel.";
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (_client.IsConnected)
        {
            return;
        }

        var security = settings.Security switch
        {
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        await _client.ConnectAsync(settings.Host ?? "", settings.Port, security, cancellation).ConfigureAwait(false);
        if (settings.User is not null)
        {
            await _client.AuthenticateAsync(settings.User, password ?? "", cancellation).ConfigureAwait(false);
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_client.IsConnected)
            {
                await _client.DisconnectAsync(quit: true, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The line is gone already, which is what was wanted.
        }
    }

    /// <summary>Notices the first byte of the content on its way.</summary>
    private sealed class Departure : ITransferProgress
    {
        public bool Begun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Begun = true;

        public void Report(long bytesTransferred) => Begun = true;
    }
}
