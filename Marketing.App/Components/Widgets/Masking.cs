namespace Marketing.App.Components.Widgets;

/// <summary>Personal data as somebody sees it who may only read figures.</summary>
public static class Masking
{
    internal const string Dots = "•••";

    /// <summary>A name or an address, masked.</summary>
    public static string Of(string text) => text.Contains('@', StringComparison.Ordinal) ? Email(text) : Name(text);

    /// <summary>First letter and domain of an address.</summary>
    public static string Email(string email)
    {
        var at = email.LastIndexOf('@');
        return at < 1 ? Dots : $"{First(email)}{Dots}{email[at..]}";
    }

    /// <summary>First letter of each word of a name.</summary>
    public static string Name(string name) =>
        string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => First(word) + Dots));

    // A letter outside the basic plane takes two characters; half of one is not text.
    private static string First(string text) => char.IsHighSurrogate(text[0]) && text.Length > 1 ? text[..2] : text[..1];
}
