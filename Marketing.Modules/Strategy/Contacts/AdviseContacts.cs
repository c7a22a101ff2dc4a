using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Contacts;

/// <summary>Asks a policy that was kept about the customers of a campaign.</summary>
internal sealed class AdviseContacts(KeepContactPolicies policies, ILedger ledger, IShop shop, IOptions<ContactsOptions> options)
{
    /// <summary>Whoever advises a campaign at an instant; null where everybody is to be written to: the policy cannot be read, or the switch is off.</summary>
    /// <param name="policy">Number of the policy.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="now">Instant of the decisions.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<ContactAdviser?> FindAsync(long policy, ShopSnapshot snapshot, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await policies.IsOffAsync(cancellation).ConfigureAwait(false) || await policies.PolicyAsync(policy, cancellation).ConfigureAwait(false) is not { } bare)
        {
            return null;
        }

        var messages = (await ledger.ContactsAsync(now.AddDays(-ContactHistory.Longest), now, null, cancellation).ConfigureAwait(false)).Rows.GroupBy(row => row.Customer).ToDictionary(rows => rows.Key, Contacts.Of);
        return new ContactAdviser($"contacts:{bare.Kind}#{policy}", new ExploringContacts(bare, options.Value.Exploration), new ContactStates(snapshot, shop.Profile.AssumedMargin), messages, now);
    }

    /// <summary>Whether the switch is off by now.</summary>
    public Task<bool> IsOffAsync(CancellationToken cancellation) => policies.IsOffAsync(cancellation);
}

/// <summary>What a policy thinks of writing to a customer.</summary>
/// <param name="Mail">Probability of a message, above 0 and below 1.</param>
/// <param name="Gain">What a message now is expected to bring more than none, minor units; null where the logs do not tell.</param>
/// <param name="SinceMessage">Days since the last message, or null where none is known of.</param>
internal readonly record struct ContactAdvice(double Mail, double? Gain, int? SinceMessage);

/// <summary>A policy beside what it needs to know of customers. Asked twice it says the same.</summary>
/// <param name="name">As the ledger names it.</param>
/// <param name="policy">The policy as it acts.</param>
/// <param name="states">What is known of customers.</param>
/// <param name="messages">Messages to each.</param>
/// <param name="now">Instant of the decisions.</param>
internal sealed class ContactAdviser(string name, ExploringContacts policy, ContactStates states, IReadOnlyDictionary<CustomerId, Contacts> messages, DateTimeOffset now)
{
    /// <summary>As the ledger names it.</summary>
    public string Name => name;

    /// <summary>What it thinks of a customer.</summary>
    public ContactAdvice Of(CustomerId customer)
    {
        var (time, state, options) = (now.ToUnixTimeMilliseconds(), new float[ContactStates.Features.Count], new ContactOption[ContactActions.All.Count]);
        states.Fill(states.IndexOf(customer), time, messages.GetValueOrDefault(customer, Contacts.None).KnownAt(ContactStates.Clock(time)), state);
        if (policy.Judge(state, options) is { } reason)
        {
            throw new InvalidOperationException($"The contact policy cannot tell what it would do: {reason}.");
        }

        var (nothing, mail, since) = (options[0], options[ContactActions.MailAt], state[ContactStates.SinceContact]);
        return new ContactAdvice(mail.Probability, mail.Exclusion is null && nothing.Exclusion is null ? mail.Value - nothing.Value : null, since < ContactHistory.Longest ? (int)since : null);
    }
}
