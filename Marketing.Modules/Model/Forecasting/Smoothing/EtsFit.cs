using Marketing.Kernel.Numerics;

namespace Marketing.Model.Forecasting.Smoothing;

/// <summary>A form with all that was fitted of it.</summary>
/// <param name="Form">The form.</param>
/// <param name="Constants">Smoothing constants.</param>
/// <param name="Level">Level before the first value.</param>
/// <param name="Trend">Trend before the first value.</param>
/// <param name="Season">Indices before the first value, the first value's first.</param>
/// <param name="Likelihood">Minus twice the logarithm of the likelihood but for a constant.</param>
/// <param name="Count">Numbers fitted, with the variance.</param>
internal sealed record EtsModel(EtsForm Form, EtsConstants Constants, double Level, double Trend, double[] Season, double Likelihood, int Count)
{
    /// <summary>Akaike's criterion, corrected for short series (Hurvich and Tsai 1989); infinite where there are too few values.</summary>
    /// <param name="values">How many values.</param>
    public double Aicc(int values) => values - Count - 1 <= 0 ? double.PositiveInfinity : Likelihood + (2.0 * Count * values / (values - Count - 1));
}

/// <summary>
/// Fits forms of exponential smoothing by maximum likelihood: constants and starting states together, in the usual bounds (Hyndman et al. 2008, sec. 5.1 and 10.1, 0.8 to 0.98 for the damping), from the
/// heuristic start of sec. 5.2.1. One object serves many series; not for several threads.
/// </summary>
internal sealed class EtsFit
{
    /// <summary>Longest season that is fitted: longer ones have more indices than a series can tell.</summary>
    public const int LongestSeason = 24;

    private const double Least = 1e-4;
    private const double Most = 0.9999;
    private const double LeastDamping = 0.8;
    private const double MostDamping = 0.98;
    private const int MostEvaluations = 1_500;
    private const double Tolerance = 1e-10;

    private readonly NelderMead _search = new(6 + LongestSeason);
    private readonly NelderMead.Function _likelihood;
    private readonly double[] _season = new double[LongestSeason];
    private readonly double[] _start = new double[LongestSeason];
    private readonly double[] _step = new double[6 + LongestSeason];
    private readonly double[] _at = new double[6 + LongestSeason];
    private double[] _values = [];
    private int _count;
    private EtsForm _form;

    public EtsFit() => _likelihood = Likelihood;

    private ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    private int Places { get; set; }

    /// <summary>Fits one form.</summary>
    /// <param name="values">The series.</param>
    /// <param name="season">Steps of a season; two whole ones are needed for a form with a season.</param>
    /// <param name="form">The form.</param>
    public EtsModel Fit(ReadOnlySpan<double> values, int season, EtsForm form)
    {
        Take(values, season);
        return Fit(form);
    }

    /// <summary>Fits those of some forms for which the series is long enough.</summary>
    /// <param name="values">The series.</param>
    /// <param name="season">Steps of a season.</param>
    /// <param name="forms">The forms.</param>
    public List<EtsModel> All(ReadOnlySpan<double> values, int season, IEnumerable<EtsForm> forms)
    {
        Take(values, season);
        var models = new List<EtsModel>();
        foreach (var form in forms)
        {
            if (Suffices(_count, form, season) && Fit(form) is var model && double.IsFinite(model.Likelihood))
            {
                models.Add(model);
            }
        }

        return models;
    }

    /// <summary>Whether a form can be fitted to so many values: they are more than the numbers fitted.</summary>
    public static bool Suffices(int values, EtsForm form, int season) => Counted(form, season) + 1 < values;

    private int Counted(EtsForm form) => Counted(form, Places);

    private static int Counted(EtsForm form, int season) => form.Constants + 1 + (form.HasTrend ? 1 : 0) + (form.Season == Joined.None ? 0 : season - 1) + 1;

    private void Take(ReadOnlySpan<double> values, int season)
    {
        if (_values.Length < values.Length)
        {
            _values = new double[Math.Max(values.Length, 2 * _values.Length)];
        }

        values.CopyTo(_values);
        (_count, Places) = (values.Length, season);
    }

    private EtsModel Fit(EtsForm form)
    {
        _form = form;
        if (form == EtsForm.Simple)
        {
            var (alpha, start) = SimpleSmoothing.Fit(Values, Least, Most);
            var constants = new EtsConstants(alpha, 0, 0, 1);
            return new EtsModel(form, constants, start, 0, [], EtsFilter.Run(Values, form, constants, start, 0, []).Likelihood, Counted(form));
        }

        var (level, trend) = Begin(form);
        var free = Lay(Start(level, trend), level, trend);
        if (double.IsInfinity(_likelihood(_at.AsSpan(0, free))))
        {
            // A start that the bounds or the data rule out: without a season there is always one.
            return new EtsModel(form, new EtsConstants(Least, 0, 0, 1), level, 0, [], double.PositiveInfinity, Counted(form));
        }

        // A simplex may fold up before the top: it is opened once more where it ended.
        _search.Search(_at.AsSpan(0, free), _step.AsSpan(0, free), _likelihood, MostEvaluations, Tolerance);
        var (value, _) = _search.Search(_at.AsSpan(0, free), _step.AsSpan(0, free), _likelihood, MostEvaluations / 2, Tolerance);
        var at = Read(_at, out var own);
        (level, trend) = (_at[at++], form.HasTrend ? _at[at++] : 0);
        var places = new double[form.Season == Joined.None ? 0 : Places];
        if (places.Length > 0)
        {
            Season(_at.AsSpan(at, Places - 1), places);
        }

        return new EtsModel(form, own, level, trend, places, value, Counted(form));
    }

