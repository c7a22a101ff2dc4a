namespace Marketing.Data.Import.Kinds;

/// <summary>All kinds of files, in the order in which they are offered: who must not be written to comes first.</summary>
internal static class AllKinds
{
    public static readonly IReadOnlyList<ImportKind> InOrder =
    [
        SuppressionsKind.Kind, CustomersKind.Kind, ProductsKind.Kind, OrdersKind.Kind, ReturnsKind.Kind, StockKind.Kind,
        EventsKind.Kind, ConsentsKind.Kind, EngagementKind.Kind, AdsKind.Kind, AdResultsKind.Kind,
    ];

    public static readonly IReadOnlyList<ImportKindInfo> Public = [.. InOrder.Select(kind => kind.Public)];

    public static ImportKind? Find(string? name) => InOrder.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kind of that name.</summary>
    /// <exception cref="FileRefusedException">There is none.</exception>
    public static ImportKind Of(string name) => Find(name) ?? throw FileFault.UnknownKind.Whole(name, string.Join(", ", InOrder.Select(kind => kind.Name)));
}
