using Microsoft.Net.Http.Headers;

namespace Marketing.App.Tracking;

/// <summary>
/// Signs that no person is behind a request. The words are those by which crawlers name themselves (Google, Microsoft, Apple, Meta,
/// Yandex, Baidu and OpenAI publish theirs on their pages for site owners), and the default names of common tools and libraries.
/// Robots that hide are not found here; they are the task of the risk models.
/// </summary>
internal static class RobotSigns
{
    private static readonly string[] Words =
    [
        "bot", "crawl", "spider", "slurp", "facebookexternalhit", "mediapartners-google", "google-inspectiontool", "chatgpt-user", "headlesschrome", "phantomjs",
        "lighthouse", "pingdom", "uptime", "monitor", "preview", "python-", "curl/", "wget/", "libwww", "java/", "okhttp", "go-http-client", "axios/", "node-fetch", "httpclient",
    ];

    /// <summary>Whether the headers look like a program's, or the page was fetched ahead of a visit.</summary>
    public static bool In(IHeaderDictionary headers)
    {
        var agent = headers.UserAgent.ToString();
        return agent.Length < 20
            || headers.AcceptLanguage.Count == 0
            || Words.Any(word => agent.Contains(word, StringComparison.OrdinalIgnoreCase))
            || IsAhead(headers["Sec-Purpose"].ToString()) || IsAhead(headers["Purpose"].ToString()) || IsAhead(headers["X-Moz"].ToString());
    }

    /// <summary>Whether the browser tells every site not to track (Do Not Track, Global Privacy Control).</summary>
    public static bool Objects(IHeaderDictionary headers) => headers[HeaderNames.DNT] == "1" || headers["Sec-GPC"] == "1";

    private static bool IsAhead(string purpose) => purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase);
}
