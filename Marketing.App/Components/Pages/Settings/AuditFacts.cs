using System.Text.Json;
using Marketing.App.Resources;

namespace Marketing.App.Components.Pages.Settings;

/// <summary>The facts of a line of the audit log, which are kept as JSON, with their names in the reader's language.</summary>
internal static class AuditFacts
{
    /// <summary>Names and values, without those that say nothing; null for what is no JSON object.</summary>
    public static IReadOnlyList<(string Name, string Value)>? Of(Words words, Display display, string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind != JsonValueKind.Object ? null
                : [.. json.RootElement.EnumerateObject().Select(fact => (Name(words, fact.Name), Value(words, display, fact))).Where(fact => fact.Item2.Length > 0)];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Rows that ended are counted by what their period is of.
    private static string Name(Words words, string name) => words.Has($"Access.Fact.{name}") ? words[$"Access.Fact.{name}"] : words.Code("Retention.Kind", name);

    private static string Value(Words words, Display display, JsonProperty fact) => fact.Value switch
    {
        { ValueKind: JsonValueKind.True } => words["Access.Yes"],
        { ValueKind: JsonValueKind.False } => words["Access.No"],
        { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.Array } list => string.Join(words["Access.And"], list.EnumerateArray().Select(one => one.ToString())),
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Contains('T', StringComparison.Ordinal) && text.TryGetDateTimeOffset(out var at) => display.DateTime(at),
        var value when fact.Name is "role" or "before" => words.Code("Access.Role", value.ToString()),
        var value => value.ToString(),
    };
}
