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
        try
        {
            await ConnectAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await CloseAsync().ConfigureAwait(false);
            return new SmtpAttempt.Unusable($"The mail server {settings.Host}:{settings.Port} cannot be used: {e.Message}");
        }

        var content = new Departure();
        try
        {
            await _client.SendAsync(message, cancellation, content).ConfigureAwait(false);
            return new SmtpAttempt.Taken();
        }
        catch (SmtpCommandException e)
        {
            return Answered(e);
        }
        catch (Exception e) when (e is IOException or ProtocolException or ServiceNotConnectedException or TimeoutException or OperationCanceledException)
        {
            // Until a byte of the content has left, the server cannot have taken the message.
            await CloseAsync().ConfigureAwait(false);
            return content.Begun ? new SmtpAttempt.Unknown(e.Message) : new SmtpAttempt.NotNow(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    // Codes of RFC 5321, 4.2.1: 4yz passes, 5yz stays. A refused sender is no fault of the message.
    private static SmtpAttempt Answered(SmtpCommandException e) => ((int)e.StatusCode, e.ErrorCode) switch
    {
        (_, SmtpErrorCode.SenderNotAccepted) => new SmtpAttempt.Unusable($"The mail server refuses the sender: {e.Message}"),
        ( >= 500, SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted) => new SmtpAttempt.Refused(Say(e)),
        _ => new SmtpAttempt.NotNow(Say(e)),
    };

    private static string Say(SmtpCommandException e) => $"{(int)e.StatusCode} {e.Message}";

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
        catch (Exception e) when (e is IOException or ProtocolException or InvalidOperationException)
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
