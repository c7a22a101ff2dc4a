namespace Marketing.Model.Forecasting.Arima;

/// <summary>What a pass through a series found, for errors of variance 1.</summary>
/// <param name="Mean">Mean of the series by generalised least squares; 0 where none is wanted.</param>
/// <param name="Squares">Sum of squared standardised errors about it; infinite where the model cannot be.</param>
/// <param name="Logs">Sum of the logarithms of the variances of the errors.</param>
/// <param name="Precision">What the series tells of its mean: the variance of the errors over this is that of the mean; 0 where none is wanted.</param>
internal readonly record struct ArmaPass(double Mean, double Squares, double Logs, double Precision);

/// <summary>
/// Exact likelihood of a series by the Kalman filter (Harvey 1989, sec. 3.4 and 4.1), whose gain goes on by the recursion of Chandrasekhar (Morf, Sidhu and Kailath 1974; Herbst 2015, sec. 2): a step takes as
/// much work as the state is long, not its square. Once the gain stands still, errors come from the last few values and errors alone. The mean is filtered beside the series, so that the best one is a
/// quotient of sums. Work space; not for several threads.
/// </summary>
internal sealed class ArmaFilter
{
    // Of the variance above its limit, and of the gain off its own, where the rest is rounding.
    private const double StandsStill = 1e-12;
    private const double GainStandsStill = 1e-9;

    // From here on rounding would eat what the variance falls to.
    private const double MostVariance = 1e8;

    private readonly ArmaCovariance _covariance = new();
    private double[] _gain = [];
    private double[] _errors = [];
    private double[] _onesErrors = [];

    /// <summary>State after a pass: what is expected of the next value stands first.</summary>
    public double[] State { get; private set; } = [];

    /// <summary>The same of a series of ones.</summary>
    public double[] Ones { get; private set; } = [];

    /// <summary>Direction in which the covariance of the state still falls; nothing where <see cref="Rate"/> is 0.</summary>
    public double[] Change { get; private set; } = [];

    /// <summary>How fast, 0 or below.</summary>
    public double Rate { get; private set; }

    /// <summary>Variance of the next value.</summary>
    public double Variance { get; private set; }

    /// <summary>Filters.</summary>
    /// <param name="model">The coefficients.</param>
    /// <param name="values">The series after its differences; one or more.</param>
    /// <param name="hasMean">Whether it has a mean.</param>
    public ArmaPass Run(ArmaCoefficients model, ReadOnlySpan<double> values, bool hasMean)
    {
        Begin(model, values.Length);
        if (!(Variance < MostVariance))
        {
            return new ArmaPass(0, double.PositiveInfinity, 0, 0);
        }

        var sums = default(Sums);
        var (size, still) = (model.Size, -1);
        for (var t = 0; t < values.Length; t++)
        {
            if (still >= 0 && t - still > size)
            {
                Quick(model, values, t, hasMean, ref sums);
                break;
            }

            var (error, ones) = (values[t] - State[0], hasMean ? 1 - Ones[0] : 0);
            (_errors[t], _onesErrors[t]) = (error, ones);
            sums.Add(error, ones, Variance);
            Move(State, model.Phi, _gain, values[t] - error, error / Variance, size);
            if (hasMean)
            {
                Move(Ones, model.Phi, _gain, 1 - ones, ones / Variance, size);
            }

            if (still < 0)
            {
                MoveGain(model);
                still = StoodStill(model) ? t : -1;
            }
        }

        return sums.Pass(hasMean);
    }

    /// <summary>One step more of the covariance alone; nothing once it stands still.</summary>
    /// <param name="model">The coefficients of the pass before.</param>
    public void MoveGain(ArmaCoefficients model)
    {
        if (Rate == 0)
        {
            return;
        }

        var (size, phi, change, gain) = (model.Size, model.Phi, Change, _gain);
        var first = change[0];
        var step = Rate * first;
        var next = Variance + (step * first);
        var share = first / next;
        for (var i = 0; i < size; i++)
        {
            var moved = (phi[i] * first) + change[i + 1];
            gain[i] += step * moved;
            change[i] = moved - (share * gain[i]);
        }

        (Rate, Variance) = (Rate * next / Variance, next);
        if (!(Variance >= 1))
        {
            Variance = 1;
        }
    }

