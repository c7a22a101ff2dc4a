using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>The one written form of a book of rules: web-case JSON with enumerations as kebab-case words. Store, interface, command line and drafts share it.</summary>
public static class RuleBooks
{
    private const string AnExample = "'marketing rules show' and GET /api/v1/rules write a book in this form.";

    /// <summary>How books are written; read so, a book of a later program loses what this one does not know.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) } };

    // Below the form that it copies: fields come into being in this order.
    private static readonly JsonSerializerOptions Strict = new(Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true };

    /// <summary>The text of a book.</summary>
    public static string Write(RuleBook book) => JsonSerializer.Serialize(book, Json);

    /// <summary>Whether two books say the same.</summary>
    public static bool Same(RuleBook one, RuleBook other) => Write(one) == Write(other);

    /// <summary>Whether two rules say the same.</summary>
    public static bool Same(MerchandisingRule one, MerchandisingRule other) => JsonSerializer.Serialize(one, Json) == JsonSerializer.Serialize(other, Json);

    /// <summary>Reads a book that somebody wrote by hand: what is not known is refused rather than passed over.</summary>
    /// <param name="text">JSON.</param>
    /// <exception cref="FormatException">The text is no book; the message names the rule, the field and the fix.</exception>
    public static RuleBook Read(string text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(text, documentOptions: JsonText.Plain);
        }
        catch (JsonException broken)
        {
            throw new FormatException($"{JsonText.Fault(broken)} {AnExample}", broken);
        }

        return Read(node);
    }

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="node">The book within a larger text.</param>
    public static RuleBook Read(JsonNode? node)
    {
        if (node is not JsonObject book)
        {
            throw new FormatException($"A book is an object. {AnExample}");
        }

        try
        {
            var read = book.Deserialize<RuleBook>(Strict)!;
            return read.Rules.Any(rule => rule is null) ? throw new FormatException("A rule is missing: 'rules' holds null. Take it out.") : read;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new FormatException(Explain(book, wrong as JsonException), wrong);
        }
    }

    // The path is of the form $.rules[3].products.priceFrom.
    private static string Explain(JsonObject book, JsonException? wrong)
    {
        var path = (wrong?.Path ?? "$").TrimStart('$').TrimStart('.');
        var place = path.StartsWith("rules[", StringComparison.Ordinal) && int.TryParse(path[6..path.IndexOf(']', StringComparison.Ordinal)], out var index)
            ? $"Rule {index + 1}{Name(book, index)}"
            : "The book";
        var field = path[(path.IndexOf(']', StringComparison.Ordinal) + 1)..].TrimStart('.');
        return wrong?.Message.Contains("could not be mapped", StringComparison.Ordinal) == true ? $"{place}: there is no field '{field}'. Take it out or correct its name. {AnExample}"
            : wrong?.Message.Contains("missing required", StringComparison.Ordinal) == true ? $"{place}: say what it does with the fields 'name' and 'action' (hide, pin, boost, bury, only or apart)."
            : wrong?.Message.Contains("null values", StringComparison.Ordinal) == true ? $"{place}: '{field}' is null. {Form(field)}"
            : $"{place}: '{field}' is not of the right form. {Form(field)}";
    }

    private static string Name(JsonObject book, int index)
    {
        try
        {
            return NameOf(book, index);
        }
        catch (InvalidOperationException)
        {
            // A field's name holds half of a character.
            return "";
        }
    }

    private static string NameOf(JsonObject book, int index) =>
        book.FirstOrDefault(field => string.Equals(field.Key, "rules", StringComparison.OrdinalIgnoreCase)).Value is JsonArray rules && index < rules.Count && rules[index] is JsonObject rule && rule["name"] is JsonValue name && name.TryGetValue<string>(out var text)
            ? $" '{text}'"
            : "";

    private static string Form(string field) => field.Split('.')[^1] switch
    {
        "rules" => "Write a list of rules.",
        "name" or "segment" or "category" or "nameHolds" => "Write a text.",
        "placements" => "Write a list of places, such as [\"home\"].",
        "products" when field.Contains('.') => "Write a list of product codes.",
        "products" or "apartFrom" => "Write an object such as {\"category\": \"Tea\"}.",
        "action" => "Write hide, pin, boost, bury, only or apart.",
        "bought" => "Write exclude, due or include.",
        "from" or "until" => "Write a day as 2026-01-31, or null.",
        "priceFrom" or "priceTo" => "Write a whole number of minor units (450 for 4.50), or null.",
        "enabled" or "hideOutOfStock" or "holdBackRunningOut" or "pushOverstock" => "Write true or false.",
        "slot" or "categoryCap" or "freshnessDays" => "Write a whole number.",
        "factor" or "diversity" or "explore" or "marginWeight" or "freshnessWeight" => "Write a number.",
        _ => AnExample,
    };
}
