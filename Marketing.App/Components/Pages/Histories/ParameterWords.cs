using System.Globalization;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Histories;

/// <summary>What arrays of parameters are, in words.</summary>
internal static class ParameterWords
{
    private const string Block = "block";
    private const string Sign = "sign";

    /// <summary>Part of the network to which an array belongs.</summary>
    public static string Part(Words words, SequenceStructure structure, string name) => name.Split('.')[0] switch
    {
        var block when Number(block, Block) is { } layer => words["Histories.Layer", layer + 1],
        var sign when Number(sign, Sign) is { } which && which < structure.Signs.Count => words["Histories.PartSign", Phrases.Named(words, "Histories.Sign.", structure.Signs[which].Key)],
        var other => words.Has($"Histories.Array.{other}") ? words[$"Histories.Array.{other}"] : other,
    };

    /// <summary>What an array is.</summary>
    public static string What(Words words, SequenceStructure structure, string name)
    {
        var parts = name.Split('.');
        return parts.Length == 3 && words.Has($"Histories.Branch.{parts[1]}") ? words["Histories.BranchOf", Part(words, structure, name), words[$"Histories.Branch.{parts[1]}"]] : Part(words, structure, name);
    }

    private static int? Number(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
