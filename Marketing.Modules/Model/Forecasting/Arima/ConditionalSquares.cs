namespace Marketing.Model.Forecasting.Arima;

/// <summary>Conditional sum of squares: errors before the first that can be told are taken as 0 (Box et al. 2015, sec. 7.1.3). Work space; not for several threads.</summary>
internal sealed class ConditionalSquares
{
    private double[] _errors = [];
    private double[] _ones = [];

    /// <summary>Half of the number of errors times the logarithm of their mean square; infinite where none can be told.</summary>
    /// <param name="model">The coefficients.</param>
    /// <param name="values">The series after its differences.</param>
    /// <param name="hasMean">Whether it has a mean.</param>
    public double Half(ArmaCoefficients model, ReadOnlySpan<double> values, bool hasMean)
    {
        var (from, ar, ma) = (model.ArOrder, model.ArLags, model.MaLags);
        var count = values.Length - from;
        if (count <= 0)
        {
            return double.PositiveInfinity;
        }

        if (_errors.Length < values.Length)
        {
            (_errors, _ones) = (new double[values.Length], new double[values.Length]);
        }

        Array.Clear(_errors, 0, from);
        Array.Clear(_ones, 0, from);
        var level = 1.0;
        foreach (var lag in ar)
        {
            level -= model.Phi[lag - 1];
        }

        var (own, both, squares) = (0.0, 0.0, 0.0);
        for (var t = from; t < values.Length; t++)
        {
            var (error, ones) = (values[t], level);
            foreach (var lag in ar)
            {
                error -= model.Phi[lag - 1] * values[t - lag];
            }

            foreach (var lag in ma)
            {
                if (lag > t)
                {
                    break;
                }

                error -= model.Theta[lag - 1] * _errors[t - lag];
                ones -= model.Theta[lag - 1] * _ones[t - lag];
            }

            (_errors[t], _ones[t]) = (error, ones);
            (own, both, squares) = (own + (error * error), both + (error * ones), squares + (ones * ones));
        }

        own -= hasMean && squares > 0 ? both * both / squares : 0;
        return count / 2.0 * Math.Log(Math.Max(1e-28, own / count));
    }
}
