using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marketing.Data;
using Marketing.Data.Webhooks;
using Marketing.Tests.App.Access;
using Marketing.Tests.Data.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Webhooks;

public sealed class WebhookEndpointTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private IWebhooks Webhooks => shop.Services.GetRequiredService<IWebhooks>();

    [Fact]
    public async Task A_shop_system_is_told_what_it_expects()
    {
        var hook = (await Webhooks.CreateAsync(new WebhookDraft("red", WebhookKind.Shopify, WebhookRig.Secret), "ann", default)).Id;
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookRig.Secret), Encoding.UTF8.GetBytes(ShopPayloads.ShopifyCustomer)));
        (string, string)[] headers = [("X-Shopify-Hmac-Sha256", signature), ("X-Shopify-Topic", "customers/create"), ("X-Shopify-Webhook-Id", "a")];
        Assert.Equal((HttpStatusCode.OK, """{"state":"taken","items":3,"reason":null}"""), await PostAsync(hook, ShopPayloads.ShopifyCustomer, headers));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(hook, ShopPayloads.ShopifyCustomer, headers)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(hook, ShopPayloads.ShopifyCustomer + " ", headers)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(hook, ShopPayloads.ShopifyCustomer)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(hook + 100, ShopPayloads.ShopifyCustomer, headers)).Status);
    }

    [Fact]
    public async Task A_replay_of_the_generic_webhook_is_a_conflict()
    {
        var hook = (await Webhooks.CreateAsync(new WebhookDraft("till", WebhookKind.Generic, WebhookRig.Secret), "ann", default)).Id;
        const string body = """{"kind":"customer","item":{"id":"k-1","name":"Kim"}}""";
        var signature = Signatures.Timed(WebhookRig.Secret, Encoding.UTF8.GetBytes(body), TimeProvider.System.GetUtcNow());
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(hook, body, ("X-Marketing-Signature", signature))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(hook, body, ("X-Marketing-Signature", signature), ("X-Shopify-Webhook-Id", "new"), ("X-Shopify-Topic", "new"))).Status);
    }

    [Fact]
    public async Task More_than_five_megabytes_are_not_read()
    {
        var hook = (await Webhooks.CreateAsync(new WebhookDraft("big", WebhookKind.Generic, WebhookRig.Secret), "ann", default)).Id;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(hook, new string('x', (5 * 1024 * 1024) + 1))).Status);
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(long hook, string body, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = shop.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{hook}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
