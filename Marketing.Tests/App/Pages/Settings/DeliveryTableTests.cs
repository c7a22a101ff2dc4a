using Bunit;
using Dapper;
using Marketing.App.Components.Pages.Settings;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Settings;

/// <summary>What became of deliveries, in the reader's words.</summary>
public sealed class DeliveryTableTests : IAsyncLifetime
{
    private WebhookRig _rig = null!;

    public async Task InitializeAsync() => _rig = await WebhookRig.OpenAsync();

    public Task DisposeAsync()
    {
        _rig.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_Chinese_reader_is_told_in_Chinese_what_became_of_deliveries_and_old_ones_keep_their_text()
    {
        await _rig.WooAsync("order.created", ShopPayloads.WooOrder);
        await _rig.WooAsync("coupon.created", "{}");
        await _rig.WooAsync("order.created", "{\"id\":");
        await _rig.WooAsync("order.created", "[]");
        var reasons = await ReasonsAsync(_rig.Woo);
        Assert.Equal(["id: 缺失。", "body: 不是 JSON：第 1 行，第 7 字节。", "此处不使用主题 coupon.created。"], reasons[..3]);
        Assert.StartsWith("currency: ", reasons[3], StringComparison.Ordinal);
        Assert.EndsWith("的汇率。", reasons[3], StringComparison.Ordinal);
        Assert.Equal("The topic coupon.created is not used here.", (await _rig.Webhooks.DeliveriesAsync(_rig.Woo, new TableQuery(), default)).Items[2].Reason);

        _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute("update data_webhook_deliveries set reason = 'body: written before.'", transaction: transaction));
        Assert.All(await ReasonsAsync(_rig.Woo), reason => Assert.Equal("body: written before.", reason));
    }

    [Fact]
    public async Task A_Chinese_reader_is_told_in_Chinese_why_the_last_delivery_was_refused()
    {
        var answer = await _rig.GenericAsync("{}", _rig.Shop.Now.AddHours(-1));
        Assert.StartsWith("The signature is of another time: more than 5 minutes", Assert.IsType<WebhookAnswer.Refused>(answer).Reason, StringComparison.Ordinal);
        await using var page = Page();
        Assert.Contains("签名时间与现在相差超过 5 分钟", await CardAsync(page), StringComparison.Ordinal);

        _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute("update data_webhooks set refused_reason = 'Written before.'", transaction: transaction));
        Assert.Contains("Written before.", await CardAsync(page), StringComparison.Ordinal);
    }

    private async Task<string> CardAsync(PageContext page)
    {
        var hook = await _rig.FindAsync(_rig.Generic);
        return page.Render<WebhookCard>(parameters => parameters.Add(one => one.Webhook, hook).Add(one => one.Address, "https://shop.example/hooks/3")).Markup;
    }

    private async Task<List<string>> ReasonsAsync(long id)
    {
        await using var page = Page();
        var hook = await _rig.FindAsync(id);
        var shown = page.Render<DeliveryTable>(parameters => parameters.Add(one => one.Webhook, hook));
        shown.WaitForElement("tbody tr");
        return [.. shown.FindAll("tbody td:nth-child(6)").Select(cell => cell.TextContent.Trim())];
    }

    private PageContext Page()
    {
        var page = new PageContext(Words.Chinese, Role.Administrator);
        page.Services.AddSingleton(_rig.Webhooks);
        return page;
    }
}
