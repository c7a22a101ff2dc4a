using Marketing.Features.Treating;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Features.Treating;

public sealed class MissingValuesTests
{
    private const double None = double.NaN;

    [Fact]
    public void Constant_mean_and_median_fill_what_is_missing_and_nothing_else()
    {
        double[] values = [1, None, 2, 9];
        Assert.Equal((1L, 7.0), (MissingValues.Constant(values, 7), values[1]));
        values[1] = None;
        Assert.Equal((1L, 4.0), (MissingValues.Mean(values), values[1]));
        values[1] = None;
        Assert.Equal((1L, 2.0), (MissingValues.Median(values), values[1]));
        Assert.Equal([1, 2, 2, 9], values);
        Assert.Equal(0, MissingValues.Mean(new double[] { None, None }));
    }

    [Fact]
    public void Interpolation_goes_by_time_and_not_by_place()
    {
        double[] values = [40, None, 10, None, None];
        Assert.Equal(3, MissingValues.Interpolate(values, [4, 2, 1, 0, 9]));
        Assert.Equal([40, 20, 10, 10, 40], values);
    }

    [Fact]
    public void Interpolation_gives_a_straight_line_back_whatever_is_taken_out()
    {
        var random = new SeededRandom(2);
        double[] times = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble() * 100)];
        double[] line = [.. times.Select(time => 3 + (2 * time))];
        double[] values = [.. line];
        var ends = (Array.IndexOf(times, times.Min()), Array.IndexOf(times, times.Max()));
        for (var i = 0; i < 200; i++)
        {
            values[i] = i == ends.Item1 || i == ends.Item2 || random.NextInt(3) == 0 ? values[i] : None;
        }

        MissingValues.Interpolate(values, times);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(line[i], values[i], 1e-9));
    }

    [Fact]
    public void A_row_takes_the_median_of_its_group_or_of_all_where_the_group_has_none()
    {
        double[] values = [1, 3, None, 100, None, None];
        Assert.Equal(3, MissingValues.GroupMedian(values, [0, 0, 0, 1, 2, -1]));
        Assert.Equal([1, 3, 2, 100, 3, 3], values);
    }
}
