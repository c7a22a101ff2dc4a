using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>Terms of a factorisation.</summary>
/// <param name="Factors">f.</param>
/// <param name="Regularization">λ.</param>
/// <param name="Alpha">α: what is wanted with strength r has the confidence αr, or 1 + αr where <paramref name="PaperConfidence"/>; all else 1.</param>
/// <param name="PaperConfidence">Whether the confidence is that of the paper; else that of the library <c>implicit</c>.</param>
/// <param name="Exponent">ν: the regularisation of a row is λ times its sum of confidences to the power of ν (Rendle et al. 2021, eq. 6, as a choice); 0 leaves it λ.</param>
/// <param name="Exact">Whether rows are solved by Cholesky, or by conjugate-gradient steps from where they are.</param>
/// <param name="Steps">Conjugate-gradient steps.</param>
internal sealed record AlsTerms(int Factors, double Regularization, double Alpha, bool PaperConfidence, double Exponent, bool Exact, int Steps)
{
    /// <summary>Confidence of what is wanted with a strength; a binary matrix has the strength 1 everywhere.</summary>
    public double Confidence(ReadOnlySpan<float> strengths, int at)
    {
        var strength = strengths.IsEmpty ? 1 : strengths[at];
        return PaperConfidence ? 1 + (Alpha * strength) : Alpha * strength;
    }
}

/// <summary>
/// Implicit alternating least squares (Hu, Koren and Volinsky 2008, eq. 3 to 5): x_u solves
/// <c>(YᵀY + Σ (c_ui - 1) y_i y_iᵀ + λI) x_u = Σ c_ui y_i</c> over the products i of u; items likewise. Conjugate gradients as in Takács,
/// Pilászy and Tikk 2011. Rows are independent and sums are taken in a fixed order, so that a seed gives the same bits on any number of
/// processors.
/// </summary>
/// <typeparam name="T">Precision of the factors.</typeparam>
internal static class Als<T>
    where T : struct, IFloatingPointIeee754<T>
{
    // Parts of a sum over rows; fixed, so that the order of additions does not depend on the processors.
    private const int Parts = 64;

    // Rows that share a pass over YᵀY.
    private const int Together = 32;

    /// <summary>Uniform factors in [0, 0.01), row after row.</summary>
    public static T[] Start(int rows, int factors, SeededRandom random)
    {
        var start = new T[rows * factors];
        for (var i = 0; i < start.Length; i++)
        {
            start[i] = T.CreateTruncating(random.NextDouble() * 0.01);
        }

        return start;
    }

    /// <summary>Solves every row of one side against the other.</summary>
    /// <param name="own">Factors of the rows; read as the start of conjugate gradients, and overwritten.</param>
    /// <param name="other">Factors of the columns.</param>
    /// <param name="bought">Rows by columns; values are strengths, above 0.</param>
    /// <param name="terms">Terms.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Solve(T[] own, T[] other, SparseMatrix bought, AlsTerms terms, CancellationToken cancellation)
    {
        var gram = new GramMatrix<T>(Gram(other, terms.Factors, cancellation), terms.Factors);
        Parallel.For(
            0,
            (bought.Rows + Together - 1) / Together,
            HeavyWork.Loop(cancellation),
            () => new RowSolver<T>(terms, Together),
            (block, _, solver) =>
            {
                var (from, to) = (block * Together, Math.Min(bought.Rows, (block + 1) * Together));
                if (!terms.Exact)
                {
                    solver.Step(own.AsSpan(from * terms.Factors, (to - from) * terms.Factors), gram, other, bought, from);
                    return solver;
                }

                for (var row = from; row < to; row++)
                {
                    solver.SolveExactly(own.AsSpan(row * terms.Factors, terms.Factors), gram.Values, other, bought.Row(row), bought.Values(row));
                }

                return solver;
            },
            _ => { });
    }

    /// <summary>YᵀY.</summary>
    public static T[] Gram(T[] factors, int f, CancellationToken cancellation)
    {
        var rows = factors.Length / f;
        var parts = new T[Parts][];
        Parallel.For(0, Parts, HeavyWork.Loop(cancellation), part =>
        {
            var (from, to) = ((int)((long)rows * part / Parts), (int)((long)rows * (part + 1) / Parts));
            var sum = parts[part] = new T[f * f];
            var own = factors.AsSpan(from * f, (to - from) * f);
            if (typeof(T) == typeof(float) && RowTiles.Fit(f))
            {
                RowTiles.Gram(MemoryMarshal.Cast<T, float>(own), f, MemoryMarshal.Cast<T, float>(sum.AsSpan()));
                return;
            }

            for (var at = 0; at < own.Length; at += f)
            {
                var y = own.Slice(at, f);
                for (var i = 0; i < f; i++)
                {
                    var line = sum.AsSpan(i * f, f);
                    TensorPrimitives.MultiplyAdd(y, y[i], line, line);
                }
            }
        });
        var gram = parts[0];
        for (var part = 1; part < Parts; part++)
        {
            TensorPrimitives.Add(gram, parts[part], gram);
        }

        return gram;
    }
}
