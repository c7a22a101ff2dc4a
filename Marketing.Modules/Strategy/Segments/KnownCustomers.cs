using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy.Segments;

/// <summary>Everybody whom the shop knows, by ascending id: the customers of the features, and between them those of whom nothing is known yet.</summary>
internal sealed class KnownCustomers
{
    // Where each stands in the features, or -1; null where the list is theirs.
    private readonly int[]? _place;

    private KnownCustomers(long[] id, string[] key, string[] country, int[]? place)
    {
        (Id, Key, Country, _place) = (id, key, country, place);
    }

    public long[] Id { get; }

    public string[] Key { get; }

    public string[] Country { get; }

    public int Count => Id.Length;

    /// <summary>Puts the customers and the newcomers of a snapshot into one list.</summary>
    public static KnownCustomers Of(ShopSnapshot snapshot)
    {
        var (old, fresh) = (snapshot.Customers, snapshot.Newcomers);
        if (fresh.Count == 0)
        {
            return new KnownCustomers(old.Id, old.Key, old.Country, null);
        }

        var count = old.Count + fresh.Count;
        var (id, key, country, place) = (new long[count], new string[count], new string[count], new int[count]);
        for (var (c, i, j) = (0, 0, 0); c < count; c++)
        {
            var isOld = j == fresh.Count || (i < old.Count && old.Id[i] < fresh.Id[j]);
            var (from, at) = isOld ? (old, i) : (fresh, j);
            (id[c], key[c], country[c], place[c]) = (from.Id[at], from.Key[at], from.Country[at], isOld ? i++ : -1);
            j += isOld ? 0 : 1;
        }

        return new KnownCustomers(id, key, country, place);
    }

    /// <summary>Index of an id, or -1.</summary>
    public int IndexOf(CustomerId id) => Math.Max(-1, Array.BinarySearch(Id, id.Value));

    /// <summary>Index in the features, or -1 of a newcomer.</summary>
    public int Place(int customer) => _place is null ? customer : _place[customer];

    /// <summary>A column of the features as one of this list, with a value for the newcomers.</summary>
    public T[] Spread<T>(IReadOnlyList<T> column, T newcomer)
    {
        var all = new T[Count];
        for (var c = 0; c < all.Length; c++)
        {
            all[c] = Place(c) is >= 0 and var place ? column[place] : newcomer;
        }

        return all;
    }
}
