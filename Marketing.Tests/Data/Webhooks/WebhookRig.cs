using System.Security.Cryptography;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Data.Webhooks;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Webhooks;

/// <summary>An empty shop with a webhook of each kind, and deliveries signed as the shop systems sign.</summary>
internal sealed class WebhookRig : IDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";
    private int _delivery;

    private WebhookRig(ShopRig shop) => Shop = shop;

    public ShopRig Shop { get; }

    public IWebhooks Webhooks => Shop.Get<IWebhooks>();

    public long Shopify { get; private set; }

    public long Woo { get; private set; }

    public long Generic { get; private set; }

    public static async Task<WebhookRig> OpenAsync()
    {
        var rig = new WebhookRig(new ShopRig());
        await rig.Shop.Get<IShop>().SaveAsync(ShopProfile.Default with { Currency = "EUR" }, default);
        rig.Shopify = (await rig.Webhooks.CreateAsync(new WebhookDraft("red shop", WebhookKind.Shopify, Secret), "ann", default)).Id;
        rig.Woo = (await rig.Webhooks.CreateAsync(new WebhookDraft("blue shop", WebhookKind.WooCommerce, Secret), "ann", default)).Id;
        rig.Generic = (await rig.Webhooks.CreateAsync(new WebhookDraft("till", WebhookKind.Generic, Secret), "ann", default)).Id;
        return rig;
    }

    public Task<WebhookAnswer> ShopifyAsync(string topic, string body, string? delivery = null) => Webhooks.ReceiveAsync(Shopify, Signed(topic, body, delivery), default);

    public Task<WebhookAnswer> WooAsync(string topic, string body, string? delivery = null) => Webhooks.ReceiveAsync(Woo, Signed(topic, body, delivery), default);

    public Task<WebhookAnswer> GenericAsync(string body, DateTimeOffset? at = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Webhooks.ReceiveAsync(Generic, new WebhookRequest(bytes, Signatures.Timed(Secret, bytes, at ?? Shop.Now), null, null), default);
    }

    public WebhookRequest Signed(string topic, string body, string? delivery = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), bytes));
        return new WebhookRequest(bytes, signature, topic, delivery ?? $"delivery-{++_delivery}");
    }

    public T Value<T>(string sql) => Shop.Folder.Database.Read(connection => connection.ExecuteScalar<T>(sql))!;

    public async Task<Webhook> FindAsync(long id) => (await Webhooks.ListAsync(default)).Single(hook => hook.Id == id);

    public async Task<WebhookDelivery> LastAsync(long id) => (await Webhooks.DeliveriesAsync(id, new TableQuery(Take: 1), default)).Items[0];

    public void Dispose() => Shop.Dispose();
}
