namespace Marketing.Model.Sequence;

/// <summary>How well products that came next stand in a ranking of the whole catalogue.</summary>
internal static class HeldRanking
{
    private const int Cut = 10;

    /// <summary>NDCG@10 with binary gains (Järvelin and Kekäläinen 2002); of equal scores the lower index stands in front.</summary>
    /// <param name="scores">One entry a product; those that are not ranked become negative infinity.</param>
    /// <param name="held">What came next, and what is not ranked.</param>
    /// <returns>In [0, 1], or NaN where a score is not finite: such scores rank nothing.</returns>
    public static double Ndcg(Span<float> scores, HeldHistory held)
    {
        foreach (var score in scores)
        {
            if (!float.IsFinite(score))
            {
                return double.NaN;
            }
        }

        foreach (var product in held.Excluded)
        {
            scores[product] = float.NegativeInfinity;
        }

        var (gain, ideal) = (0.0, 0.0);
        foreach (var truth in held.Truth)
        {
            var (own, before) = (scores[truth], 0);
            for (var p = 0; p < scores.Length && before < Cut; p++)
            {
                before += scores[p] > own || (scores[p] == own && p < truth) ? 1 : 0;
            }

            gain += before < Cut ? 1 / Math.Log2(before + 2) : 0;
        }

        for (var i = 0; i < Math.Min(Cut, held.Truth.Length); i++)
        {
            ideal += 1 / Math.Log2(i + 2);
        }

        return ideal > 0 ? gain / ideal : 0;
    }
}
