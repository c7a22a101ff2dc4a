namespace Marketing.Data;

/// <summary>
/// The calendar of promotions as a whole, as it stands: what is foretold from now on heeds whatever is planned by now, also what was entered after the picture of the shop was taken. Never changes.
/// </summary>
/// <param name="promotions">All promotions, by id.</param>
public sealed class PromotionPlan(IReadOnlyList<PlannedPromotion> promotions)
{
    /// <summary>No promotion.</summary>
    public static PromotionPlan None { get; } = new([]);

    /// <summary>All promotions, by id.</summary>
    public IReadOnlyList<PlannedPromotion> Promotions => promotions;

    /// <summary>Tells two plans apart by what they say.</summary>
    public string Stamp { get; } = string.Join('\n', promotions.Select(one => $"{one.Id}|{one.Entered.UtcTicks}|{one.Draft.Name}|{one.Draft.Scope}|{one.Draft.Category}|{string.Join(',', one.Draft.Products)}|{one.Draft.First.DayNumber}|{one.Draft.Last.DayNumber}|{BitConverter.DoubleToInt64Bits(one.Draft.Cut)}"));

    /// <summary>Indices of the products that a promotion is about, ascending; null for all.</summary>
    /// <param name="draft">The promotion.</param>
    /// <param name="products">The products. A code that none has is left out.</param>
    public static IReadOnlyList<int>? Covered(PromotionDraft draft, ProductColumns products) => draft.Scope switch
    {
        PromotionScope.Shop => null,
        PromotionScope.Category => [.. Enumerable.Range(0, products.Count).Where(product => PromotionDraft.IsWithin(products.Category[product], draft.Category!))],
        _ => [.. draft.Products.Select(products.IndexOf).Where(product => product >= 0).Distinct().Order()],
    };
}
