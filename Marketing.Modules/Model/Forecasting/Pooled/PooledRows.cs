namespace Marketing.Model.Forecasting.Pooled;

/// <summary>
/// What a series says at an origin about a later step, in units of its own scale, so that one model serves all: levels over several windows, the same place of earlier seasons, how often there is
/// demand at all, last year, and what the whole pool does. Unknown values are -1. Nothing after the origin is read.
/// </summary>
internal sealed class PooledRows
{
    /// <summary>Number of features.</summary>
    public const int Width = 27;

    /// <summary>The feature that says how much customers are written to.</summary>
    public const int Mail = 26;

    private const float Unknown = -1;
    private const int Habit = 8;
    private const float Smoothing = 0.05f;
    private const int Longest = 400;
    private const double LeastScale = 0.02;

    private static readonly int[] Windows = [1, 2, 4, 8, 26];

    private readonly SeriesPool _pool;
    private readonly double[] _sums;
    private readonly int _season;

    public PooledRows(SeriesPool pool)
    {
        (_pool, _season, _sums) = (pool, pool.Season, new double[pool.Steps + 1]);
        for (var t = 0; t < pool.Steps; t++)
        {
            _sums[t + 1] = _sums[t] + pool.Totals[t];
        }
    }

    /// <summary>Scale of a series at an origin: its mean over half a year or so. 0 where it has not begun.</summary>
    /// <param name="series">The series.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    public double Scale(int series, int end)
    {
        var known = Known(series, end);
        return known.IsEmpty ? 0 : Math.Max(LeastScale, Mean(known[^Math.Min(known.Length, 26 * _season)..]));
    }

    /// <summary>Features that all steps from one origin share.</summary>
    /// <param name="series">A series that has begun.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="scale">Its scale there.</param>
    /// <param name="row">Receives them, <see cref="Width"/> long; those of the step are left.</param>
    public void Origin(int series, int end, double scale, Span<float> row)
    {
        var known = Known(series, end);
        for (var i = 0; i < Windows.Length; i++)
        {
            row[i] = (float)(Mean(known[^Math.Min(known.Length, Windows[i] * _season)..]) / scale);
        }

        var recent = known[^Math.Min(known.Length, 4 * _season)..];
        var (level, last) = (known[0], -1);
        for (var t = Math.Max(0, known.Length - (36 * _season)); t < known.Length; t++)
        {
            level += Smoothing * (known[t] - level);
            last = known[t] > 0 ? t : last;
        }

        row[5] = (float)(level / scale);
        row[6] = (recent.Length - recent.Count(0)) / (float)recent.Length;
        row[7] = Math.Min(Longest, last < 0 ? Longest : known.Length - 1 - last);
        row[8] = (float)(System.Numerics.Tensors.TensorPrimitives.Max(recent) / scale);
        row[9] = (float)Math.Log(scale);
        row[10] = Math.Min(Longest, known.Length);
        row[11] = Ratio(Pool(end - _season, end), Pool(end - (4 * _season), end));
        row[12] = Ratio(Pool(end - (4 * _season), end), Pool(end - (12 * _season), end));
        row[13] = _pool.Price.Count > 0 ? Discount(_pool.Price[series].AsSpan(0, known.Length)) : Unknown;
    }

    // Price of the last season in that of some seasons before.
    private float Discount(ReadOnlySpan<float> prices)
    {
        var recent = Mean(Paid(prices[^Math.Min(prices.Length, _season)..]));
        return Ratio(recent, Mean(Paid(prices[^Math.Min(prices.Length, 8 * _season)..])));

        static ReadOnlySpan<float> Paid(ReadOnlySpan<float> some)
        {
            var first = 0;
            while (first < some.Length && float.IsNaN(some[first]))
            {
                first++;
            }

            return some[first..];
        }
    }

