namespace Marketing.Execution.Ads;

/// <summary>What texts of advertising may be.</summary>
internal static class AdTexts
{
    /// <summary>Whether a text is there, is short enough, and has no control characters.</summary>
    public static bool Fits(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    /// <summary>
    /// Whether an address may stand in a page: https without a user's name, or a path of the shop's own. A path that begins with two slashes, or with a slash and a backslash, is another host for a browser.
    /// </summary>
    public static bool IsAddress(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text) || text.Length > longest || text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '\\'))
        {
            return false;
        }

        return text[0] == '/'
            ? text.Length == 1 || text[1] != '/'
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && address.UserInfo.Length == 0 && address.Host.Length > 0;
    }
}
