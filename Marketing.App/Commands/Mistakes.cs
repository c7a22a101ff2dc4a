using System.Text.RegularExpressions;

namespace Marketing.App.Commands;

/// <summary>What is wrong with a command line, in the words of whoever typed it.</summary>
internal static partial class Mistakes
{
    /// <summary>The parser's message with the kind of value that is wanted in place of the name of a type.</summary>
    public static string InWords(string message) =>
        Wanted().Match(message) is { Success: true } mistake
            ? $"{(mistake.Groups["place"].Value == "option" ? mistake.Groups["name"].Value : $"'{mistake.Groups["name"].Value}'")}: '{mistake.Groups["typed"].Value}' is not {Kind(mistake.Groups["type"].Value)}."
            : message;

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("DateOnly", StringComparison.Ordinal) => "a day such as 2027-01-31",
        _ when type.Contains("DateTime", StringComparison.Ordinal) => "a time such as 2027-01-31 or 2027-01-31T09:30:00Z",
        _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) || type.Contains("Decimal", StringComparison.Ordinal) => "a number such as 1.57",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ => "a value that can be read",
    };

    [GeneratedRegex("^Cannot parse argument '(?<typed>.*)' for (?<place>option|command|argument) '(?<name>.*)' as expected type '(?<type>.*)'", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
