using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>Terms of Bayesian personalised ranking.</summary>
/// <param name="Factors">f.</param>
/// <param name="LearningRate">α.</param>
/// <param name="Regularization">λ, the same for customers and products.</param>
/// <param name="Iterations">Passes: as many draws each as there are pairs of a customer and a product, fewer where some are wanted less.</param>
/// <param name="Seed">Seed.</param>
internal sealed record BprTerms(int Factors, float LearningRate, float Regularization, int Iterations, int Seed)
{
    /// <summary>Numbers a row: f, filled up with zeros to whole vectors.</summary>
    public int Stride { get; } = (Factors + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
}

/// <summary>
/// Bayesian personalised ranking by matrix factorisation (Rendle, Freudenthaler, Gantner and Schmidt-Thieme 2009, alg. LearnBPR, sec. 4.3.1): for
/// a customer u, a product i of his, drawn in proportion to how much he wants it, and one j that is not, <c>x = w_u · (h_i - h_j)</c>, <c>z = 1 / (1 + e^x)</c>, and a step α along
/// <c>z (h_i - h_j) - λ w_u</c> for w_u, <c>z w_u - λ h_i</c> for h_i, <c>-z w_u - λ h_j</c> for h_j.
/// <para>Customers and products are put into blocks; steps whose blocks differ in both touch nothing in common and are taken at the same time
/// (Gemulla, Nijkamp, Haas and Sismanis 2011, sec. 4), with i and j of one block. Blocks of products are drawn anew each pass, so that every
/// pair meets; within two blocks a customer's steps follow one another, so that what is known of the customer stays near. Each two blocks
/// have random numbers of their own, so that a seed gives the same bits on any number of processors.</para>
/// </summary>
internal static class Bpr
{
    // Fixed, whatever the processors.
    private const int Blocks = 8;

    // A customer who has nearly everything leaves little to be drawn; the step is left out then.
    private const int Draws = 20;

    /// <summary>Factors of the products, row after row.</summary>
    /// <param name="bought">Customers by products, with strengths or without.</param>
    /// <param name="terms">Terms.</param>
    /// <param name="progress">Takes the done share, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static float[] Fit(SparseMatrix bought, BprTerms terms, Action<double>? progress, CancellationToken cancellation)
    {
        var random = new SeededRandom((ulong)terms.Seed);
        var (customers, products) = (Start(bought.Rows, terms, random), Start(bought.Columns, terms, random));
        var cells = new BprCells(bought, Blocks);
        for (var iteration = 0; iteration < terms.Iterations; iteration++)
        {
            cells.Draw(random, cancellation);
            var seed = random.NextUInt64();
            for (var shift = 0; shift < Blocks; shift++)
            {
                Parallel.For(0, Blocks, HeavyWork.Loop(cancellation), block =>
                    Learn(cells, block, (block + shift) % Blocks, new SeededRandom(seed + (ulong)((block * Blocks) + shift)), customers, products, terms));
            }

            progress?.Invoke((iteration + 1.0) / terms.Iterations);
        }

        return products;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Learn(BprCells cells, int customerBlock, int productBlock, SeededRandom random, float[] customers, float[] products, BprTerms terms)
    {
        var (next, to) = cells.Cell(customerBlock, productBlock);
        var block = cells.Block(productBlock);
        while (next < to)
        {
            var (from, customer) = (next, cells.Customer[next]);
            while (next < to && cells.Customer[next] == customer)
            {
                next++;
            }

            for (var draws = cells.Draws(from, next, random); draws > 0; draws--)
            {
                var liked = cells.Product[cells.Pair(from, next, random)];
                var other = block[random.NextInt(block.Length)];
                for (var left = Draws; left > 0 && cells.Has(customer, other); left--)
                {
                    other = left == 1 ? liked : block[random.NextInt(block.Length)];
                }

                if (other != liked)
                {
                    Step(
                        ref customers[customer * terms.Stride],
                        ref products[liked * terms.Stride],
                        ref products[other * terms.Stride],
                        terms);
                }
            }
        }
    }

    /// <summary>One step for a customer, a product of theirs and another; each stands at its first factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Step(ref float customer, ref float liked, ref float other, BprTerms terms)
    {
        var (sum, stride) = (Vector256<float>.Zero, (nuint)terms.Stride);
        for (nuint f = 0; f < stride; f += (nuint)Vector256<float>.Count)
        {
            sum += Vector256.LoadUnsafe(ref customer, f) * (Vector256.LoadUnsafe(ref liked, f) - Vector256.LoadUnsafe(ref other, f));
        }

        var z = terms.LearningRate / (1 + MathF.Exp(Vector256.Sum(sum)));
        var (step, keep) = (Vector256.Create(z), Vector256.Create(1 - (terms.LearningRate * terms.Regularization)));
        for (nuint f = 0; f < stride; f += (nuint)Vector256<float>.Count)
        {
            var (w, i, j) = (Vector256.LoadUnsafe(ref customer, f), Vector256.LoadUnsafe(ref liked, f), Vector256.LoadUnsafe(ref other, f));
            ((w * keep) + (step * (i - j))).StoreUnsafe(ref customer, f);
            ((i * keep) + (step * w)).StoreUnsafe(ref liked, f);
            ((j * keep) - (step * w)).StoreUnsafe(ref other, f);
        }
    }

    // Uniform around 0, as the library implicit has it.
    private static float[] Start(int rows, BprTerms terms, SeededRandom random)
    {
        var start = new float[rows * terms.Stride];
        for (var row = 0; row < rows; row++)
        {
            for (var f = 0; f < terms.Factors; f++)
            {
                start[(row * terms.Stride) + f] = (float)((random.NextDouble() - 0.5) / terms.Factors);
            }
        }

        return start;
    }
}
