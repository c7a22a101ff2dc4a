using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Execution.Outbox;

/// <summary>A rendered message on its way into the outbox.</summary>
/// <param name="Decision">The decision it carries out.</param>
/// <param name="Customer">To whom.</param>
/// <param name="Address">Address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="Body">HTML part, packed.</param>
/// <param name="State">Queued, or failed where it could not be rendered.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record NewMessage(DecisionId Decision, CustomerId Customer, string Address, string Subject, byte[] Body, MessageState State, string? Error);

/// <summary>A message with its content, as the channels need it.</summary>
internal sealed record Letter(MessageId Id, CampaignId Campaign, DecisionId Decision, CustomerId Customer, string Address, string Subject, byte[] Body, long Attempts, DateTimeOffset Queued, MessageState State, string? Channel, string? Sender)
{
    /// <summary>Where it lies once it is a file.</summary>
    public MailFile File => new(Id, Campaign, Queued);

    /// <summary>Address for unsubscribing with one click; of one letter always the same.</summary>
    public string? OneClick(IPreferenceLinks links) => links.OneClick(links.Token(Customer, Queued));
}

/// <summary>How an attempt on a message ended.</summary>
internal sealed record Settled(MessageId Id, MessageState State, string? Error, DateTimeOffset Due);

/// <summary>A message that was handed to a channel without a known end.</summary>
internal sealed record InFlight(MessageId Id, CampaignId Campaign, string Channel, DateTimeOffset Queued)
{
    /// <summary>Where it lies if it became a file.</summary>
    public MailFile File => new(Id, Campaign, Queued);
}

/// <summary>What names the file of a message.</summary>
internal sealed record MailFile(MessageId Id, CampaignId Campaign, DateTimeOffset Queued);

/// <summary>A message whose period has ended.</summary>
internal sealed record AgedMail(MessageId Id, CampaignId Campaign, DateTimeOffset Queued, DateTimeOffset Changed)
{
    public MailFile File => new(Id, Campaign, Queued);
}

/// <summary>A message whose state the ledger does not know yet.</summary>
internal sealed record Unreported(MessageId Id, DecisionId Decision, MessageState State, long Reported, DateTimeOffset Queued, DateTimeOffset Changed);
