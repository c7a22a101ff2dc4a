using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting.Smoothing;

namespace Marketing.Model.Forecasting.Theta;

/// <summary>
/// The Theta method (Assimakopoulos and Nikolopoulos 2000) as simple smoothing with half the slope of the line through the series (Hyndman and Billah 2003, eq. 8): <c>theta</c>; and the dynamic
/// optimised one, whose line is learned anew with each value and whose theta is fitted (Fiorucci et al. 2016, sec. 2.3): <c>optimised-theta</c>. Both after a season that multiplies is taken out,
/// where there is one.
/// </summary>
internal sealed class ThetaForecaster : IForecaster
{
    private const int FewestValues = 3;
    private const double LeastIndex = 0.05;
    private readonly bool _optimised;

    [ThreadStatic]
    private static EtsFit? _fit;

    private ThetaForecaster(string kind, bool optimised) => (Kind, _optimised) = (kind, optimised);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ThetaForecaster> All { get; } = [new("theta", false), new("optimised-theta", true)];

    public string Kind { get; }

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        if (values.Length < FewestValues)
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        if (SeriesGuard.IsConstant(values))
        {
            return SeriesGuard.Constant(values, horizon, Kind);
        }

        var (own, indices) = Deseasonalised(values, season);
        return _optimised ? Optimised(own, indices, values.Length, horizon) : Classical(own, indices, values.Length, horizon);
    }

    // A season that multiplies needs values that are not negative.
    private static (double[] Own, double[] Indices) Deseasonalised(ReadOnlySpan<double> values, int season)
    {
        var own = values.ToArray();
        if (values.ContainsAnyExceptInRange(0, double.MaxValue) || !SeasonTest.Holds(values, season, 2, more: true, isSigned: false))
        {
            return (own, [1]);
        }

        var indices = new double[season];
        SeasonalDecomposition.Split(values, season, true, new double[values.Length], indices);
        if (indices.AsSpan().ContainsAnyExceptInRange(1e-10, double.MaxValue))
        {
            return (own, [1]);
        }

        // A day on which a shop is nearly always shut says nothing of the level: it goes on as before.
        var open = Array.FindIndex(indices, index => index >= LeastIndex);
        for (var t = 0; t < own.Length; t++)
        {
            var index = indices[t % season];
            own[t] = index >= LeastIndex ? own[t] / index : t > 0 ? own[t - 1] : values[open] / indices[open];
        }

        return (own, indices);
    }

    private ForecastOutcome.Foretold Classical(double[] own, double[] indices, int n, int horizon)
    {
        var model = (_fit ??= new EtsFit()).Fit(own, 1, EtsForm.Simple);
        var pass = EtsFilter.Run(own, model.Form, model.Constants, model.Level, 0, []);
        var (alpha, variance, half) = (model.Constants.Alpha, pass.Squares / Math.Max(1, n - 2), Slope(own) / 2);
        var (mean, deviation) = (new double[horizon], new double[horizon]);
        for (var h = 0; h < horizon; h++)
        {
            mean[h] = (pass.Level + (half * (h + ((1 - Math.Pow(1 - alpha, n)) / alpha)))) * indices[(n + h) % indices.Length];
            deviation[h] = Math.Sqrt(variance * (1 + (h * alpha * alpha)));
        }

        return new ForecastOutcome.Foretold(mean, deviation, Kind, [new("alpha", alpha), new("drift", half), new("sigma2", variance)]);
    }

    private ForecastOutcome.Foretold Optimised(double[] own, double[] indices, int n, int horizon)
    {
        var scale = Math.Max(1e-9, Math.Sqrt(Spread(own)));
        double[] at = [0.5, own[0] / 2, 2];
        double[] step = [0.2, 0.3 * scale, 1];
        var search = new NelderMead(3);
        double Squares(ReadOnlySpan<double> p) => p[0] is < 0.1 or > 0.99 || p[2] < 1 ? double.PositiveInfinity : DynamicTheta.Run(own, p[0], p[1], p[2], out _);
        search.Search(at, step, Squares, 1000, 1e-9);
        var (alpha, level, theta) = (at[0], at[1], at[2]);
        var squares = DynamicTheta.Run(own, alpha, level, theta, out var state);
        var variance = squares / Math.Max(1, n - 3);
        var (mean, deviation) = (new double[horizon], new double[horizon]);
        for (var h = 0; h < horizon; h++)
        {
            var (next, index) = (state.Next(alpha, theta), indices[(n + h) % indices.Length]);
            mean[h] = next * index;
            state = state.With(next, alpha);

            // That of simple smoothing: the line moves slowly.
            deviation[h] = Math.Sqrt(variance * (1 + (h * alpha * alpha))) * index;
        }

        return new ForecastOutcome.Foretold(mean, deviation, Kind, [new("alpha", alpha), new("theta", theta), new("l0", level), new("sigma2", variance)]);
    }

    private static double Slope(double[] values)
    {
        var (middle, mean, slope, squares) = ((values.Length - 1) / 2.0, values.Average(), 0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            slope += (t - middle) * (values[t] - mean);
            squares += (t - middle) * (t - middle);
        }

        return slope / squares;
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
