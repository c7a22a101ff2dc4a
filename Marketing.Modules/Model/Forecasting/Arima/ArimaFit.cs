using Marketing.Kernel.Numerics;

namespace Marketing.Model.Forecasting.Arima;

/// <summary>A fitted model.</summary>
/// <param name="Order">Orders.</param>
/// <param name="Free">The numbers as they are searched.</param>
/// <param name="Mean">Mean of the series after its differences; 0 where it has none.</param>
/// <param name="Variance">Variance of the errors: their squares over the values left after the differences less the fitted numbers.</param>
/// <param name="Likelihood">Logarithm of the likelihood of the series after its differences.</param>
/// <param name="Aicc">Corrected criterion of Akaike (Hurvich and Tsai 1989); infinite where there are too few values for it, or the model is none to keep.</param>
internal sealed record ArimaModel(ArimaOrder Order, double[] Free, double Mean, double Variance, double Likelihood, double Aicc);

/// <summary>Fits given orders by exact maximum likelihood, begun where the conditional sum of squares is least (Box et al. 2015, sec. 7.1). Work space; not for several threads.</summary>
internal sealed class ArimaFit
{
    // A model whose roots lie nearer to the unit circle says of values that they are hardly more than sums, or sums of nothing.
    private const double NearestRoot = 1.01;
    private const double Least = 1e-28;
    private const double Step = 1e-6;
    private const double Loose = 1e-2;
    private const double Tight = 1e-3;
    private const int FewSteps = 30;
    private const int ManySteps = 100;
    private const double Start = 0.1;

    // Beyond this the slope of the hyperbolic tangent is too small to find back from.
    private const double Farthest = 2;

    private readonly ArmaFilter _filter = new();
    private readonly ConditionalSquares _conditional = new();

    /// <summary>The filter, as the last pass has left it.</summary>
    public ArmaFilter Filter => _filter;

    /// <summary>Fits.</summary>
    /// <param name="values">The series after its differences.</param>
    /// <param name="order">Orders.</param>
    public ArimaModel Fit(double[] values, ArimaOrder order)
    {
        var model = new ArmaCoefficients(order);
        var at = new double[order.Searched];
        if (at.Length > 0)
        {
            double Exact(ReadOnlySpan<double> free) => Half(model, values, order, free);
            at = Begin(model, values, order, Exact);
            at = Lbfgs.Minimise(Sloped(Exact), at, Tight, ManySteps).X;
        }

        return Of(model, values, order, at);
    }

    /// <summary>The model at given numbers.</summary>
    public ArimaModel Of(ArmaCoefficients model, double[] values, ArimaOrder order, double[] free)
    {
        model.Set(free);
        var pass = _filter.Run(model, values, order.HasConstant);
        var (n, fitted) = (values.Length, order.Fitted);
        var likelihood = -Half(n, pass) - (n / 2.0 * (Math.Log(2 * Math.PI) + 1));
        var rest = n - fitted - 1;
        var aicc = rest > 0 && double.IsFinite(likelihood) && model.IsOutside(NearestRoot) ? (-2 * likelihood) + (2 * fitted) + (2.0 * fitted * (fitted + 1) / rest) : double.PositiveInfinity;
        return new ArimaModel(order, free, pass.Mean, pass.Squares / Math.Max(1, n - fitted + 1), likelihood, aicc);
    }

    private double[] Begin(ArmaCoefficients model, double[] values, ArimaOrder order, Func<ReadOnlySpan<double>, double> exact)
    {
        var plain = new double[order.Searched];
        Array.Fill(plain, Start);
        double Conditional(ReadOnlySpan<double> free)
        {
            model.Set(free);
            return _conditional.Half(model, values, order.HasConstant);
        }

        if (!double.IsFinite(Conditional(plain)))
        {
            return plain;
        }

        var found = Lbfgs.Minimise(Sloped(Conditional), plain, Loose, FewSteps).X;
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Math.Clamp(found[i], -Farthest, Farthest);
        }

        return exact(found) <= exact(plain) ? found : plain;
    }

    // Half of minus the logarithm of the likelihood, but for a constant, the variance at its best.
    private double Half(ArmaCoefficients model, double[] values, ArimaOrder order, ReadOnlySpan<double> free)
    {
        model.Set(free);
        return Half(values.Length, _filter.Run(model, values, order.HasConstant));
    }

    private static double Half(int n, ArmaPass pass) => ((n * Math.Log(Math.Max(Least, pass.Squares / n))) + pass.Logs) / 2;

    private static Lbfgs.Function Sloped(Func<ReadOnlySpan<double>, double> function) => (x, gradient) =>
    {
        var value = function(x);
        for (var i = 0; i < x.Length && double.IsFinite(value); i++)
        {
            var own = x[i];
            x[i] = own + Step;
            var above = function(x);
            x[i] = own - Step;
            gradient[i] = (above - function(x)) / (2 * Step);
            x[i] = own;
        }

        return value;
    };
}
