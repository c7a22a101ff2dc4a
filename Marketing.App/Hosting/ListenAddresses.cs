using System.Net;
using System.Net.Sockets;
using Marketing.Kernel;

namespace Marketing.App.Hosting;

/// <summary>Where the program listens, and what stands in the way of it.</summary>
internal static class ListenAddresses
{
    /// <summary>This machine only; a wider address is chosen on purpose.</summary>
    public const string Default = "http://localhost:5080";

    /// <summary>The option, else the setting <c>urls</c>, else <see cref="Default"/>.</summary>
    /// <exception cref="OperatorException">An address cannot be read.</exception>
    public static IReadOnlyList<string> Choose(string? option, IConfiguration configuration)
    {
        var chosen = (option ?? configuration["urls"] ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in chosen)
        {
            Parse(url);
        }

        return chosen.Length > 0 ? chosen : [Default];
    }

    /// <summary>Finds out before any long work whether the ports are free.</summary>
    /// <exception cref="OperatorException">One is in use, or may not be used.</exception>
    public static void Check(IReadOnlyList<string> urls)
    {
        foreach (var url in urls)
        {
            if (Problem(url) is { } problem)
            {
                throw problem;
            }
        }
    }

    /// <summary>Why nobody could listen there now, or null.</summary>
    public static OperatorException? Problem(string url)
    {
        var address = Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
        {
            return null;
        }

        try
        {
            using var probe = new TcpListener(Interface(address.Host), address.Port);
            probe.Start();
            return null;
        }
        catch (SocketException e)
        {
            return Explain(url, e);
        }
    }

    /// <summary>The plain words of a failure to listen, or null when it is another failure.</summary>
    public static OperatorException? Explain(string url, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => new($"The address {url} is in use by another program.", "Stop that program, or choose another port with --urls http://localhost:PORT.", inner: e),
                    SocketError.AccessDenied => new($"This user may not listen on {url}.", "Choose a port above 1023 with --urls http://localhost:PORT.", inner: e),
                    SocketError.AddressNotAvailable => new($"This machine has no address {url}.", "Choose an address of this machine with --urls.", inner: e),
                    _ => new($"Nobody can listen on {url}: {socket.Message}", "Choose another address with --urls.", inner: e),
                };
            }
        }

        return null;
    }

    /// <summary>Whether an address is reached from this machine only.</summary>
    public static bool IsLoopback(string url)
    {
        var host = Parse(url).Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe || address.IsNamedPipe || address.Port <= IPEndPoint.MaxPort ? address : throw new FormatException($"There is no port {address.Port}.");
        }
        catch (FormatException e)
        {
            throw new OperatorException($"'{url}' is no address to listen on.", "Write it as --urls http://localhost:5080; several are parted by semicolons.", exitCode: 2, inner: e);
        }
    }

    private static IPAddress Interface(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;
}
