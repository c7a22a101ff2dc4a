namespace Marketing.Model.Forecasting.Arima;

/// <summary>
/// Coefficients of <c>w_t = Σ φ_i w_(t-i) + ε_t + Σ θ_j ε_(t-j)</c> with the seasons multiplied out, and which of them are not 0. Work space of one fit; not for several threads.
/// </summary>
internal sealed class ArmaCoefficients
{
    private readonly double[] _ar;
    private readonly double[] _ma;
    private readonly double[] _seasonalAr;
    private readonly double[] _seasonalMa;
    private readonly int _season;

    public ArmaCoefficients(ArimaOrder order)
    {
        (_ar, _ma, _seasonalAr, _seasonalMa, _season) = (new double[order.Ar], new double[order.Ma], new double[order.SeasonalAr], new double[order.SeasonalMa], order.Season);
        (ArOrder, MaOrder) = (order.Ar + (order.SeasonalAr * order.Season), order.Ma + (order.SeasonalMa * order.Season));
        Size = Math.Max(ArOrder, MaOrder + 1);
        (Phi, Theta) = (new double[Size], new double[Size]);
        (ArLags, MaLags) = (Lags(order.Ar, order.SeasonalAr, order.Season), Lags(order.Ma, order.SeasonalMa, order.Season));
    }

    /// <summary>Longest lag of a value.</summary>
    public int ArOrder { get; }

    /// <summary>Longest lag of an error.</summary>
    public int MaOrder { get; }

    /// <summary>Numbers of the state.</summary>
    public int Size { get; }

    /// <summary>φ of lags 1 to <see cref="Size"/>, 0 beyond the order.</summary>
    public double[] Phi { get; }

    /// <summary>θ of lags 1 to <see cref="Size"/>, 0 beyond the order.</summary>
    public double[] Theta { get; }

    /// <summary>Lags with a φ, ascending.</summary>
    public int[] ArLags { get; }

    /// <summary>Lags with a θ, ascending.</summary>
    public int[] MaLags { get; }

    /// <summary>Takes over numbers as they are searched; what comes out is stationary and invertible.</summary>
    /// <param name="free">Any numbers: of the values, of the errors, of the seasons' values, of the seasons' errors.</param>
    public void Set(ReadOnlySpan<double> free)
    {
        LagPolynomial.FromFree(free[.._ar.Length], _ar);
        LagPolynomial.FromFree(free.Slice(_ar.Length, _ma.Length), _ma);
        LagPolynomial.FromFree(free.Slice(_ar.Length + _ma.Length, _seasonalAr.Length), _seasonalAr);
        LagPolynomial.FromFree(free[(_ar.Length + _ma.Length + _seasonalAr.Length)..], _seasonalMa);
        LagPolynomial.Multiply(_ar, _seasonalAr, _season, Phi);
        LagPolynomial.Multiply(_ma, _seasonalMa, _season, Theta);

        // Errors are added, where the polynomials take away.
        for (var i = 0; i < MaOrder; i++)
        {
            Theta[i] = -Theta[i];
        }
    }

    /// <summary>Whether all roots lie farther from 0 than a radius.</summary>
    public bool IsOutside(double radius)
    {
        var seasonal = Math.Pow(radius, _season);
        return LagPolynomial.IsOutside(_ar, radius) && LagPolynomial.IsOutside(_ma, radius) && LagPolynomial.IsOutside(_seasonalAr, seasonal) && LagPolynomial.IsOutside(_seasonalMa, seasonal);
    }

    /// <summary>The fitted numbers by the field's letters.</summary>
    public IEnumerable<KeyValuePair<string, double>> Named() =>
        [.. Named("phi", _ar, 1), .. Named("theta", _ma, -1), .. Named("Phi", _seasonalAr, 1), .. Named("Theta", _seasonalMa, -1)];

    private static IEnumerable<KeyValuePair<string, double>> Named(string letter, double[] values, int sign) => values.Select((value, i) => KeyValuePair.Create($"{letter}{i + 1}", sign * value));

    private static int[] Lags(int plain, int seasonal, int season) =>
        [.. Enumerable.Range(0, seasonal + 1).SelectMany(s => Enumerable.Range(0, plain + 1).Select(i => (s * season) + i)).Where(lag => lag > 0).Distinct().Order()];
}
