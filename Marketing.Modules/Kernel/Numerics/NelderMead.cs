namespace Marketing.Kernel.Numerics;

/// <summary>
/// Finds a low point of a function of some numbers without its slopes (Nelder and Mead 1965, with the usual coefficients 1, 2, 1/2, 1/2; Lagarias et al. 1998). One object serves many searches
/// of at most as many numbers as it was made for; not for several threads.
/// </summary>
internal sealed class NelderMead
{
    private readonly double[][] _points;
    private readonly double[] _values;
    private readonly double[] _centre;
    private readonly double[] _trial;
    private readonly double[] _other;

    /// <param name="most">Most numbers of a search.</param>
    public NelderMead(int most)
    {
        (_points, _values) = (new double[most + 1][], new double[most + 1]);
        for (var i = 0; i <= most; i++)
        {
            _points[i] = new double[most];
        }

        (_centre, _trial, _other) = (new double[most], new double[most], new double[most]);
    }

    /// <summary>A function to be made small; infinite where it may not go.</summary>
    public delegate double Function(ReadOnlySpan<double> at);

    /// <summary>Searches.</summary>
    /// <param name="at">Where it begins; receives the lowest point that was found.</param>
    /// <param name="step">First step of each number, not 0.</param>
    /// <param name="function">The function; finite at the beginning.</param>
    /// <param name="most">Most evaluations.</param>
    /// <param name="tolerance">It ends when the values of all corners lie within this share of the lowest.</param>
    /// <returns>The value there, and how often the function was asked.</returns>
    public (double Value, int Evaluations) Search(Span<double> at, ReadOnlySpan<double> step, Function function, int most, double tolerance)
    {
        var n = at.Length;
        Begin(at, step, function);
        var asked = n + 1;
        while (asked < most)
        {
            var (low, high, next) = Order(n);
            if (_values[high] - _values[low] <= tolerance * (Math.Abs(_values[low]) + tolerance))
            {
                break;
            }

            Centre(n, high);
            var reflected = Try(n, high, 1, _trial, function);
            asked++;
            if (reflected < _values[low])
            {
                var expanded = Try(n, high, 2, _other, function);
                asked++;
                Replace(n, high, expanded < reflected ? _other : _trial, Math.Min(expanded, reflected));
            }
            else if (reflected < _values[next])
            {
                Replace(n, high, _trial, reflected);
            }
            else
            {
                var outside = reflected < _values[high];
                var contracted = Try(n, high, outside ? 0.5 : -0.5, _other, function);
                asked++;
                if (contracted < Math.Min(reflected, _values[high]))
                {
                    Replace(n, high, _other, contracted);
                }
                else
                {
                    Shrink(n, low, function);
                    asked += n;
                }
            }
        }

        var best = Order(n).Low;
        _points[best].AsSpan(0, n).CopyTo(at);
        return (_values[best], asked);
    }

    private void Begin(ReadOnlySpan<double> at, ReadOnlySpan<double> step, Function function)
    {
        var n = at.Length;
        for (var i = 0; i <= n; i++)
        {
            var point = _points[i].AsSpan(0, n);
            at.CopyTo(point);
            if (i > 0)
            {
                point[i - 1] += step[i - 1];
                if (double.IsPositiveInfinity(function(point)))
                {
                    point[i - 1] = at[i - 1] - step[i - 1];
                }
            }

            _values[i] = function(point);
        }
    }

    private (int Low, int High, int Next) Order(int n)
    {
        var (low, high) = (0, 0);
        for (var i = 1; i <= n; i++)
        {
            low = _values[i] < _values[low] ? i : low;
            high = _values[i] >= _values[high] ? i : high;
        }

        var next = low;
        for (var i = 0; i <= n; i++)
        {
            next = i != high && _values[i] > _values[next] ? i : next;
        }

        return (low, high, next);
    }

    private void Centre(int n, int without)
    {
        var centre = _centre.AsSpan(0, n);
        centre.Clear();
        for (var i = 0; i <= n; i++)
        {
            for (var c = 0; i != without && c < n; c++)
            {
                centre[c] += _points[i][c] / n;
            }
        }
    }

    private double Try(int n, int corner, double by, double[] to, Function function)
    {
        for (var c = 0; c < n; c++)
        {
            to[c] = _centre[c] + (by * (_centre[c] - _points[corner][c]));
        }

        return function(to.AsSpan(0, n));
    }

    private void Replace(int n, int corner, double[] by, double value)
    {
        by.AsSpan(0, n).CopyTo(_points[corner]);
        _values[corner] = value;
    }

    private void Shrink(int n, int low, Function function)
    {
        for (var i = 0; i <= n; i++)
        {
            if (i == low)
            {
                continue;
            }

            for (var c = 0; c < n; c++)
            {
                _points[i][c] = _points[low][c] + (0.5 * (_points[i][c] - _points[low][c]));
            }

            _values[i] = function(_points[i].AsSpan(0, n));
        }
    }
}
