using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// Weights of a product's customers, in the form of the library <c>implicit</c> 0.7: with N products and df customers' products,
/// <c>idf = ln N - ln(1 + df)</c>. TF-IDF (Salton and Buckley 1988): <c>sqrt(x) idf</c>, each product's vector of length 1. BM25 (Robertson and
/// Zaragoza 2009, eq. 3.15): <c>x (K1 + 1) / (K1 (1 - B + B l / mean l) + x) idf</c> with l the sum of a product's strengths. The cosine: <c>x</c>, each
/// product's vector of length 1.
/// </summary>
/// <param name="ByCustomer">In the order of the entries of customers by products.</param>
/// <param name="ByProduct">In the order of the entries of products by customers.</param>
internal sealed record ItemWeights(double[] ByCustomer, double[] ByProduct)
{
    /// <param name="bought">Customers by products.</param>
    /// <param name="buyers">The same, transposed.</param>
    /// <param name="terms">Terms.</param>
    public static ItemWeights Of(SparseMatrix bought, SparseMatrix buyers, ItemKnnTerms terms)
    {
        var weights = new double[buyers.Entries];
        var mean = buyers.Rows == 0 ? 0 : Sum(buyers, 0, buyers.Entries) / buyers.Rows;
        for (var item = 0; item < buyers.Rows; item++)
        {
            var (from, to) = (buyers.RowStart[item], buyers.RowStart[item + 1]);
            var length = terms.K1 * (1 - terms.B + (terms.B * Sum(buyers, from, to) / mean));
            var squares = 0.0;
            for (var i = from; i < to; i++)
            {
                double x = buyers.Value?[i] ?? 1;
                var idf = Math.Log(bought.Columns) - Math.Log(1.0 + bought.Row(buyers.Column[i]).Length);
                weights[i] = terms.Weighting switch
                {
                    Weighting.Cosine => x,
                    Weighting.TfIdf => Math.Sqrt(x) * idf,
                    _ => x * (terms.K1 + 1) / (length + x) * idf,
                };
                squares += weights[i] * weights[i];
            }

            for (var i = from; i < to && terms.Weighting != Weighting.Bm25 && squares > 0; i++)
            {
                weights[i] /= Math.Sqrt(squares);
            }
        }

        return new ItemWeights(ByRows(buyers, weights, bought), weights);
    }

    private static double Sum(SparseMatrix matrix, int from, int to)
    {
        var sum = 0.0;
        for (var i = from; i < to; i++)
        {
            sum += matrix.Value?[i] ?? 1;
        }

        return sum;
    }

    // Products come in ascending order, as they stand in a customer's row.
    private static double[] ByRows(SparseMatrix buyers, double[] weights, SparseMatrix bought)
    {
        var (moved, next) = (new double[weights.Length], bought.RowStart.AsSpan(0, bought.Rows).ToArray());
        for (var i = 0; i < weights.Length; i++)
        {
            moved[next[buyers.Column[i]]++] = weights[i];
        }

        return moved;
    }
}
