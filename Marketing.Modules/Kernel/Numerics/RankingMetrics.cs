namespace Marketing.Kernel.Numerics;

/// <summary>
/// Figures of one ranked list cut at k against the set of relevant items T, with binary gain.
/// DCG@k = sum over ranks r ≤ k of [item in T] / log2(r + 1) (Järvelin and Kekäläinen 2002, eq. 2 with b = 2 in the form of Burges 2005).
/// </summary>
/// <param name="Hits">Relevant items among the first k.</param>
/// <param name="Ndcg">DCG@k divided by the DCG of min(|T|, k) hits.</param>
/// <param name="Recall">Hits / |T|.</param>
/// <param name="RecallTruncated">Hits / min(|T|, k).</param>
/// <param name="Precision">Hits / k, also when fewer than k were ranked.</param>
/// <param name="Hit">1 when there is a hit, else 0.</param>
/// <param name="AveragePrecision">Sum of the precisions at the hits / min(|T|, k).</param>
/// <param name="ReciprocalRank">1 / rank of the first hit, or 0 without one.</param>
internal readonly record struct RankingMetrics(int Hits, double Ndcg, double Recall, double RecallTruncated, double Precision, double Hit, double AveragePrecision, double ReciprocalRank)
{
    /// <summary>Measures a list; null when T is empty, because every figure is undefined then.</summary>
    /// <param name="ranked">Distinct items, best first; may be shorter than k.</param>
    /// <param name="truth">T, ascending and distinct.</param>
    /// <param name="k">Cut, above 0.</param>
    public static RankingMetrics? At(ReadOnlySpan<int> ranked, ReadOnlySpan<int> truth, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (truth.IsEmpty)
        {
            return null;
        }

        var (hits, gain, precisions, reciprocal) = (0, 0.0, 0.0, 0.0);
        for (var r = 0; r < Math.Min(k, ranked.Length); r++)
        {
            if (truth.BinarySearch(ranked[r]) < 0)
            {
                continue;
            }

            hits++;
            gain += Discount(r);
            precisions += hits / (r + 1.0);
            reciprocal = hits == 1 ? 1.0 / (r + 1) : reciprocal;
        }

        var reachable = Math.Min(truth.Length, k);
        var ideal = 0.0;
        for (var r = 0; r < reachable; r++)
        {
            ideal += Discount(r);
        }

        return new RankingMetrics(hits, gain / ideal, hits / (double)truth.Length, hits / (double)reachable, hits / (double)k, hits > 0 ? 1 : 0, precisions / reachable, reciprocal);
    }

    // Rank r counts from 0 here.
    private static double Discount(int r) => 1 / Math.Log2(r + 2);
}
