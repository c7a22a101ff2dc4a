using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Components.Pages.Campaigns;

/// <summary>Messages with the customer numbers they go to.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Customers">Numbers by customer.</param>
public sealed record MessagePage(Page<OutboxMessage> Messages, IReadOnlyDictionary<CustomerId, CustomerRecord> Customers)
{
    /// <summary>Reads one page.</summary>
    public static async Task<MessagePage> ReadAsync(IOutbox outbox, ICustomerRecords records, CampaignId? campaign, MessageState? state, TableQuery query, CancellationToken cancellation)
    {
        var messages = await outbox.ListAsync(campaign, state, query, cancellation);
        return new MessagePage(messages, await records.ReadAsync([.. messages.Items.Select(message => message.Customer).Distinct()], cancellation));
    }

    /// <summary>The shop's number of a customer; the id when the customer is gone.</summary>
    public string NumberOf(CustomerId customer) => Customers.TryGetValue(customer, out var record) ? record.Key : $"#{customer.Value}";
}
