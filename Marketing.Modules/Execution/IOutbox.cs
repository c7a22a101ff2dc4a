using Marketing.Kernel;

namespace Marketing.Execution;

/// <summary>Where a message stands.</summary>
public enum MessageState : long
{
    /// <summary>Waits.</summary>
    Queued = 1,

    /// <summary>Handed to the channel, not yet confirmed.</summary>
    Sending = 2,

    /// <summary>The channel has taken it.</summary>
    Delivered = 3,

    /// <summary>The channel refused it for good.</summary>
    Failed = 4,

    /// <summary>The program died while it was in flight over SMTP: it may or may not have gone out, and is not sent again by itself.</summary>
    InDoubt = 5,

    /// <summary>Withdrawn before it went out.</summary>
    Cancelled = 6,
}

/// <summary>One message.</summary>
/// <param name="Id">Id.</param>
/// <param name="Campaign">Campaign.</param>
/// <param name="Customer">To whom.</param>
/// <param name="Decision">The decision it carries out.</param>
/// <param name="To">Address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Queued">Business time of queueing.</param>
/// <param name="Ended">Business time of its end, or null.</param>
/// <param name="Error">What the channel said, or null.</param>
public sealed record OutboxMessage(MessageId Id, CampaignId Campaign, CustomerId Customer, DecisionId Decision, string To, string Subject, MessageState State, long Attempts, DateTimeOffset Queued, DateTimeOffset? Ended, string? Error);

/// <summary>What one round of delivery did.</summary>
/// <param name="Channel"><c>eml</c> or <c>smtp</c>.</param>
/// <param name="Delivered">Messages delivered.</param>
/// <param name="Failed">Messages failed for good.</param>
/// <param name="Waiting">Messages that wait for another attempt or for live sending.</param>
/// <param name="Problem">Why the channel cannot be used now, with the fix, or null.</param>
public sealed record DeliveryResult(string Channel, int Delivered, int Failed, int Waiting, string? Problem = null);

/// <summary>How messages go out.</summary>
/// <param name="Live">Whether messages really leave the machine (SMTP); off means <c>.eml</c> files in the data folder.</param>
/// <param name="Host">SMTP host, or null.</param>
/// <param name="Port">SMTP port.</param>
/// <param name="Security"><c>starttls</c>, <c>tls</c> or <c>none</c>.</param>
/// <param name="User">SMTP user, or null.</param>
/// <param name="HasPassword">Whether a password is kept (encrypted); it is never shown.</param>
/// <param name="From">Sender's address.</param>
/// <param name="FromName">Sender's name.</param>
public sealed record ChannelSettings(bool Live, string? Host, int Port, string Security, string? User, bool HasPassword, string From, string FromName);

/// <summary>Messages on their way.</summary>
public interface IOutbox
{
    /// <summary>Messages, newest first, of a campaign or all; search looks into address and subject.</summary>
    Task<Page<OutboxMessage>> ListAsync(CampaignId? campaign, MessageState? state, TableQuery query, CancellationToken cancellation);

    /// <summary>The message a decision led to, or null.</summary>
    Task<OutboxMessage?> FindByDecisionAsync(DecisionId decision, CancellationToken cancellation);

    /// <summary>The message as it was or will be delivered (RFC 5322), or null.</summary>
    Task<byte[]?> SourceAsync(MessageId message, CancellationToken cancellation);

    /// <summary>Delivers what is due. To <c>.eml</c> files each message exactly once; over SMTP at most once.</summary>
    Task<DeliveryResult> DeliverAsync(IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Why the latest round of delivery since the start could not go on, with the fix, or null.</summary>
    string? Problem { get; }

    /// <summary>Marks SMTP messages in flight when the program died as in doubt, and puts <c>.eml</c> ones back; called once at start.</summary>
    Task<int> RecoverAsync(CancellationToken cancellation);

    /// <summary>A person decides about a message in doubt: send again, or call it failed.</summary>
    Task<bool> ResolveInDoubtAsync(MessageId message, bool sendAgain, string actor, CancellationToken cancellation);

    /// <summary>
    /// Counts the mail files in the folder of the outbox that no message knows: written after the backup that was brought back, or put
    /// there by hand.
    /// </summary>
    Task<long> CountStraysAsync(CancellationToken cancellation);

    /// <summary>How messages go out.</summary>
    Task<ChannelSettings> ChannelAsync(CancellationToken cancellation);

    /// <summary>Saves how messages go out; a null password keeps the one kept.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; live sending is refused while the shop's public address is missing or a loopback.</exception>
    Task SaveChannelAsync(ChannelSettings settings, string? password, string actor, CancellationToken cancellation);
}
