using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class TwoSamplesTests
{
    // Smirnov 1948: the usual critical values.
    [Theory]
    [InlineData(1.2238, 0.10)]
    [InlineData(1.3581, 0.05)]
    [InlineData(1.6276, 0.01)]
    public void The_tail_agrees_with_the_published_critical_values(double lambda, double p) => Assert.Equal(p, TwoSamples.KolmogorovTail(lambda), 1e-4);

    [Fact]
    public void Both_forms_of_the_tail_meet_and_it_never_rises()
    {
        Assert.Equal(1, TwoSamples.KolmogorovTail(0));
        Assert.Equal(TwoSamples.KolmogorovTail(1.18 - 1e-9), TwoSamples.KolmogorovTail(1.18 + 1e-9), 1e-7);
        for (var lambda = 0.01; lambda < 3; lambda += 0.01)
        {
            Assert.True(TwoSamples.KolmogorovTail(lambda + 0.01) <= TwoSamples.KolmogorovTail(lambda) + 1e-12);
        }
    }

    [Fact]
    public void The_distance_is_the_largest_gap_and_ties_are_stepped_over_together()
    {
        Assert.Equal(0.5, TwoSamples.KolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6])!.Value.D, 1e-12);
        Assert.Equal(0, TwoSamples.KolmogorovSmirnov([1, 1, 2, 2], [1, 2])!.Value.D, 1e-12);
        Assert.Equal(1, TwoSamples.KolmogorovSmirnov([1, 2], [3])!.Value.D, 1e-12);
        Assert.Null(TwoSamples.KolmogorovSmirnov([], [3]));
    }

    [Fact]
    public void The_distance_agrees_with_looking_at_every_value()
    {
        var random = new SeededRandom(11);
        for (var round = 0; round < 50; round++)
        {
            double[] first = [.. Enumerable.Range(0, 1 + random.NextInt(40)).Select(_ => (double)random.NextInt(12)).Order()];
            double[] second = [.. Enumerable.Range(0, 1 + random.NextInt(40)).Select(_ => (double)random.NextInt(12)).Order()];
            var clear = first.Concat(second).Max(value => Math.Abs(first.Count(x => x <= value) / (double)first.Length - (second.Count(x => x <= value) / (double)second.Length)));
            Assert.Equal(clear, TwoSamples.KolmogorovSmirnov(first, second)!.Value.D, 1e-12);
        }
    }

    [Fact]
    public void Samples_of_one_distribution_are_called_different_in_about_one_case_of_twenty()
    {
        var random = new SeededRandom(5);
        var alarms = 0;
        for (var round = 0; round < 2000; round++)
        {
            alarms += TwoSamples.KolmogorovSmirnov(Uniform(80, random), Uniform(120, random))!.Value.P < 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms, 60, 130);
    }

    [Fact]
    public void The_stability_index_agrees_with_a_case_by_hand()
    {
        // With half a count added: p = (50.5, 50.5) / 101, q = (80.5, 20.5) / 101.
        var by = ((50.5 - 80.5) / 101 * Math.Log(50.5 / 80.5)) + ((50.5 - 20.5) / 101 * Math.Log(50.5 / 20.5));
        Assert.Equal(by, TwoSamples.PopulationStability([50, 50], [80, 20])!.Value, 1e-12);
        Assert.Equal(0, TwoSamples.PopulationStability([30, 70], [30, 70])!.Value, 1e-12);
        Assert.Null(TwoSamples.PopulationStability([0, 0], [1, 2]));
    }

    [Fact]
    public void The_stability_index_is_the_same_both_ways_and_finite_where_a_bin_is_empty()
    {
        var there = TwoSamples.PopulationStability([0, 90, 10], [50, 40, 10])!.Value;
        Assert.Equal(there, TwoSamples.PopulationStability([50, 40, 10], [0, 90, 10])!.Value, 1e-12);
        Assert.True(there > 0.25 && double.IsFinite(there));
        var random = new SeededRandom(3);
        Assert.True(TwoSamples.PopulationStability(Uniform(5000, random), Uniform(5000, random), 10) < 0.01);
        Assert.True(TwoSamples.PopulationStability([.. Uniform(5000, random).Select(x => x + 0.5)], Uniform(5000, random), 10) > 0.25);
    }

    private static double[] Uniform(int n, SeededRandom random) => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble()).Order()];
}
