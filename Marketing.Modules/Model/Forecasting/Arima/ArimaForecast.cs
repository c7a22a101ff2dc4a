namespace Marketing.Model.Forecasting.Arima;

/// <summary>
/// Expected values by the state after the last value, and their errors exactly (Box et al. 2015, sec. 5.2): of errors to come by the weights ψ of the whole model, of the state as far as it is not known yet, and of the
/// mean, which is fitted. That orders and other numbers are fitted too is left out, as usual.
/// </summary>
internal static class ArimaForecast
{
    // Directions of a state that is not known yet and of those that follow from it; what is left behind them is nothing.
    private const int MostDirections = 4000;
    private const double Nothing = 1e-10;

    /// <summary>Foretells.</summary>
    /// <param name="values">The series.</param>
    /// <param name="left">The same after the differences.</param>
    /// <param name="model">Its model.</param>
    /// <param name="fit">Work space.</param>
    /// <param name="mean">Receives the expected values.</param>
    /// <param name="deviation">Receives the standard deviations of their errors.</param>
    public static void Of(ReadOnlySpan<double> values, double[] left, ArimaModel model, ArimaFit fit, Span<double> mean, Span<double> deviation)
    {
        var coefficients = new ArmaCoefficients(model.Order);
        coefficients.Set(model.Free);
        var pass = fit.Filter.Run(coefficients, left, model.Order.HasConstant);
        var (filter, differences, horizon) = (fit.Filter, Sums(model.Order), mean.Length);
        var (own, ones, errors) = (Ahead(coefficients, filter.State, horizon), Ahead(coefficients, filter.Ones, horizon), Ahead(coefficients, Impulse(coefficients), horizon));
        for (var h = 0; h < horizon; h++)
        {
            (own[h], ones[h]) = (own[h] + (pass.Mean * (1 - ones[h])), 1 - ones[h]);
        }

        Undo(values, own, differences).CopyTo(mean);
        Undo([], errors, differences);
        var sum = 0.0;
        for (var h = 0; h < horizon; h++)
        {
            sum += errors[h] * errors[h];
            deviation[h] = sum;
        }

        if (pass.Precision > 0)
        {
            Undo([], ones, differences);
            for (var h = 0; h < horizon; h++)
            {
                deviation[h] += ones[h] * ones[h] / pass.Precision;
            }
        }

        Unknown(coefficients, filter, differences, deviation);
        for (var h = 0; h < horizon; h++)
        {
            deviation[h] = Math.Sqrt(model.Variance * deviation[h]);
        }
    }

    /// <summary>Coefficients by which earlier values come back when the differences are undone: of lags 1, 2 ...</summary>
    public static double[] Sums(ArimaOrder order)
    {
        double[] sums = [];
        foreach (var lag in Enumerable.Repeat(1, order.Differences).Concat(Enumerable.Repeat(order.Season, order.SeasonalDifferences)))
        {
            var next = new double[sums.Length + lag];
            LagPolynomial.Multiply(sums, [1], lag, next);
            sums = next;
        }

        return sums;
    }

    // The covariance of the state lies above its limit by what it would still lose, direction by direction.
    private static void Unknown(ArmaCoefficients model, ArmaFilter filter, double[] differences, Span<double> variance)
    {
        for (var i = 0; i < MostDirections && filter.Rate != 0; i++)
        {
            var moved = Undo([], Ahead(model, filter.Change, variance.Length), differences);
            var most = 0.0;
            for (var h = 0; h < moved.Length; h++)
            {
                var added = -filter.Rate * moved[h] * moved[h];
                variance[h] += added;
                most = Math.Max(most, added / variance[h]);
            }

            filter.MoveGain(model);
            if (most < Nothing && filter.Variance - 1 < Nothing)
            {
                return;
            }
        }
    }

    // What a state says of the next values when nothing else comes.
    private static double[] Ahead(ArmaCoefficients model, ReadOnlySpan<double> state, int horizon)
    {
        var (own, to, size) = (state[..(model.Size + 1)].ToArray(), new double[horizon], model.Size);
        for (var h = 0; h < horizon; h++)
        {
            var first = to[h] = own[0];
            for (var i = 0; i < size; i++)
            {
                own[i] = (model.Phi[i] * first) + own[i + 1];
            }
        }

        return to;
    }

    private static double[] Impulse(ArmaCoefficients model)
    {
        var state = new double[model.Size + 1];
        state[0] = 1;
        model.Theta.AsSpan(0, model.Size - 1).CopyTo(state.AsSpan(1));
        return state;
    }

    // Sums up again, in place, what the differences took apart, after some values or none.
    private static double[] Undo(ReadOnlySpan<double> before, double[] ahead, double[] sums)
    {
        for (var h = 0; h < ahead.Length; h++)
        {
            for (var lag = 1; lag <= sums.Length; lag++)
            {
                var at = h - lag;
                ahead[h] += sums[lag - 1] * (at >= 0 ? ahead[at] : before.IsEmpty ? 0 : before[before.Length + at]);
            }
        }

        return ahead;
    }
}
