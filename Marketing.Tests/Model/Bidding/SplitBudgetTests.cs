using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Bidding;

namespace Marketing.Tests.Model.Bidding;

public sealed class SplitBudgetTests
{
    private static readonly ResponseCurve[] Curves = [new(ResponseForm.Log, 300, 40), new(ResponseForm.Saturation, 500, 120), new(ResponseForm.Power, 12, 0.6)];

    private readonly SplitBudget _splits = new();

    [Theory]
    [InlineData(100)]
    [InlineData(400)]
    [InlineData(1000)]
    public void No_other_split_brings_more(double budget)
    {
        var random = new SeededRandom(5);
        SplitCampaign[] campaigns = [Campaign("log", Curves[0], 5, 200), Campaign("saturation", Curves[1]), Campaign("power", Curves[2], 30)];
        var split = _splits.Split(campaigns, budget, worth: 0);
        Assert.Equal(budget, split.Shares.Sum(share => share.Spend), 1e-6);
        var best = Margin(split.Shares.Select(share => share.Spend));
        Assert.Equal(split.Shares.Sum(share => share.Margin!.Value), best, best * 1e-4);

        // Every split in steps of a hundredth, and ten thousand beside the found one.
        for (var i = 0; i <= 100; i++)
        {
            for (var j = 0; j <= 100 - i; j++)
            {
                double[] other = [budget * i / 100, budget * j / 100, budget * (100 - i - j) / 100];
                Assert.True(other[0] is < 5 or > 200 || other[2] < 30 || Margin(other) <= best + 1e-3);
            }
        }

        for (var i = 0; i < 10_000; i++)
        {
            var (from, to, moved) = (random.NextInt(3), random.NextInt(3), random.NextDouble());
            double[] other = [.. split.Shares.Select(share => share.Spend)];
            (other[from], other[to]) = from == to ? (other[from], other[to]) : (other[from] - moved, other[to] + moved);
            Assert.True(other[0] is < 5 or > 200 || other[1] < 0 || other[2] < 30 || Margin(other) <= best + 1e-3);
        }
    }

    [Fact]
    public void The_last_unit_brings_the_same_everywhere_and_that_is_the_shadow_price()
    {
        SplitCampaign[] campaigns = [Campaign("a", Curves[0]), Campaign("b", Curves[1]), Campaign("c", Curves[2]), Campaign("low", Curves[0], 0, 10), Campaign("high", new ResponseCurve(ResponseForm.Log, 3, 500), 25)];
        var split = _splits.Split(campaigns, 800, worth: 0);
        var price = split.ShadowPrice!.Value;
        Assert.All(split.Shares.Take(3), share => Assert.Equal(price, share.Marginal!.Value, price * 1e-6));
        Assert.Equal((10, true), (split.Shares[3].Spend, split.Shares[3].Marginal > price));
        Assert.Equal((25, true), (split.Shares[4].Spend, split.Shares[4].Marginal < price));
        Assert.Equal(["log", "saturation", "power", "log", "log"], split.Shares.Select(share => share.Form));

        // One more unit brings it.
        var more = _splits.Split(campaigns, 801, worth: 0);
        Assert.Equal(price, more.Shares.Sum(share => share.Margin!.Value) - split.Shares.Sum(share => share.Margin!.Value), price * 0.01);
    }

    [Fact]
    public void A_unit_that_does_not_bring_what_it_must_is_not_spent()
    {
        var split = _splits.Split([Campaign("a", Curves[0]), Campaign("b", Curves[1], 0, 50)], 5000, worth: 1);
        Assert.Equal(260, split.Shares[0].Spend, 0.1);
        Assert.Equal((50, 0.0), (split.Shares[1].Spend, split.ShadowPrice));
        Assert.Equal(5000 - 310, split.Unspent, 0.1);
        Assert.Equal(1, split.Shares[0].Marginal!.Value, 1e-4);
    }

    [Fact]
    public void A_campaign_that_cannot_be_told_gets_its_least_and_its_reason()
    {
        SplitCampaign[] campaigns = [new("new", [new(10, 5)], 20), Campaign("a", Curves[0]), new("lossy", [new(10, -50), new(20, -60), new(30, -70)], 3)];
        var split = _splits.Split(campaigns, 100, worth: 0);
        Assert.Equal(new SplitShare("new", 20, null, null, null, "too-few-points"), split.Shares[0]);
        Assert.Equal(77, split.Shares[1].Spend, 1e-6);
        Assert.Equal(new SplitShare("lossy", 3, 0, 0, "flat", null), split.Shares[2]);

        var none = _splits.Split([campaigns[0]], 100, worth: 0);
        Assert.Equal((null, 80.0), (none.ShadowPrice, none.Unspent));
        Assert.Equal(0, _splits.Split([], 0, 1).Unspent);
    }

    [Fact]
    public void What_cannot_be_split_is_refused_by_name()
    {
        Refused("'a' is there twice", [new("a", []), new("a", [])], 1, 0);
        Refused("limits of 'a'", [new("a", [], 2, 1)], 5, 0);
        Refused("limits of 'a'", [new("a", [], -1)], 5, 0);
        Refused("point of 'a' is 0, 1", [new("a", [new(0, 1)])], 5, 0);
        Refused("point of 'a' is 1, NaN", [new("a", [new(1, double.NaN)])], 5, 0);
        Refused("budget of 5 is less", [new("a", [], 6)], 5, 0);
        Refused("budget of NaN", [], double.NaN, 0);
        Refused("must bring is -1", [], 5, -1);

        void Refused(string why, SplitCampaign[] campaigns, double budget, double worth) =>
            Assert.Contains(why, Assert.Throws<ArgumentException>(() => _splits.Split(campaigns, budget, worth)).Message);
    }

    private static SplitCampaign Campaign(string name, ResponseCurve curve, double least = 0, double? most = null) =>
        new(name, [.. ((double[])[10, 50, 100, 300]).Select(spend => new SpendPoint(spend, curve.At(spend)))], least, most);

    private static double Margin(IEnumerable<double> spends) => spends.Select((spend, i) => Curves[i].At(spend)).Sum();
}
