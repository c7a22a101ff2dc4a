namespace Marketing.Data.Demo;

/// <summary>Names, addresses and consents for the demo shop; nobody is called so, and <c>example.com</c> receives no mail (RFC 2606).</summary>
internal static class InventPeople
{
    private const double WithdrawnShare = 0.05;
    private const double RefusedShare = 0.4;
    private const long MsPerMinute = 60_000;
    private const long LongestSilence = 200L * 24 * 60;

    private static readonly string[] First =
    [
        "Amber", "Basil", "Clover", "Dahlia", "Elm", "Fern", "Ginger", "Hazel", "Iris", "Juniper", "Kelp", "Laurel", "Maple", "Nettle", "Olive",
        "Poppy", "Quince", "Rowan", "Sage", "Tansy", "Umber", "Violet", "Willow", "Yarrow", "Zinnia", "Birch", "Cedar", "Myrtle", "Aspen", "Bramble",
    ];

    private static readonly string[] Last =
    [
        "Ashgrove", "Brightwater", "Coppergate", "Dewfield", "Evenmoor", "Fairlantern", "Greenlatch", "Hollowbrook", "Inkwell", "Jarrowby",
        "Kettlewick", "Longmeadow", "Mistlebank", "Northpenny", "Oakbutton", "Pebbleworth", "Quillfeather", "Rainford-Hatt", "Silverthimble",
        "Thistledown", "Underlark", "Velvetine", "Windlebury", "Yellowdrake", "Zephyrine", "Candlewood", "Marrowfat", "Plumstone",
    ];

    public static IReadOnlyList<InventedPerson> Names(ShopSnapshot shop, Random random)
    {
        var people = new InventedPerson[shop.Customers.Count];
        for (var c = 0; c < people.Length; c++)
        {
            var (first, last) = (First[random.Next(First.Length)], Last[random.Next(Last.Length)]);
            people[c] = new InventedPerson(shop.Customers.Id[c], $"{first} {last}", $"{first}.{last}.{Mailbox(shop.Customers.Key[c])}@example.com".ToLowerInvariant());
        }

        return people;
    }

    /// <summary>A consent is given with the first order; some take it back later, some who give none say so.</summary>
    public static IReadOnlyList<InventedConsent> Consents(ShopSnapshot shop, DemoOptions options, Random random)
    {
        var first = FirstSeen(shop);
        var end = shop.Orders.Count == 0 ? 0 : shop.Orders.Time[^1];
        var consents = new List<InventedConsent>(shop.Customers.Count);
        // Those who take it back are added on top, so that the share is that of the consents in force.
        var granting = options.ConsentShare / (1 - WithdrawnShare);
        for (var c = 0; c < first.Length; c++)
        {
            var id = shop.Customers.Id[c];
            if (random.NextDouble() < granting)
            {
                consents.Add(new InventedConsent(id, true, first[c]));
                if (random.NextDouble() < WithdrawnShare)
                {
                    consents.Add(new InventedConsent(id, false, Math.Min(Math.Max(end, first[c]), first[c] + (random.NextInt64(LongestSilence) * MsPerMinute))));
                }
            }
            else if (random.NextDouble() < RefusedShare)
            {
                consents.Add(new InventedConsent(id, false, first[c]));
            }
        }

        return consents;
    }

    private static long[] FirstSeen(ShopSnapshot shop)
    {
        var first = new long[shop.Customers.Count];
        Array.Fill(first, long.MaxValue);
        for (var o = 0; o < shop.Orders.Count; o++)
        {
            Note(shop.Orders.Customer[o], shop.Orders.Time[o]);
        }

        for (var r = 0; r < shop.Returns.Count; r++)
        {
            Note(shop.Returns.Customer[r], shop.Returns.Time[r]);
        }

        return first;

        void Note(int customer, long at)
        {
            if (customer >= 0)
            {
                first[customer] = Math.Min(first[customer], at);
            }
        }
    }

    private static string Mailbox(string key) => string.Concat(key.Where(char.IsAsciiLetterOrDigit));
}
