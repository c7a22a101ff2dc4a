using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Marketing.App.Resources;
using Marketing.App.Web;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketing.App.Access;

/// <summary>How often one address may try to come in. The lock of a name holds against many addresses, this against many names.</summary>
internal sealed class SignInLimit(IOptions<AccessOptions> options) : IRateLimiterPolicy<string>
{
    public const string Name = "sign-in";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = async (context, cancellation) =>
    {
        var response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "text/plain; charset=utf-8";
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0");
        }

        await response.WriteAsync(Words.In(Preferences.Of(context.HttpContext.Request).Language)["Access.TooMany"], cancellation);
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => HttpMethods.IsPost(httpContext.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(
            Place(httpContext.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter("");

    /// <summary>One visitor's place: an address, or the /64 network that one IPv6 line is given.</summary>
    internal static string Place(IPAddress? address)
    {
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            var bytes = address.GetAddressBytes();
            bytes.AsSpan(8).Clear();
            return new IPAddress(bytes).ToString();
        }

        return address?.MapToIPv4().ToString() ?? "unknown";
    }
}
