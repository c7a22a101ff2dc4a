namespace Marketing.Model.Forecasting.Arima;

/// <summary>Polynomials of the lag operator by their coefficients of lags 1, 2 ...: <c>1 - φ1 B - φ2 B² - ...</c>.</summary>
internal static class LagPolynomial
{
    // So near to 1 that nothing is kept from it that matters, and variances stay finite.
    private const double Most = 1 - 1e-7;

    /// <summary>Coefficients of a stationary polynomial from any numbers, by way of partial autocorrelations (Jones 1980, eq. 3; Monahan 1984).</summary>
    /// <param name="free">Any numbers; each is the inverse hyperbolic tangent of a partial autocorrelation.</param>
    /// <param name="coefficients">Receives the coefficients, as many.</param>
    public static void FromFree(ReadOnlySpan<double> free, Span<double> coefficients)
    {
        for (var k = 0; k < free.Length; k++)
        {
            var partial = Most * Math.Tanh(free[k]);
            Raise(coefficients[..k], partial);
            coefficients[k] = partial;
        }
    }

    /// <summary>Whether all roots lie farther from 0 than a radius (step-down recursion: Barndorff-Nielsen and Schou 1973).</summary>
    /// <param name="coefficients">The polynomial.</param>
    /// <param name="radius">Radius, above 0.</param>
    public static bool IsOutside(ReadOnlySpan<double> coefficients, double radius)
    {
        Span<double> own = stackalloc double[coefficients.Length];
        for (var (k, power) = (0, radius); k < own.Length; k++, power *= radius)
        {
            own[k] = coefficients[k] * power;
        }

        for (var k = own.Length - 1; k >= 0; k--)
        {
            if (!(Math.Abs(own[k]) < 1))
            {
                return false;
            }

            Lower(own[..k], own[k]);
        }

        return true;
    }

    /// <summary>Coefficients of the order below, in place.</summary>
    /// <param name="coefficients">Coefficients but the last one; receives those of the order below.</param>
    /// <param name="partial">The last one: the partial autocorrelation.</param>
    public static void Lower(Span<double> coefficients, double partial)
    {
        var rest = 1 - (partial * partial);
        for (var (i, j) = (0, coefficients.Length - 1); i <= j; i++, j--)
        {
            (coefficients[i], coefficients[j]) = ((coefficients[i] + (partial * coefficients[j])) / rest, (coefficients[j] + (partial * coefficients[i])) / rest);
        }
    }

    /// <summary>Coefficients of <c>(1 - Σ a_i B^i)(1 - Σ b_j B^(js))</c>.</summary>
    /// <param name="plain">The first polynomial.</param>
    /// <param name="seasonal">The second one.</param>
    /// <param name="season">s.</param>
    /// <param name="product">Receives them; what lies behind them is 0.</param>
    public static void Multiply(ReadOnlySpan<double> plain, ReadOnlySpan<double> seasonal, int season, Span<double> product)
    {
        product.Clear();
        plain.CopyTo(product);
        for (var j = 0; j < seasonal.Length; j++)
        {
            var at = ((j + 1) * season) - 1;
            product[at] += seasonal[j];
            for (var i = 0; i < plain.Length; i++)
            {
                product[at + i + 1] -= plain[i] * seasonal[j];
            }
        }
    }

    private static void Raise(Span<double> coefficients, double partial)
    {
        for (var (i, j) = (0, coefficients.Length - 1); i <= j; i++, j--)
        {
            (coefficients[i], coefficients[j]) = (coefficients[i] - (partial * coefficients[j]), coefficients[j] - (partial * coefficients[i]));
        }
    }
}
