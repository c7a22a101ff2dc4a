using Marketing.App.Resources;

namespace Marketing.App.Web;

/// <summary>How somebody likes to read, kept in cookies so that the first byte of a page is right.</summary>
/// <param name="Language"><c>en</c> or <c>zh-Hans</c>.</param>
/// <param name="Theme"><c>light</c>, <c>dark</c> or <c>system</c>.</param>
/// <param name="Dark">Whether the page is dark: chosen, or what the reader's system was seen to be.</param>
public sealed record Preferences(string Language, string Theme, bool Dark)
{
    public const string LanguageCookie = "language";
    public const string ThemeCookie = "theme";

    /// <summary>Set by the page's script to the scheme of the reader's system: <c>dark</c> or <c>light</c>.</summary>
    public const string SchemeCookie = "scheme";

    /// <summary>Themes on offer, the default first.</summary>
    public static IReadOnlyList<string> Themes { get; } = ["system", "light", "dark"];

    /// <summary>Reads cookies, and the browser's languages where there is none.</summary>
    public static Preferences Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var theme = request.Cookies[ThemeCookie] is { } chosen && Themes.Contains(chosen) ? chosen : "system";
        var dark = theme == "dark" || (theme == "system" && request.Cookies[SchemeCookie] == "dark");
        var language = request.Cookies[LanguageCookie] is { } tag && Words.Languages.Contains(tag)
            ? tag
            : Accepted(request);
        return new Preferences(language, theme, dark);
    }

    private static string Accepted(HttpRequest request)
    {
        var best = request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => accepted.Value.ToString())
            .FirstOrDefault(tag => IsTag(tag, "en") || IsTag(tag, "zh"));
        return best is not null && IsTag(best, "zh") ? Words.Chinese : Words.English;
    }

    private static bool IsTag(string tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == language.Length || tag[language.Length] == '-');
}
