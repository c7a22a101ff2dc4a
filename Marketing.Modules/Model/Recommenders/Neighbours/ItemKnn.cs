using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>What the customers of a product weigh in its likeness to others.</summary>
internal enum Weighting
{
    /// <summary>The cosine of customer vectors.</summary>
    Cosine,

    /// <summary>The cosine where a customer weighs the less, the more products he has.</summary>
    TfIdf,

    /// <summary>BM25 weights, and their plain dot product.</summary>
    Bm25,
}

/// <summary>Terms of item-based collaborative filtering.</summary>
/// <param name="Neighbours">K, above 0.</param>
/// <param name="IncludeSelf">Whether a product is one of its own K.</param>
/// <param name="Weighting">What customers weigh.</param>
/// <param name="Liked">Whether every owned product keeps its K most similar ones, as the library <c>implicit</c> has it; else every candidate does, as the papers have it.</param>
/// <param name="Shrinkage">λ: a similarity is multiplied by c / (c + λ) with c customers in common (Bell and Koren 2007, sec. 3.1); 0 leaves it.</param>
/// <param name="K1">Of BM25: how soon a strength saturates.</param>
/// <param name="B">Of BM25: how much the number of a product's customers counts against it.</param>
/// <param name="Binary">Whether customers either have a product or have it not; else they want it more or less.</param>
internal sealed record ItemKnnTerms(int Neighbours, bool IncludeSelf, Weighting Weighting = Weighting.Cosine, bool Liked = false, double Shrinkage = 0, double K1 = 1.2, double B = 0.75, bool Binary = true)
{
    /// <summary>Whether a similarity follows from the number of customers in common.</summary>
    public bool OfCounts => Binary && Weighting == Weighting.Cosine && Shrinkage == 0;
}

/// <summary>
/// Item-based collaborative filtering (Sarwar et al. 2001; Deshpande and Karypis 2004, sec. 4): the cosine of two products' binary
/// customer vectors is <c>c / sqrt(n_a · n_b)</c>; every candidate j keeps its K most similar products, only those above 0, ties to
/// the lower index; <c>score(u, j) = Σ x_ui sim(j, i)</c> over the products i of customer u that j kept, x being how much u wants i, 1 for what was
/// bought. Where customers want products more or less, the cosine is that of these values (Sarwar et al. 2001, sec. 3.1.1). Other weights and the
/// other side are choices.
/// </summary>
internal static class ItemKnn
{
    /// <summary>Similarities that are kept, by owned product: row i, column j holds sim(j, i) when i is among the K of j, or j among those of i.</summary>
    /// <param name="bought">Customers by products, with strengths or without.</param>
    /// <param name="terms">Terms.</param>
    /// <param name="progress">Takes the done share.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SparseMatrix Fit(SparseMatrix bought, ItemKnnTerms terms, Action<double>? progress, CancellationToken cancellation)
    {
        var buyers = bought.Transpose();
        var weights = terms.Weighting == Weighting.Cosine && bought.Value is null ? null : ItemWeights.Of(bought, buyers, terms);
        var n = bought.Columns;
        var kept = new (int[] Items, float[] Similarities)[n];
        var done = 0;
        Parallel.For(
            0,
            n,
            HeavyWork.Loop(cancellation),
            () => new ItemKnnRow(bought, buyers, weights, terms),
            (item, _, row) =>
            {
                kept[item] = row.Nearest(item);
                if (Interlocked.Increment(ref done) % 256 == 0)
                {
                    progress?.Invoke(done / (double)n);
                }

                return row;
            },
            _ => { });

        // Transposed, the columns of a row ascend.
        var byCandidate = Gather(kept).Transpose();
        return terms.Liked ? byCandidate.Transpose() : byCandidate;
    }

    /// <summary>One row an entry; columns stand as they come.</summary>
    public static SparseMatrix Gather((int[] Items, float[] Similarities)[] kept)
    {
        var start = new int[kept.Length + 1];
        for (var j = 0; j < kept.Length; j++)
        {
            start[j + 1] = start[j] + kept[j].Items.Length;
        }

        var (items, similarities) = (new int[start[^1]], new float[start[^1]]);
        for (var j = 0; j < kept.Length; j++)
        {
            kept[j].Items.CopyTo(items, start[j]);
            kept[j].Similarities.CopyTo(similarities, start[j]);
        }

        return new SparseMatrix(kept.Length, kept.Length, start, items, similarities);
    }
}
