using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy.Recommendations;

namespace Marketing.Strategy.Planning;

/// <summary>Parts of a ledger entry that all plans write alike.</summary>
internal static class Drafts
{
    /// <summary>A list that is shown to a customer, or to a visitor (null).</summary>
    public static DecisionDraft Shown(CustomerId? customer, RankedList list, string context, ShopSnapshot snapshot) => new(
        customer,
        DecisionKind.Recommendation,
        "show",
        list.Propensity,
        list.Candidates,
        Products(list, snapshot),
        Reasons.Of(list),
        context,
        $"top-k:{list.Kind}",
        list.Model,
        Campaign: null,
        Arm: null,
        ConsentBasis: null,
        CostMinor: 0);

    public static IReadOnlyList<ChosenProduct> Products(RankedList list, ShopSnapshot snapshot) =>
        [.. list.Places.Select(place => new ChosenProduct(
            new ProductId(snapshot.Products.Id[place.Product]),
            place.Score,
            place.Link.NamesOwn(list.Asker, place.Because) ? [.. place.Because.Select(p => new ProductId(snapshot.Products.Id[p]))] : []))];

    /// <summary>What was known of a customer, as JSON with the keys in this order; codes hold no letter that JSON escapes.</summary>
    public static string Context(Segmentation segments, int customer)
    {
        var (frame, segment) = (segments.Frame, customer < 0 ? -1 : segments.Of[customer]);
        return segment < 0
            ? "{}"
            : string.Create(CultureInfo.InvariantCulture, $$"""{"segment":"{{segments.Codes[segment]}}","r":{{frame.R[customer]}},"f":{{frame.F[customer]}},"m":{{frame.M[customer]}}}""");
    }
}
