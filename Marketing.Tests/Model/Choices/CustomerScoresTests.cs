using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Choices;

namespace Marketing.Tests.Model.Choices;

public sealed class CustomerScoresTests
{
    private const int Products = 11;
    private static readonly int[] Category = [.. Enumerable.Range(0, Products).Select(product => product % 3)];
    private static readonly double[] Price = [.. Enumerable.Range(0, Products).Select(product => 4.0 + product)];
    private readonly ChoiceBeliefs _beliefs = new(Category, Price, 3, new VisitChoiceTerms());
    private readonly VisitLog _log = new(14);
    private readonly StockLog _stock = new(Products);
    private readonly double[] _mean;

    public CustomerScoresTests()
    {
        var random = new SeededRandom(4);
        double Any(double low, double high) => low + ((high - low) * random.NextDouble());
        _mean = [.. Enumerable.Range(0, _beliefs.Dimensions).Select(_ => Any(-1, 1))];
        for (var product = 0; product < Products; product++)
        {
            _beliefs.Appeal[product] = Any(-3, 0);
        }

        _beliefs.Season[1] = 0.7;
        for (var i = 0; i < _beliefs.Shop.Count; i++)
        {
            _beliefs.Shop.Value[i] = Any(0.1, 0.8);
        }

        _beliefs.Shop.Value[_beliefs.Shop.Days] = 3;
        (_beliefs.Shop.Value[0], _beliefs.Shop.Value[1], _beliefs.Shop.Value[2]) = (-0.9, -0.3, -0.6);

        // A visit with everything, one with nothing, one by a message, one that finds something out of stock.
        Visit(-3, [2, 5, 7], [5], 5, [5, 2, 9]);
        Visit(0, [5, 1, 4], [], -1, []);
        Visit(4, [1, 5, 6], [1, 6], 3, [5]);
        _log.AddShown(8, -1);
        _stock.Note(9, [.. Enumerable.Range(0, Products).Select(product => product == 4 ? 0 : 3)]);
        Visit(9, [0, 2, 10], [0], -1, [0, 10]);
    }

    [Fact]
    public void Slopes_by_utilities_are_those_of_the_likelihood()
    {
        var scores = Scores(out _);
        var told = (double[])scores.Slope.Clone();
        for (var product = 0; product < Products; product++)
        {
            var at = product;
            Assert.Equal(Slope(step => _beliefs.Appeal[at] += step), told[product], 1e-6);
        }

        Assert.All(scores.Weight, weight => Assert.True(weight > 0));
    }

    [Fact]
    public void Slopes_by_the_terms_of_the_shop_are_those_of_the_likelihood()
    {
        Scores(out var told);
        for (var i = 0; i < told.Length; i++)
        {
            var at = i;
            Assert.Equal(Slope(step => _beliefs.Shop.Value[at] += step), told[i], 1e-6);
        }

        Assert.All(told, slope => Assert.NotEqual(0, slope));
    }

    [Fact]
    public void Slopes_by_tastes_are_the_loadings_times_those_by_utilities()
    {
        var slope = (double[])Scores(out _).Slope.Clone();
        for (var k = 0; k < _mean.Length; k++)
        {
            var at = k;
            Assert.Equal(Slope(step => _mean[at] += step), Enumerable.Range(0, Products).Sum(product => slope[product] * _beliefs.Loading[at][product]), 1e-6);
        }
    }

    [Fact]
    public void The_first_visit_has_the_likelihood_of_the_formula()
    {
        var (one, shop) = (new VisitLog(14), _beliefs.Shop);
        one.Begin(0, -3);
        one.AddShown(2, 0);
        one.AddBought(6);
        var (tables, scores) = (new DayTables(Products), new CustomerScores(_beliefs, one));
        tables.Fill(_beliefs, -3, 1, _stock);
        scores.Renew(1);
        scores.Prepare(_mean, new double[_mean.Length * _mean.Length]);
        scores.Run(0, tables, 0, -3, null);

        var utility = new double[Products];
        _beliefs.Base(-3, utility);
        double[] u = [.. utility.Select((value, product) => value + _mean.Select((z, k) => z * _beliefs.Loading[k][product]).Sum())];
        var all = u.Sum(value => Math.Exp(shop.Value[shop.Search] * value));
        double[] odds = [.. u.Select((value, product) => ((Math.Exp(shop.Value[shop.Browse] + (shop.Value[shop.Search] * value)) / all) + (product == 2 ? 1 : 0)) * Math.Exp(value))];
        var (sum, level) = (odds.Sum(), Math.Exp(shop.Value[shop.Look]));
        var click = 1 / (1 + Math.Exp(shop.Value[shop.Click] - u[2]));
        Assert.Equal(Math.Log(odds[6] / (1 + sum)) + Math.Log(level / (level + sum)) + Math.Log(1 - click), scores.LogLikelihood, 1e-10);
    }

    private void Visit(int day, int[] shown, int[] clicked, int looked, int[] bought)
    {
        _log.Begin(0, day);
        for (var place = 0; place < shown.Length; place++)
        {
            _log.AddShown(shown[place], place);
        }

        Array.ForEach(clicked, _log.AddClick);
        if (looked >= 0)
        {
            _log.AddLook(looked);
        }

        Array.ForEach(bought, _log.AddBought);
    }

    private CustomerScores Scores(out double[] ofShop)
    {
        var (tables, scores, sum) = (new DayTables(Products), new CustomerScores(_beliefs, _log), new double[_beliefs.Shop.Count]);
        tables.Fill(_beliefs, -3, 13, _stock);
        scores.Renew(13);
        scores.Prepare(_mean, new double[_mean.Length * _mean.Length]);
        scores.Run(0, tables, 0, 9, slope =>
        {
            for (var i = 0; i < slope.Length; i++)
            {
                sum[i] += slope[i];
            }
        });
        ofShop = sum;
        return scores;
    }

    // By differences on both sides.
    private double Slope(Action<double> move)
    {
        const double step = 1e-5;
        move(step);
        var above = Scores(out _).LogLikelihood;
        move(-2 * step);
        var below = Scores(out _).LogLikelihood;
        move(step);
        return (above - below) / (2 * step);
    }
}
