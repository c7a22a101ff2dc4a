using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketing.Data;

/// <summary>
/// An item that brings something known up to date. As in a JSON merge patch (RFC 7396) a field that is null in JSON loses its value, and
/// one that is left out keeps it; in the item itself both are null.
/// </summary>
public abstract record PatchItem
{
    /// <summary>Fields that lose their value, by their names in JSON, or null for none.</summary>
    public IReadOnlyList<string>? Removed { get; init; }

    /// <summary>Notes which fields are null in what a sender wrote.</summary>
    public static T Note<T>(T item, JsonElement written) =>
        item is PatchItem patch && written.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Null).Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name)).ToList() is { Count: > 0 } removed
            ? (T)(object)(patch with { Removed = removed })
            : item;

    /// <summary>Keeps the list of those fields out of the form that senders write.</summary>
    public static void Hide(JsonTypeInfo type)
    {
        if (type.Type.IsSubclassOf(typeof(PatchItem)))
        {
            type.Properties.Remove(type.Properties.Single(field => field.AttributeProvider is PropertyInfo { Name: nameof(Removed) }));
        }
    }
}
