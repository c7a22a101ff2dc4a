using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class SpreadTests
{
    [Fact]
    public void Moments_and_median_deviations_agree_with_cases_by_hand()
    {
        var moments = Spread.Moments([2, 4, 4, 4, 5, 5, 7, 9])!.Value;
        Assert.Equal(5, moments.Centre, 1e-12);
        Assert.Equal(Math.Sqrt(32.0 / 7), moments.Scale, 1e-12);
        // Median 2, deviations 1 1 0 0 2 4 7.
        var robust = Spread.Robust([1, 1, 2, 2, 4, 6, 9])!.Value;
        Assert.Equal(2, robust.Centre, 1e-12);
        Assert.Equal(1.4826, robust.Scale, 1e-12);
        Assert.Equal(7 / 1.4826, robust.Z(9), 1e-12);
    }

    [Fact]
    public void One_wild_value_moves_the_moments_but_not_the_median_deviation()
    {
        double[] values = [.. Enumerable.Range(0, 101).Select(i => (double)i)];
        var robust = Spread.Robust(values)!.Value;
        values[^1] = 1e9;
        Assert.Equal(robust, Spread.Robust(values));
        Assert.True(Spread.Moments(values)!.Value.Scale > 1e6);
    }

    [Fact]
    public void What_does_not_spread_has_no_scale()
    {
        Assert.Null(Spread.Moments([3]));
        Assert.Null(Spread.Moments([3, 3, 3]));
        Assert.Null(Spread.Robust([3, 3, 3, 9]));
        Assert.Null(Spread.Fences([], 1.5));
    }

    [Fact]
    public void Fences_agree_with_a_case_by_hand_and_move_with_the_values()
    {
        var (low, high) = Spread.Fences([1, 2, 3, 4, 5], 1.5)!.Value;
        Assert.Equal((-1, 7), (low, high));
        Assert.Equal((99, 107), Spread.Fences([101, 102, 103, 104, 105], 1.5));
    }
}
