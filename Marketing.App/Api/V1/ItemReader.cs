using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Api.V1;

/// <summary>Items of a body: those that could be read with their places, and what is wrong with the others.</summary>
internal sealed record ReadItems<T>(List<T> Items, List<int> Places, List<(int Place, string? Id, ItemOutcome.Rejected Fault)> Faults)
{
    public int Count => Items.Count + Faults.Count;
}

/// <summary>
/// Reads a body that holds one item, an array of items or <c>{"items": [...]}</c>. Text that is no JSON refuses the body; an item
/// of the wrong form refuses itself.
/// </summary>
internal static class ItemReader
{
    /// <exception cref="BadRequestBodyException">The body as a whole cannot be read.</exception>
    public static ReadItems<T> Read<T>(ReadOnlySpan<byte> body, int most)
    {
        try
        {
            return ReadAll<T>(body, most);
        }
        catch (JsonException e)
        {
            throw new BadRequestBodyException(
                StatusCodes.Status400BadRequest,
                "Malformed JSON",
                $"{JsonText.Fault(e)} Nothing was stored; correct it and send it again.");
        }
    }

    private static ReadItems<T> ReadAll<T>(ReadOnlySpan<byte> body, int most)
    {
        var reader = new Utf8JsonReader(body);
        var read = new ReadItems<T>([], [], []);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var inner = reader;
            inner.Read();
            if (inner.TokenType != JsonTokenType.PropertyName || !inner.ValueTextEquals("items"))
            {
                ReadOne(ref reader, read, 0);
                CheckEnd(ref reader);
                return read;
            }

            inner.Read();
            reader = inner;
            ReadArray(ref reader, read, most);
            reader.Read();
            if (reader.TokenType != JsonTokenType.EndObject)
            {
                throw WrongForm();
            }
        }
        else
        {
            ReadArray(ref reader, read, most);
        }

        CheckEnd(ref reader);
        return read;
    }

    private static void ReadArray<T>(ref Utf8JsonReader reader, ReadItems<T> read, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw WrongForm();
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (read.Count == most)
            {
                throw new BadRequestBodyException(StatusCodes.Status413PayloadTooLarge, "Too many items", $"A request holds at most {most:N0} items. Send the others in further requests; nothing was stored.");
            }

            ReadOne(ref reader, read, read.Count);
        }
    }

    private static void ReadOne<T>(ref Utf8JsonReader reader, ReadItems<T> read, int place)
    {
        var start = reader;
        try
        {
            if (reader.TokenType == JsonTokenType.StartObject && JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)ItemJson.Of(typeof(T))) is { } item)
            {
                read.Items.Add(item is PatchItem ? PatchItem.Note(item, JsonElement.ParseValue(ref start)) : item);
                read.Places.Add(place);
                return;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The item may end far from where its first fault is; where the text itself is no JSON, skipping says so.
            reader = start;
            reader.Skip();
            read.Faults.Add((place, IdOf(start), ItemFaults.Of(body: start, typeof(T), e as JsonException)));
            return;
        }

        reader.Skip();
        read.Faults.Add((place, null, new ItemOutcome.Rejected("", "The item is not an object.", "Send an object with the fields that the OpenAPI document names.")));
    }

    // The id of an item that cannot be read otherwise, by which its sender knows it; null where it has none.
    private static string? IdOf(Utf8JsonReader item)
    {
        var depth = item.CurrentDepth;
        while (item.TokenType == JsonTokenType.StartObject && item.Read() && item.CurrentDepth > depth)
        {
            var isId = item.TokenType == JsonTokenType.PropertyName && item.ValueTextEquals("id");
            item.Read();
            if (isId)
            {
                return item.TokenType == JsonTokenType.String ? Text(ref item) : null;
            }

            item.Skip();
        }

        return null;
    }

    private static string? Text(ref Utf8JsonReader text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }

    private static void CheckEnd(ref Utf8JsonReader reader)
    {
        // Anything after the end is an error of the text.
        reader.Read();
    }

    private static BadRequestBodyException WrongForm() =>
        new(StatusCodes.Status400BadRequest, "Unknown form", "Send one item as an object, several as an array, or {\"items\": [...]} and nothing beside it.");
}