    private void Begin(ArmaCoefficients model, int length)
    {
        var size = model.Size;
        if (_gain.Length < size || State.Length < size + 1)
        {
            // One more, that stays 0, so that the last one has a follower.
            (_gain, State, Ones, Change) = (new double[size], new double[size + 1], new double[size + 1], new double[size + 1]);
        }

        if (_errors.Length < length)
        {
            (_errors, _onesErrors) = (new double[length], new double[length]);
        }

        Array.Clear(State);
        Array.Clear(Ones);
        Array.Clear(Change);
        Variance = _covariance.Start(model, _gain.AsSpan(0, size));
        _gain.AsSpan(0, size).CopyTo(Change);
        Rate = -1 / Variance;
    }

    // T a + K v / F in place; the first of the state is handed in, since it is written over.
    private static void Move(double[] state, double[] phi, double[] gain, double first, double scaled, int size)
    {
        for (var i = 0; i < size; i++)
        {
            state[i] = (phi[i] * first) + state[i + 1] + (gain[i] * scaled);
        }
    }

    private bool StoodStill(ArmaCoefficients model)
    {
        if (Variance - 1 > StandsStill)
        {
            return false;
        }

        for (var i = 0; i < model.Size; i++)
        {
            if (Math.Abs(_gain[i] - model.Phi[i] - model.Theta[i]) > GainStandsStill)
            {
                return false;
            }
        }

        for (var i = 0; i < model.Size; i++)
        {
            _gain[i] = model.Phi[i] + model.Theta[i];
        }

        (Variance, Rate) = (1, 0);
        return true;
    }

    private void Quick(ArmaCoefficients model, ReadOnlySpan<double> values, int from, bool hasMean, ref Sums sums)
    {
        var (ar, ma, phi, theta) = (model.ArLags, model.MaLags, model.Phi, model.Theta);
        var level = 1.0;
        foreach (var lag in ar)
        {
            level -= phi[lag - 1];
        }

        for (var t = from; t < values.Length; t++)
        {
            var (error, ones) = (values[t], level);
            foreach (var lag in ar)
            {
                error -= phi[lag - 1] * values[t - lag];
            }

            foreach (var lag in ma)
            {
                error -= theta[lag - 1] * _errors[t - lag];
                ones -= theta[lag - 1] * _onesErrors[t - lag];
            }

            (_errors[t], _onesErrors[t]) = (error, ones);
            sums.Add(error, hasMean ? ones : 0, 1);
        }

        End(model, values);
    }

    // The state again, from the last values and errors.
    private void End(ArmaCoefficients model, ReadOnlySpan<double> values)
    {
        Array.Clear(State);
        Array.Clear(Ones);
        var n = values.Length;
        foreach (var lag in model.ArLags)
        {
            for (var i = 0; i < lag; i++)
            {
                State[i] += model.Phi[lag - 1] * values[n - lag + i];
                Ones[i] += model.Phi[lag - 1];
            }
        }

        foreach (var lag in model.MaLags)
        {
            for (var i = 0; i < lag; i++)
            {
                State[i] += model.Theta[lag - 1] * _errors[n - lag + i];
                Ones[i] += model.Theta[lag - 1] * _onesErrors[n - lag + i];
            }
        }
    }

    private struct Sums
    {
        private double _own;
        private double _both;
        private double _ones;
        private double _logs;
        private double _product;

        public void Add(double error, double ones, double variance)
        {
            _own += error * error / variance;
            _both += error * ones / variance;
            _ones += ones * ones / variance;
            _product = (_product == 0 ? 1 : _product) * variance;
            if (_product > 1e200)
            {
                _logs += Math.Log(_product);
                _product = 1;
            }
        }

        public readonly ArmaPass Pass(bool hasMean)
        {
            var mean = hasMean && _ones > 0 ? _both / _ones : 0;
            return new ArmaPass(mean, Math.Max(0, _own - (mean * _both)), _logs + (_product > 0 ? Math.Log(_product) : 0), hasMean ? _ones : 0);
        }
    }
}
