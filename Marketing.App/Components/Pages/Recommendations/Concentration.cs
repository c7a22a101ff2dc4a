namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>How evenly places are spread over a catalogue.</summary>
/// <param name="Coverage">Share of the catalogue that has a place, in [0, 1].</param>
/// <param name="TopShare">Share of all places that the most frequent hundredth of the catalogue takes, in [0, 1].</param>
/// <param name="Gini">Gini coefficient over the catalogue: 0 all alike, 1 always the same.</param>
public sealed record Concentration(double Coverage, double TopShare, double Gini)
{
    /// <summary>Null where there is no catalogue or no place.</summary>
    /// <param name="places">Places of each product that has any.</param>
    /// <param name="catalogue">Products there are, at least as many as have a place.</param>
    public static Concentration? Of(IEnumerable<long> places, int catalogue)
    {
        var counts = places.Where(count => count > 0).Order().ToArray();
        var total = counts.Sum();
        if (total == 0 || catalogue < counts.Length)
        {
            return null;
        }

        // Products without a place come first in the order and add nothing to the sum but their number.
        var (without, weighted) = (catalogue - counts.Length, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            weighted += ((2.0 * (without + i + 1)) - catalogue - 1) * counts[i];
        }

        var top = Math.Max(1, (int)Math.Round(catalogue / 100.0));
        return new Concentration(counts.Length / (double)catalogue, counts.TakeLast(top).Sum() / (double)total, weighted / (catalogue * (double)total));
    }
}
