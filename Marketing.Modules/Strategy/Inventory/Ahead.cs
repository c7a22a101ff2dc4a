using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>Expected demand of a product from today on: sums by days, without going through the days again.</summary>
internal readonly struct Ahead
{
    private const double LongestDays = 3650;
    private readonly double[] _sums;
    private readonly double _beyond;

    /// <param name="mean">Expected units of each day from the first day of a turn.</param>
    /// <param name="beyond">Expected units of a day beyond these.</param>
    /// <param name="passed">Days from the first day to today.</param>
    private Ahead(IReadOnlyList<float> mean, double beyond, int passed)
    {
        var from = Math.Clamp(passed, 0, mean.Count);
        _sums = new double[mean.Count - from + 1];
        for (var day = 1; day < _sums.Length; day++)
        {
            _sums[day] = _sums[day - 1] + mean[from + day - 1];
        }

        _beyond = beyond;
    }

    /// <summary>Of a product that nobody expects to be asked for.</summary>
    public static Ahead Nothing { get; } = new([], 0, 0);

    /// <summary>Expected units of the next days; a part of a day counts as that part.</summary>
    public double Sum(double days)
    {
        var told = _sums.Length - 1;
        if (days >= told)
        {
            return _sums[told] + ((days - told) * _beyond);
        }

        var whole = (int)days;
        return _sums[whole] + ((days - whole) * (_sums[whole + 1] - _sums[whole]));
    }

    /// <summary>Days after which so many units are expected to have been asked for; null after more than ten years.</summary>
    public double? DaysOf(double units)
    {
        if (units <= 0)
        {
            return 0;
        }

        var told = _sums.Length - 1;
        var day = Array.FindIndex(_sums, sum => sum >= units);
        if (day > 0)
        {
            return day - 1 + ((units - _sums[day - 1]) / (_sums[day] - _sums[day - 1]));
        }

        var days = _beyond <= 0 ? double.PositiveInfinity : told + ((units - _sums[told]) / _beyond);
        return days <= LongestDays ? days : null;
    }

    /// <summary>The same forecasts from a product's own.</summary>
    public static Ahead Of(ProductDemand demand, int passed) => new(demand.Mean, demand.Beyond, passed);
}
