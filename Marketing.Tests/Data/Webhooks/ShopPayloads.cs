namespace Marketing.Tests.Data.Webhooks;

/// <summary>Deliveries in the shapes that Shopify and WooCommerce document, with invented content.</summary>
internal static class ShopPayloads
{
    public const string ShopifyOrder = """
        {
          "id": 450789469, "name": "#1001", "test": false, "currency": "EUR", "created_at": "2024-02-20T10:00:00+01:00", "processed_at": "2024-02-20T10:00:00+01:00",
          "updated_at": "2024-02-20T10:00:05+01:00", "cancelled_at": null, "closed_at": null, "email": "ann@buyers.test", "financial_status": "paid", "fulfillment_status": null,
          "total_discounts": "6.00", "discount_codes": [{ "code": "SPRING", "amount": "6.00", "type": "fixed_amount" }], "payment_gateway_names": ["paypal"],
          "total_shipping_price_set": { "shop_money": { "amount": "4.90", "currency_code": "EUR" } },
          "shipping_address": { "country": "Germany", "country_code": "DE" }, "customer_locale": "de",
          "customer": { "id": 207119551, "email": "ann@buyers.test", "first_name": "Ann", "last_name": "Öz 👋", "tags": "vip, tea", "default_address": { "country": "Germany", "city": "Ulm", "phone": "+49 1" } },
          "line_items": [
            { "id": 1, "sku": "CUP-RED", "product_id": 632, "variant_id": 11, "title": "Cup", "quantity": 3, "price": "10.00", "discount_allocations": [{ "amount": "1.00" }] },
            { "id": 2, "sku": "", "product_id": 633, "variant_id": 12, "title": "Saucer", "quantity": 1, "price": "20.00", "discount_allocations": [{ "amount": "4.00" }] }
          ],
          "refunds": []
        }
        """;

    public const string ShopifyRefund = """
        {
          "id": 509562969, "order_id": 450789469, "created_at": "2024-02-22T10:00:00+01:00", "processed_at": "2024-02-22T10:00:00+01:00",
          "refund_line_items": [
            { "id": 104689539, "quantity": 2, "line_item_id": 1, "restock_type": "return", "subtotal": 19.34, "subtotal_set": { "shop_money": { "amount": "19.34", "currency_code": "EUR" } }, "line_item": { "id": 1, "sku": "CUP-RED", "product_id": 632, "price": "10.00" } }
          ]
        }
        """;

    public const string ShopifyCustomer = """
        {
          "id": 706405506930370084, "email": "bob@buyers.test", "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-02-01T00:00:00Z", "first_name": "Bob", "last_name": "Norman", "tags": "", "phone": null,
          "email_marketing_consent": { "state": "subscribed", "opt_in_level": "confirmed_opt_in", "consent_updated_at": "2024-01-31T12:00:00Z" },
          "sms_marketing_consent": { "state": "unsubscribed", "opt_in_level": "single_opt_in", "consent_updated_at": "2024-01-30T12:00:00Z" }
        }
        """;

    public const string ShopifyProduct = """
        {
          "id": 788032119674292922, "title": "Teapot", "body_html": "<p>Holds <b>two</b> cups &amp; more.</p>", "vendor": "Potter", "product_type": "Pots", "status": "active",
          "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-02-01T00:00:00Z", "image": { "id": 1, "src": "https://cdn.test/pot.png" }, "images": [{ "id": 1, "src": "https://cdn.test/pot.png" }, { "id": 2, "src": "https://cdn.test/blue.png" }],
          "variants": [
            { "id": 1, "sku": "POT-RED", "title": "Red", "price": "30.00", "image_id": null, "inventory_management": "shopify", "inventory_quantity": 5 },
            { "id": 2, "sku": "POT-BLUE", "title": "Blue", "price": "32.50", "image_id": 2, "inventory_management": "shopify", "inventory_quantity": 0 }
          ]
        }
        """;

    public const string ShopifyRedact = """{ "shop_id": 954889, "shop_domain": "x.myshopify.test", "customer": { "id": 191167, "email": "john@buyers.test" }, "orders_to_redact": [299938] }""";

    public const string WooOrder = """
        {
          "id": 727, "number": "727", "status": "processing", "currency": "GBP", "prices_include_tax": true, "date_created_gmt": "2024-02-20T09:00:00", "date_modified_gmt": "2024-02-20T09:00:10",
          "customer_id": 0, "billing": { "first_name": "Cat", "last_name": "Lee", "email": "cat@buyers.test", "country": "GB", "city": "York", "phone": "" }, "shipping": { "country": "GB" },
          "payment_method": "bacs", "shipping_total": "5.00", "shipping_tax": "1.00", "coupon_lines": [{ "id": 1, "code": "tea10" }], "refunds": [],
          "line_items": [{ "id": 315, "name": "Mug", "product_id": 93, "variation_id": 0, "quantity": 2, "sku": "MUG", "subtotal": "20.00", "subtotal_tax": "4.00", "total": "18.00", "total_tax": "3.60" }]
        }
        """;

    public const string WooCustomer = """
        { "id": 25, "email": "dan@buyers.test", "first_name": "Dan", "last_name": "Low", "date_created_gmt": "2024-01-05T00:00:00", "date_modified_gmt": "2024-02-05T00:00:00", "billing": { "country": "FR", "city": "Lyon", "phone": "+33 2" } }
        """;

    public const string WooProduct = """
        {
          "id": 794, "name": "Mug", "sku": "MUG", "permalink": "https://shop.test/mug", "status": "publish", "price": "9.00", "regular_price": "12.00", "description": "<p>Big.</p>", "date_created_gmt": "2024-01-05T00:00:00", "date_modified_gmt": "2024-02-05T00:00:00",
          "categories": [{ "id": 9, "name": "Cups" }], "images": [{ "id": 1, "src": "https://shop.test/mug.png" }], "manage_stock": true, "stock_quantity": 7, "cost_of_goods_sold": { "total_value": 4.5 }
        }
        """;
}
