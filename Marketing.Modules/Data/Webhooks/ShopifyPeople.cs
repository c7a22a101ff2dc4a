using System.Text.Json;

namespace Marketing.Data.Webhooks;

/// <summary>Customers in Shopify's payloads, with what they agreed to.</summary>
internal static class ShopifyPeople
{
    private const string Source = "shopify";

    public static Payload Customer(JsonElement root)
    {
        var id = root.Need("id");
        var changed = root.Time("updated_at") ?? root.Time("created_at") ?? throw new PayloadException("updated_at", PayloadRule.Missing);
        var payload = new Payload { Version = new ResourceVersion("customer", id, changed) };
        payload.Customers.Add(Item(root, language: null));
        Add(payload, id, ConsentChannels.Mail, root, "email_marketing_consent", changed);
        Add(payload, id, ConsentChannels.Sms, root, "sms_marketing_consent", changed);
        if (root.Part("email_marketing_consent") is null && root.Part("accepts_marketing") is { ValueKind: JsonValueKind.True or JsonValueKind.False } accepts)
        {
            // The older form of the payload.
            payload.Consents.Add(Consent(id, ConsentChannels.Mail, accepts.GetBoolean(), root.Time("accepts_marketing_updated_at") ?? changed, root.Text("marketing_opt_in_level")));
        }

        return payload;
    }

    public static CustomerItem Item(JsonElement customer, string? language)
    {
        var address = customer.Part("default_address");
        var name = string.Join(' ', new[] { customer.Text("first_name"), customer.Text("last_name") }.Where(part => part is not null));
        var tags = customer.Text("tags")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new CustomerItem(
            customer.Need("id"), customer.Text("email"), customer.Text("phone") ?? address?.Text("phone"), name.Length > 0 ? name : address?.Text("name"),
            address?.Text("country"), address?.Text("city"), language ?? customer.Text("locale"), customer.Time("created_at"), tags, Attributes: null);
    }

    // Whoever was never asked (not_subscribed) or has not confirmed yet (pending) has said neither yes nor no.
    private static void Add(Payload payload, string id, string channel, JsonElement root, string name, DateTimeOffset changed)
    {
        if (root.Part(name) is { } told && (told.Text("state") is "subscribed" or "unsubscribed"))
        {
            payload.Consents.Add(Consent(id, channel, told.Text("state") == "subscribed", told.Time("consent_updated_at") ?? changed, told.Text("opt_in_level")));
        }
    }

    private static ConsentItem Consent(string id, string channel, bool granted, DateTimeOffset at, string? level) =>
        new(id, ConsentPurposes.Marketing, channel, granted, at, Source, level ?? "not stated", "consent");
}
