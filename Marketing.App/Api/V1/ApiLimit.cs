using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>How often one key may ask. Whoever guesses keys spends a budget of its own, not that of the key: the whole header counts.</summary>
internal sealed class ApiLimit(IOptions<ApiOptions> options) : IRateLimiterPolicy<string>
{
    public const string Name = "api";
    private const int Segments = 6;

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = async (context, _) =>
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromMinutes(1) / Segments;
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0");
        await Problem.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests", "The key has used up its requests of this minute. Wait as Retry-After says, and send more items in one request.");
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetSlidingWindowLimiter(
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(httpContext.Request.Headers.Authorization.ToString()))),
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = options.Value.RequestsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = Segments });
}
