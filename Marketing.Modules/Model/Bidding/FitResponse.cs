using MathNet.Numerics.Distributions;

namespace Marketing.Model.Bidding;

/// <summary>
/// Fits a curve to points of spend and margin by least squares. Given a shape the scale follows in closed form, so that only the shape is
/// searched (variable projection: Golub and Pereyra 1973): a grid on its logarithm, then golden sections about the best. Of the forms, that with the least squares.
/// </summary>
internal static class FitResponse
{
    public const string TooFewPoints = "too-few-points";
    public const string CannotTell = "cannot-tell";

    private const int Fewest = 3;
    private const int Grid = 64;
    private const int Sections = 60;

    // Where the points lie on a line, a log or a saturation goes on to ever larger shapes; a thousand times the largest spend is a line for all purposes.
    private const double Reach = 1000;
    private const double LeastPower = 0.02;
    private const double MostPower = 0.98;

    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>The curve, flat where spending is known not to pay; or null, and why.</summary>
    /// <param name="points">Points, their spends above 0.</param>
    /// <param name="reason">Why there is none.</param>
    public static ResponseCurve? Of(IReadOnlyList<SpendPoint> points, out string? reason)
    {
        reason = null;
        if (points.Select(point => point.Spend).Distinct().Count() < Fewest)
        {
            reason = TooFewPoints;
            return null;
        }

        var best = Enum.GetValues<ResponseForm>().Select(form => Best(form, points)).MinBy(fit => fit.Squares);

        // Two numbers were fitted. The scale's interval, with the shape taken as found, tells whether there is an effect at all.
        var freedom = points.Count - 2;
        var half = StudentT.InvCDF(0, 1, freedom, 0.975) * Math.Sqrt(best.Squares / freedom / best.Weight);
        if (best.Scale - half > 0)
        {
            return new ResponseCurve(best.Form, best.Scale, best.Shape);
        }

        if (best.Scale + half < 0)
        {
            return new ResponseCurve(best.Form, 0, best.Shape);
        }

        reason = CannotTell;
        return null;
    }

    private static Fit Best(ResponseForm form, IReadOnlyList<SpendPoint> points)
    {
        var (lowest, highest) = form == ResponseForm.Power
            ? (LeastPower, MostPower)
            : (points.Min(point => point.Spend) / Reach, points.Max(point => point.Spend) * Reach);
        var (low, high) = (Math.Log(lowest), Math.Log(highest));
        var step = (high - low) / (Grid - 1);
        var best = Enumerable.Range(0, Grid).MinBy(i => At(form, Math.Exp(low + (i * step)), points).Squares);
        (low, high) = (low + (Math.Max(0, best - 1) * step), low + (Math.Min(Grid - 1, best + 1) * step));
        for (var i = 0; i < Sections; i++)
        {
            var (left, right) = (high - (Golden * (high - low)), low + (Golden * (high - low)));
            (low, high) = At(form, Math.Exp(left), points).Squares <= At(form, Math.Exp(right), points).Squares ? (low, right) : (left, high);
        }

        return At(form, Math.Exp((low + high) / 2), points);
    }

    private static Fit At(ResponseForm form, double shape, IReadOnlyList<SpendPoint> points)
    {
        var (weight, product, squares) = (0.0, 0.0, 0.0);
        foreach (var point in points)
        {
            var unit = ResponseCurve.Unit(form, shape, point.Spend);
            (weight, product) = (weight + (unit * unit), product + (unit * point.Margin));
        }

        var scale = product / weight;
        foreach (var point in points)
        {
            var error = point.Margin - (scale * ResponseCurve.Unit(form, shape, point.Spend));
            squares += error * error;
        }

        return new Fit(form, scale, shape, weight, squares);
    }

    private readonly record struct Fit(ResponseForm Form, double Scale, double Shape, double Weight, double Squares);
}
