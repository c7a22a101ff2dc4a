namespace Marketing.Data.Intake;

/// <summary>Kinds of events by the names that senders use.</summary>
internal static class EventKinds
{
    private static readonly Dictionary<string, EventKind> Named = new(StringComparer.Ordinal)
    {
        ["view"] = EventKind.View,
        ["cart"] = EventKind.Cart,
        ["page"] = EventKind.Page,
        ["search"] = EventKind.Search,
        ["checkout"] = EventKind.Checkout,
        ["purchase"] = EventKind.Purchase,
        ["identify"] = EventKind.Identify,
        ["remove-from-cart"] = EventKind.RemoveFromCart,
    };

    private static readonly Dictionary<EventKind, string> Names = Named.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The kind of a name; a name that only the shop knows is its own.</summary>
    public static EventKind Of(string name) => Named.GetValueOrDefault(name, EventKind.Own);

    /// <summary>The name of a kind, <c>own</c> for what only the shop has a name for.</summary>
    public static string Name(EventKind kind) => Names.GetValueOrDefault(kind, "own");
}
