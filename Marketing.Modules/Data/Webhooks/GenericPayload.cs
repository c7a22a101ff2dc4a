using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Marketing.Data.Webhooks;

/// <summary>
/// The signed webhook for every other system: <c>{"kind": "orders", "items": [...]}</c> with the items in the forms of the REST
/// intake, or <c>"item": {...}</c> for one alone.
/// </summary>
internal static class GenericPayload
{
    public const int MostItems = 1_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 32,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { PatchItem.Hide } },
    };

    public static Payload Read(JsonElement root)
    {
        var kind = root.Need("kind");
        var items = root.Part("item") is { } only ? [only] : root.List("items").ToList();
        if (items.Count is 0 or > MostItems)
        {
            throw new PayloadException("items", PayloadRule.ItemCount, $"{items.Count}", $"{MostItems}");
        }

        var payload = new Payload();
        switch (kind)
        {
            case "event" or "events":
                payload.Events.AddRange(Items<EventItem>(items, "id", "kind", "at"));
                break;
            case "order" or "orders":
                payload.Orders.AddRange(Items<OrderItem>(items, "id", "at", "lines"));
                break;
            case "return" or "returns":
                payload.Returns.AddRange(Items<ReturnItem>(items, "id", "at", "product", "quantity", "price"));
                break;
            case "customer" or "customers":
                payload.Customers.AddRange(Items<CustomerItem>(items, "id"));
                break;
            case "product" or "products":
                payload.Products.AddRange(Items<ProductItem>(items, "id"));
                break;
            case "stock":
                payload.Stock.AddRange(Items<StockItem>(items, "product", "units", "at"));
                break;
            case "consent" or "consents":
                payload.Consents.AddRange(Items<ConsentItem>(items, "customer", "purpose", "channel", "granted", "at", "source", "wording", "basis"));
                break;
            default:
                throw new PayloadException("kind", PayloadRule.UnknownKind, kind[..Math.Min(40, kind.Length)]);
        }

        return payload;
    }

    private static IEnumerable<T> Items<T>(List<JsonElement> items, params string[] needed) => items.Select((item, place) =>
    {
        Need(item, $"items[{place}]", needed);
        foreach (var (line, number) in item.List("lines").Select((line, number) => (line, number)))
        {
            Need(line, $"items[{place}].lines[{number}]", "product", "quantity", "price");
        }

        try
        {
            return PatchItem.Note(item.Deserialize<T>(Options)!, item);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var wrong = e is JsonException { Path: { Length: > 1 } path } ? path[1..] : "";
            throw new PayloadException($"items[{place}]{wrong}", PayloadRule.OtherForm);
        }
    });

    private static void Need(JsonElement item, string place, params string[] needed)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new PayloadException(place, PayloadRule.NoObject);
        }

        if (needed.FirstOrDefault(name => item.Part(name) is null) is { } missing)
        {
            throw new PayloadException($"{place}.{missing}", PayloadRule.Missing);
        }
    }
}