    /// <summary>Features of one step.</summary>
    /// <param name="series">The series.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="step">Steps ahead, from 1.</param>
    /// <param name="counted">Steps ahead as the model is told.</param>
    /// <param name="scale">Scale of the series at the origin.</param>
    /// <param name="row">Receives them.</param>
    public void Step(int series, int end, int step, int counted, double scale, Span<float> row)
    {
        var at = end + step - 1;
        var offset = _pool.Steps - _pool.Values[series].Length;
        var back = ((step - 1) / _season + 1) * _season;
        var (sum, count, pooled) = (0.0, 0, 0.0);
        (row[14], row[15], row[16]) = (Unknown, Unknown, Unknown);
        for (var season = 0; season < 8; season++)
        {
            var own = at - back - (season * _season) - offset;
            if (own < 0)
            {
                break;
            }

            (sum, count) = (sum + _pool.Values[series][own], count + 1);
            pooled += _sums[own + offset + 1] - _sums[own + offset];
            if (season < 2)
            {
                row[14 + season] = (float)(_pool.Values[series][own] / scale);
            }
            else if (season == 3)
            {
                row[16] = (float)(sum / 4 / scale);
            }
        }

        row[17] = count > 0 ? (float)(sum / count / scale) : Unknown;
        row[18] = count > 0 ? Ratio(pooled / count, Pool(end - (8 * _season), end)) : Unknown;
        row[19] = _season > 1 ? at % _season : 0;
        row[20] = counted;
        LastYear(series, end, at, offset, scale, row);
        row[24] = at < _pool.Marked.Count && _pool.Marked[at] ? 1 : 0;
        row[25] = Marks(end, at);
        row[Mail] = at < _pool.Mailed.Length ? _pool.Mailed[at] : Unknown;
    }

    /// <summary>
    /// Chance that customers are written to at a step beyond an origin: sure where that is planned, else how often they were at the same place of the seasons before. 0 where no messages are known.
    /// </summary>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="at">Step of the pool, at or beyond these.</param>
    public double Chance(int end, int at)
    {
        var (mailed, plan) = (_pool.Mailed, _pool.MailPlan);
        if (end == _pool.Steps && at - end < plan.Length && plan[at - end])
        {
            return 1;
        }

        var (times, count) = (0, 0);
        for (var before = at - (((at - end) / _season + 1) * _season); count < Habit && before >= 0 && mailed.Length > 0; before -= _season)
        {
            (times, count) = (times + (mailed[before] > 0 ? 1 : 0), count + 1);
        }

        return count > 0 ? times / (double)count : 0;
    }

    private void LastYear(int series, int end, int at, int offset, double scale, Span<float> row)
    {
        row[21..24].Fill(Unknown);
        if (_pool.Year == 0)
        {
            return;
        }

        // Beyond a year ahead, the last one that is known.
        var year = (((at - end) / _pool.Year) + 1) * _pool.Year;
        var (then, half) = (at - year, _season / 2);
        var begun = then - (4 * _season) - offset >= 0;
        if (then - half < 0)
        {
            return;
        }

        if (then - half >= offset)
        {
            var own = Mean(_pool.Values[series].AsSpan(then - half - offset, Math.Min((2 * half) + 1, end - (then - half))));
            row[21] = (float)(own / scale);
            row[22] = begun && end - year - (4 * _season) >= offset
                ? (float)(own / (Mean(_pool.Values[series].AsSpan(end - year - (4 * _season) - offset, 4 * _season)) + (0.1 * scale)))
                : Unknown;
        }

        row[23] = end - year - (4 * _season) >= 0 ? Ratio(Pool(then - _season, Math.Min(end, then + _season + 1)), Pool(end - year - (4 * _season), end - year)) : Unknown;
    }

    // Marked steps between the origin and the step.
    private float Marks(int end, int at)
    {
        var marks = 0;
        for (var t = end; t <= at && t < _pool.Marked.Count; t++)
        {
            marks += _pool.Marked[t] ? 1 : 0;
        }

        return marks;
    }

    private ReadOnlySpan<float> Known(int series, int end)
    {
        var values = _pool.Values[series];
        return values.AsSpan(0, Math.Max(0, values.Length - (_pool.Steps - end)));
    }

    private double Pool(int from, int to)
    {
        (from, to) = (Math.Max(0, from), Math.Clamp(to, 0, _pool.Steps));
        return to > from ? (_sums[to] - _sums[from]) / (to - from) : double.NaN;
    }

    private static float Ratio(double a, double b) => b > 0 && double.IsFinite(a) ? (float)(a / b) : Unknown;

    /// <summary>Mean of values; 0 of none.</summary>
    public static double Mean(ReadOnlySpan<float> values) => values.IsEmpty ? 0 : System.Numerics.Tensors.TensorPrimitives.Sum(values) / values.Length;
}
