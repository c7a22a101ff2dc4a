using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Pages.Privacy;

/// <summary>Names of uses in the reader's words.</summary>
internal static class ConsentWords
{
    /// <summary>Purpose and channel; a pair that came from elsewhere and has no words is shown by its parts.</summary>
    public static string Use(Words words, ConsentUse use) =>
        words.Has($"Consents.Use.{use.Purpose}-{use.Channel}") ? words[$"Consents.Use.{use.Purpose}-{use.Channel}"] : $"{use.Purpose} · {use.Channel}";
}
