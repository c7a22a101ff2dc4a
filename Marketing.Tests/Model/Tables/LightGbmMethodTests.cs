using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Tables;

namespace Marketing.Tests.Model.Tables;

public sealed class LightGbmMethodTests
{
    private readonly LightGbmMethod _method = new();

    [Fact]
    public void A_split_and_a_category_that_were_planted_are_found()
    {
        var (rows, positive, _) = Tables.Drawn(3000, seed: 1);
        var (later, truth, chance) = Tables.Drawn(3000, seed: 9);
        var found = new double[later.Rows];
        Fit(rows, positive).Score(later, found);
        var best = new BinaryMetrics(chance, truth).Figures()!.Value;
        var reached = new BinaryMetrics(found, truth).Figures()!.Value;
        Assert.InRange(reached.Auc, best.Auc - 0.03, best.Auc);
        Assert.InRange(reached.LogLoss, best.LogLoss, best.LogLoss + 0.05);
    }

    [Fact]
    public void Probabilities_add_up_to_the_positives_of_the_training_rows()
    {
        var (rows, positive, _) = Tables.Drawn(3000, seed: 1);
        var found = new double[rows.Rows];
        Fit(rows, positive, ("bagging_fraction", "1")).Score(rows, found);
        Assert.InRange(found.Sum() / positive.Count(one => one), 0.97, 1.03);
    }

    [Fact]
    public void A_seed_gives_the_same_probabilities_and_another_gives_others()
    {
        var (rows, positive, _) = Tables.Drawn(1000, seed: 3);
        Assert.Equal(Scored(rows, positive), Scored(rows, positive));
        Assert.NotEqual(Scored(rows, positive), Scored(rows, positive, ("seed", "2")));
    }

    [Fact]
    public void That_a_number_is_missing_can_be_what_matters()
    {
        // Positive where the number is missing or above 6.
        float[] values = [.. Enumerable.Range(0, 900).Select(i => i % 3 == 0 ? float.NaN : i % 10)];
        bool[] positive = [.. values.Select(value => float.IsNaN(value) || value > 6)];
        var found = Scored(Tables.Of(("a", values)), positive);
        Assert.Equal(positive, found.Select(one => one > 0.5));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void Rows_of_which_no_tree_makes_a_split_all_get_the_base_rate(int rows)
    {
        float[] values = [.. Enumerable.Range(0, rows).Select(i => (float)i)];
        bool[] positive = [.. values.Select(value => value >= (rows + 1) / 2)];
        var rate = positive.Count(one => one) / (double)rows;
        Assert.All(Scored(Tables.Of(("a", values)), positive, ("bagging_fraction", rows == 40 ? "0.8" : "1")), one => Assert.Equal(rate, one, 1e-6));
        Assert.All(Scored(Tables.Of(("same", new float[500])), [.. Enumerable.Range(0, 500).Select(i => i % 5 == 0)]), one => Assert.Equal(0.2, one, 1e-6));
    }

    [Fact]
    public void Rows_with_other_columns_are_refused()
    {
        var (rows, positive, _) = Tables.Drawn(200, seed: 3);
        var model = Fit(rows, positive);
        Assert.Throws<ArgumentException>(() => model.Score(Tables.Of(("a", [1])), new double[1]));
        Assert.Throws<ArgumentException>(() => model.Score(rows, new double[1]));
    }

    private double[] Scored(TableData rows, bool[] positive, params (string Name, string Value)[] parameters)
    {
        var found = new double[rows.Rows];
        Fit(rows, positive, parameters).Score(rows, found);
        return found;
    }

    private TableModel Fit(TableData rows, bool[] positive, params (string Name, string Value)[] parameters) =>
        _method.Fit(rows, positive, ParameterValues.Of(_method.Kind, _method.Parameters, parameters.ToDictionary(one => one.Name, one => one.Value)), null, default);
}
