using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Tables;

namespace Marketing.Tests.Model.Tables;

public sealed class LogisticMethodTests
{
    private readonly LogisticMethod _method = new();

    [Fact]
    public void With_one_flag_and_no_penalty_the_probabilities_are_the_shares()
    {
        // Of four rows at 0 one is positive, of five at 1 four are.
        var rows = Tables.Of(("flag", [0, 0, 0, 0, 1, 1, 1, 1, 1]));
        var found = Scored(rows, [true, false, false, false, true, true, true, true, false], "0");
        Assert.Equal(0.25, found[0], 1e-6);
        Assert.Equal(0.8, found[4], 1e-6);
    }

    [Fact]
    public void With_a_category_alone_the_probabilities_are_its_shares_and_the_unknown_is_at_the_bias()
    {
        string[] levels = ["x", "y"];
        var rows = new TableData(8, [], [Tables.Category("c", levels, 0, 0, 0, 0, 1, 1, 1, 1)]);
        bool[] positive = [true, false, false, false, true, true, true, false];
        var model = Fit(rows, positive, "1e-6");
        var (found, unknown) = (new double[8], new double[1]);
        model.Score(rows, found);
        model.Score(new TableData(1, [], [Tables.Category("c", levels, 2)]), unknown);
        Assert.Equal(0.25, found[0], 1e-4);
        Assert.Equal(0.75, found[7], 1e-4);
        Assert.InRange(unknown[0], 0.49, 0.51);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("20")]
    public void The_least_value_is_that_of_slow_clear_gradient_descent(string l2)
    {
        var (rows, positive, _) = Tables.Drawn(300, seed: 2);
        var found = Scored(rows, positive, l2);
        var slow = Descend(rows, positive, double.Parse(l2, System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(found.Zip(slow), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void The_same_rows_give_the_same_bits_and_probabilities_add_up_to_the_positives()
    {
        // The gradient by the bias, which has no penalty, is the sum of p - y.
        var (rows, positive, _) = Tables.Drawn(2000, seed: 4);
        var found = Scored(rows, positive, "1");
        Assert.Equal(found, Scored(rows, positive, "1"));
        Assert.Equal(positive.Count(one => one), found.Sum(), 1e-3);
    }

    [Fact]
    public void What_can_be_told_apart_exactly_ends_where_the_steps_end()
    {
        var found = Scored(Tables.Of(("a", [1, 2, 3, 4])), [false, false, true, true], "0");
        Assert.True(found[1] < 0.01 && found[2] > 0.99);
        Assert.All(found, one => Assert.InRange(one, 0, 1));
    }

    private double[] Scored(TableData rows, bool[] positive, string l2)
    {
        var found = new double[rows.Rows];
        Fit(rows, positive, l2).Score(rows, found);
        return found;
    }

    private TableModel Fit(TableData rows, bool[] positive, string l2) =>
        _method.Fit(rows, positive, ParameterValues.Of(_method.Kind, _method.Parameters, new Dictionary<string, string> { ["l2"] = l2 }), null, default);

    private static double[] Descend(TableData rows, bool[] positive, double l2)
    {
        var encoder = TableEncoder.Learn(rows);
        var x = Enumerable.Range(0, rows.Rows).Select(row =>
        {
            var one = new float[encoder.Width + 1];
            encoder.Write(rows, row, one.AsSpan(0, encoder.Width));
            one[^1] = 1;
            return one;
        }).ToArray();
        var w = new double[encoder.Width + 1];
        for (var step = 0; step < 20_000; step++)
        {
            var gradient = new double[w.Length];
            for (var row = 0; row < x.Length; row++)
            {
                var slope = Probability(w, x[row]) - (positive[row] ? 1 : 0);
                for (var i = 0; i < w.Length; i++)
                {
                    gradient[i] += slope * x[row][i];
                }
            }

            for (var i = 0; i < w.Length; i++)
            {
                w[i] -= 0.003 * (gradient[i] + (i < w.Length - 1 ? l2 * w[i] : 0));
            }
        }

        return Array.ConvertAll(x, row => Probability(w, row));
    }

    private static double Probability(double[] w, float[] x) => 1 / (1 + Math.Exp(-w.Select((weight, i) => weight * x[i]).Sum()));
}
