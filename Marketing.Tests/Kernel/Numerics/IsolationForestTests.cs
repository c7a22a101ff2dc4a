using System.Globalization;
using Marketing.Kernel.Numerics;
using Marketing.Tests.Support;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class IsolationForestTests
{
    [Fact]
    public void The_usual_path_agrees_with_the_reference()
    {
        foreach (var entry in Golden.Read("isolation_forest.json").GetProperty("c_n").EnumerateObject())
        {
            Assert.Equal(entry.Value.GetProperty("sklearn").GetDouble(), IsolationForest.UsualPath(int.Parse(entry.Name, CultureInfo.InvariantCulture)), 1e-12);
        }
    }

    [Fact]
    public void The_score_of_a_path_agrees_with_the_reference()
    {
        foreach (var entry in Golden.Read("isolation_forest.json").GetProperty("score_examples_n256").EnumerateObject())
        {
            Assert.Equal(entry.Value.GetDouble(), IsolationForest.ScoreOf(double.Parse(entry.Name, CultureInfo.InvariantCulture), 256), 1e-12);
        }
    }

    [Fact]
    public void What_lies_far_off_scores_above_everything_else_and_says_in_which_dimension()
    {
        var (rows, forest) = Planted();
        var far = forest.Score(rows.AsSpan(0, 3));
        Assert.True(far > 0.6, $"{far}");
        Assert.All(Enumerable.Range(1, 499), i => Assert.True(forest.Score(rows.AsSpan(3 * i, 3)) < far));
        var saved = new double[3];
        forest.Explain(rows.AsSpan(0, 3), saved);
        Assert.True(saved[1] > 3 && saved[1] > 5 * Math.Max(saved[0], saved[2]), string.Join(' ', saved));
    }

    [Fact]
    public void What_the_dimensions_save_adds_up_to_the_score()
    {
        var (rows, forest) = Planted();
        var saved = new double[3];
        for (var i = 0; i < 500; i += 7)
        {
            var row = rows.AsSpan(3 * i, 3);
            forest.Explain(row, saved);
            Assert.Equal(forest.Score(row), IsolationForest.ScoreOf(IsolationForest.UsualPath(256) - saved.Sum(), 256), 1e-10);
        }
    }

    [Fact]
    public void The_same_seed_grows_the_same_forest_and_rows_that_are_all_the_same_score_one_half()
    {
        var (rows, forest) = Planted();
        Assert.Equal(forest.Score([1, 2, 3]), Planted().Forest.Score([1, 2, 3]));
        var same = IsolationForest.Grow(new double[40], 2, new SeededRandom(1));
        Assert.Equal(0.5, same.Score([0, 0]), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => IsolationForest.Grow(rows.AsSpan(0, 3), 3, new SeededRandom(1)));
    }

    private static (double[] Rows, IsolationForest Forest) Planted()
    {
        var random = new SeededRandom(7);
        var rows = new double[1500];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = random.NextDouble() + random.NextDouble() + random.NextDouble();
        }

        (rows[0], rows[1], rows[2]) = (1.5, 40, 1.5);
        return (rows, IsolationForest.Grow(rows, 3, new SeededRandom(3)));
    }
}
