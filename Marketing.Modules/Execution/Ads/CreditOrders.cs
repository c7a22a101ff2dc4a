using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>
/// Finds the orders that followed clicks: the first order of a known customer within seven days after a click. An order counts once, for the latest click before it, so that the margin of an order is never
/// told twice; where an order is noted for that click already, also one that was reported at another time, it is this one.
/// </summary>
internal sealed class CreditOrders(ISnapshots snapshots, IShop shop)
{
    /// <summary>Days within which an order is put down to a click.</summary>
    public const int AttributionDays = 7;

    private sealed record Click(DecisionId Decision, DateTimeOffset At, bool HasOrder);

    /// <summary>Outcomes <c>bought</c> that are not noted yet.</summary>
    public async Task<IReadOnlyList<Outcome>> FindAsync(IReadOnlyList<AdReaction> reactions, CancellationToken cancellation)
    {
        var open = reactions
            .Where(reaction => reaction is { Clicked: not null, Row.Customer: not null } && reaction.Row.Terms.Arm != AdCodes.Holdout)
            .GroupBy(reaction => reaction.Row.Customer!.Value, reaction => new Click(reaction.Row.Id, reaction.Clicked!.Value, reaction.HasOrder))
            .Where(group => group.Any(click => !click.HasOrder))
            .ToList();
        if (open.Count == 0)
        {
            return [];
        }

        var credited = reactions
            .Where(reaction => reaction is { HasOrder: true, Row.Customer: not null })
            .SelectMany(reaction => reaction.Outcomes.Where(outcome => outcome.Kind == AdReactions.Bought).Select(outcome => (reaction.Row.Customer!.Value, outcome.At)))
            .ToHashSet();
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var orders = Orders(snapshot, open.Select(group => group.Key), open.Min(group => group.Min(click => click.At)));
        return [.. open.SelectMany(group => Credit(group.Key, group, orders.GetValueOrDefault(group.Key, []), snapshot, credited))];
    }

    private IEnumerable<Outcome> Credit(CustomerId customer, IEnumerable<Click> clicks, List<int> orders, ShopSnapshot snapshot, HashSet<(CustomerId, DateTimeOffset)> credited)
    {
        var open = clicks.OrderByDescending(click => click.At).ThenByDescending(click => click.Decision.Value).ToList();
        foreach (var order in orders)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Orders.Time[order]);
            var click = open.Find(one => one.At < at);
            if (click is { HasOrder: false } && at - click.At <= TimeSpan.FromDays(AttributionDays) && !credited.Contains((customer, at)))
            {
                yield return new Outcome(click.Decision, AdReactions.Bought, at, Margin(snapshot, order));
            }

            // It was the first order after all of them.
            open.RemoveAll(one => one.At < at);
        }
    }

    // Orders of some customers from an instant on, the oldest first.
    private static Dictionary<CustomerId, List<int>> Orders(ShopSnapshot snapshot, IEnumerable<CustomerId> customers, DateTimeOffset since)
    {
        var wanted = customers.Select(customer => (Customer: customer, Place: snapshot.Customers.IndexOf(customer))).Where(one => one.Place >= 0).ToDictionary(one => one.Place, one => one.Customer);
        var found = new Dictionary<CustomerId, List<int>>();
        var begin = Array.BinarySearch(snapshot.Orders.Time, since.ToUnixTimeMilliseconds());
        begin = begin < 0 ? ~begin : begin;
        while (begin > 0 && snapshot.Orders.Time[begin - 1] == since.ToUnixTimeMilliseconds())
        {
            begin--;
        }

        for (var order = begin; order < snapshot.Orders.Count; order++)
        {
            if (wanted.TryGetValue(snapshot.Orders.Customer[order], out var customer))
            {
                if (!found.TryGetValue(customer, out var list))
                {
                    found[customer] = list = [];
                }

                list.Add(order);
            }
        }

        return found;
    }

    /// <summary>Margin of an order in minor units: price less cost; where a product's cost is not known the shop's assumed margin of the price; where that is not entered either, nothing.</summary>
    private long Margin(ShopSnapshot snapshot, int order)
    {
        var (orders, margin) = (snapshot.Orders, 0.0);
        for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
        {
            var (price, cost) = (orders.LinePrice[line], snapshot.Products.Cost[orders.LineProduct[line]]);
            margin += orders.LineQuantity[line] * (cost >= 0 ? price - cost : price * (shop.Profile.AssumedMargin ?? 0));
        }

        return (long)Math.Round(margin, MidpointRounding.AwayFromZero);
    }
}
