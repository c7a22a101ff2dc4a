using System.Runtime.InteropServices;

namespace Marketing.Data.Customers.Duplicates;

/// <summary>Two records to compare; the smaller id first.</summary>
internal readonly record struct RecordPair(long Low, long High, bool EmailShared, bool PhoneShared);

/// <summary>
/// Which records are worth comparing: those with the same address or phone, and those in the same place with a word of the name that
/// begins alike. Within such a block a record is compared with the few that follow it in order of names only (sorted neighbourhood
/// of Hernández and Stolfo, 1995), so that the pairs grow with the records and not with their square.
/// </summary>
internal sealed class FindPairs
{
    private const int Window = 10;
    private const int MostWords = 3;
    private const int Beginning = 3;
    private const int SharedFrom = 3;
    private readonly List<Entry> _entries = [];

    private enum Part : byte
    {
        Email,
        Phone,
        Name,
    }

    /// <summary>Takes a record into its blocks.</summary>
    public void Add(PersonText person)
    {
        var order = Order(person.Name);
        if (person.Email.Length > 0)
        {
            _entries.Add(new Entry(Hash($"e {person.Email}"), order, person.Id, Part.Email));
        }

        if (person.Phone.Length > 0)
        {
            _entries.Add(new Entry(Hash($"p {person.Phone}"), order, person.Id, Part.Phone));
        }

        if (person.Place.Length > 0)
        {
            foreach (var beginning in person.Words.Take(MostWords).Select(word => word[..Math.Min(word.Length, Beginning)]).Distinct())
            {
                _entries.Add(new Entry(Hash($"n {person.Place} {beginning}"), order, person.Id, Part.Name));
            }
        }
    }

    /// <summary>Every pair once, by ids.</summary>
    public IReadOnlyList<RecordPair> Pairs()
    {
        _entries.Sort();
        var entries = CollectionsMarshal.AsSpan(_entries);
        var pairs = new Dictionary<(long, long), (bool Email, bool Phone)>();
        for (var start = 0; start < entries.Length;)
        {
            var end = start + 1;
            while (end < entries.Length && entries[end].Block == entries[start].Block)
            {
                end++;
            }

            Compare(entries[start..end], pairs);
            start = end;
        }

        return [.. pairs.OrderBy(pair => pair.Key).Select(pair => new RecordPair(pair.Key.Item1, pair.Key.Item2, pair.Value.Email, pair.Value.Phone))];
    }

    private static void Compare(ReadOnlySpan<Entry> block, Dictionary<(long, long), (bool Email, bool Phone)> pairs)
    {
        var shared = block.Length >= SharedFrom;
        for (var i = 0; i < block.Length; i++)
        {
            for (var j = i + 1; j < Math.Min(block.Length, i + 1 + Window); j++)
            {
                ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, (Math.Min(block[i].Id, block[j].Id), Math.Max(block[i].Id, block[j].Id)), out _);
                found = (found.Email || (shared && block[i].Part == Part.Email), found.Phone || (shared && block[i].Part == Part.Phone));
            }
        }
    }

    // FNV-1a over the characters (Fowler, Noll, Vo): two blocks that fall together only cost a few needless comparisons.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    // The first four characters, in their order.
    private static ulong Order(string name)
    {
        ulong order = 0;
        for (var i = 0; i < 4; i++)
        {
            order = (order << 16) | (i < name.Length ? name[i] : 0u);
        }

        return order;
    }

    private readonly record struct Entry(ulong Block, ulong Order, long Id, Part Part) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => (Block, Order, Id).CompareTo((other.Block, other.Order, other.Id));
    }
}
