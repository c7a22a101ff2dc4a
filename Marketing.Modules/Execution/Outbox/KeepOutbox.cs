using Marketing.Data;
using Marketing.Execution.Channels;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using MimeKit;

namespace Marketing.Execution.Outbox;

internal sealed class KeepOutbox(
    ExecutionMessagesStore store,
    ExecutionCampaignsStore campaigns,
    ExecutionPersonalStore personal,
    DeliverMessages delivery,
    ChannelKeeper channel,
    EmlFolder files,
    ReportOutcomes outcomes,
    IPreferenceLinks links,
    IAuditLog audit,
    BusinessClock clock) : IOutbox
{
    public Task<Page<OutboxMessage>> ListAsync(CampaignId? campaign, MessageState? state, TableQuery query, CancellationToken cancellation) =>
        store.ListAsync(campaign, state, query, cancellation);

    public Task<OutboxMessage?> FindByDecisionAsync(DecisionId decision, CancellationToken cancellation) => store.FindByDecisionAsync(decision, cancellation);

    public async Task<byte[]?> SourceAsync(MessageId message, CancellationToken cancellation)
    {
        // A message without an address belonged to somebody who was erased.
        if (await store.FindLetterAsync(message, cancellation).ConfigureAwait(false) is not { Address.Length: > 0 } letter)
        {
            return null;
        }

        var sender = letter.Sender is null
            ? ChannelKeeper.Sender(await channel.ReadAsync(cancellation).ConfigureAwait(false))
            : MailboxAddress.Parse(letter.Sender);
        return files.Read(letter.File) ?? MailSource.Bytes(letter, sender, letter.OneClick(links));
    }

    public Task<DeliveryResult> DeliverAsync(IProgress<Progress>? progress, CancellationToken cancellation) => delivery.DeliverAsync(progress, cancellation);

    public string? Problem => delivery.Problem;

    public async Task<int> RecoverAsync(CancellationToken cancellation)
    {
        var recovered = await delivery.RecoverAsync(cancellation).ConfigureAwait(false);
        await outcomes.ReportAsync(cancellation).ConfigureAwait(false);
        await campaigns.EndAsync(cancellation).ConfigureAwait(false);
        return recovered;
    }

    public async Task<bool> ResolveInDoubtAsync(MessageId message, bool sendAgain, string actor, CancellationToken cancellation)
    {
        var state = sendAgain ? MessageState.Queued : MessageState.Failed;
        var resolved = await store.ResolveAsync(message, state, sendAgain ? null : $"{actor} called it failed.", clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (resolved)
        {
            await audit.WriteAsync(actor, "message.resolve", $"message {message.Value}", new { SendAgain = sendAgain }, cancellation).ConfigureAwait(false);
            await outcomes.ReportAsync(cancellation).ConfigureAwait(false);
            await campaigns.EndAsync(cancellation).ConfigureAwait(false);
        }

        return resolved;
    }

    public Task<long> CountStraysAsync(CancellationToken cancellation) => files.CountStraysAsync(campaign => personal.FilesOfAsync(campaign, cancellation));

    public Task<ChannelSettings> ChannelAsync(CancellationToken cancellation) => channel.ReadAsync(cancellation);

    public Task SaveChannelAsync(ChannelSettings settings, string? password, string actor, CancellationToken cancellation) =>
        channel.SaveAsync(settings, password, actor, cancellation);
}
