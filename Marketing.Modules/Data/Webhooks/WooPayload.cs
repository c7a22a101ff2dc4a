using System.Text.Json;

namespace Marketing.Data.Webhooks;

/// <summary>Payloads of WooCommerce's webhooks, as its REST reference (version 3) describes them.</summary>
internal static class WooPayload
{
    public static Payload Read(string topic, JsonElement root, string shopCurrency) => topic switch
    {
        "order.created" or "order.updated" or "order.restored" => Order(root, shopCurrency),
        "customer.created" or "customer.updated" => Customer(root),
        "product.created" or "product.updated" or "product.restored" => Product(root),
        "product.deleted" => new Payload { Codes = new ProductCodes(root.Need("id"), []) },
        _ => new Payload { Note = DeliveryRule.UnusedTopic.Written(topic) },
    };

    private static Payload Order(JsonElement root, string shopCurrency)
    {
        var status = root.Text("status");
        if (status is "auto-draft" or "checkout-draft")
        {
            return new Payload { Note = DeliveryRule.DraftOrder.Written() };
        }

        var (id, currency) = (root.Need("id"), root.Text("currency") ?? shopCurrency);
        var placed = root.Time("date_created_gmt") ?? root.Time("date_created") ?? throw new PayloadException("date_created_gmt", PayloadRule.Missing);
        var changed = root.Time("date_modified_gmt") ?? placed;
        var gross = root.Is("prices_include_tax");
        var lines = root.List("line_items").ToList();
        var sold = lines.SelectMany(line => Sold(line, gross, currency)).ToList();
        if (sold.Count == 0)
        {
            throw new PayloadException("line_items", PayloadRule.NoLine);
        }

        var billing = root.Part("billing");
        var customer = root.Text("customer_id") is { } number and not "0" ? number : null;
        var payload = new Payload { Version = new ResourceVersion("order", id, changed) };
        payload.Orders.Add(new OrderItem(
            id, placed, customer, billing?.Text("email"), Visitor: null, root.Part("shipping")?.Text("country") ?? billing?.Text("country"), currency, Status(status),
            root.List("coupon_lines").FirstOrDefault().Text("code"), root.Text("payment_method"),
            root.Amount("shipping_total") + (gross ? root.Amount("shipping_tax") ?? 0 : 0), Discount: null, sold));
        if (customer is not null && billing is { } address)
        {
            payload.Customers.Add(Item(customer, address.Text("email"), address, address, created: null));
        }

        AddRefunds(payload, root, lines, status, id, changed, gross, currency);
        return payload;
    }

    // A payload names the money of a refund, not its units: only an order given back as a whole tells them.
    private static void AddRefunds(Payload payload, JsonElement root, List<JsonElement> lines, string? status, string order, DateTimeOffset at, bool gross, string currency)
    {
        if (status == "refunded")
        {
            payload.Returns.AddRange(lines.Where(line => line.Units("quantity") is > 0).Select(line => new ReturnItem(
                $"{order}-{line.Need("id")}", order, at, Customer: null, CodeOf(line), line.Units("quantity")!.Value,
                SoldLine.Each(Total(line, "total", gross), line.Units("quantity")!.Value, currency), currency)));
        }
        else if (root.List("refunds").Any())
        {
            payload.Note = DeliveryRule.UnknownUnitsBack.Written();
        }
    }

    private static IEnumerable<OrderLineItem> Sold(JsonElement line, bool gross, string currency)
    {
        var quantity = line.Units("quantity") ?? throw new PayloadException("line_items.quantity", PayloadRule.Missing);
        var paid = Total(line, "total", gross);
        return SoldLine.Of(CodeOf(line), line.Text("name"), quantity, paid, Math.Max(0, Total(line, "subtotal", gross) - paid), currency);
    }

    /// <summary>A total of a line the way the shop states its prices: with tax where they hold it.</summary>
    private static decimal Total(JsonElement line, string name, bool gross) =>
        (line.Amount(name) ?? throw new PayloadException($"line_items.{name}", PayloadRule.Missing)) + (gross ? line.Amount(name + "_tax") ?? 0 : 0);

    private static string CodeOf(JsonElement line) =>
        line.Text("sku") ?? (line.Text("product_id") is { } id and not "0" ? id : $"custom: {line.Need("name")[..Math.Min(60, line.Need("name").Length)]}");

    private static string Status(string? status) => status switch
    {
        "processing" => "paid",
        "completed" => "done",
        "refunded" => "refunded",
        "cancelled" or "failed" or "trash" => "cancelled",
        _ => "open",
    };

    private static Payload Customer(JsonElement root)
    {
        var id = root.Need("id");
        var created = root.Time("date_created_gmt");
        var payload = new Payload { Version = new ResourceVersion("customer", id, root.Time("date_modified_gmt") ?? created ?? throw new PayloadException("date_modified_gmt", PayloadRule.Missing)) };
        payload.Customers.Add(Item(id, root.Text("email"), root, root.Part("billing") ?? root, created));
        return payload;
    }

    private static CustomerItem Item(string id, string? email, JsonElement names, JsonElement address, DateTimeOffset? created)
    {
        var name = string.Join(' ', new[] { names.Text("first_name"), names.Text("last_name") }.Where(part => part is not null));
        return new CustomerItem(
            id, email, address.Text("phone"), name.Length > 0 ? name : null, address.Text("country"), address.Text("city"), Language: null, created, Tags: null, Attributes: null);
    }

    private static Payload Product(JsonElement root)
    {
        var id = root.Need("id");
        var code = root.Text("sku") ?? id;
        var changed = root.Time("date_modified_gmt") ?? root.Time("date_created_gmt") ?? throw new PayloadException("date_modified_gmt", PayloadRule.Missing);
        var payload = new Payload { Version = new ResourceVersion("product", id, changed), Codes = new ProductCodes(id, [code]) };
        var price = root.Text("regular_price") is null ? root.Amount("price") : root.Amount("regular_price");
        payload.Products.Add(new ProductItem(
            code, root.Need("name"), root.List("categories").FirstOrDefault().Text("name"), root.List("brands").FirstOrDefault().Text("name"), price,
            root.Part("cost_of_goods_sold")?.Amount("total_value"), root.List("images").FirstOrDefault().Text("src"), root.Text("permalink"),
            PlainWords.Of(root.Text("description") ?? root.Text("short_description")), root.Text("status") is null or "publish", Attributes: null));
        if (root.Is("manage_stock") && root.Units("stock_quantity") is { } units)
        {
            payload.Stock.Add(new StockItem(code, units, changed, LeadDays: null));
        }

        return payload;
    }
}
