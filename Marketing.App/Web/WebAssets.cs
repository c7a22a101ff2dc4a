using Microsoft.Net.Http.Headers;

namespace Marketing.App.Web;

/// <summary>
/// Serves the carried assets from memory: the same way in development as in the published single file, to anybody, since
/// the sign-in page needs them too. An address with the content's version may be kept for a year; without, the browser asks again.
/// </summary>
internal static class WebAssets
{
    private static readonly Dictionary<string, WebAsset> All = WebAsset.Load(typeof(WebAssets).Assembly);

    /// <summary>Paths of all assets.</summary>
    public static IReadOnlyCollection<string> Paths => All.Keys;

    /// <summary>Address of an asset with its version.</summary>
    /// <exception cref="ArgumentException">The program carries no such asset.</exception>
    public static string Url(string path) => All.TryGetValue(path, out var asset)
        ? $"/{asset.Path}?v={asset.Version}"
        : throw new ArgumentException($"The program carries no web asset {path}.", nameof(path));

    /// <summary>Answers requests for assets; everything else goes on.</summary>
    public static Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Path.Value is { Length: > 1 } path
            && All.TryGetValue(path[1..], out var asset)
            ? ServeAsync(context, asset)
            : next(context);
    }

    private static async Task ServeAsync(HttpContext context, WebAsset asset)
    {
        var (request, response) = (context.Request, context.Response);
        var encoding = Encoding(request);
        var tag = new EntityTagHeaderValue($"\"{asset.Version}{(encoding.Length == 0 ? "" : "-" + encoding)}\"");
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var bytes = asset.In(encoding);
        response.ContentType = asset.ContentType;
        response.ContentLength = bytes.Length;
        if (encoding.Length > 0)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (HttpMethods.IsGet(request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string Encoding(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Accepts("br") ? "br" : Accepts("gzip") ? "gzip" : "";

        bool Accepts(string name) => accepted.Any(value => value.Value == name && value.Quality is null or > 0);
    }
}
