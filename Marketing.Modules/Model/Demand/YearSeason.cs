using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>
/// What the weeks ahead are of the weeks before an origin, by the years before: units about the same place of a year, over those of the eight weeks before the same day of it. A product's own counts are
/// shrunk to those of its kinds (category, words of its name), which are shrunk to those of all products: the posterior mean of a gamma prior for Poisson counts (Gelman et al. 2013, sec. 2.6), as seasonal
/// factors are shrunk (Miller and Williams 2003), here towards those of a group (Boylan et al. 2014). A count is of lots, since units come in lots: of as many units as the variance of days is of their mean. How far years
/// repeat in this shop is learned from earlier origins, as a power of the factors. Pure.
/// </summary>
internal sealed class YearSeason
{
    /// <summary>Days known before an origin from which on a year says something.</summary>
    public const int Fewest = 364 + FewestBefore;

    private const int Week = 7;
    private const int Half = 10;
    private const int Before = 56;
    private const int FewestBefore = 28;
    private const int Begun = 14;
    private const int MostYears = 3;
    private const int FewestAlike = 5;

    // Lots that what is less of its own counts for; chosen on origins before those of the reference's test.
    private const double OfKinds = 16;
    private const double OfShop = 20;

    // What powers are learned from: four weeks each, a year of them; the size of the counts' distribution, and the fewest lots foretold.
    private const int Ahead = 28;
    private const int MostOrigins = 13;
    private const double Size = 2;
    private const double Least = 0.05;
    private const double LeastFactor = 0.02;
    private static readonly double[] Powers = [0, 0.25, 0.5, 0.75, 1];

    private readonly SeriesPool _pool;
    private readonly double[][] _sums;
    private readonly double[] _lots;
    private readonly double[] _open;
    private readonly int[][] _kinds;
    private readonly int _count;
    // Where no earlier origin can tell.
    private double _power = 0.5;

    private YearSeason(SeriesPool pool, int end)
    {
        _pool = pool;
        _sums = new double[pool.Values.Count][];
        _lots = new double[pool.Values.Count];
        for (var i = 0; i < _sums.Length; i++)
        {
            (_sums[i], _lots[i]) = Sums(pool.Values[i].AsSpan(0, Math.Max(0, end - Offset(i))));
        }

        var shut = Closures.Past((pool.Sales.Length > 0 ? pool.Sales : pool.Totals).AsSpan(0, end), pool.Holidays);
        _open = new double[end + 1];
        for (var day = 0; day < end; day++)
        {
            _open[day + 1] = _open[day] + (shut[day] ? 0 : 1);
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _kinds = [.. Enumerable.Range(0, _sums.Length).Select(i => pool.Kinds.Count == 0 ? [] : pool.Kinds[i].Select(kind => numbers.TryGetValue(kind, out var number) ? number : numbers[kind] = numbers.Count).ToArray())];
        _count = numbers.Count;
    }

    /// <summary>Power that factors are taken to: 0 where years do not repeat.</summary>
    public double Power => _power;

    /// <summary>Learns from what is known before an origin.</summary>
    /// <param name="pool">The series.</param>
    /// <param name="end">Steps of the pool that are known; nothing after them is read.</param>
    public static YearSeason Learn(SeriesPool pool, int end)
    {
        var season = new YearSeason(pool, end);
        var scores = new double[Powers.Length];
        var origins = 0;
        for (var origin = end - Ahead; pool.Year > 0 && origin >= Fewest && origins < MostOrigins; origin -= Ahead, origins++)
        {
            season.Score(origin, scores);
        }

        if (origins > 0)
        {
            season._power = Powers[Array.IndexOf(scores, scores.Max())];
        }

        return season;
    }

    /// <summary>Factors of the weeks after an origin.</summary>
    /// <param name="end">Steps of the pool that are known there, not more than were learned from.</param>
    /// <param name="horizon">Steps ahead.</param>
    public YearFactors At(int end, int horizon)
    {
        var factors = Plain(end, horizon);
        foreach (var weeks in factors.Series.Append(factors.Shop))
        {
            for (var week = 0; week < weeks.Length; week++)
            {
                weeks[week] = (float)Math.Max(LeastFactor, Math.Pow(weeks[week], _power));
            }
        }

        return factors;
    }

    private YearFactors Plain(int end, int horizon)
    {
        var weeks = _pool.Year > 0 && end >= Fewest ? (horizon + Week - 1) / Week : 0;
        var factors = new YearFactors([.. _sums.Select(_ => new float[weeks])], new float[weeks]);
        var (then, before) = (new double[_sums.Length], new double[_sums.Length]);
        var kinds = new (double Then, double Before, int Series)[_count];
        for (var week = 0; week < weeks; week++)
        {
            Count(end, (week * Week) + (Week / 2), then, before);
            var shop = Factor(then.Sum(), before.Sum(), 1, OfShop);
            factors.Shop[week] = (float)OfUnits(then, before);
            Array.Clear(kinds);
            for (var i = 0; i < _sums.Length; i++)
            {
                foreach (var kind in before[i] > 0 || then[i] > 0 ? _kinds[i] : [])
                {
                    kinds[kind] = (kinds[kind].Then + then[i], kinds[kind].Before + before[i], kinds[kind].Series + 1);
                }
            }

            for (var i = 0; i < _sums.Length; i++)
            {
                factors.Series[i][week] = (float)Factor(then[i], before[i], shop * OfAlike(i, then[i], before[i], shop, kinds), OfKinds);
            }
        }

        return factors;
    }

    // Of the total: a product counts with its units there, not with its lots.
    private double OfUnits(double[] then, double[] before)
    {
        var (units, unitsBefore, lots) = (0.0, 0.0, before.Sum());
        for (var i = 0; i < then.Length; i++)
        {
            (units, unitsBefore) = (units + (then[i] * _lots[i]), unitsBefore + (before[i] * _lots[i]));
        }

        return Factor(units, unitsBefore, 1, OfShop * (lots > 0 ? unitsBefore / lots : 1));
    }

    // What the kinds of a series say beyond the shop, without itself: the mean of their logarithms, each weighed by how much it says. Most words of a name say nothing of the year, and one all of it.
    private double OfAlike(int series, double then, double before, double shop, ReadOnlySpan<(double Then, double Before, int Series)> kinds)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var kind in _kinds[series])
        {
            var all = kinds[kind];
            if (all.Series >= FewestAlike)
            {
                var apart = Math.Log(Factor(all.Then - then, all.Before - before, shop, OfShop) / shop);
                (sum, weights) = (sum + (apart * Math.Abs(apart)), weights + Math.Abs(apart));
            }
        }

