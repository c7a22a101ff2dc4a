using Marketing.Data;
using Marketing.Execution.Outbox;
using Marketing.Execution.Sql;
using Marketing.Kernel;

namespace Marketing.Execution.Campaigns;

/// <summary>
/// Ends what a campaign that was stopped in the middle of its queueing had decided to send: each such decision gets a message that is
/// withdrawn from the start, so that the ledger knows that it reached nobody.
/// </summary>
internal sealed class CloseStopped(ExecutionCampaignsStore campaigns, ExecutionMessagesStore messages, ILedger ledger, BusinessClock clock)
{
    private const int Slice = 200;
    private const int Page = 1000;

    public async Task CloseAsync(CampaignId campaign, CancellationToken cancellation)
    {
        var there = await messages.QueuedDecisionsAsync(campaign, cancellation).ConfigureAwait(false);
        foreach (var slice in (await SendsAsync(campaign, cancellation).ConfigureAwait(false)).Where(send => !there.Contains(send.Id)).Chunk(Slice))
        {
            if (await messages.QueueAsync(campaign, CampaignState.Stopped, Array.ConvertAll(slice, Withdrawn), clock.GetUtcNow(), cancellation).ConfigureAwait(false) is null)
            {
                return;
            }
        }

        await campaigns.AllQueuedAsync(campaign, cancellation).ConfigureAwait(false);
    }

    private static NewMessage Withdrawn(Decision decision) =>
        new(decision.Id, decision.Draft.Person(), "", "", PackedText.Pack(""), MessageState.Cancelled, "The campaign was stopped before the message was written.");

    private async Task<List<Decision>> SendsAsync(CampaignId campaign, CancellationToken cancellation)
    {
        var sends = new List<Decision>();
        while (true)
        {
            var part = await ledger.ListAsync(null, campaign, null, DecisionKind.Send, new TableQuery(sends.Count, Page), cancellation).ConfigureAwait(false);
            sends.AddRange(part.Items);
            if (part.Items.Count < Page)
            {
                return sends;
            }
        }
    }
}
