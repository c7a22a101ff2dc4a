using Marketing.App.Components.Widgets;

namespace Marketing.Tests.App.Widgets;

public sealed class SparklineTests
{
    [Fact]
    public void The_largest_value_is_on_top_and_the_smallest_at_the_bottom() =>
        Assert.Equal("0,26 50,2 100,14", Sparkline.Points([0, 10, 5]));

    [Fact]
    public void A_level_course_is_a_level_line() => Assert.Equal("0,26 100,26", Sparkline.Points([3, 3]));

    [Fact]
    public void An_undefined_value_leaves_a_gap_and_moves_nothing() => Assert.Equal("0,26 100,2", Sparkline.Points([0, double.NaN, 4]));

    [Fact]
    public void Nothing_defined_draws_nothing() => Assert.Equal("", Sparkline.Points([double.NaN, double.NaN]));
}
