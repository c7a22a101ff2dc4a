using System.Text.RegularExpressions;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Pages.Privacy;

/// <summary>Names of uses in the reader's words.</summary>
internal static partial class ConsentWords
{
    /// <summary>Purpose and channel; a pair that came from elsewhere and has no words is shown by its parts.</summary>
    public static string Use(Words words, ConsentUse use) =>
        words.Has($"Consents.Use.{use.Purpose}-{use.Channel}") ? words[$"Consents.Use.{use.Purpose}-{use.Channel}"] : $"{use.Purpose} · {use.Channel}";

    /// <summary>An answer as a history tells it: <c>PURPOSE CHANNEL: yes (SOURCE, WORDING)</c>.</summary>
    public static string Line(Words words, string text) => Answer().Match(text) is { Success: true, Groups: var part }
        ? words["Consents.Line", Use(words, new ConsentUse(part[1].Value, part[2].Value)), words[part[3].Value == "yes" ? "Consents.Yes" : "Consents.No"], part[4].Value, part[5].Value]
        : text;

    [GeneratedRegex(@"^(\S+) (\S+): (yes|no) \((.*), ([^,]*)\)$", RegexOptions.Singleline)]
    private static partial Regex Answer();
}
