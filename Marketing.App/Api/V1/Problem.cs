using System.Globalization;
using System.Text.Json;

namespace Marketing.App.Api.V1;

/// <summary>Errors as RFC 9457 tells them (<c>application/problem+json</c>).</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { type = "about:blank", title, status, detail }), context.RequestAborted);
    }

    /// <summary>A time as <c>Retry-After</c> tells it: whole seconds, at least 1.</summary>
    public static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public static Task WriteAsync(HttpContext context, BadRequestBodyException e) => WriteAsync(context, e.Status, e.Title, e.Message);
}

/// <summary>A body that cannot be taken as a whole; nothing of it was stored.</summary>
internal sealed class BadRequestBodyException(int status, string title, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Title { get; } = title;
}
