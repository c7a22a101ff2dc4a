using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Privacy;

/// <summary>Countries by name in the reader's language. The program runs without the system's tables of names and carries its own.</summary>
internal static class CountryNames
{
    /// <summary>A country with its code, for example <c>Germany (DE)</c>; whatever is no code is shown as it is.</summary>
    public static string Of(Words words, string? code) => Countries.IsKnown(code) ? $"{words[$"Country.{code}"]} ({code})" : code ?? "";

    /// <summary>Codes whose country is meant by what somebody typed: part of the name or the code; the likeliest first, all for nothing.</summary>
    public static IReadOnlyList<string> Find(Words words, string? typed)
    {
        var text = Plain(typed);
        return [.. Countries.Codes
            .Select(code => (Code: code, Name: Plain(Of(words, code))))
            .Where(country => country.Name.Contains(text, StringComparison.Ordinal))
            .OrderBy(country => country.Code.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0 : country.Name.StartsWith(text, StringComparison.Ordinal) ? 1 : 2)
            .ThenBy(country => words.IsChinese ? country.Code : country.Name, StringComparer.Ordinal)
            .Select(country => country.Code)];
    }

    /// <summary>The code of a country that was typed by its code or whole name; anything else comes back as it was typed.</summary>
    public static string Code(Words words, string? typed)
    {
        var text = Plain(typed);
        return Countries.Codes.FirstOrDefault(code => Plain(code) == text || Plain(words[$"Country.{code}"]) == text || Plain(Of(words, code)) == text) ?? typed ?? "";
    }

    // Small letters without accents, as people type them.
    private static string Plain(string? text) => string.Concat((text ?? "").Trim().ToLowerInvariant().Select(letter => letter switch
    {
        'å' or 'ã' or 'á' => 'a',
        'ç' => 'c',
        'é' => 'e',
        'í' => 'i',
        'ô' => 'o',
        'ü' => 'u',
        '’' => '\'',
        _ => letter,
    }));
}
