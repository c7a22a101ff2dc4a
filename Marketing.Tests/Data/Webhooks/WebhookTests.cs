using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Webhooks;

public sealed class WebhookTests : IAsyncLifetime
{
    private WebhookRig _rig = null!;

    public async Task InitializeAsync() => _rig = await WebhookRig.OpenAsync();

    public Task DisposeAsync()
    {
        _rig.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("orders/create", ShopPayloads.ShopifyOrder, 2)]
    [InlineData("orders/paid", ShopPayloads.ShopifyOrder, 2)]
    [InlineData("orders/cancelled", ShopPayloads.ShopifyOrder, 2)]
    [InlineData("refunds/create", ShopPayloads.ShopifyRefund, 1)]
    [InlineData("customers/create", ShopPayloads.ShopifyCustomer, 3)]
    [InlineData("customers/update", ShopPayloads.ShopifyCustomer, 3)]
    [InlineData("products/create", ShopPayloads.ShopifyProduct, 4)]
    [InlineData("products/update", ShopPayloads.ShopifyProduct, 4)]
    public async Task Each_topic_of_Shopify_becomes_facts(string topic, string body, int items) =>
        Assert.Equal(new WebhookAnswer.Kept(DeliveryState.Taken, items, null), await _rig.ShopifyAsync(topic, body));

    [Theory]
    [InlineData("order.created", ShopPayloads.WooOrder, 1)]
    [InlineData("order.updated", ShopPayloads.WooOrder, 1)]
    [InlineData("customer.created", ShopPayloads.WooCustomer, 1)]
    [InlineData("product.updated", ShopPayloads.WooProduct, 2)]
    public async Task Each_topic_of_WooCommerce_becomes_facts(string topic, string body, int items)
    {
        await _rig.Shop.Get<IShop>().SaveAsync(ShopProfile.Default, default);
        Assert.Equal(new WebhookAnswer.Kept(DeliveryState.Taken, items, null), await _rig.WooAsync(topic, body));
    }

