using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Marketing.Data.Import;

/// <summary>The customers of the shop and of the file: ids by key, and the country of each one's latest order.</summary>
internal sealed class CustomerBook
{
    // Whether somebody is on the erase list is asked only of those that a file names.
    private const long Unasked = long.MaxValue;
    private readonly ByteDictionary _keys = new();
    private readonly ByteDictionary _countries = new();
    private readonly List<Customer> _customers = [];
    private readonly Privacy.EraseList _erased;
    private long _lastId;

    public CustomerBook(KnownShop known)
    {
        _erased = known.Erased;
        _lastId = known.LastCustomer;
        foreach (var customer in known.Customers)
        {
            _keys.Number(Encoding.UTF8.GetBytes(customer.Key), out _);
            var country = _countries.Number(Encoding.UTF8.GetBytes(customer.Detail), out _);
            // A stored country gives way to the file's only when the file is as new as what the shop holds.
            _customers.Add(new Customer(customer.Id, country, country, customer.Detail.Length == 0 ? long.MinValue : known.LastAt, IsNew: false, _erased.IsEmpty ? long.MinValue : Unasked));
        }
    }

    /// <summary>The index of a key, or -1 where the row is no younger than the erasure of the person with that number.</summary>
    /// <param name="key">Customer number in UTF-8.</param>
    /// <param name="at">Time of the row, UTC milliseconds.</param>
    public int Number(ReadOnlySpan<byte> key, long at)
    {
        var index = _keys.Number(key, out var added);
        if (added)
        {
            _customers.Add(new Customer(0, 0, 0, long.MinValue, IsNew: true, _erased.IsEmpty ? long.MinValue : Unasked));
        }

        ref var customer = ref CollectionsMarshal.AsSpan(_customers)[index];
        if (customer.ErasedAt == Unasked)
        {
            customer = customer with { ErasedAt = _erased.NumberAt(key) ?? long.MinValue };
        }

        return at <= customer.ErasedAt ? -1 : index;
    }

    /// <summary>The key of an index.</summary>
    public byte[] Key(int index) => _keys[index];

    /// <summary>Notes where a customer ordered from; one met for the first time goes into the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Take(int index, ReadOnlySpan<byte> country, long at, OrderBatch batch)
    {
        ref var customer = ref CollectionsMarshal.AsSpan(_customers)[index];
        if (customer.Id == 0)
        {
            var first = _countries.Number(country, out _);
            customer = customer with { Id = ++_lastId, Stored = first, Latest = first, LatestAt = at };
            batch.Customers.Add(new NewCustomer(customer.Id, _keys[index], _countries[first]));
        }
        else if (at >= customer.LatestAt && !country.IsEmpty)
        {
            customer = customer with { Latest = _countries.Number(country, out _), LatestAt = at };
        }

        return customer.Id;
    }

    /// <summary>Countries that differ from the stored ones.</summary>
    public IReadOnlyList<BetterDetail> BetterCountries() =>
        [.. _customers.Where(customer => customer.Id > 0 && customer.Latest != customer.Stored)
            .Select(customer => new BetterDetail(customer.Id, _countries[customer.Latest], customer.IsNew))];

    private readonly record struct Customer(long Id, int Stored, int Latest, long LatestAt, bool IsNew, long ErasedAt);
}