        return weights > 0 ? Math.Exp(sum / weights) : 1;
    }

    private static double Factor(double then, double before, double prior, double weight) => (then + (weight * prior)) / (before + weight);

    // Lots about the same place of the years before, and those that as many open days had in the weeks before the same day of these years; 0 of a series that was not sold yet.
    private void Count(int end, int ahead, double[] then, double[] before)
    {
        Array.Clear(then);
        Array.Clear(before);
        for (var (year, years) = (((ahead / _pool.Year) + 1) * _pool.Year, 0); end - year >= FewestBefore && years < MostYears; year += _pool.Year, years++)
        {
            var (from, to) = (Math.Max(0, end + ahead - year - Half), Math.Min(end, end + ahead - year + Half + 1));
            var start = Math.Max(0, end - year - Before);
            var (days, daysBefore) = (_open[to] - _open[from], _open[end - year] - _open[start]);
            for (var i = 0; i < then.Length && days > 0 && daysBefore > 0; i++)
            {
                var offset = Offset(i);
                if (offset <= start || (start == 0 && offset < Begun))
                {
                    then[i] += Between(i, from, to) / _lots[i];
                    before[i] += Between(i, start, end - year) / _lots[i] * days / daysBefore;
                }
            }
        }
    }

    // Adds the logarithm of the likelihood of what came from an origin, by each power of the factors of the mean of the weeks before: negative binomial, so that few heavy sellers do not decide.
    private void Score(int origin, double[] scores)
    {
        var factors = Plain(origin, Ahead);
        var open = _open[origin] - _open[origin - Before];
        for (var i = 0; i < _sums.Length && open > 0; i++)
        {
            var rate = Offset(i) <= origin - Before ? Between(i, origin - Before, origin) / _lots[i] / open : 0;
            for (var power = 0; rate > 0 && power < Powers.Length; power++)
            {
                var (mean, came) = (0.0, Between(i, origin, origin + Ahead) / _lots[i]);
                for (var week = 0; week < factors.Shop.Length; week++)
                {
                    mean += rate * (_open[origin + ((week + 1) * Week)] - _open[origin + (week * Week)]) * Math.Pow(factors.Series[i][week], Powers[power]);
                }

                mean = Math.Max(Least, mean);
                scores[power] += (came * Math.Log(mean / (mean + Size))) - (Size * Math.Log(mean + Size));
            }
        }
    }

    private int Offset(int series) => _pool.Steps - _pool.Values[series].Length;

    private double Between(int series, int from, int to) => _sums[series][Math.Max(0, to - Offset(series))] - _sums[series][Math.Max(0, from - Offset(series))];

    // Units of a lot, by the differences of days from the same days of the week before, in which no level and no week remain (von Neumann et al. 1941).
    private static (double[] Sums, double Lot) Sums(ReadOnlySpan<float> values)
    {
        var (sums, squares, count) = (new double[values.Length + 1], 0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            sums[t + 1] = sums[t] + values[t];
            if (t >= Week)
            {
                (squares, count) = (squares + (((double)values[t] - values[t - Week]) * (values[t] - values[t - Week]) / 2), count + ((values[t] + values[t - Week]) / 2.0));
            }
        }

        return (sums, count > 0 ? Math.Max(1, squares / count) : 1);
    }
}