    [Fact]
    public async Task An_order_in_a_currency_without_a_rate_is_kept_apart_and_said_to()
    {
        var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.WooAsync("order.created", ShopPayloads.WooOrder));
        Assert.Equal(DeliveryState.Quarantined, kept.State);
        Assert.StartsWith("currency", kept.Reason);
        Assert.Equal(kept.Reason, (await _rig.LastAsync(_rig.Woo)).Reason);
    }

    [Fact]
    public async Task An_order_is_stored_with_exactly_what_was_paid()
    {
        await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder);
        Assert.Equal(2900 + 1600, _rig.Value<long>("select sum(quantity * unit_price) from data_order_lines"));
        Assert.Equal("paid", _rig.Value<string>("select status from data_orders where number = '450789469'"));
        Assert.Equal("CUP-RED,633", _rig.Value<string>("select group_concat(code) from (select distinct p.code from data_order_lines l join data_products p on p.id = l.product_id order by l.position)"));
        Assert.Equal("Ann Öz 👋", _rig.Value<string>("select name from data_customers where key = '207119551'"));
    }

    [Fact]
    public async Task A_repeated_delivery_changes_nothing_whatever_its_id_says()
    {
        await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder, "first");
        Assert.Equal(new WebhookAnswer.Repeated(WebhookKind.Shopify), await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder, "first"));
        Assert.Equal(new WebhookAnswer.Repeated(WebhookKind.Shopify), await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder, "another"));
        Assert.Equal(1, _rig.Value<long>("select count(*) from data_orders"));
    }

    [Fact]
    public async Task The_same_delivery_at_the_same_time_is_one_order()
    {
        var request = _rig.Signed("orders/create", ShopPayloads.ShopifyOrder);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _rig.Webhooks.ReceiveAsync(_rig.Shopify, request, default)));
        Assert.Equal(1, _rig.Value<long>("select count(*) from data_orders"));
        Assert.Equal(1, _rig.Value<long>("select count(*) from data_webhook_deliveries"));
    }

    [Fact]
    public async Task An_older_state_that_was_overtaken_does_not_undo_a_newer_one()
    {
        var cancelled = ShopPayloads.ShopifyOrder.Replace("\"cancelled_at\": null", "\"cancelled_at\": \"2024-02-21T10:00:00Z\"", StringComparison.Ordinal).Replace("\"updated_at\": \"2024-02-20", "\"updated_at\": \"2024-02-21", StringComparison.Ordinal);
        await _rig.ShopifyAsync("orders/cancelled", cancelled);
        var late = Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder));
        Assert.Equal(DeliveryState.Nothing, late.State);
        Assert.Equal("cancelled", _rig.Value<string>("select status from data_orders"));
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_and_counted_and_nothing_is_kept()
    {
        var request = _rig.Signed("orders/create", ShopPayloads.ShopifyOrder);
        var altered = request with { Body = Encoding.UTF8.GetBytes(ShopPayloads.ShopifyOrder.Replace("10.00", "10.01", StringComparison.Ordinal)) };
        Assert.IsType<WebhookAnswer.Refused>(await _rig.Webhooks.ReceiveAsync(_rig.Shopify, altered, default));
        Assert.IsType<WebhookAnswer.Refused>(await _rig.Webhooks.ReceiveAsync(_rig.Shopify, request with { Signature = null }, default));
        Assert.Equal(2, (await _rig.FindAsync(_rig.Shopify)).Refused);
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_orders"));
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_webhook_deliveries"));
    }

    [Theory]
    [InlineData("orders/create", "{ not json", "body")]
    [InlineData("orders/create", "[]", "id")]
    [InlineData("orders/create", """{"id": 5, "created_at": "2024-01-01T00:00:00Z", "line_items": []}""", "line_items")]
    [InlineData("orders/create", """{"id": 5, "created_at": "yesterday", "line_items": []}""", "created_at")]
    [InlineData("orders/create", """{"id": 5, "created_at": "2024-01-01T00:00:00Z", "line_items": [{"sku": "A", "quantity": 2, "price": "1e999"}]}""", "price")]
    [InlineData("orders/create", """{"id": 5, "created_at": "2024-01-01T00:00:00Z", "line_items": [{"sku": "\ud800", "quantity": 2, "price": "1"}]}""", "sku")]
    [InlineData("orders/create", """{"id": 5, "created_at": "1970-01-01T00:00:00Z", "line_items": [{"sku": "A", "quantity": 2, "price": "1"}]}""", "at")]
    [InlineData("products/update", """{"id": 5, "updated_at": "2024-01-01T00:00:00Z"}""", "title")]
    public async Task What_cannot_be_placed_is_kept_apart_with_its_reason_and_answered_as_kept(string topic, string body, string field)
    {
        var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync(topic, body));
        Assert.Equal(DeliveryState.Quarantined, kept.State);
        Assert.StartsWith(field, kept.Reason);
        Assert.Equal(body, _rig.Value<string>("select item from data_quarantine where item_kind = 'webhook'"));
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_orders"));
    }

    [Fact]
    public async Task A_nest_without_end_is_kept_apart()
    {
        var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync("orders/create", new string('[', 5_000)));
        Assert.Equal(DeliveryState.Quarantined, kept.State);
    }

    [Fact]
    public async Task A_deleted_product_is_no_longer_sold_under_any_of_its_codes()
    {
        await _rig.ShopifyAsync("products/create", ShopPayloads.ShopifyProduct);
        Assert.Equal(2, _rig.Value<long>("select count(*) from data_products where active = 1"));
        Assert.Equal("Holds two cups & more.", _rig.Value<string>("select description from data_products where code = 'POT-RED'"));
        Assert.Equal("https://cdn.test/blue.png", _rig.Value<string>("select image from data_products where code = 'POT-BLUE'"));
        await _rig.ShopifyAsync("products/delete", """{"id": 788032119674292922}""");
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_products where active = 1"));
    }

    [Fact]
    public async Task A_product_that_came_back_is_deleted_again_in_the_same_words()
    {
        const string Deleted = """{"id": 788032119674292922}""";
        await _rig.ShopifyAsync("products/create", ShopPayloads.ShopifyProduct);
        await _rig.ShopifyAsync("products/delete", Deleted, "first");
        await _rig.ShopifyAsync("products/update", ShopPayloads.ShopifyProduct.Replace("2024-02-01", "2024-02-02", StringComparison.Ordinal));
        Assert.Equal(2, _rig.Value<long>("select count(*) from data_products where active = 1"));
        Assert.IsType<WebhookAnswer.Repeated>(await _rig.ShopifyAsync("products/delete", Deleted, "first"));
        Assert.Equal(2, _rig.Value<long>("select count(*) from data_products where active = 1"));
        Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync("products/delete", Deleted, "second"));
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_products where active = 1"));
    }

    [Fact]
    public async Task A_refund_becomes_returned_units_once()
    {
        await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder);
        await _rig.ShopifyAsync("refunds/create", ShopPayloads.ShopifyRefund);
        var told = ShopPayloads.ShopifyOrder.Replace("\"refunds\": []", $"\"refunds\": [{ShopPayloads.ShopifyRefund}]", StringComparison.Ordinal).Replace("10:00:05", "10:00:06", StringComparison.Ordinal);
        await _rig.ShopifyAsync("orders/updated", told);
        Assert.Equal(1, _rig.Value<long>("select count(*) from data_returns"));
        Assert.Equal(2 * 967, _rig.Value<long>("select sum(quantity * unit_price) from data_returns"));
    }

    [Fact]
    public async Task What_a_customer_agreed_to_arrives_with_its_time_and_wording()
    {
        await _rig.ShopifyAsync("customers/create", ShopPayloads.ShopifyCustomer);
        Assert.Equal("mail 1 confirmed_opt_in,sms 0 single_opt_in", _rig.Value<string>("select group_concat(channel || ' ' || granted || ' ' || wording) from (select * from data_consents order by channel)"));
    }

    [Fact]
    public async Task A_request_of_a_known_customer_is_taken_down_under_privacy()
    {
        await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder);
        var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync("customers/redact", ShopPayloads.ShopifyRedact.Replace("191167", "207119551", StringComparison.Ordinal)));
        Assert.Equal(DeliveryState.Person, kept.State);
        var asked = Assert.Single((await _rig.Shop.Get<IPrivacy>().ListAsync(new TableQuery(), default)).Items);
        Assert.Equal((PrivacyRequestKind.Erasure, PrivacyRequestState.Open), (asked.Kind, asked.State));
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_quarantine"));
    }

    [Fact]
    public async Task Nothing_is_kept_of_what_a_shop_system_still_sends_about_somebody_who_was_erased()
    {
        await _rig.ShopifyAsync("customers/create", ShopPayloads.ShopifyCustomer);
        await _rig.Shop.Get<IPrivacy>().EraseAsync(new CustomerId(_rig.Value<long>("select id from data_customers where key = '706405506930370084'")), "Ada", default);
        var later = ShopPayloads.ShopifyCustomer.Replace("\"tags\": \"\"", "\"tags\": \"vip\"", StringComparison.Ordinal);
        foreach (var (topic, body) in ((string, string)[])[("customers/update", later), ("customers/redact", ShopPayloads.ShopifyRedact.Replace("191167", "706405506930370084", StringComparison.Ordinal))])
        {
            var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync(topic, body));
            Assert.Equal(DeliveryState.Nothing, kept.State);
            Assert.Contains("erased", kept.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(0, _rig.Value<long>("select count(*) from data_quarantine"));
        Assert.Equal(0, _rig.Value<long>("select count(*) from data_webhook_deliveries where reason like '%bob%' or reason like '%7064%'"));
    }

    [Fact]
    public async Task A_request_about_somebody_unknown_waits_with_its_text()
    {
        var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.ShopifyAsync("customers/redact", ShopPayloads.ShopifyRedact));
        Assert.Equal(DeliveryState.Person, kept.State);
        Assert.Equal("customer: erase-customer: customer 191167 is not known here", kept.Reason);
        Assert.Equal("person-request", _rig.Value<string>("select item_kind from data_quarantine"));
    }

    [Fact]
    public async Task WooCommerce_may_try_the_address_without_a_signature_and_with_nothing_else()
    {
        var ping = new WebhookRequest("webhook_id=12"u8.ToArray(), null, null, null);
        Assert.IsType<WebhookAnswer.Kept>(await _rig.Webhooks.ReceiveAsync(_rig.Woo, ping, default));
        Assert.IsType<WebhookAnswer.Refused>(await _rig.Webhooks.ReceiveAsync(_rig.Woo, ping with { Body = "webhook_id=12&x=1"u8.ToArray() }, default));
        Assert.IsType<WebhookAnswer.Refused>(await _rig.Webhooks.ReceiveAsync(_rig.Shopify, ping, default));
    }

    [Fact]
    public async Task A_guests_order_of_WooCommerce_is_stored_with_tax_as_the_shop_states_its_prices()
    {
        await _rig.Shop.Get<IShop>().SaveAsync(ShopProfile.Default, default);
        await _rig.WooAsync("order.created", ShopPayloads.WooOrder);
        Assert.Equal(2160, _rig.Value<long>("select sum(quantity * unit_price) from data_order_lines"));
        Assert.Equal(600, _rig.Value<long>("select shipping from data_orders"));
        Assert.Equal("tea10", _rig.Value<string>("select coupon from data_orders"));
    }

    [Fact]
    public async Task Null_takes_a_value_of_a_customer_away_also_after_a_doubt()
    {
        var later = _rig.Shop.Now.AddDays(2).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        await _rig.GenericAsync("""{"kind":"customer","item":{"id":"7","email":"ann@x.example","name":"Ann"}}""");
        Assert.IsType<WebhookAnswer.Kept>(await _rig.GenericAsync("""{"kind":"customer","item":{"id":"7","email":null}}"""));
        Assert.Equal(1, _rig.Value<long>("select count(*) from data_customers where key = '7' and email is null and name = 'Ann'"));
        await _rig.GenericAsync($$"""{"kind":"customer","item":{"id":"7","name":null,"created":"{{later}}"} }""");
        Assert.IsType<ItemOutcome.Accepted>(await _rig.Shop.Get<IQuarantine>().ReleaseAsync(_rig.Value<long>("select id from data_quarantine where state = 1"), "Ada", default));
        Assert.Equal(1, _rig.Value<long>("select count(*) from data_customers where key = '7' and name is null"));
        var refused = Assert.IsType<WebhookAnswer.Kept>(await _rig.GenericAsync("""{"kind":"customer","item":{"id":"7","removed":["name"]}}"""));
        Assert.Equal(DeliveryState.Quarantined, refused.State);
    }

    [Fact]
    public async Task The_generic_webhook_takes_the_forms_of_the_intake_and_knows_a_replay()
    {
        const string body = """{"kind": "stock", "items": [{"product": "CUP", "units": 4, "at": "2024-02-01T00:00:00Z"}]}""";
        Assert.Equal(new WebhookAnswer.Kept(DeliveryState.Taken, 1, null), await _rig.GenericAsync(body));
        Assert.Equal(new WebhookAnswer.Repeated(WebhookKind.Generic), await _rig.GenericAsync(body));
        Assert.IsType<WebhookAnswer.Kept>(await _rig.GenericAsync(body, _rig.Shop.Now.AddSeconds(1)));
        Assert.IsType<WebhookAnswer.Refused>(await _rig.GenericAsync(body, _rig.Shop.Now.AddSeconds(-301)));
    }

    [Theory]
    [InlineData("""{"kind": "wishes", "items": [{}]}""", "kind")]
    [InlineData("""{"kind": "orders", "items": []}""", "items")]
    [InlineData("""{"kind": "orders", "items": [{"id": "1", "at": "2024-02-01T00:00:00Z"}]}""", "items[0].lines")]
    [InlineData("""{"kind": "stock", "items": [{"product": "CUP", "units": "four", "at": "2024-02-01T00:00:00Z"}]}""", "items[0].units")]
    [InlineData("""{"kind": "customers", "items": [{"id": "1", "colour": "red"}]}""", "items[0]")]
    public async Task The_generic_webhook_says_where_a_body_is_wrong(string body, string field)
    {
        var kept = Assert.IsType<WebhookAnswer.Kept>(await _rig.GenericAsync(body));
        Assert.Equal(DeliveryState.Quarantined, kept.State);
        Assert.StartsWith(field, kept.Reason);
    }

    [Fact]
    public async Task A_switched_off_webhook_and_one_that_does_not_exist_answer_alike()
    {
        await _rig.Webhooks.EnableAsync(_rig.Shopify, enabled: false, "ann", default);
        Assert.IsType<WebhookAnswer.Unknown>(await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder));
        Assert.IsType<WebhookAnswer.Unknown>(await _rig.Webhooks.ReceiveAsync(999, _rig.Signed("orders/create", "{}"), default));
    }

    [Fact]
    public async Task A_new_secret_holds_at_once_and_no_secret_lies_open_in_the_database()
    {
        var key = await _rig.Webhooks.SetSecretAsync(_rig.Shopify, null, "ann", default);
        Assert.IsType<WebhookAnswer.Refused>(await _rig.ShopifyAsync("orders/create", ShopPayloads.ShopifyOrder));
        Assert.NotEqual(WebhookRig.Secret, key.Secret);
        Assert.DoesNotContain(_rig.Shop.Folder.Database.Read(connection => connection.Query<string>("select secret from data_webhooks").AsList()), secret => secret == WebhookRig.Secret || secret == key.Secret);
    }

    [Fact]
    public async Task A_webhook_of_Shopify_without_its_secret_refuses_everything()
    {
        var key = await _rig.Webhooks.CreateAsync(new WebhookDraft("new shop", WebhookKind.Shopify, null), "ann", default);
        Assert.Null(key.Secret);
        Assert.IsType<WebhookAnswer.Refused>(await _rig.Webhooks.ReceiveAsync(key.Id, _rig.Signed("orders/create", "{}"), default));
    }
}
