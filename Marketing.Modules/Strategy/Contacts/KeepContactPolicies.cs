using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy.Sql;
using Microsoft.Extensions.Logging;

namespace Marketing.Strategy.Contacts;

/// <summary>Verdicts, policies and the switch, read from the store each time, so that every process sees the same at once. Only what was restored is kept in memory.</summary>
internal sealed partial class KeepContactPolicies(StrategyContactsStore store, IContactMethods methods, IAuditLog audit, BusinessClock clock, ILogger<KeepContactPolicies> log) : IContactPolicies
{
    private volatile Restored? _restored;

    private sealed record Restored(long Id, IContactPolicy? Policy, string? Damage);

    public async Task<ContactPolicyState> StateAsync(CancellationToken cancellation)
    {
        var (latest, state) = await store.ReadAsync(cancellation).ConfigureAwait(false);
        return new ContactPolicyState(state, latest, latest is { Method: not null } ? (await RestoreAsync(latest.Id, cancellation).ConfigureAwait(false)).Damage : null);
    }

    public Task<KeptContacts?> FindAsync(long id, CancellationToken cancellation) => store.FindAsync(id, cancellation);

    public Task<KeptContacts> KeepAsync(ContactFindings findings, IContactPolicy? policy, string mark, CancellationToken cancellation) => store.KeepAsync(findings, policy, mark, clock.GetUtcNow(), cancellation);

    public Task SwitchOffAsync(string reason, string actor, CancellationToken cancellation) => SwitchAsync(true, reason, actor, "contacts.switch-off", cancellation);

    public Task SwitchOnAsync(string actor, CancellationToken cancellation) => SwitchAsync(false, "", actor, "contacts.switch-on", cancellation);

    /// <summary>Whether the switch is off now.</summary>
    public Task<bool> IsOffAsync(CancellationToken cancellation) => store.IsOffAsync(cancellation);

    /// <summary>A policy that was kept; null where it cannot be read, or is not kept any more.</summary>
    public async Task<IContactPolicy?> PolicyAsync(long id, CancellationToken cancellation) => (await RestoreAsync(id, cancellation).ConfigureAwait(false)).Policy;

    private async Task<Restored> RestoreAsync(long id, CancellationToken cancellation)
    {
        if (_restored is { } there && there.Id == id)
        {
            return there;
        }

        var read = await store.StateAsync(id, cancellation).ConfigureAwait(false) is { } state ? Read(id, state) : new Restored(id, null, "It is not kept any more.");
        return _restored = read;
    }

    private Restored Read(long id, byte[] state)
    {
        var (policy, damage) = methods.Restore(state) switch
        {
            ContactRestore.Restored { Policy: var one } when one.Features.SequenceEqual(ContactStates.Features) && one.Actions.SequenceEqual(ContactActions.All) => (one, (string?)null),
            ContactRestore.Restored => (null, "It was learned by another version of the program."),
            ContactRestore.Damaged { Why: var why } => (null, why),
            _ => throw new InvalidOperationException("A policy is restored or damaged."),
        };
        if (damage is not null)
        {
            LogDamaged(id, damage);
        }

        return new Restored(id, policy, damage);
    }

    private async Task SwitchAsync(bool isOff, string reason, string actor, string action, CancellationToken cancellation)
    {
        await store.SetSwitchAsync(isOff, reason, actor, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, action, "contacts", new { Reason = reason }, CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The contact policy {Policy} cannot be read ({Why}); campaigns write to everybody until the next learning.")]
    private partial void LogDamaged(long policy, string why);
}
