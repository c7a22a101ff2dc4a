using System.Text.Json;

namespace Marketing.Data.Webhooks;

/// <summary>Products in Shopify's payloads: a variant with an article number of its own is a product here.</summary>
internal static class ShopifyProduct
{
    private const string OnlyVariant = "Default Title";

    public static Payload Read(JsonElement root)
    {
        var id = root.Need("id");
        var changed = root.Time("updated_at") ?? root.Time("created_at") ?? throw new PayloadException("updated_at", PayloadRule.Missing);
        var payload = new Payload { Version = new ResourceVersion("product", id, changed) };
        foreach (var group in root.List("variants").GroupBy(variant => variant.Text("sku") ?? id))
        {
            payload.Products.Add(Item(group.Key, root, group.First()));
            if (group.All(variant => variant.Text("inventory_management") is not null && variant.Text("inventory_quantity") is not null))
            {
                payload.Stock.Add(new StockItem(group.Key, group.Sum(variant => variant.Units("inventory_quantity") ?? 0), changed, LeadDays: null));
            }
        }

        if (payload.Products.Count == 0)
        {
            payload.Products.Add(Item(id, root, variant: null));
        }

        payload.Codes = new ProductCodes(id, payload.Products.ConvertAll(product => product.Id));
        return payload;
    }

    private static ProductItem Item(string code, JsonElement root, JsonElement? variant)
    {
        var (title, kind) = (root.Need("title"), variant?.Text("title"));
        return new ProductItem(
            code,
            kind is null or OnlyVariant || code == root.Text("id") ? title : $"{title} – {kind}",
            root.Text("product_type"),
            root.Text("vendor"),
            variant?.Amount("price"),
            variant?.Amount("cost"),
            Image(root, variant?.Text("image_id")),
            Url: null,
            PlainWords.Of(root.Text("body_html")),
            root.Text("status") is null or "active",
            Attributes: null);
    }

    private static string? Image(JsonElement root, string? wanted) =>
        root.List("images").Where(image => wanted is not null && image.Text("id") == wanted).Select(image => image.Text("src")).FirstOrDefault()
        ?? root.Part("image")?.Text("src")
        ?? root.List("images").Select(image => image.Text("src")).FirstOrDefault();
}
