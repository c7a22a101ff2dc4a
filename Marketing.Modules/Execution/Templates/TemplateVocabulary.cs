using System.Collections.Frozen;

namespace Marketing.Execution.Templates;

/// <summary>Everything a template may name. Nothing else of the program can be reached from one.</summary>
internal static class TemplateVocabulary
{
    public const string Products = "products";
    public const string Ads = "ads";

    /// <summary>Objects with their members.</summary>
    public static FrozenDictionary<string, string[]> Objects { get; } = new Dictionary<string, string[]>
    {
        ["shop"] = ["name"],
        ["customer"] = ["name", "key", "country", "language"],
        ["links"] = ["preferences"],
        ["campaign"] = ["name", "audience"],
    }.ToFrozenDictionary();

    /// <summary>Members of each of the <c>products</c>.</summary>
    public static IReadOnlyList<string> ProductMembers { get; } = ["name", "code", "price", "because"];

    /// <summary>Members of each of the <c>ads</c>.</summary>
    public static IReadOnlyList<string> AdMembers { get; } = ["headline", "text", "image", "link", "decision"];

    /// <summary>Members of each entry of a list, or null where there is no such list.</summary>
    public static IReadOnlyList<string>? MembersOf(string list) => list switch
    {
        Products => ProductMembers,
        Ads => AdMembers,
        _ => null,
    };

    /// <summary>Filters; those that let text out unescaped, read the clock or reach elsewhere are not among them.</summary>
    public static FrozenSet<string> Filters { get; } = FrozenSet.Create(
        "join", "first", "last", "concat", "map", "reverse", "size", "sort", "uniq", "where", "compact", "append", "prepend", "capitalize",
        "downcase", "upcase", "lstrip", "rstrip", "strip", "strip_newlines", "strip_html", "remove", "remove_first", "remove_last", "replace",
        "replace_first", "replace_last", "slice", "split", "truncate", "truncatewords", "abs", "at_least", "at_most", "ceil", "divided_by",
        "floor", "minus", "modulo", "plus", "round", "times", "default", "escape_once");

    /// <summary>The objects as shown to people.</summary>
    public static string Sentence { get; } =
        string.Join(", ", Objects.SelectMany(entry => entry.Value.Select(member => $"{entry.Key}.{member}"))) + $", for each of the products {string.Join(", ", ProductMembers)}, and for each of the ads {string.Join(", ", AdMembers)}";
}
