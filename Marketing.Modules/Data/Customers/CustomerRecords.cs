using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Customers;

/// <summary>Customers as facts, from the store.</summary>
internal sealed class CustomerRecords(DataCustomersStore store) : ICustomerRecords
{
    public async Task<CustomerRecord?> FindAsync(CustomerId customer, CancellationToken cancellation) =>
        (await store.ReadAsync([customer.Value], cancellation)).Select(found => found.Value).SingleOrDefault();

    public async Task<CustomerRecord?> FindByKeyAsync(string key, CancellationToken cancellation) =>
        await store.FindByKeyAsync(key, cancellation) is { } id ? await FindAsync(id, cancellation) : null;

    public async Task<CustomerRecord?> FindKnownByKeyAsync(string key, CancellationToken cancellation) =>
        await store.FindKnownByKeyAsync(key, cancellation) is { } id ? await FindAsync(id, cancellation) : null;

    public async Task<IReadOnlyDictionary<CustomerId, CustomerRecord>> ReadAsync(IReadOnlyCollection<CustomerId> customers, CancellationToken cancellation)
    {
        var records = new Dictionary<CustomerId, CustomerRecord>(customers.Count);

        // A statement takes a bounded number of parameters.
        foreach (var chunk in customers.Distinct().Chunk(500))
        {
            foreach (var (asked, record) in await store.ReadAsync([.. chunk.Select(customer => customer.Value)], cancellation))
            {
                records[asked] = record;
            }
        }

        return records;
    }

    public Task<IReadOnlyList<CustomerId>> SearchAsync(string words, bool numbersOnly, int take, CancellationToken cancellation) =>
        store.SearchAsync(LikePattern.Prefix(words), LikePattern.Inside(words), numbersOnly, take, cancellation);

    public Task<IReadOnlyList<IReadOnlyList<CustomerId>>> SharingAnAddressAsync(CancellationToken cancellation) => store.SharingAnAddressAsync(cancellation);

    public Task<Page<TimelineEntry>> TimelineAsync(CustomerId customer, TableQuery query, CancellationToken cancellation) =>
        store.TimelineAsync(customer, query.Skip, query.Take, cancellation);

    public Task<IReadOnlyList<TimelineEntry>> OrderLinesAsync(string orderNumber, CancellationToken cancellation) => store.OrderLinesAsync(orderNumber, cancellation);
}
