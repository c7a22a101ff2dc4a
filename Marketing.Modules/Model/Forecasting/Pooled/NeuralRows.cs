namespace Marketing.Model.Forecasting.Pooled;

/// <summary>
/// What <see cref="SeriesNetwork"/> reads of a series at an origin, in units of the series' scale and as logarithms: the last values and seasons, the features of <see cref="PooledRows"/>, and of each
/// step its place in the season, marks and promotions. Nothing after the origin is read but what is known ahead.
/// </summary>
internal sealed class NeuralRows
{
    /// <summary>Columns of what is known of a step.</summary>
    public const int Known = 15;

    private const int Seasons = 13;
    private const int Shared = 14;
    private const int MostLags = 60;
    private const int LagsWithoutSeason = 12;
    private const int MostPlaces = 400;
    private const double LeastScale = 0.02;

    // Between the same weight for each series and for each unit; chosen on days before those of the reference's test.
    private const double OfScale = 0.75;
    private const float Least = 0.1f;
    private const float Most = 4;

    private readonly SeriesPool _pool;
    private readonly PooledRows _table;
    private readonly int _learned;
    private readonly int _lags;

    /// <param name="pool">The series.</param>
    /// <param name="learned">Steps ahead that are told apart.</param>
    public NeuralRows(SeriesPool pool, int learned)
    {
        (_pool, _table, _learned) = (pool, new PooledRows(pool), learned);
        _lags = pool.Season == 1 ? LagsWithoutSeason : Math.Min(MostLags, 4 * pool.Season);
    }

    /// <summary>Columns of what is known at an origin.</summary>
    public int Past => _lags + Seasons + Shared;

    /// <summary>Places of a season.</summary>
    public int Places => _pool.Season <= MostPlaces ? _pool.Season : 1;

    /// <summary>Whether a step is a part of a season of a year, such as a day; else a year is the season, or there is none.</summary>
    public bool IsFine => _pool.Year > _pool.Season;

    /// <summary>Values of a series before an origin.</summary>
    public ReadOnlySpan<float> Before(int series, int end)
    {
        var values = _pool.Values[series];
        return values.AsSpan(0, Math.Clamp(values.Length - (_pool.Steps - end), 0, values.Length));
    }

    /// <summary>Scale of a series at an origin: its mean over half a year or so, or over its last two seasons where a season is a year. 0 where it has not begun.</summary>
    public double Scale(int series, int end)
    {
        var known = Before(series, end);
        return known.IsEmpty ? 0 : IsFine ? _table.Scale(series, end) : Math.Max(LeastScale, PooledRows.Mean(known[^Math.Min(known.Length, Math.Max(4, 2 * _pool.Season))..]));
    }

    /// <summary>Writes a series at an origin.</summary>
    /// <param name="series">A series that has begun.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="until">Steps of the pool up to which what came is told.</param>
    /// <param name="rows">Receives it.</param>
    /// <param name="at">Where in these.</param>
    /// <returns>Its scale.</returns>
    public double Write(int series, int end, int until, NetworkRows rows, int at)
    {
        var scale = Scale(series, end);
        var past = rows.PastOf(at);
        var known = Before(series, end);
        Span<float> row = stackalloc float[PooledRows.Width];
        _table.Origin(series, end, scale, row);
        for (var lag = 0; lag < _lags; lag++)
        {
            past[lag] = lag < known.Length ? Log(known[^(lag + 1)] / scale) : 0;
        }

        for (var season = 0; season < Seasons; season++)
        {
            var from = known.Length - ((season + 1) * _pool.Season);
            past[_lags + season] = from >= 0 ? Log(PooledRows.Mean(known.Slice(from, _pool.Season)) / scale) : 0;
        }

        Share(row, past[(_lags + Seasons)..]);
        rows.Place[at] = end % Places;
        var (values, offset) = (_pool.Values[series], _pool.Steps - _pool.Values[series].Length);
        var weight = IsFine ? (float)Math.Pow(scale, OfScale) : 1;
        for (var step = 1; step <= rows.Steps; step++)
        {
            _table.Step(series, end, step, Math.Min(step, _learned), scale, row);
            Step(row, series, end + step - 1, rows.KnownOf(at, step - 1));
            var (own, index) = (end + step - 1, (at * rows.Steps) + step - 1);
            rows.Offset[index] = MathF.Log(Expected(row, known, scale));
            rows.Wanted[index] = own < until ? (float)(values[own - offset] / scale) : 0;
            rows.Weight[index] = own < until ? weight : 0;
        }

        return scale;
    }

    private static void Share(ReadOnlySpan<float> row, Span<float> to)
    {
        for (var i = 0; i < Shared; i++)
        {
            to[i] = i switch
            {
                6 => row[i],
                7 or 10 => MathF.Log(1 + row[i]) / 4,
                9 => row[i] / 4,
                _ => Log(row[i]),
            };
        }
    }

    private void Step(ReadOnlySpan<float> row, int series, int at, Span<float> to)
    {
        for (var i = 0; i < 5; i++)
        {
            to[i] = Log(row[14 + i]);
        }

        for (var i = 0; i < 3; i++)
        {
            to[5 + i] = Log(row[21 + i]);
        }

        to[8] = row[21] < 0 ? 1 : 0;
        to[9] = row[24];
        to[10] = row[25] / 4;
        to[11] = row[20] / _learned;
        to[12] = row[15] < 0 ? 1 : 0;
        to[13] = IsPromoted(series, at) ? 1 : 0;
        to[14] = IsPromoted(series, at - _pool.Season) ? 1 : 0;
    }

    private bool IsPromoted(int series, int at)
    {
        if (_pool.Promoted.Count == 0)
        {
            return false;
        }

        var (own, days) = (at - (_pool.Steps - _pool.Values[series].Length), _pool.Promoted[series]);
        return own >= 0 && own < days.Length && days[own];
    }

    // The same place of earlier seasons, with some of the level; where a season is a year, the place's share of its seasons at the level of the last one.
    private float Expected(ReadOnlySpan<float> row, ReadOnlySpan<float> known, double scale)
    {
        const float Least = 0.02f, OfLevel = 0.2f;
        if (IsFine)
        {
            return Least + (row[17] < 0 ? row[2] : ((1 - OfLevel) * row[17]) + (OfLevel * row[2]));
        }

        var level = (float)(PooledRows.Mean(known[^Math.Min(known.Length, _pool.Season)..]) / scale);
        var whole = Math.Min(8, known.Length / _pool.Season) * _pool.Season;
        var usual = (float)(PooledRows.Mean(known[^Math.Max(1, whole)..]) / scale);
        return Math.Max(Least, _pool.Season == 1 || whole == 0 || row[17] < 0 || usual <= 0 ? level : level * row[17] / usual);
    }

    // 0 at the scale itself and for what is not known.
    private static float Log(double units) => units < 0 ? 0 : Math.Clamp(MathF.Log((float)units + Least) - MathF.Log(1 + Least), -Most, Most);
}
