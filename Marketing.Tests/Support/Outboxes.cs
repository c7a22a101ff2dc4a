using Dapper;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.Tests.Support;

/// <summary>Short cuts to campaigns and messages of a rig.</summary>
internal static class Outboxes
{
    public static readonly CampaignDraft Draft = new("Cups", "win-back", "Hello {{ customer.name }}", "<p>Dear {{ customer.name }}</p><ul>{% for product in products %}<li>{{ product.name }} {{ product.price }}</li>{% endfor %}</ul>", 0, 2);

    /// <summary>A campaign whose messages are queued.</summary>
    public static async Task<CampaignId> QueueAsync(this ShopRig rig, CampaignDraft? draft = null)
    {
        var id = await rig.Get<ICampaigns>().CreateAsync(draft ?? Draft, "ann", default);
        await rig.Get<ICampaigns>().ScheduleAsync(id, null, "ann", default);
        await rig.Get<ICampaigns>().QueueDueAsync(null, default);
        return id;
    }

    /// <summary>Turns live sending on, to a server of the test.</summary>
    public static async Task GoLiveAsync(this ShopRig rig, SmtpServer server, string? user = null, string? password = null)
    {
        await rig.OpenForBusinessAsync();
        await rig.Get<IOutbox>().SaveChannelAsync(Live(server, user), password, "ann", default);
    }

    public static ChannelSettings Live(SmtpServer server, string? user = null) => new(Live: true, "127.0.0.1", server.Port, "none", user, HasPassword: false, "shop@tea.test", "Tea & Cups");

    public static Task<DeliveryResult> DeliverAsync(this ShopRig rig) => rig.Get<IOutbox>().DeliverAsync(null, default);

    public static void SetAddress(this ShopRig rig, long customer, string address) =>
        rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set email = @address where id = @customer", new { customer, address }, transaction));

    public static async Task<List<OutboxMessage>> MessagesAsync(this ShopRig rig, CampaignId? campaign = null) =>
        [.. (await rig.Get<IOutbox>().ListAsync(campaign, null, new TableQuery(Take: 1000), default)).Items];

    public static List<string> Files(this ShopRig rig) => [.. Directory.EnumerateFiles(rig.Folder.Folder.Outbox, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(rig.Folder.Folder.Outbox, path)).Order()];

    public static async Task<List<string>> OutcomesAsync(this ShopRig rig, DecisionId decision) =>
        [.. (await rig.Get<ILedger>().OutcomesAsync(decision, default)).Select(outcome => outcome.Kind).Order()];
}
