using Microsoft.AspNetCore.Authentication.Cookies;

namespace Marketing.App.Access;

/// <summary>
/// The session's cookie. Over https its name begins with <c>__Host-</c>, so that browsers take it only from this very host,
/// with Secure and for every path; over plain http on the loopback they would refuse such a name.
/// </summary>
internal sealed class SessionCookie : ICookieManager
{
    private const string Secure = "__Host-";
    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? Secure + key : key;
}
