using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Marketing.Tests.Benchmarks;

/// <summary>One connection to the host by a plain socket, so that asking costs little. Whatever is not answered with 200 throws.</summary>
internal sealed class LoadLine : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[1 << 17];
    private readonly string _tail;

    public LoadLine(Uri address, string token)
    {
        _socket.Connect(address.Host, address.Port);
        _tail = $" HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n";
    }

    /// <summary>Asks for a path and waits for the whole answer.</summary>
    public void Get(string path)
    {
        _socket.Send(Encoding.ASCII.GetBytes($"GET {path}{_tail}\r\n"));
        Receive();
    }

    /// <summary>Sends JSON to a path and waits for the whole answer.</summary>
    /// <returns>Its body; valid until the next one.</returns>
    public ReadOnlySpan<byte> Post(string path, byte[] body)
    {
        _socket.Send([.. Encoding.ASCII.GetBytes($"POST {path}{_tail}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body]);
        return Receive();
    }

    public void Dispose() => _socket.Dispose();

    private ReadOnlySpan<byte> Receive()
    {
        var (read, end) = (0, -1);
        while (end < 0)
        {
            read += Receive(read);
            end = _answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        }

        var head = _answer.AsSpan(0, end);
        if (!head.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(_answer, 0, read));
        }

        return Body(head, read);
    }

    private ReadOnlySpan<byte> Body(ReadOnlySpan<byte> head, int read)
    {
        var start = head.Length + 4;
        if (head.IndexOf("Content-Length: "u8) is >= 0 and var at && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _))
        {
            while (read < start + length)
            {
                read += Receive(read);
            }

            return _answer.AsSpan(start, length);
        }

        // In pieces: the last one is empty.
        while (!_answer.AsSpan(0, read).EndsWith("0\r\n\r\n"u8))
        {
            read += Receive(read);
        }

        return _answer.AsSpan(start, read - start);
    }

    private int Receive(int at) => _socket.Receive(_answer, at, _answer.Length - at, SocketFlags.None) is > 0 and var got ? got : throw new IOException("The host closed the line.");
}
