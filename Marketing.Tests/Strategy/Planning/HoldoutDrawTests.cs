using System.Security.Cryptography;
using Marketing.Kernel;
using Marketing.Strategy.Planning;

namespace Marketing.Tests.Strategy.Planning;

public sealed class HoldoutDrawTests
{
    private const int People = 20_000;

    [Fact]
    public void The_draw_is_the_hash_of_campaign_and_customer_as_written_down()
    {
        byte[] text = [.. "holdout\0"u8, 7, 0, 0, 0, 0, 0, 0, 0, 0x39, 0x30, 0, 0, 0, 0, 0, 0];
        var first = SHA256.HashData(text).Take(8).Aggregate(0UL, (number, next) => (number << 8) | next);
        Assert.Equal((first >> 11) / Math.Pow(2, 53), HoldoutDraw.Of(new CampaignId(7), new CustomerId(12345)));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_of_a_holdout_lies_within_binomial_bounds(double share)
    {
        for (var campaign = 1; campaign <= 5; campaign++)
        {
            var held = Draws(campaign).Count(draw => draw < share);
            var bound = 4.5 * Math.Sqrt(People * share * (1 - share));
            Assert.InRange(held, (People * share) - bound, (People * share) + bound);
        }
    }

    [Fact]
    public void The_draws_are_uniform()
    {
        var counts = Draws(1).GroupBy(draw => (int)(draw * 20)).Select(group => group.Count()).ToList();
        var chiSquare = counts.Sum(count => Math.Pow(count - (People / 20.0), 2) / (People / 20.0));
        Assert.Equal(20, counts.Count);

        // 99.99 % of the chi-square distribution with 19 degrees of freedom.
        Assert.InRange(chiSquare, 0, 50.8);
    }

    [Fact]
    public void Nobody_is_held_back_more_often_because_another_campaign_did()
    {
        var both = Draws(1).Zip(Draws(2)).Count(pair => pair is { First: < 0.2, Second: < 0.2 });
        Assert.InRange(both, (People * 0.04) - 125, (People * 0.04) + 125);
    }

    private static IEnumerable<double> Draws(long campaign) => Enumerable.Range(1, People).Select(customer => HoldoutDraw.Of(new CampaignId(campaign), new CustomerId(customer)));
}
