using System.Globalization;
using Marketing.Data;

namespace Marketing.Strategy.Recommendations;

/// <summary>Places of a list put into reasons for people.</summary>
internal static class Reasons
{
    /// <summary>Why one product is in somebody's list.</summary>
    public static IReadOnlyList<Reason> Of(Place place, Asker asker)
    {
        var reasons = new List<Reason>(3);
        if (place.Rule is { } rule)
        {
            reasons.Add(new Reason(rule.Action == RuleAction.Pin ? ReasonCodes.Pinned : ReasonCodes.Boosted, [rule.Name]));
        }

        if (place.Due is { } due)
        {
            reasons.Add(new Reason(ReasonCodes.DueAgain, [Whole(due.Days), Whole(due.Cycle)]));
        }
        else if (place.Times > 0)
        {
            reasons.Add(new Reason(ReasonCodes.BoughtBefore, [Whole(place.Times)]));
        }

        // A pin needs nothing else that speaks for it.
        if (place.Score > 0 || place.Rule is null)
        {
            reasons.Add(place.Link.Why(asker, place.Product, place.Because));
        }

        if (place.Stock != StockSignal.None)
        {
            reasons.Add(new Reason(place.Stock == StockSignal.Push ? ReasonCodes.Overstocked : ReasonCodes.RunningLow, []));
        }

        return reasons;
    }

    /// <summary>Why a whole list is as it is; few different ones, since the ledger keeps each once.</summary>
    public static IReadOnlyList<Reason> Of(RankedList list) =>
        [list.Places.Any(place => place.Link == list.Answered && place.Link.NamesOwn(list.Asker, place.Because)) ? new Reason(ReasonCodes.OwnPurchases, []) : list.Answered.Why(list.Asker, -1, [])];

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
