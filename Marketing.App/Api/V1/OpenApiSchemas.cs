using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketing.Data;

namespace Marketing.App.Api.V1;

/// <summary>Schemas of the items, made from their types.</summary>
internal static class OpenApiSchemas
{
    private static readonly Type[] Items =
        [typeof(EventItem), typeof(CustomerItem), typeof(ProductItem), typeof(OrderItem), typeof(OrderLineItem), typeof(ReturnItem), typeof(StockItem), typeof(ConsentItem), typeof(IntakeEndpoints.Identification), typeof(RecommendationOutcomes.ListOutcome), typeof(AdServingEndpoints.AdOutcome)];

    public static JsonObject All()
    {
        var schemas = new JsonObject
        {
            ["Problem"] = Parse("""{"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"}}}"""),
            ["Page"] = Parse("""{"type":"object","required":["items","next"],"properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}}"""),
            ["CountedPage"] = Parse("""{"type":"object","required":["items","total","next"],"properties":{"items":{"type":"array","items":{"type":"object"}},"total":{"type":"integer"},"next":{"type":["string","null"]}}}"""),
            ["Result"] = Parse("""{"type":"object","required":["accepted","repeated","quarantined","rejected","items"],"properties":{"accepted":{"type":"integer"},"repeated":{"type":"integer"},"quarantined":{"type":"integer"},"rejected":{"type":"integer"},"items":{"type":"array","items":{"$ref":"#/components/schemas/Line"}}}}"""),
            ["Line"] = Parse("""{"type":"object","required":["index","status"],"properties":{"index":{"type":"integer"},"id":{"type":["string","null"]},"status":{"enum":["accepted","repeated","quarantined","rejected"]},"field":{"type":"string"},"reason":{"type":"string"},"fix":{"type":"string"}}}"""),
        };
        foreach (var type in Items)
        {
            schemas[type.Name] = Of(type);
        }

        return schemas;
    }

    public static JsonObject Reference(Type type) => new() { ["$ref"] = $"#/components/schemas/{type.Name}" };

    public static JsonObject ArrayOf(Type type) => new() { ["type"] = "array", ["items"] = Reference(type) };

    private static JsonObject Of(Type type)
    {
        var fields = ItemJson.Of(type).Properties;
        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. fields.Where(field => field.IsRequired).Select(field => (JsonNode)field.Name)]),
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Value(type, field)))),
        };
    }

    // What a patch says of a field is its new value, or null for none; whether something is sold is yes or no.
    private static JsonObject Value(Type type, JsonPropertyInfo field)
    {
        var value = Value(field.PropertyType);
        if (type.IsSubclassOf(typeof(PatchItem)) && !field.IsRequired && field.PropertyType != typeof(bool?))
        {
            value["type"] = new JsonArray(value["type"]!.GetValue<string>(), "null");
        }

        return value;
    }

    private static JsonObject Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(DateTimeOffset) ? Parse("""{"type":"string","format":"date-time"}""")
            : type == typeof(string) ? Parse("""{"type":"string"}""")
            : type == typeof(bool) ? Parse("""{"type":"boolean"}""")
            : type == typeof(int) || type == typeof(long) ? Parse("""{"type":"integer"}""")
            : type == typeof(double) || type == typeof(decimal) ? Parse("""{"type":"number"}""")
            : type == typeof(JsonElement) ? Parse("""{"type":"object"}""")
            : Items.Contains(type.GetGenericArguments()[0]) ? ArrayOf(type.GetGenericArguments()[0])
            : Parse("""{"type":"array","items":{"type":"string"}}""");
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
