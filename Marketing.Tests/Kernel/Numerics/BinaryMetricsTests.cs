using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class BinaryMetricsTests
{
    [Fact]
    public void Figures_without_ties_are_those_by_hand()
    {
        // From the top: hit, miss, hit, miss. Of four pairs three stand the right way; precisions at the hits are 1 and 2/3.
        var figures = new BinaryMetrics([0.9, 0.8, 0.6, 0.3], [true, false, true, false]).Figures()!.Value;
        Assert.Equal(0.75, figures.Auc, 1e-12);
        Assert.Equal((1 + (2.0 / 3)) / 2, figures.AveragePrecision, 1e-12);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.2) + Math.Log(0.6) + Math.Log(0.7)) / 4, figures.LogLoss, 1e-12);
        Assert.Equal((0.01 + 0.64 + 0.16 + 0.09) / 4, figures.Brier, 1e-12);
    }

    [Fact]
    public void Equal_probabilities_count_half_in_the_area_and_are_one_step_of_precision()
    {
        // 0.5 holds a hit and a miss: pairs are 1 (0.7 over 0.5), 1/2, 1 and 1 (over 0.1): 3.5 of 4.
        var figures = new BinaryMetrics([0.5, 0.7, 0.5, 0.1], [true, true, false, false]).Figures()!.Value;
        Assert.Equal(3.5 / 4, figures.Auc, 1e-12);
        Assert.Equal((0.5 * 1) + (0.5 * 2 / 3), figures.AveragePrecision, 1e-12);

        // All alike: chance, and the share of hits, in any order of the rows.
        var alike = new BinaryMetrics([0.2, 0.2, 0.2, 0.2], [false, true, false, false]).Figures()!.Value;
        Assert.Equal((0.5, 0.25), (alike.Auc, alike.AveragePrecision));
    }

    [Fact]
    public void A_certain_mistake_costs_much_but_not_infinitely_much()
    {
        var figures = new BinaryMetrics([0, 1], [true, false]).Figures()!.Value;
        Assert.Equal(-Math.Log(double.BitIncrement(1) - 1), figures.LogLoss, 1e-9);
        Assert.Equal((0.0, 1.0), (figures.Auc, figures.Brier));
        Assert.Equal(0, new BinaryMetrics([1, 0], [true, false]).Figures()!.Value.LogLoss, 1e-12);
    }

    [Fact]
    public void Without_both_outcomes_nothing_is_told()
    {
        Assert.Null(new BinaryMetrics([0.5, 0.6], [true, true]).Figures());
        Assert.Null(new BinaryMetrics([], []).Figures());
        Assert.Null(new BinaryMetrics([0.5], [false]).Bootstrap(1, 10, default));
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_that_stand_the_right_way()
    {
        var random = new SeededRandom(5);
        var rows = Enumerable.Range(0, 400).Select(_ => (P: random.NextInt(20) / 20.0, Y: random.NextInt(3) == 0)).ToArray();
        var pairs = rows.Where(row => row.Y).SelectMany(hit => rows.Where(row => !row.Y).Select(miss => hit.P > miss.P ? 1 : hit.P == miss.P ? 0.5 : 0)).ToList();
        var figures = new BinaryMetrics([.. rows.Select(row => row.P)], [.. rows.Select(row => row.Y)]).Figures()!.Value;
        Assert.Equal(pairs.Average(), figures.Auc, 1e-12);
    }

    [Fact]
    public void Intervals_hold_the_value_are_repeatable_and_narrow_with_more_rows()
    {
        var (few, many) = (Drawn(200), Drawn(5000));
        var intervals = few.Bootstrap(3, 500, default)!;
        Assert.Equal(intervals, few.Bootstrap(3, 500, default));
        Assert.NotEqual(intervals, few.Bootstrap(4, 500, default));
        foreach (var (narrow, wide) in Four(many.Bootstrap(3, 500, default)!).Zip(Four(intervals)))
        {
            Assert.InRange(narrow.Value, narrow.Low, narrow.High);
            Assert.InRange(wide.Value, wide.Low, wide.High);
            Assert.True((narrow.High - narrow.Low) * 2 < wide.High - wide.Low);
        }
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_approximation()
    {
        // The Brier score is a mean over rows: its interval is known without a bootstrap.
        var random = new SeededRandom(11);
        double[] p = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        bool[] y = [.. p.Select(chance => random.NextDouble() < chance)];
        double[] squares = [.. p.Zip(y, (chance, hit) => Math.Pow(chance - (hit ? 1 : 0), 2))];
        var mean = squares.Average();
        var half = 1.96 * Math.Sqrt(squares.Average(one => (one - mean) * (one - mean)) / squares.Length);
        var brier = new BinaryMetrics(p, y).Bootstrap(1, 2000, default)!.Brier;
        Assert.Equal(mean, brier.Value, 1e-12);
        Assert.InRange(brier.Low, mean - (1.15 * half), mean - (0.85 * half));
        Assert.InRange(brier.High, mean + (0.85 * half), mean + (1.15 * half));
    }

    private static Interval[] Four(BinaryIntervals all) => [all.Auc, all.AveragePrecision, all.LogLoss, all.Brier];

    private static BinaryMetrics Drawn(int rows)
    {
        var random = new SeededRandom(7);
        double[] p = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        return new BinaryMetrics(p, [.. p.Select(chance => random.NextDouble() < chance)]);
    }
}
