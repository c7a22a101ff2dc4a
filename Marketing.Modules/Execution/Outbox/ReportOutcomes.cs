using Marketing.Data;
using Marketing.Execution.Sql;

namespace Marketing.Execution.Outbox;

/// <summary>
/// Tells the decision ledger what became of messages. What it knows is noted with each message after it has been told, and the ledger
/// leaves an outcome that it has, so that a crash in between neither loses nor doubles one.
/// </summary>
internal sealed class ReportOutcomes(ExecutionMessagesStore store, ILedger ledger)
{
    private const int Slice = 500;

    public async Task ReportAsync(CancellationToken cancellation)
    {
        while (await store.UnreportedAsync(Slice, cancellation).ConfigureAwait(false) is { Count: > 0 } messages)
        {
            await ledger.AppendOutcomesAsync([.. messages.SelectMany(Outcomes)], cancellation).ConfigureAwait(false);
            await store.MarkReportedAsync(messages, cancellation).ConfigureAwait(false);
        }
    }

    private static IEnumerable<Outcome> Outcomes(Unreported message)
    {
        if (message.Reported == 0)
        {
            yield return new Outcome(message.Decision, "queued", message.Queued, 0);
        }

        if (Kind(message.State) is { } kind)
        {
            yield return new Outcome(message.Decision, kind, message.Changed, 0);
        }
    }

    // A message on its way has no outcome yet.
    private static string? Kind(MessageState state) => state switch
    {
        MessageState.Delivered => "delivered",
        MessageState.Failed => "failed",
        MessageState.InDoubt => "in-doubt",
        MessageState.Cancelled => "cancelled",
        _ => null,
    };
}
