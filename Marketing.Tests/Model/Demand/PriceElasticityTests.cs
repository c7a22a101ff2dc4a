using Marketing.Features.Demand;
using Marketing.Model;
using Marketing.Model.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Demand;

public sealed class PriceElasticityTests
{
    private static readonly DateTimeOffset Monday = new(2023, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_elasticity_of_minus_two_lies_in_the_interval_of_nearly_every_shop()
    {
        var hits = Enumerable.Range(0, 100).Count(seed =>
        {
            var fit = Planted(seed, -2, 90);
            var half = PriceElasticity.Student(fit.Freedom) * fit.Error;
            return fit.Reason is null && fit.Estimate - half <= -2 && -2 <= fit.Estimate + half;
        });
        Assert.InRange(hits, 90, 100);
        Assert.Equal(-2, Enumerable.Range(0, 100).Average(seed => Planted(seed, -2, 90).Estimate), 0.15);
    }

    [Fact]
    public void A_price_that_never_moves_tells_nothing_and_neither_do_few_weeks()
    {
        Assert.Equal(ElasticityReasons.PriceHardlyMoved, Planted(1, -2, 90, moves: 0).Reason);
        Assert.Equal(ElasticityReasons.PriceHardlyMoved, Planted(1, -2, 90, moves: 5).Reason);
        Assert.Null(Planted(1, -2, 90, moves: 6).Reason);
        Assert.Equal(ElasticityReasons.TooFewWeeks, Planted(1, -2, 8 + PriceElasticity.FewestWeeks - 1, moves: 9).Reason);
        Assert.Null(Planted(1, -2, 8 + PriceElasticity.FewestWeeks + 10, moves: 6).Reason);
    }

    [Fact]
    public void Quantiles_of_Student_are_those_of_the_tables()
    {
        Assert.Equal((2.0555, 2.0003, 1.9840), (Math.Round(PriceElasticity.Student(26), 4), Math.Round(PriceElasticity.Student(60), 4), Math.Round(PriceElasticity.Student(100), 4)));
    }

    [Fact]
    public void Estimates_are_drawn_to_that_of_the_shop_the_more_the_less_they_are_sure()
    {
        (double, double)[] own = [(-2, 0.1), (-2.2, 0.1), (-1.8, 0.1), (-1.9, 0.1), (-2.1, 0.1), (4, 3)];
        var shrunk = ShrinkElasticities.Of(own);
        Assert.InRange(shrunk[5].Estimate, -2, 2);
        Assert.InRange(shrunk[0].Estimate, -2.1, -1.9);
        Assert.True(shrunk[5].Error < 3);
        Assert.Equal(own[..4], ShrinkElasticities.Of(own[..4]));
    }

    [Fact]
    public void A_shop_tells_the_elasticity_of_what_it_sold_at_several_prices_and_says_why_not_of_the_rest()
    {
        var random = new Random(5);
        var builder = new SnapshotBuilder(Monday.AddDays(60 * 7));
        for (var week = 0; week < 60; week++)
        {
            var at = Monday.AddDays(7 * week);
            var price = week >= 10 && week % 5 == 0 ? 80 : 100;
            var factor = Math.Exp(0.1 * (random.NextDouble() - 0.5)) * (price == 80 ? Math.Pow(0.8, -2) : 1);

            // Half of the units go out in bulk at a price of its own, which the median of the lines does not follow.
            builder.Order(at, "a", ("TEA", (int)(20 * factor), price)).Order(at, "b", ("TEA", (int)(20 * factor), price)).Order(at, "c", ("TEA", (int)(40 * factor), 60))
                .Order(at, "d", ("CUP", 30 + random.Next(10), 500), ("POT", week < 40 ? 0 : 5, 900));
        }

        var frame = BuildDemand.Of(builder.Build());
        var (tea, cup, pot) = (EstimateElasticities.Of(frame)[0], EstimateElasticities.Of(frame)[1], EstimateElasticities.Of(frame)[2]);
        Assert.Null(tea.Reason);
        Assert.InRange(tea.Estimate!.Value, -2.3, -1.7);
        Assert.Equal((0.8, 1.0, 0.8), (tea.LowestPrice, tea.HighestPrice, tea.PromotedPrice!.Value));
        Assert.Equal(Math.Pow(1.1, tea.Estimate.Value), tea.At(0.1)!.Value.Expected);
        Assert.InRange(tea.At(-0.2)!.Value.Expected, tea.At(-0.2)!.Value.Low, tea.At(-0.2)!.Value.High);
        Assert.Equal((ElasticityReasons.PriceHardlyMoved, ElasticityReasons.TooFewWeeks), (cup.Reason, pot.Reason));
        Assert.Null(cup.At(-0.1));
    }

    // Weeks of one product among a shop with a season; promotions fall anywhere.
    private static ElasticityFit Planted(int seed, double elasticity, int weeks, int? moves = null)
    {
        var random = new Random(seed);
        var (units, price, rest) = (new double[weeks], new double[weeks], new double[weeks]);
        for (var week = 0; week < weeks; week++)
        {
            var cut = moves is { } most ? week >= 20 && week % 4 == 0 && (week - 20) / 4 < most : week >= 8 && random.NextDouble() < 0.15;
            var season = Math.Exp(0.3 * Math.Sin(week / 8.0));
            price[week] = cut ? 10 * (0.7 + (0.2 * random.NextDouble())) : 10;
            rest[week] = 5000 * season * Math.Exp(0.05 * Normal(random));
            units[week] = Math.Round(60 * season * Math.Pow(price[week] / 10, elasticity) * Math.Exp(0.25 * Normal(random)));
        }

        return PriceElasticity.Fit(units, price, rest, []);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
