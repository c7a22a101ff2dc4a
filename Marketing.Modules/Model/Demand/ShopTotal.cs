using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>
/// Reconciles products with their total: the sum of what is foretold of each errs with what all share, the total foretold by itself does not know the products. Both are weighed by their squared
/// errors on earlier days and every product is scaled to the outcome (optimal combination with the variances of two levels: Wickramasuriya, Athanasopoulos and Hyndman 2019, sec. 2.4, with
/// proportions kept).
/// </summary>
internal sealed class ShopTotal
{
    private const string Method = "theta";
    private const double Least = 0.5;
    private const double Most = 2;

    // Before errors are known, both count alike: relative squared errors of 10 %.
    private double _ofSum = 0.01;
    private double _ofTotal = 0.01;

    /// <summary>What the days after some are expected to bring, by the total alone; null where it cannot be told.</summary>
    /// <param name="totals">Totals so far.</param>
    /// <param name="season">Days of a week.</param>
    /// <param name="shut">Days ahead, and whether the shop is shut on them.</param>
    /// <param name="year">What the weeks ahead are of those before, by the years before.</param>
    public static double? Foretell(ReadOnlySpan<double> totals, int season, bool[] shut, YearFactors year) =>
        Forecasters.Of(Method).Forecast(totals, season, shut.Length) is ForecastOutcome.Foretold told ? Math.Max(0, told.Mean.Select((mean, day) => shut[day] ? 0 : mean * year.OfShop(day)).Sum()) : null;

    /// <summary>What every product is multiplied by.</summary>
    /// <param name="sum">What is foretold of the products together.</param>
    /// <param name="total">What is foretold of the total, or null.</param>
    public double Factor(double sum, double? total) =>
        sum > 0 && total is { } own ? Math.Clamp(((_ofTotal * sum) + (_ofSum * own)) / (_ofSum + _ofTotal) / sum, Least, Most) : 1;

    /// <summary>Learns from what came.</summary>
    /// <param name="sum">What was foretold of the products together.</param>
    /// <param name="total">What was foretold of the total, or null.</param>
    /// <param name="came">What came.</param>
    public void Learn(double sum, double? total, double came)
    {
        if (total is { } own && came > 0)
        {
            (_ofSum, _ofTotal) = (_ofSum + Relative(sum, came), _ofTotal + Relative(own, came));
        }
    }

    private static double Relative(double told, double came) => (told - came) * (told - came) / (came * came);
}
