using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>One thread's memory for solving rows.</summary>
/// <typeparam name="T">Precision of the factors.</typeparam>
/// <param name="terms">Terms.</param>
/// <param name="together">Most rows at once.</param>
internal sealed class RowSolver<T>(AlsTerms terms, int together = 1)
    where T : struct, IFloatingPointIeee754<T>
{
    private static readonly T Enough = T.CreateTruncating(1e-20);

    // Whether what was bought weighs no more than what was not, where a matrix has no strengths.
    private readonly bool _weighsOne = terms.Confidence([], 0) == 1;
    private readonly int _f = terms.Factors;
    private readonly T[] _r = new T[together * terms.Factors];
    private readonly T[] _p = new T[together * terms.Factors];
    private readonly T[] _ap = new T[together * terms.Factors];
    private readonly T[] _rs = new T[together];
    private readonly double[] _a = new double[terms.Factors * terms.Factors];
    private readonly double[] _b = new double[terms.Factors];
    private readonly double[] _solved = new double[terms.Factors];

    // YᵀY of which the factored YᵀY + λI stands in the triangle, or null; its inverse once somebody's factors were asked for.
    private T[]? _shared;
    private double[]? _inverse;

    /// <summary>Takes conjugate-gradient steps towards the solutions of some rows.</summary>
    /// <param name="x">Factors of the rows; read as the start, and overwritten.</param>
    /// <param name="gram">YᵀY.</param>
    /// <param name="other">Y.</param>
    /// <param name="bought">All rows; values are strengths.</param>
    /// <param name="from">The first of them.</param>
    public void Step(Span<T> x, GramMatrix<T> gram, T[] other, SparseMatrix bought, int from)
    {
        var rows = x.Length / _f;
        var r = _r.AsSpan(0, x.Length);
        var p = _p.AsSpan(0, x.Length);
        var ap = _ap.AsSpan(0, x.Length);
        Times(x, gram, other, bought, from, r);
        TensorPrimitives.Negate(r, r);
        for (var own = 0; own < rows; own++)
        {
            var row = bought.Row(from + own);
            var strengths = bought.Values(from + own);
            var residual = Part(r, own);
            if (typeof(T) == typeof(float) && WeighOne(strengths))
            {
                RowTiles.AddRows(row, MemoryMarshal.Cast<T, float>(other), MemoryMarshal.Cast<T, float>(residual));
            }
            else
            {
                for (var at = 0; at < row.Length; at++)
                {
                    TensorPrimitives.MultiplyAdd(other.AsSpan(row[at] * _f, _f), T.CreateTruncating(terms.Confidence(strengths, at)), residual, residual);
                }
            }

            if (row.IsEmpty)
            {
                Part(x, own).Clear();
                residual.Clear();
            }

            _rs[own] = TensorPrimitives.Dot<T>(residual, residual);
        }

        r.CopyTo(p);
        for (var step = 0; step < terms.Steps; step++)
        {
            Times(p, gram, other, bought, from, ap);
            for (var own = 0; own < rows; own++)
            {
                if (_rs[own] > Enough)
                {
                    _rs[own] = Step(Part(x, own), Part(r, own), Part(p, own), Part(ap, own), _rs[own]);
                }
            }
        }
    }

    // One step of one row; the squared length of what is left.
    private static T Step(Span<T> x, Span<T> r, Span<T> p, ReadOnlySpan<T> ap, T rs)
    {
        var length = rs / TensorPrimitives.Dot<T>(p, ap);
        TensorPrimitives.MultiplyAdd(p, length, x, x);
        TensorPrimitives.MultiplyAdd(ap, -length, r, r);
        var next = TensorPrimitives.Dot<T>(r, r);
        TensorPrimitives.MultiplyAdd(p, next / rs, r, p);
        return next;
    }

    private Span<T> Part(Span<T> rows, int row) => rows.Slice(row * _f, _f);

    /// <summary>Solves a row by Cholesky in double precision.</summary>
    public void SolveExactly(Span<T> x, T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        if (row.IsEmpty)
        {
            x.Clear();
            return;
        }

        Array.Clear(_b);
        Fill(gram, other, row, strengths);
        for (var at = 0; at < row.Length; at++)
        {
            Add(other.AsSpan(row[at] * _f, _f), terms.Confidence(strengths, at), _b);
        }

        if (_shared is null)
        {
            Substitute(_b);
            TensorPrimitives.ConvertTruncating<double, T>(_b, x);
            return;
        }

        _inverse ??= Inverse();
        Array.Clear(_solved);
        for (var i = 0; i < _f; i++)
        {
            TensorPrimitives.MultiplyAdd(_inverse.AsSpan(i * _f, _f), _b[i], _solved, _solved);
        }

        TensorPrimitives.ConvertTruncating<double, T>(_solved, x);
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

    // Lower triangle of the row's matrix, factored in place. Rows whose matrix is YᵀY + λI share one.
    private void Fill(T[] gram, T[] other, ReadOnlySpan<int> row, ReadOnlySpan<float> strengths)
    {
        var isShared = terms.Exponent == 0 && AllWeighOne(row.Length, strengths);
        if (isShared && ReferenceEquals(_shared, gram))
        {
            return;
        }

        (_shared, _inverse) = (isShared ? gram : null, null);
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

    // Of the matrix that is factored; symmetric.
    private double[] Inverse()
    {
        var inverse = new double[_f * _f];
        for (var i = 0; i < _f; i++)
        {
            inverse[(i * _f) + i] = 1;
            Substitute(inverse.AsSpan(i * _f, _f));
        }

        return inverse;
    }

    private static void Add(ReadOnlySpan<T> y, double weight, Span<double> sum)
    {
        var i = 0;
        if (typeof(T) == typeof(float))
        {
            for (var single = MemoryMarshal.Cast<T, float>(y); i <= single.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(single[i..]), out var low, out var high);
                var to = sum[i..];
                var next = to[Vector<double>.Count..];
                (new Vector<double>(to) + (low * weight)).CopyTo(to);
                (new Vector<double>(next) + (high * weight)).CopyTo(next);
            }
        }

        for (; i < y.Length; i++)
        {
            sum[i] += weight * double.CreateTruncating(y[i]);
        }
    }

    private bool WeighOne(ReadOnlySpan<float> strengths) => strengths.IsEmpty && _weighsOne;

    private bool AllWeighOne(int count, ReadOnlySpan<float> strengths)
    {
        for (var at = 0; at < count && !WeighOne(strengths); at++)
        {
            if (terms.Confidence(strengths, at) != 1)
            {
                return false;
            }
        }

        return true;
    }

    private void Substitute(Span<double> b)
    {
        for (var i = 0; i < _f; i++)
        {
            b[i] = (b[i] - TensorPrimitives.Dot<double>(_a.AsSpan(i * _f, i), b[..i])) / _a[(i * _f) + i];
        }

        for (var i = _f - 1; i >= 0; i--)
        {
            b[i] /= _a[(i * _f) + i];
            TensorPrimitives.MultiplyAdd(_a.AsSpan(i * _f, i), -b[i], b[..i], b[..i]);
        }
    }

    // (YᵀY + λI) v + Σ (c - 1) (y·v) y for each row; the last part vanishes where what was bought weighs no more than what was not.
    private void Times(Span<T> vectors, GramMatrix<T> gram, T[] other, SparseMatrix bought, int from, Span<T> result)
    {
        gram.Times(vectors, result);
        for (var own = 0; own < vectors.Length / _f; own++)
        {
            var row = bought.Row(from + own);
            var strengths = bought.Values(from + own);
            var v = Part(vectors, own);
            var sum = Part(result, own);
            TensorPrimitives.MultiplyAdd(v, T.CreateTruncating(Regularization(row, strengths)), sum, sum);
            for (var at = 0; at < row.Length && !WeighOne(strengths); at++)
            {
                var weight = T.CreateTruncating(terms.Confidence(strengths, at)) - T.One;
                if (weight != T.Zero)
                {
                    var y = other.AsSpan(row[at] * _f, _f);
                    TensorPrimitives.MultiplyAdd(y, weight * TensorPrimitives.Dot(y, v), sum, sum);
                }
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
