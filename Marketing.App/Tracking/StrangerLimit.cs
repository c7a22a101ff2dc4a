using System.Threading.RateLimiting;
using Marketing.App.Access;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketing.App.Tracking;

/// <summary>How often one address may send batches of events.</summary>
internal sealed class TrackingLimit(IOptions<TrackingOptions> options) : StrangerLimit(() => options.Value.BatchesPerMinute)
{
    public const string Name = "tracking";
}

/// <summary>How often one address may deliver to webhooks.</summary>
internal sealed class WebhookLimit(IOptions<TrackingOptions> options) : StrangerLimit(() => options.Value.DeliveriesPerMinute)
{
    public const string Name = "webhooks";
}

/// <summary>A number of requests a minute for each address; the address is kept in memory for that minute and nowhere else.</summary>
/// <param name="permits">Requests a minute.</param>
internal abstract class StrangerLimit(Func<int> permits) : IRateLimiterPolicy<string>
{
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = static (context, _) =>
    {
        var response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Ceiling(wait.TotalSeconds).ToString("0") : "60";
        return ValueTask.CompletedTask;
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetFixedWindowLimiter(
        SignInLimit.Place(httpContext.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits(), Window = TimeSpan.FromMinutes(1) });
}
