using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What the shop knows of a person.</summary>
/// <param name="Id">Id.</param>
/// <param name="Key">The shop's own customer number.</param>
/// <param name="Email">Address, or null.</param>
/// <param name="Name">Name, or null.</param>
/// <param name="Country">Country, or empty.</param>
/// <param name="MailConsent">Whether marketing mail is agreed to.</param>
/// <param name="ConsentBasis">Source and wording version of the latest yes or no to marketing mail, or null.</param>
/// <param name="Language">Language tag for messages, or null.</param>
/// <param name="Simulated">Which of the fields are simulated: <c>email</c>, <c>consent</c>; empty for a real shop.</param>
public sealed record CustomerRecord(CustomerId Id, string Key, string? Email, string? Name, string Country, bool MailConsent, string? ConsentBasis, string? Language, string Simulated);

/// <summary>One entry of a customer's history.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>order</c>, <c>cancelled-order</c>, <c>return</c>, <c>view</c>, <c>cart</c>, <c>consent</c>, <c>decision</c> or <c>outcome</c>.</param>
/// <param name="Reference">Order number, decision id, or empty.</param>
/// <param name="Product">Product concerned, or null.</param>
/// <param name="Text">What it was, not translated: name of the product, purpose and channel with the answer and its wording, action of a decision, kind of an outcome; for an order the number of its lines.</param>
/// <param name="Units">Units, or null.</param>
/// <param name="Amount">Minor units of the shop's currency, negative for money given back, or null.</param>
/// <param name="Simulated">Whether it is simulated.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Reference, ProductId? Product, string Text, long? Units, long? Amount, bool Simulated);

/// <summary>Customers as facts. A record that is merged into another (<see cref="IDuplicateCustomers"/>) is read as that one.</summary>
public interface ICustomerRecords
{
    /// <summary>One customer, or null.</summary>
    Task<CustomerRecord?> FindAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>The customer with the shop's own key, or null. Also one whom only an import that was taken back has named, so that nobody is missed.</summary>
    Task<CustomerRecord?> FindByKeyAsync(string key, CancellationToken cancellation);

    /// <summary>The customer with the shop's own key whom the shop knows by something that was not taken back, or null.</summary>
    Task<CustomerRecord?> FindKnownByKeyAsync(string key, CancellationToken cancellation);

    /// <summary>Several customers in one reading, by the ids that are asked for; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<CustomerId, CustomerRecord>> ReadAsync(IReadOnlyCollection<CustomerId> customers, CancellationToken cancellation);

    /// <summary>
    /// Ids of customers whose key starts with the words, or whose name or address holds them in their order, sorted by key.
    /// Customers are found also without an order, unless only an import that was taken back has named them.
    /// </summary>
    /// <param name="words">What was typed.</param>
    /// <param name="numbersOnly">Whether only keys are looked at, and of those none that is an address: for whoever may not read names.</param>
    /// <param name="take">Most customers.</param>
    /// <param name="cancellation">Stops the search.</param>
    Task<IReadOnlyList<CustomerId>> SearchAsync(string words, bool numbersOnly, int take, CancellationToken cancellation);

    /// <summary>Groups of customers, by id, whose records name one mail address and are not merged: they may be one person.</summary>
    Task<IReadOnlyList<IReadOnlyList<CustomerId>>> SharingAnAddressAsync(CancellationToken cancellation);

    /// <summary>History, newest first. An order is one entry with its total; its lines come by <see cref="OrderLinesAsync"/>. Sort and search are not offered.</summary>
    Task<Page<TimelineEntry>> TimelineAsync(CustomerId customer, TableQuery query, CancellationToken cancellation);

    /// <summary>Lines of a visible order by its number, in its order, each as an entry of kind <c>order</c>; empty when there is none.</summary>
    Task<IReadOnlyList<TimelineEntry>> OrderLinesAsync(string orderNumber, CancellationToken cancellation);
}
