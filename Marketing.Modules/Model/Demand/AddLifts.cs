using Marketing.Features;

namespace Marketing.Model.Demand;

/// <summary>
/// Adds what planned promotions are expected to bring: the mean of a day with a cut c is multiplied by <c>(1 - c)^e</c>, a cut deeper than any that was seen counting as the deepest. What a method foretells holds the promotions of the weeks before at their mean; of a product that has
/// a plan, and so no other promotions than those planned, that is taken out first: every day is divided by the units of the last 56 days over what they would have been at the usual price. Lifts come after products and total are
/// reconciled, which would spread them over all. Pure.
/// </summary>
internal static class AddLifts
{
    private const int Before = 56;

    /// <summary>One product under its plan; itself where none covers a day foretold, or nothing is expected.</summary>
    /// <param name="frame">Demand, and the plan.</param>
    /// <param name="product">Index of the product.</param>
    /// <param name="told">What is foretold without a plan.</param>
    /// <param name="demand">Demand of the product's days as the methods learned it, or empty.</param>
    /// <param name="elasticities">Elasticity of every product, asked for only where there is a plan.</param>
    public static ProductDemand To(DemandFrame frame, int product, ProductDemand told, ReadOnlySpan<float> demand, Lazy<IReadOnlyList<ProductElasticity>> elasticities)
    {
        var cuts = told.Basis == DemandBasis.Ended ? [] : frame.PlannedCuts(product, told.Mean.Count);
        if (cuts.IsEmpty)
        {
            return told;
        }

        var lift = PriceLift.Of(elasticities.Value[product]);
        var isTold = lift.Basis != LiftBasis.None;
        IReadOnlyList<PlannedLift> planned = [.. frame.Planned(product, told.Mean.Count).Select(one => new PlannedLift(one.Id, one.Draft.Name, one.Draft.First, one.Draft.Last, one.Draft.Cut, isTold ? lift.At(one.Draft.Cut) : null, lift.Counted(one.Draft.Cut)))];
        if (!isTold)
        {
            return told with { Lift = new DemandLift(LiftBasis.None, lift.Reason, [], 0, 1, planned) };
        }

        var usual = Usual(demand, frame.Cuts(product), lift);
        var (times, mean) = (new float[cuts.Length], new float[cuts.Length]);
        for (var day = 0; day < cuts.Length; day++)
        {
            times[day] = cuts[day] > 0 ? (float)lift.At(cuts[day]) : 1;
            mean[day] = (float)(told.Mean[day] / usual * times[day]);
        }

        return told with { Mean = mean, Lift = new DemandLift(lift.Basis, lift.Reason, times, lift.Error / Math.Abs(lift.Estimate), usual, planned) };
    }

    /// <summary>Units of the last days over what they would have been at the usual price; 1 where nothing was sold.</summary>
    /// <param name="demand">Units a day; one wild order is to be no more in it than in what methods learned.</param>
    /// <param name="cuts">Cut of each day, planned or told by its price.</param>
    /// <param name="lift">The answer to a cut.</param>
    internal static double Usual(ReadOnlySpan<float> demand, ReadOnlySpan<float> cuts, PriceLift lift)
    {
        var (came, plain) = (0.0, 0.0);
        for (var day = Math.Max(0, demand.Length - Before); day < demand.Length; day++)
        {
            (came, plain) = (came + demand[day], plain + (cuts[day] > 0 ? demand[day] / lift.At(cuts[day]) : demand[day]));
        }

        return plain > 0 ? came / plain : 1;
    }
}
