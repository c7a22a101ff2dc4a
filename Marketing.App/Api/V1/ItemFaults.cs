using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketing.Data;

namespace Marketing.App.Api.V1;

/// <summary>Finds what is wrong with the form of an item, so that the sender is told the field.</summary>
internal static class ItemFaults
{
    private const int LongestName = 60;

    /// <param name="body">A reader that stands at the start of the item.</param>
    /// <param name="type">Type of the item.</param>
    /// <param name="found">What the serialiser says, or null.</param>
    public static ItemOutcome.Rejected Of(Utf8JsonReader body, Type type, JsonException? found)
    {
        using var document = JsonDocument.ParseValue(ref body);
        return Find(document.RootElement, ItemJson.Of(type), "")
            ?? new ItemOutcome.Rejected(Path(found), "The value has the wrong form.", "Send text in quotes, numbers without, times as 2026-01-31T09:30:00Z, as the OpenAPI document says.");
    }

    private static ItemOutcome.Rejected? Find(JsonElement item, JsonTypeInfo type, string path)
    {
        if (item.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
        {
            return null;
        }

        foreach (var field in item.EnumerateObject())
        {
            if (type.Properties.FirstOrDefault(known => known.Name == field.Name) is not { } property)
            {
                var name = field.Name.Length <= LongestName ? field.Name : field.Name[..LongestName] + "…";
                return new ItemOutcome.Rejected(path + name, "The field is not known.", $"Leave it out; the fields are {string.Join(", ", type.Properties.Select(known => known.Name))}.");
            }

            if (field.Value.ValueKind == JsonValueKind.Array && property.PropertyType.IsGenericType)
            {
                var (inner, index) = (ItemJson.Of(property.PropertyType.GetGenericArguments()[0]), 0);
                foreach (var element in field.Value.EnumerateArray())
                {
                    if (Find(element, inner, $"{path}{field.Name}[{index++}].") is { } fault)
                    {
                        return fault;
                    }
                }
            }
        }

        var missing = type.Properties.FirstOrDefault(known => known.IsRequired && (!item.TryGetProperty(known.Name, out var value) || value.ValueKind == JsonValueKind.Null));
        return missing is null ? null : new ItemOutcome.Rejected(path + missing.Name, "The field is missing.", "Send it; the OpenAPI document says what it means.");
    }

    // "$.lines[0].price" is shown as "lines[0].price".
    private static string Path(JsonException? found) => found?.Path is { Length: > 2 } path ? path[2..] : "";
}
