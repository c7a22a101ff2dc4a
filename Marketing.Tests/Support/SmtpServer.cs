using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Marketing.Tests.Support;

/// <summary>
/// A mail server on the loopback that speaks just enough of RFC 5321, answers as a test tells it, and keeps what it has taken. What
/// may go wrong is set before the client connects.
/// </summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<MimeMessage> _taken = [];
    private readonly Task _serving;
    private int _connections;
    private int _contents;

    public SmtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What happens once the whole content is here.</summary>
    public enum Ending
    {
        Answer,
        HangUp,
        Silence,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>Messages whose whole content has arrived, whatever was answered.</summary>
    public int Contents => _contents;

    /// <summary>Messages that were taken with a good answer.</summary>
    public IReadOnlyList<MimeMessage> Taken => [.. _taken];

    /// <summary>The only user and password let in; null where none is asked for.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>Answer to a recipient; null for a yes.</summary>
    public Func<string, string?> Recipient { get; set; } = _ => null;

    /// <summary>Answer to the sender; null for a yes.</summary>
    public string? Sender { get; set; }

    /// <summary>Answer to the content; null for a yes.</summary>
    public string? Content { get; set; }

    public Func<int, Ending> End { get; set; } = _ => Ending.Answer;

    public IEnumerable<string> Recipients => Taken.Select(message => message.To.Mailboxes.Single().Address).Order();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
        foreach (var message in _taken)
        {
            message.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                talks.Add(TalkAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 test");
                var known = Account is null;
                while (await reader.ReadLineAsync(_end.Token) is { } line && await AnswerAsync(line) is { } answer)
                {
                    await writer.WriteLineAsync(answer);
                    if (answer.StartsWith("221", StringComparison.Ordinal) || answer.StartsWith("421", StringComparison.Ordinal))
                    {
                        return;
                    }
                }

                async Task<string?> AnswerAsync(string line) => line.Split(' ', ':')[0].ToUpperInvariant() switch
                {
                    "EHLO" or "HELO" => Account is null ? "250 test" : "250-test\r\n250 AUTH PLAIN",
                    "AUTH" => (known = IsKnown(line)) ? "235 welcome" : "535 5.7.8 bad credentials",
                    "MAIL" => known ? Sender ?? "250 ok" : "530 5.7.0 authentication required",
                    "RCPT" => Recipient(line[(line.IndexOf('<') + 1)..line.IndexOf('>')]) ?? "250 ok",
                    "DATA" => await TakeAsync(reader, writer),
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client has hung up, or the test is over.
            }
        }
    }

    private bool IsKnown(string line) =>
        Account is { } account && Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])) == $"\0{account.User}\0{account.Password}";

    private async Task<string?> TakeAsync(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var content = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".")
        {
            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        switch (End(Interlocked.Increment(ref _contents)))
        {
            case Ending.HangUp:
                return null;
            case Ending.Silence:
                await Task.Delay(Timeout.Infinite, _end.Token);
                return null;
            default:
                if (Content is null)
                {
                    using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(content.ToString()));
                    _taken.Enqueue(await MimeMessage.LoadAsync(bytes, _end.Token));
                }

                return Content ?? "250 taken";
        }
    }
}
