namespace Marketing.Model.Forecasting.Arima;

/// <summary>How a stationary series is spread before anything is seen of it. Work space; not for several threads.</summary>
internal sealed class ArmaCovariance
{
    private double[] _steps = [];
    private double[] _own = [];
    private double[] _all = [];
    private double[] _weights = [];
    private double[] _column = [];

    /// <summary>Variance of the first value, for errors of variance 1; infinite where it is none.</summary>
    /// <param name="model">The coefficients.</param>
    /// <param name="gain">Receives the covariance of the next state with the value; as long as the state.</param>
    /// <remarks>
    /// State as in Harvey 1989, eq. 4.1.4: its number i is <c>Σ_(j ≥ i) φ_j w_(t-1-j+i) + θ_(j-1) ε_(t-j+i)</c>, so that its covariance with the value takes autocovariances and the weights of past errors.
    /// </remarks>
    public double Start(ArmaCoefficients model, Span<double> gain)
    {
        var (size, phi, theta) = (model.Size, model.Phi, model.Theta);
        Fit(model);
        if (!Autocovariances(model))
        {
            return double.PositiveInfinity;
        }

        Weights(model);
        var column = _column.AsSpan(0, size + 1);
        column.Clear();
        foreach (var lag in model.ArLags)
        {
            for (var i = 0; i < lag; i++)
            {
                column[i] += phi[lag - 1] * _all[lag - i];
            }
        }

        column[0] += 1;
        foreach (var lag in model.MaLags)
        {
            for (var i = 0; i <= lag; i++)
            {
                column[i] += theta[lag - 1] * _weights[lag - i];
            }
        }

        for (var i = 0; i < size; i++)
        {
            gain[i] = (phi[i] * column[0]) + column[i + 1];
        }

        return column[0];
    }

    // Of the part without errors by the recursion of Levinson and Durbin run down and up again, then with them.
    private bool Autocovariances(ArmaCoefficients model)
    {
        var (p, q) = (model.ArOrder, model.MaOrder);
        var steps = _steps.AsSpan(0, p * p);
        var variance = 1.0;
        for (var k = p - 1; k >= 0; k--)
        {
            var row = steps.Slice(k * p, k + 1);
            if (k == p - 1)
            {
                model.Phi.AsSpan(0, p).CopyTo(row);
            }
            else
            {
                steps.Slice((k + 1) * p, k + 1).CopyTo(row);
                LagPolynomial.Lower(row, steps[((k + 1) * p) + k + 1]);
            }

            variance *= 1 - (row[k] * row[k]);
            if (!(Math.Abs(row[k]) < 1) || !(variance > 1e-290))
            {
                return false;
            }
        }

        var own = _own.AsSpan(0, p + q + 2);
        own.Clear();
        own[0] = 1 / variance;
        for (var k = 1; k <= p; k++)
        {
            // The partial autocorrelation leaves the spread that the orders below leave.
            var below = steps.Slice(Math.Max(0, k - 2) * p, k - 1);
            var (sum, left) = (0.0, own[0]);
            for (var j = 0; j < k - 1; j++)
            {
                sum += below[j] * own[k - 1 - j];
                left -= below[j] * own[j + 1];
            }

            own[k] = sum + (steps[((k - 1) * p) + k - 1] * left);
        }

        for (var k = p + 1; k < own.Length; k++)
        {
            foreach (var lag in model.ArLags)
            {
                own[k] += model.Phi[lag - 1] * own[k - lag];
            }
        }

        Join(model, own);
        return true;
    }

    private void Join(ArmaCoefficients model, ReadOnlySpan<double> own)
    {
        // Σ θ_i θ_j of the autocovariance at k + i - j.
        for (var k = 0; k <= model.ArOrder; k++)
        {
            var sum = 0.0;
            for (var i = -1; i < model.MaLags.Length; i++)
            {
                var (lag, factor) = i < 0 ? (0, 1.0) : (model.MaLags[i], model.Theta[model.MaLags[i] - 1]);
                for (var j = -1; j < model.MaLags.Length; j++)
                {
                    var (other, by) = j < 0 ? (0, 1.0) : (model.MaLags[j], model.Theta[model.MaLags[j] - 1]);
                    sum += factor * by * own[Math.Abs(k + lag - other)];
                }
            }

            _all[k] = sum;
        }
    }

    private void Weights(ArmaCoefficients model)
    {
        _weights[0] = 1;
        for (var k = 1; k <= model.MaOrder; k++)
        {
            var sum = model.Theta[k - 1];
            foreach (var lag in model.ArLags)
            {
                if (lag > k)
                {
                    break;
                }

                sum += model.Phi[lag - 1] * _weights[k - lag];
            }

            _weights[k] = sum;
        }
    }

    private void Fit(ArmaCoefficients model)
    {
        var (p, q) = (model.ArOrder, model.MaOrder);
        if (_steps.Length < p * p || _column.Length < model.Size + 1 || _own.Length < p + q + 2 || _weights.Length < q + 1)
        {
            (_steps, _own, _all) = (new double[p * p], new double[p + q + 2], new double[p + 1]);
            (_weights, _column) = (new double[q + 1], new double[model.Size + 1]);
        }
    }
}
