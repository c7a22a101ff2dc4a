using Marketing.Kernel;

namespace Marketing.Tests.Kernel;

public sealed class PeriodTests
{
    private static readonly DateTimeOffset Start = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Period Autumn = new(Start, Start.AddDays(91));

    [Fact]
    public void The_start_is_inside_and_the_end_is_not()
    {
        Assert.True(Autumn.Contains(Start));
        Assert.True(Autumn.Contains(Autumn.End.AddTicks(-1)));
        Assert.False(Autumn.Contains(Autumn.End));
        Assert.False(Autumn.Contains(Start.AddTicks(-1)));
    }

    [Fact]
    public void The_previous_period_has_the_same_length_and_leaves_no_gap()
    {
        Assert.Equal(new Period(Start.AddDays(-91), Start), Autumn.Previous);
        Assert.Equal(TimeSpan.FromDays(91), Autumn.Previous.Length);
    }

    [Fact]
    public void The_default_value_is_empty()
    {
        Assert.Equal(TimeSpan.Zero, default(Period).Length);
        Assert.False(default(Period).Contains(default));
    }
}
