using System.Text.Json;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Intake;

/// <summary>Items kept apart: read, released through the intake itself, or thrown away.</summary>
internal sealed class Quarantine(DataIntakeStore store, Intake intake, IAuditLog audit, TimeProvider system) : IQuarantine
{
    public Task<Page<QuarantinedItem>> ListAsync(TableQuery query, bool sendersOnly, CancellationToken cancellation) => store.ListQuarantineAsync(query, sendersOnly, cancellation);

    public async Task<ItemOutcome?> ReleaseAsync(long id, string actor, CancellationToken cancellation)
    {
        if (await store.FindQuarantinedAsync(id, cancellation).ConfigureAwait(false) is not { } kept)
        {
            return null;
        }

        var outcome = await TakeAsync(kept, cancellation).ConfigureAwait(false);
        if (outcome is ItemOutcome.Accepted or ItemOutcome.Repeated)
        {
            await CloseAsync(id, QuarantineState.Released, actor, "quarantine.release").ConfigureAwait(false);
        }

        return outcome;
    }

    public Task<bool> DiscardAsync(long id, string actor, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return CloseAsync(id, QuarantineState.Discarded, actor, "quarantine.discard");
    }

    private async Task<bool> CloseAsync(long id, QuarantineState state, string actor, string action)
    {
        var closed = await store.CloseQuarantinedAsync(id, state).ConfigureAwait(false);
        if (closed)
        {
            await audit.WriteAsync(actor, action, $"item {id}", new { At = system.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
        }

        return closed;
    }

    private Task<ItemOutcome> TakeAsync(KeptItem kept, CancellationToken cancellation) => kept.Kind switch
    {
        "event" => TakeAsync(kept, intake.Kinds.Events, cancellation),
        "customer" => TakeAsync(kept, intake.Kinds.Customers, cancellation),
        "order" => TakeAsync(kept, intake.Kinds.Orders, cancellation),
        "return" => TakeAsync(kept, intake.Kinds.Returns, cancellation),
        "stock" => TakeAsync(kept, intake.Kinds.Stock, cancellation),
        "consent" => TakeAsync(kept, intake.Kinds.ReleasedConsents, cancellation),
        _ => Task.FromResult<ItemOutcome>(ItemRule.NotUnderstood.Reject("item")),
    };

    private async Task<ItemOutcome> TakeAsync<T>(KeptItem kept, IntakeKind<T> kind, CancellationToken cancellation)
    {
        var item = JsonSerializer.Deserialize<T>(kept.Content, IntakeText.Json)!;
        var sender = new IntakeSender(kept.Door, kept.Sender);
        return (await intake.TakeAsync(sender, [item], kind, released: true, cancellation).ConfigureAwait(false))[0];
    }
}

/// <summary>What became of an item kept apart.</summary>
internal enum QuarantineState : long
{
    /// <summary>Nobody has looked.</summary>
    Waiting = 1,

    /// <summary>Taken in.</summary>
    Released = 2,

    /// <summary>Thrown away.</summary>
    Discarded = 3,
}

/// <summary>An item as it came, with its sender.</summary>
internal sealed record KeptItem(IntakeDoor Door, string Sender, string Kind, string Content);
