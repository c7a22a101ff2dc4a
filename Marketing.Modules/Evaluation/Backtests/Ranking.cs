using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Backtests;

/// <summary>Figures of one method, one entry an evaluated customer, and those of all lists together.</summary>
/// <param name="Ndcg">NDCG@10.</param>
/// <param name="Recall">Recall@20.</param>
/// <param name="Hit">Hit rate@10.</param>
/// <param name="AveragePrecision">Average precision@10, divided by min(|T|, 10).</param>
/// <param name="Novelty">Mean self-information of the first ten, <c>-log2(buyers / customers)</c> (Vargas and Castells 2011, sec. 4.2), in bits.</param>
/// <param name="Diversity">One less the mean cosine of the pairs of the first ten (Ziegler et al. 2005, eq. 4, as a mean), one entry a customer looked at.</param>
/// <param name="Coverage">Share of the catalogue that reached somebody's first ten.</param>
/// <param name="Gini">Gini coefficient of how often each product of the catalogue is in a first ten: 0 all alike, 1 always the same.</param>
internal sealed record Ranking(double[] Ndcg, double[] Recall, double[] Hit, double[] AveragePrecision, double[] Novelty, double[] Diversity, double Coverage, double Gini)
{
    // Pairs of products are compared for so many customers at most, evenly spread.
    private const int DiversityCustomers = 5000;

    /// <summary>Compares lists with the truth.</summary>
    public static Ranking Of(RankedLists lists, HeldOut question)
    {
        var n = lists.Customers;
        var (ndcg, recall, hit, precision, novelty) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        var shown = new int[question.Catalogue.Length];
        var buyers = question.Buyers;
        for (var i = 0; i < n; i++)
        {
            var ranked = lists.Items(i);
            var truth = question.Truth.Row(question.Customers[i]);
            var atShort = RankingMetrics.At(ranked, truth, RankEveryone.Short)!.Value;
            (ndcg[i], hit[i], precision[i], recall[i]) = (atShort.Ndcg, atShort.Hit, atShort.AveragePrecision, RankingMetrics.At(ranked, truth, RankEveryone.Long)!.Value.Recall);
            var first = ranked[..Math.Min(RankEveryone.Short, ranked.Length)];
            var bits = 0.0;
            foreach (var product in first)
            {
                shown[product]++;
                bits -= Math.Log2(Math.Max(1, buyers.Row(product).Length) / (double)Math.Max(1, question.Past.Customers.Count));
            }

            novelty[i] = first.IsEmpty ? 0 : bits / first.Length;
        }

        return new Ranking(ndcg, recall, hit, precision, novelty, DiversityOf(lists, buyers), question.CatalogueSize == 0 ? 0 : shown.Count(times => times > 0) / (double)question.CatalogueSize, GiniOf(shown, question.Catalogue));
    }

    private static double[] DiversityOf(RankedLists lists, SparseMatrix buyers)
    {
        var looked = Math.Min(DiversityCustomers, lists.Customers);
        var diversity = new double[looked];
        for (var i = 0; i < looked; i++)
        {
            var ranked = lists.Items((int)((long)i * lists.Customers / looked));
            var first = ranked[..Math.Min(RankEveryone.Short, ranked.Length)];
            var (sum, pairs) = (0.0, 0);
            for (var a = 0; a < first.Length; a++)
            {
                for (var b = a + 1; b < first.Length; b++)
                {
                    sum += Cosine(buyers.Row(first[a]), buyers.Row(first[b]));
                    pairs++;
                }
            }

            diversity[i] = pairs == 0 ? 0 : 1 - (sum / pairs);
        }

        return diversity;
    }

    // Of two binary vectors given by their ascending entries.
    private static double Cosine(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return 0;
        }

        var (i, j, common) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            var (left, right) = (a[i], b[j]);
            common += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return common / Math.Sqrt((double)a.Length * b.Length);
    }

    private static double GiniOf(int[] shown, bool[] catalogue)
    {
        var counts = Enumerable.Range(0, shown.Length).Where(product => catalogue[product]).Select(product => (long)shown[product]).Order().ToArray();
        var (total, weighted) = (counts.Sum(), 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            weighted += ((2.0 * (i + 1)) - counts.Length - 1) * counts[i];
        }

        return total == 0 ? 0 : weighted / (counts.Length * (double)total);
    }
}
