using System.Numerics;
using System.Numerics.Tensors;
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
        var gram = Gram(other, terms.Factors, cancellation);
        Parallel.For(
            0,
            bought.Rows,
            HeavyWork.Loop(cancellation),
            () => new RowSolver<T>(terms),
            (row, _, solver) =>
            {
                var x = own.AsSpan(row * terms.Factors, terms.Factors);
                if (terms.Exact)
                {
                    solver.SolveExactly(x, gram, other, bought.Row(row), bought.Values(row));
                }
                else
                {
                    solver.Step(x, gram, other, bought.Row(row), bought.Values(row));
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
            var sum = parts[part] = new T[f * f];
            for (var row = (int)((long)rows * part / Parts); row < (int)((long)rows * (part + 1) / Parts); row++)
            {
                var y = factors.AsSpan(row * f, f);
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

/// <summary>One thread's memory for solving rows.</summary>
/// <typeparam name="T">Precision of the factors.</typeparam>
internal sealed class RowSolver<T>(AlsTerms terms)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly int _f = terms.Factors;
    private readonly T[] _r = new T[terms.Factors];
    private readonly T[] _p = new T[terms.Factors];
    private readonly T[] _ap = new T[terms.Factors];
    private readonly double[] _a = new double[terms.Factors * terms.Factors];
    private readonly double[] _b = new double[terms.Factors];

    /// <summary>Takes conjugate-gradient steps towards the solution of a row.</summary>
    public void Step(Span<T> x, T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        if (row.IsEmpty)
        {
            x.Clear();
            return;
        }

        var lambda = T.CreateTruncating(Regularization(row, strengths));
        Times(x, gram, other, row, strengths, lambda, _r);
        TensorPrimitives.Negate(_r, _r);
        for (var at = 0; at < row.Length; at++)
        {
            TensorPrimitives.MultiplyAdd(other.AsSpan(row[at] * _f, _f), T.CreateTruncating(terms.Confidence(strengths, at)), _r, _r);
        }

        _r.CopyTo(_p, 0);
        var rs = TensorPrimitives.Dot<T>(_r, _r);
        for (var step = 0; step < terms.Steps && rs > T.CreateTruncating(1e-20); step++)
        {
            Times(_p, gram, other, row, strengths, lambda, _ap);
            var length = rs / TensorPrimitives.Dot<T>(_p, _ap);
            TensorPrimitives.MultiplyAdd(_p, length, x, x);
            TensorPrimitives.MultiplyAdd(_ap, -length, _r, _r);
            var next = TensorPrimitives.Dot<T>(_r, _r);
            TensorPrimitives.MultiplyAdd(_p, next / rs, _r, _p);
            rs = next;
        }
    }

    /// <summary>Solves a row by Cholesky in double precision.</summary>
    public void SolveExactly(Span<T> x, T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        Array.Clear(_b);
        Fill(gram, other, row, strengths);
        for (var at = 0; at < row.Length; at++)
        {
            for (var i = 0; i < _f; i++)
            {
                _b[i] += terms.Confidence(strengths, at) * double.CreateTruncating(other[(row[at] * _f) + i]);
            }
        }

        Substitute(_b);
        for (var i = 0; i < _f; i++)
        {
            x[i] = T.CreateTruncating(_b[i]);
        }
    }

    /// <summary>Solves the system of a row for another right side: W y, with W the inverse of the row's matrix (Hu et al. 2008, sec. 5).</summary>
    public double[] SolveFor(ReadOnlySpan<T> y, T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        Fill(gram, other, row, strengths);
        var right = new double[_f];
        for (var i = 0; i < _f; i++)
        {
            right[i] = double.CreateTruncating(y[i]);
        }

        Substitute(right);
        return right;
    }

    // Lower triangle of the row's matrix, factored in place.
    private void Fill(T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        for (var i = 0; i < _f * _f; i++)
        {
            _a[i] = double.CreateTruncating(gram[i]);
        }

        for (var at = 0; at < row.Length; at++)
        {
            var (item, weight) = (row[at], terms.Confidence(strengths, at) - 1.0);
            for (var i = 0; i < _f && weight != 0; i++)
            {
                var factor = weight * double.CreateTruncating(other[(item * _f) + i]);
                for (var j = 0; j <= i; j++)
                {
                    _a[(i * _f) + j] += factor * double.CreateTruncating(other[(item * _f) + j]);
                }
            }
        }

        var lambda = Regularization(row, strengths);
        for (var i = 0; i < _f; i++)
        {
            _a[(i * _f) + i] += lambda;
            for (var j = 0; j <= i; j++)
            {
                var sum = _a[(i * _f) + j] - TensorPrimitives.Dot<double>(_a.AsSpan(i * _f, j), _a.AsSpan(j * _f, j));
                _a[(i * _f) + j] = i == j ? Math.Sqrt(sum) : sum / _a[(j * _f) + j];
            }
        }
    }

    private void Substitute(double[] b)
    {
        for (var i = 0; i < _f; i++)
        {
            b[i] = (b[i] - TensorPrimitives.Dot<double>(_a.AsSpan(i * _f, i), b.AsSpan(0, i))) / _a[(i * _f) + i];
        }

        for (var i = _f - 1; i >= 0; i--)
        {
            b[i] /= _a[(i * _f) + i];
            TensorPrimitives.MultiplyAdd(_a.AsSpan(i * _f, i), -b[i], b.AsSpan(0, i), b.AsSpan(0, i));
        }
    }

    // (YᵀY + λI) v + Σ (c - 1) (y·v) y; the last part vanishes where what was bought weighs no more than what was not.
    private void Times(ReadOnlySpan<T> v, T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths, T lambda, Span<T> result)
    {
        TensorPrimitives.Multiply(v, lambda, result);
        for (var i = 0; i < _f; i++)
        {
            TensorPrimitives.MultiplyAdd(gram.AsSpan(i * _f, _f), v[i], result, result);
        }

        for (var at = 0; at < row.Length; at++)
        {
            var weight = T.CreateTruncating(terms.Confidence(strengths, at)) - T.One;
            if (weight != T.Zero)
            {
                var y = other.AsSpan(row[at] * _f, _f);
                TensorPrimitives.MultiplyAdd(y, weight * TensorPrimitives.Dot(y, v), result, result);
            }
        }
    }

    private double Regularization(ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        if (terms.Exponent == 0)
        {
            return terms.Regularization;
        }

        var sum = 0.0;
        for (var at = 0; at < row.Length; at++)
        {
            sum += terms.Confidence(strengths, at);
        }

        return terms.Regularization * Math.Pow(sum, terms.Exponent);
    }
}
