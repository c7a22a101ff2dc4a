using Marketing.Execution.Campaigns;
using Marketing.Execution.Sql;
using Marketing.Kernel;

namespace Marketing.Execution.Outbox;

/// <summary>The messages to a person: rows of the outbox and written <c>.eml</c> files. Queueing and delivery wait meanwhile.</summary>
internal sealed class MessagePersonalData(
    ExecutionPersonalStore store, EmlFolder files, QueueDue queueing, DeliverMessages delivery, ReportOutcomes outcomes, ExecutionCampaignsStore campaigns, BusinessClock clock) : IPersonalData
{
    public string Part => "execution";

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(Person person, CancellationToken cancellation) => store.ExportAsync(person.Customer, cancellation);

    public Task<IReadOnlyList<ErasedPart>> EraseAsync(Person person, CancellationToken cancellation) =>
        queueing.AloneAsync(() => delivery.AloneAsync(() => EraseAloneAsync(person, cancellation), cancellation), cancellation);

    private async Task<IReadOnlyList<ErasedPart>> EraseAloneAsync(Person person, CancellationToken cancellation)
    {
        var customer = person.Customer;
        var removed = (await store.FilesAsync(customer, cancellation).ConfigureAwait(false)).LongCount(files.Delete);
        var (withdrawn, emptied) = await store.EmptyAsync(customer, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        var addresses = person.Words.Where(word => word.Contains('@', StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (strays, unreadable) = await files.DeleteStraysAsync(addresses, campaign => store.FilesOfAsync(campaign, cancellation), cancellation).ConfigureAwait(false);
        await outcomes.ReportAsync(cancellation).ConfigureAwait(false);
        await campaigns.EndAsync(cancellation).ConfigureAwait(false);
        ErasedPart[] erased = [new("messages withdrawn", withdrawn), new("messages emptied", emptied), new("written mail files deleted", removed), new("mail files that no message knew deleted", strays)];
        return unreadable == 0 ? erased : [.. erased, new("mail files that cannot be read and were left alone", unreadable)];
    }
}
