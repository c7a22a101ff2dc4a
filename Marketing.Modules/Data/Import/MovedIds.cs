namespace Marketing.Data.Import;

/// <summary>Ids that an import counted on and that live facts took meanwhile, with the ids given instead.</summary>
internal sealed class MovedIds
{
    public Dictionary<long, long> Customers { get; } = [];

    public Dictionary<long, long> Products { get; } = [];

    public Dictionary<long, long> Orders { get; } = [];

    public long Customer(long id) => Of(Customers, id);

    public long Product(long id) => Of(Products, id);

    public long Order(long id) => Of(Orders, id);

    private static long Of(Dictionary<long, long> moved, long id) => moved.Count > 0 && moved.TryGetValue(id, out var other) ? other : id;
}
