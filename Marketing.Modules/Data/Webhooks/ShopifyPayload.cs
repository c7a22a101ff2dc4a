using System.Text.Json;

namespace Marketing.Data.Webhooks;

/// <summary>Payloads of Shopify's webhooks, as its Admin REST reference describes them.</summary>
internal static class ShopifyPayload
{
    public static Payload Read(string topic, JsonElement root, string shopCurrency) => topic switch
    {
        "orders/create" or "orders/updated" or "orders/paid" or "orders/cancelled" or "orders/fulfilled" => Order(root, shopCurrency),
        "refunds/create" => Refund(root, shopCurrency),
        "customers/create" or "customers/update" or "customers/enable" or "customers/disable" => ShopifyPeople.Customer(root),
        "products/create" or "products/update" => ShopifyProduct.Read(root),
        "products/delete" => new Payload { Codes = new ProductCodes(root.Need("id"), []) },
        "customers/redact" => Person("erase-customer", root),
        "customers/data_request" => Person("export-customer", root),
        "shop/redact" => new Payload { Person = new PersonRequest("erase-shop", null, null) },
        _ => new Payload { Note = DeliveryRule.UnusedTopic.Written(topic) },
    };

    /// <summary>The rule for codes: the article number of the variant, else the product's id; what is neither keeps its title.</summary>
    public static string CodeOf(JsonElement line) =>
        line.Text("sku") ?? line.Text("product_id") ?? (line.Text("title") is { } title ? $"custom: {title[..Math.Min(60, title.Length)]}" : throw new PayloadException("line_items", PayloadRule.NamelessLine));

    private static Payload Person(string kind, JsonElement root)
    {
        var customer = root.Part("customer");
        return new Payload { Person = new PersonRequest(kind, customer?.Text("id"), customer?.Text("email")) };
    }

    private static Payload Order(JsonElement root, string shopCurrency)
    {
        if (root.Is("test"))
        {
            return new Payload { Note = DeliveryRule.TestOrder.Written() };
        }

        var (id, currency) = (root.Need("id"), root.Text("currency") ?? shopCurrency);
        var placed = root.Time("processed_at") ?? root.Time("created_at") ?? throw new PayloadException("created_at", PayloadRule.Missing);
        var lines = root.List("line_items").ToList();
        var sold = lines.Where(line => line.Units("quantity") is not 0).SelectMany(line => Sold(line, currency)).ToList();
        if (sold.Count == 0)
        {
            throw new PayloadException("line_items", PayloadRule.NoLine);
        }

        var inLines = lines.Sum(Off);
        var customer = root.Part("customer");
        var country = (root.Part("shipping_address") ?? root.Part("billing_address") ?? customer?.Part("default_address"))?.Text("country");
        var payload = new Payload { Version = new ResourceVersion("order", id, root.Time("updated_at") ?? placed) };
        payload.Orders.Add(new OrderItem(
            id, placed, customer?.Text("id"), root.Text("email") ?? root.Text("contact_email") ?? customer?.Text("email"), Visitor: null, country, currency, Status(root),
            root.List("discount_codes").FirstOrDefault().Text("code"), root.List("payment_gateway_names").FirstOrDefault() is { ValueKind: JsonValueKind.String } gateway ? gateway.GetString() : null,
            Shipping(root), root.Amount("total_discounts") is { } all && all > inLines ? all - inLines : null, sold));
        if (customer is { } person && person.Text("id") is not null)
        {
            payload.Customers.Add(ShopifyPeople.Item(person, root.Text("customer_locale")));
        }

        // Units of an order that is no sale cannot come back from a sale.
        if (root.Time("cancelled_at") is null)
        {
            payload.Returns.AddRange(root.List("refunds").SelectMany(refund => Returns(refund, id, currency)));
        }

        return payload;
    }

    private static IEnumerable<OrderLineItem> Sold(JsonElement line, string currency)
    {
        var quantity = line.Units("quantity") ?? throw new PayloadException("line_items.quantity", PayloadRule.Missing);
        var price = line.Amount("price") ?? throw new PayloadException("line_items.price", PayloadRule.Missing);
        return SoldLine.Of(CodeOf(line), line.Text("title"), quantity, (price * quantity) - Off(line), Off(line), currency);
    }

    /// <summary>Everything taken off a line, its share of the discounts on the order included.</summary>
    private static decimal Off(JsonElement line)
    {
        var shares = line.List("discount_allocations").Sum(share => share.Amount("amount") ?? 0);
        return shares > 0 ? shares : line.Amount("total_discount") ?? 0;
    }

    private static decimal? Shipping(JsonElement root) => root.Part("total_shipping_price_set")?.Part("shop_money")?.Amount("amount")
        ?? (root.Part("shipping_lines") is null ? null : root.List("shipping_lines").Sum(line => line.Amount("discounted_price") ?? line.Amount("price") ?? 0));

    private static string Status(JsonElement root) => (root.Text("cancelled_at"), root.Text("financial_status"), root.Text("fulfillment_status")) switch
    {
        ({ }, _, _) or (_, "voided", _) => "cancelled",
        (_, "refunded", _) => "refunded",
        (_, "paid" or "partially_refunded", "fulfilled") => root.Text("closed_at") is null ? "shipped" : "done",
        (_, "paid" or "partially_refunded", _) => "paid",
        _ => "open",
    };

    private static Payload Refund(JsonElement root, string shopCurrency)
    {
        var payload = new Payload();
        payload.Returns.AddRange(Returns(root, root.Need("order_id"), shopCurrency));
        payload.Note = payload.Returns.Count == 0 ? DeliveryRule.NoUnitsBack.Written() : null;
        return payload;
    }

    private static IEnumerable<ReturnItem> Returns(JsonElement refund, string order, string shopCurrency)
    {
        var at = refund.Time("processed_at") ?? refund.Time("created_at") ?? throw new PayloadException("refunds.created_at", PayloadRule.Missing);
        foreach (var line in refund.List("refund_line_items"))
        {
            var sold = line.Part("line_item") ?? throw new PayloadException("refund_line_items.line_item", PayloadRule.Missing);
            var quantity = line.Units("quantity") ?? 0;
            if (quantity < 1)
            {
                throw new PayloadException("refund_line_items.quantity", PayloadRule.NotPositive);
            }

            var money = line.Part("subtotal_set")?.Part("shop_money");
            var currency = money?.Text("currency_code") ?? shopCurrency;
            var total = money?.Amount("amount") ?? line.Amount("subtotal") ?? (sold.Amount("price") ?? 0) * quantity;
            yield return new ReturnItem(line.Need("id"), order, at, Customer: null, CodeOf(sold), quantity, SoldLine.Each(total, quantity, currency), currency);
        }
    }
}
