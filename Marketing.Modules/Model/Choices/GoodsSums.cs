using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>Sums over customers from which the goods move: appeals, loadings and seasons, each shrunk to a mean as far as they turn out to be alike.</summary>
internal sealed class GoodsSums
{
    private const double Longest = 1;
    private const double Damping = 0.5;
    private readonly ChoiceBeliefs _beliefs;
    private readonly double[][] _slope;
    private readonly double[][] _weight;
    private readonly double[] _room;

    public GoodsSums(ChoiceBeliefs beliefs)
    {
        _beliefs = beliefs;
        _slope = [.. Enumerable.Range(0, beliefs.Tastes).Select(_ => new double[beliefs.Products])];
        _weight = [.. Enumerable.Range(0, beliefs.Tastes).Select(_ => new double[beliefs.Products])];
        _room = new double[beliefs.Products];
    }

    public void Clear()
    {
        Array.ForEach(_slope, Array.Clear);
        Array.ForEach(_weight, Array.Clear);
    }

    /// <summary>Adds what one customer says of the loadings.</summary>
    public void Add(CustomerScores scores, ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        for (var k = 0; k < _slope.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(scores.Slope, mean[k], _slope[k], _slope[k]);
            TensorPrimitives.Multiply(scores.Weight, scores.Spread[k], _room);
            TensorPrimitives.Subtract(_slope[k], _room, _slope[k]);
            TensorPrimitives.MultiplyAdd(scores.Weight, (mean[k] * mean[k]) + covariance[(k * mean.Length) + k], _weight[k], _weight[k]);
        }
    }

    /// <summary>Moves the appeals.</summary>
    public void MoveAppeal(DayTables tables, double priorGoods)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var product = 0; product < _beliefs.Products; product++)
        {
            var (slope, weight) = (0.0, 1 / _beliefs.AppealVariance);
            for (var day = tables.First; day < tables.First + tables.Days; day++)
            {
                (slope, weight) = (slope + tables.Slope(day)[product], weight + tables.Weight(day)[product]);
            }

            slope -= (_beliefs.Appeal[product] - _beliefs.AppealMean) / _beliefs.AppealVariance;
            _beliefs.Appeal[product] += Math.Clamp(slope / weight, -Longest, Longest);
            sum += _beliefs.Appeal[product];
            squares += Math.Pow(_beliefs.Appeal[product] - _beliefs.AppealMean, 2) + (1 / weight);
        }

        _beliefs.AppealVariance = (squares + priorGoods) / (_beliefs.Products + priorGoods);
        _beliefs.AppealMean = sum / _beliefs.Products;
    }

    /// <summary>Moves the loadings of tastes.</summary>
    public void MoveLoadings(double priorGoods)
    {
        var squares = 0.0;
        for (var k = 0; k < _slope.Length; k++)
        {
            var (loading, centre) = (_beliefs.Loading[k], _beliefs.Centre[k]);
            for (var product = 0; product < loading.Length; product++)
            {
                var weight = _weight[k][product] + (1 / _beliefs.LoadingVariance);
                var slope = _slope[k][product] - ((loading[product] - centre[product]) / _beliefs.LoadingVariance);
                loading[product] += Damping * Math.Clamp(slope / weight, -Longest, Longest);
                squares += Math.Pow(loading[product] - centre[product], 2) + (1 / weight);
            }
        }

        var (cells, prior) = (_slope.Length * _beliefs.Products, priorGoods * _slope.Length);
        _beliefs.LoadingVariance = (squares + (0.05 * prior)) / (cells + prior);
    }

    /// <summary>Moves the seasons of the categories.</summary>
    public void MoveSeason(DayTables tables)
    {
        Span<double> sums = stackalloc double[5];
        var squares = 0.0;
        for (var category = 0; category < _beliefs.Categories; category++)
        {
            sums.Clear();
            for (var day = tables.First; day < tables.First + tables.Days; day++)
            {
                AddDay(tables, category, day, sums);
            }

            squares += Solve(category, sums);
        }

        _beliefs.SeasonVariance = (squares + (0.1 * ChoiceBeliefs.Waves)) / ((_beliefs.Categories * ChoiceBeliefs.Waves) + ChoiceBeliefs.Waves);
    }

    private void AddDay(DayTables tables, int category, int day, Span<double> sums)
    {
        var (slope, weight) = (0.0, 0.0);
        for (var product = 0; product < _beliefs.Products; product++)
        {
            (slope, weight) = _beliefs.Category[product] == category ? (slope + tables.Slope(day)[product], weight + tables.Weight(day)[product]) : (slope, weight);
        }

        var (cosine, sine) = (_beliefs.Wave(0, day), _beliefs.Wave(1, day));
        sums[0] += cosine * slope;
        sums[1] += sine * slope;
        sums[2] += cosine * cosine * weight;
        sums[3] += cosine * sine * weight;
        sums[4] += sine * sine * weight;
    }

    private double Solve(int category, ReadOnlySpan<double> sums)
    {
        var season = _beliefs.Season.AsSpan(category * ChoiceBeliefs.Waves, ChoiceBeliefs.Waves);
        var prior = 1 / _beliefs.SeasonVariance;
        var (g0, g1, h00, h01, h11) = (sums[0] - (prior * season[0]), sums[1] - (prior * season[1]), sums[2] + prior, sums[3], sums[4] + prior);
        var determinant = (h00 * h11) - (h01 * h01);
        season[0] += Math.Clamp(((h11 * g0) - (h01 * g1)) / determinant, -0.5, 0.5);
        season[1] += Math.Clamp(((h00 * g1) - (h01 * g0)) / determinant, -0.5, 0.5);
        return (season[0] * season[0]) + (season[1] * season[1]) + ((h00 + h11) / determinant);
    }
}