    // Numbers to be searched, with their steps.
    private int Lay(EtsConstants start, double level, double trend)
    {
        var at = 0;
        var scale = Scale();
        Add(start.Alpha, 0.1);
        if (_form.HasTrend)
        {
            Add(start.Beta, 0.02);
        }

        if (_form.Season != Joined.None)
        {
            Add(start.Gamma, 0.05);
        }

        if (_form.IsDamped)
        {
            Add(start.Phi, -0.05);
        }

        Add(level, 0.1 * scale);
        if (_form.HasTrend)
        {
            Add(trend, 0.02 * scale);
        }

        for (var place = 0; _form.Season != Joined.None && place < Places - 1; place++)
        {
            Add(_start[place], _form.Season == Joined.Multiplicative ? 0.03 : 0.05 * scale);
        }

        return at;

        void Add(double value, double step)
        {
            (_at[at], _step[at]) = (value, step);
            at++;
        }
    }

    private double Scale()
    {
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in Values)
        {
            mean += value / _count;
        }

        foreach (var value in Values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Max(Math.Sqrt(squares / _count), Math.Max(1e-6, 1e-3 * Math.Abs(mean)));
    }

    // The likelihood has several tops: the search begins at the best of some constants, slow and lively ones.
    private EtsConstants Start(double level, double trend)
    {
        var (best, lowest) = (new EtsConstants(0.2, 0, 0, 1), double.PositiveInfinity);
        foreach (var alpha in (double[])[0.02, 0.2, 0.5, 0.9])
        {
            foreach (var share in _form.HasTrend ? (double[])[0.02, 0.3, 0.9] : [0])
            {
                foreach (var gamma in _form.Season == Joined.None ? (double[])[0] : [0.01, 0.1])
                {
                    var start = new EtsConstants(alpha, Math.Max(Least, share * alpha), Math.Min(gamma, 1 - alpha), _form.IsDamped ? 0.95 : 1);
                    var at = Lay(start, level, trend);
                    if (_likelihood(_at.AsSpan(0, at)) is var value && value < lowest)
                    {
                        (best, lowest) = (start, value);
                    }
                }
            }
        }

        return best;
    }

    private int Read(ReadOnlySpan<double> at, out EtsConstants constants)
    {
        var next = 0;
        var alpha = at[next++];
        var beta = _form.HasTrend ? at[next++] : 0;
        var gamma = _form.Season == Joined.None ? 0 : at[next++];
        constants = new EtsConstants(alpha, beta, gamma, _form.IsDamped ? at[next++] : 1);
        return next;
    }

    private double Likelihood(ReadOnlySpan<double> at)
    {
        var next = Read(at, out var constants);
        if (!Allowed(constants))
        {
            return double.PositiveInfinity;
        }

        var (level, trend) = (at[next++], _form.HasTrend ? at[next++] : 0);
        var season = _season.AsSpan(0, _form.Season == Joined.None ? 0 : Places);
        if (season.Length > 0 && !Season(at.Slice(next, Places - 1), season))
        {
            return double.PositiveInfinity;
        }

        return EtsFilter.Run(Values, _form, constants, level, trend, season).Likelihood;
    }

    private bool Allowed(EtsConstants constants) =>
        constants.Alpha is >= Least and <= Most
        && (!_form.HasTrend || (constants.Beta >= Least && constants.Beta <= constants.Alpha))
        && (_form.Season == Joined.None || (constants.Gamma >= Least && constants.Gamma <= 1 - constants.Alpha))
        && (!_form.IsDamped || constants.Phi is >= LeastDamping and <= MostDamping);

    // The indices average 0 or 1, so that the last follows from the others; false where one would turn the series over.
    private bool Season(ReadOnlySpan<double> free, Span<double> season)
    {
        var multiplies = _form.Season == Joined.Multiplicative;
        var left = multiplies ? (double)Places : 0;
        var isAllowed = true;
        for (var place = 0; place < free.Length; place++)
        {
            season[place] = free[place];
            left -= free[place];
            isAllowed &= !multiplies || free[place] > 0;
        }

        season[free.Length] = left;
        return isAllowed && (!multiplies || left > 0);
    }

    // Season of the classical decomposition, then the line through the first values without it.
    private (double Level, double Trend) Begin(EtsForm form)
    {
        var own = Values.ToArray();
        if (form.Season != Joined.None)
        {
            var indices = _start.AsSpan(0, Places);
            SeasonalDecomposition.Split(Values, Places, form.Season == Joined.Multiplicative, new double[_count], indices);
            for (var t = 0; t < own.Length; t++)
            {
                own[t] = form.Season == Joined.Additive ? own[t] - indices[t % Places] : own[t] / Math.Max(indices[t % Places], 1e-2);
            }

            if (form.Season == Joined.Multiplicative)
            {
                var sum = 0.0;
                foreach (ref var index in indices)
                {
                    index = Math.Max(index, 1e-2);
                    sum += index / Places;
                }

                foreach (ref var index in indices)
                {
                    index /= sum;
                }
            }
        }

        var first = Math.Min(Math.Max(10, form.Season == Joined.None ? 10 : 2 * Places), own.Length);
        var (meanT, mean, slope, squares) = ((first + 1) / 2.0, 0.0, 0.0, 0.0);
        for (var t = 0; t < first; t++)
        {
            mean += own[t] / first;
        }

        for (var t = 0; t < first; t++)
        {
            slope += (t + 1 - meanT) * (own[t] - mean);
            squares += (t + 1 - meanT) * (t + 1 - meanT);
        }

        slope = squares > 0 ? slope / squares : 0;
        return form.HasTrend ? (mean - (slope * meanT), slope) : (mean, 0);
    }
}
