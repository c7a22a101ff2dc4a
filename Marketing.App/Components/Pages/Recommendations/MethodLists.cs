using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>The list of one version.</summary>
/// <param name="Version">Which.</param>
/// <param name="List">Its list.</param>
public sealed record MethodList(ModelVersion Version, RecommendationList List);

/// <summary>A product that somebody bought lately.</summary>
/// <param name="Product">Which.</param>
/// <param name="Name">Name.</param>
/// <param name="At">When last.</param>
/// <param name="Orders">On how many of the orders looked at.</param>
public sealed record RecentPurchase(ProductId Product, string Name, DateTimeOffset At, int Orders);

/// <summary>Lists of several methods for one person, and what they have in common.</summary>
internal static class MethodLists
{
    /// <summary>The newest version of each method, the champion's first; the champion stands for its method also where a newer version waits.</summary>
    public static IReadOnlyList<ModelVersion> Latest(IReadOnlyList<ModelVersion> versions) =>
    [
        .. versions
            .GroupBy(version => version.Kind)
            .Select(kind => kind.FirstOrDefault(version => version.State == ModelState.Champion) ?? kind.MaxBy(version => version.Version)!)
            .OrderByDescending(version => version.State == ModelState.Champion)
            .ThenBy(version => version.Kind, StringComparer.Ordinal),
    ];

    /// <summary>In how many of the lists each product stands.</summary>
    public static IReadOnlyDictionary<ProductId, int> Common(IReadOnlyList<MethodList> lists) =>
        lists.SelectMany(list => list.List.Products.Select(product => product.Product).Distinct()).GroupBy(product => product).ToDictionary(product => product.Key, product => product.Count());

    /// <summary>Names of the rules that put a product into one of the lists.</summary>
    public static IReadOnlyList<string> RulesAtWork(IReadOnlyList<MethodList> lists) =>
    [
        .. lists.SelectMany(list => list.List.Products).SelectMany(product => product.Reasons)
            .Where(reason => reason.Code is ReasonCodes.Pinned or ReasonCodes.Boosted && reason.Arguments.Count > 0)
            .Select(reason => reason.Arguments[0]).Distinct(),
    ];

    /// <summary>What a customer bought on their last orders, the newest first.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="customer">Who.</param>
    /// <param name="orders">How many orders are looked at.</param>
    /// <param name="most">Most products.</param>
    public static IReadOnlyList<RecentPurchase> Recent(ShopSnapshot snapshot, CustomerId customer, int orders, int most)
    {
        var index = snapshot.Customers.IndexOf(customer);
        var bought = new Dictionary<int, (long At, int Orders)>();
        for (var (order, seen) = (snapshot.Orders.Count - 1, 0); index >= 0 && order >= 0 && seen < orders; order--)
        {
            if (snapshot.Orders.Customer[order] != index)
            {
                continue;
            }

            seen++;
            foreach (var product in snapshot.Orders.LineProduct[snapshot.Orders.LineStart[order]..snapshot.Orders.LineStart[order + 1]].Distinct())
            {
                var known = bought.GetValueOrDefault(product, (snapshot.Orders.Time[order], 0));
                bought[product] = (known.Item1, known.Item2 + 1);
            }
        }

        return
        [
            .. bought.OrderByDescending(product => product.Value.At).ThenByDescending(product => product.Value.Orders).ThenBy(product => product.Key).Take(most)
                .Select(product => new RecentPurchase(new ProductId(snapshot.Products.Id[product.Key]), snapshot.Products.Name[product.Key], DateTimeOffset.FromUnixTimeMilliseconds(product.Value.At), product.Value.Orders)),
        ];
    }
}
