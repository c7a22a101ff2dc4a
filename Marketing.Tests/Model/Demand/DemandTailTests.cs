using Marketing.Model;
using Marketing.Model.Demand;

namespace Marketing.Tests.Model.Demand;

/// <summary>What lies above a stock.</summary>
public sealed class DemandTailTests
{
    private static readonly DemandSpread _wide = new(
    [
        new SpanSpread(1, 1.2, 0.1, [.. DemandSpread.Shares.Select(share => Math.Pow(share, 0.8))]),
        new SpanSpread(28, 1.5, 0.3, [.. DemandSpread.Shares.Select(share => Math.Pow(share, 1.1))]),
    ]);

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(7, 10)]
    [InlineData(120, 40)]
    public void The_probability_of_a_quantile_is_at_least_its_level_and_that_of_one_less_is_below(double mean, double days)
    {
        foreach (var level in new[] { 0.02, 0.3, 0.5, 0.77, 0.95, 0.985 })
        {
            var count = _wide.Quantile(level, mean, days, 2);
            Assert.True(_wide.AtMost(count, mean, days, 2) >= level - 1e-9);
            Assert.True(count == 0 || _wide.AtMost(count - 1, mean, days, 2) < level);
        }
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(3, 2)]
    [InlineData(12, 20)]
    [InlineData(40, 35)]
    public void What_is_asked_for_beyond_a_stock_is_the_sum_over_all_counts_beyond_it(double mean, double stock)
    {
        foreach (var more in new[] { 0.0, 5 })
        {
            var variance = _wide.Variance(mean, 7) + more;
            var sum = Enumerable.Range((int)stock, 3000).Sum(count => 1 - CountDistribution.AtMost(count, mean, variance));
            Assert.Equal(sum, _wide.Shortage(stock, mean, 7, more), 6);
        }
    }

    [Fact]
    public void Nothing_asked_for_lies_beyond_no_stock_and_debts_are_asked_for_already()
    {
        Assert.Equal(1, _wide.AtMost(0, 0, 7));
        Assert.Equal(0, _wide.AtMost(-1, 3, 7));
        Assert.Equal(0, _wide.Shortage(4, 0, 7));
        Assert.Equal(5, _wide.Shortage(-2, 3, 7));
    }
}
