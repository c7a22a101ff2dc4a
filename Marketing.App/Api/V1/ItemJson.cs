using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Marketing.Data;

namespace Marketing.App.Api.V1;

/// <summary>How items are read: unknown fields are refused, fields that cannot be null are needed, times carry a zone.</summary>
internal static class ItemJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Names of the fields of a type and whether each is needed.</summary>
    public static JsonTypeInfo Of(Type type) => Options.GetTypeInfo(type);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            PropertyNameCaseInsensitive = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MarkNeeded, PatchItem.Hide } },
            Converters = { new ZonedTime() },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void MarkNeeded(JsonTypeInfo type)
    {
        if (type.Type.Assembly != typeof(EventItem).Assembly && type.Type.Assembly != typeof(ItemJson).Assembly)
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        foreach (var field in type.Properties)
        {
            field.IsRequired = field.Name != "bot"
                && field.AttributeProvider is PropertyInfo property
                && nullability.Create(property).ReadState == NullabilityState.NotNull;
        }
    }

    /// <summary>A time without a zone would mean something else on every machine.</summary>
    private sealed class ZonedTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var time))
            {
                throw new JsonException();
            }

            var text = reader.GetString()!;
            var zoned = text[^1] is 'Z' or 'z' || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
            return zoned && text.Contains('T', StringComparison.OrdinalIgnoreCase) ? time : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture));
    }
}
