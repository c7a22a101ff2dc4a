using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class RoundStepsTests
{
    [Theory]
    [InlineData(3, 122.83, 24, 0, 5, 25)]
    [InlineData(85_835, 16_846_960, 24, 0, 1_000_000, 17)]
    [InlineData(0, 24, 24, 0, 1, 24)]
    [InlineData(-7, 7, 10, -8, 2, 8)]
    [InlineData(0.11, 0.13, 4, 0.11, 0.005, 4)]
    public void Bars_begin_at_round_numbers_and_hold_the_whole_range(double low, double high, int most, double first, double width, int bars)
    {
        var found = RoundSteps.Over(low, high, most);
        Assert.Equal((first, width), (Math.Round(found.Low, 9), Math.Round(found.Width, 9)));
        Assert.Equal(bars, found.Bars);
    }

    [Fact]
    public void A_single_value_has_a_single_bar() => Assert.Equal((7, 1, 1), RoundSteps.Over(7, 7, 24));
}
