using Marketing.Kernel;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Ads;

/// <summary>
/// How likely a place is looked at, against the first (position-based model: Craswell et al. 2008, "An experimental comparison of click position-bias models"; Lagrée, Vernade and Cappé 2016). It is the share of
/// clicks at each place under a choice in which every candidate is equally likely there, which choices with known probabilities tell by weighing each by <c>1 / (n p)</c>.
/// A click counts as it is; of what was not clicked a place that is looked at half as often keeps half, drawn by the number of the decision, so that what is learned is the appeal and not the place.
/// Right where rates are small, as those of advertisements are: the exact share is <c>e (1 − θ) / (1 − e θ)</c>.
/// </summary>
internal static class Examination
{
    // Below so many clicks at a place or at the first, the usual discount of ranks stands in (Järvelin and Kekäläinen 2002).
    private const double Enough = 50;
    private const double Least = 0.02;

    /// <summary>Chance that a place is looked at, against the first, in [0.02, 1].</summary>
    /// <param name="places">What was seen.</param>
    /// <param name="place">Place from 1 on.</param>
    public static double Of(IReadOnlyList<PlaceSums> places, int place)
    {
        if (place <= 1)
        {
            return 1;
        }

        return places.Count >= place && places[0].Clicks >= Enough && places[place - 1].Clicks >= Enough
            ? Math.Clamp(places[place - 1].Weighted / places[place - 1].Shows / (places[0].Weighted / places[0].Shows), Least, 1)
            : 1 / Math.Log2(place + 1);
    }

    /// <summary>Whether a decision that brought nothing is learned from.</summary>
    public static bool Keeps(DecisionId decision, double examined) =>
        examined >= 1 || new SeededRandom(StableHash.Add(StableHash.Start, decision.Value)).NextDouble() < examined;
}
