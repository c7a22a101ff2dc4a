using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Model.Tables;

namespace Marketing.Tests.Model.Tables;

public sealed class NetworkMethodTests
{
    private readonly NetworkMethod _method = new();

    [Fact]
    public void Numbers_and_a_category_that_were_planted_are_found()
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
    public void What_no_line_can_part_is_learned()
    {
        // Positive where exactly one of two numbers is above 0: the best that a line can do is chance.
        var random = new SeededRandom(4);
        float[] a = [.. Enumerable.Range(0, 1200).Select(_ => (float)random.NextDouble() - 0.5f)], b = [.. a.Select(_ => (float)random.NextDouble() - 0.5f)];
        bool[] positive = [.. a.Zip(b, (x, y) => x > 0 != y > 0)];
        var found = Scored(Tables.Of(("a", a), ("b", b)), positive);
        Assert.True(new BinaryMetrics(found, positive).Figures()!.Value.Auc > 0.97);
    }

    [Fact]
    public void A_seed_gives_the_same_bits_and_another_gives_others()
    {
        var (rows, positive, _) = Tables.Drawn(600, seed: 3);
        Assert.Equal(Scored(rows, positive, ("epochs", "3")), Scored(rows, positive, ("epochs", "3")));
        Assert.NotEqual(Scored(rows, positive, ("epochs", "3")), Scored(rows, positive, ("epochs", "3"), ("seed", "2")));
    }

    [Fact]
    public void Two_rows_and_a_table_without_anything_to_learn_from_give_probabilities()
    {
        Assert.All(Scored(Tables.Of(("a", [1, 2])), [true, false], ("epochs", "2")), one => Assert.InRange(one, 0, 1));
        Assert.All(Scored(Tables.Of(("a", [1, 1, 1])), [true, false, true], ("epochs", "2")), one => Assert.InRange(one, 0, 1));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_ends_the_training_with_the_best_that_was_kept_or_names_its_batch()
    {
        // The decay makes every number nine times as large in every step.
        var (rows, positive, _) = Tables.Drawn(400, seed: 3);
        (string, string)[] bursting = [("learning_rate", "1"), ("weight_decay", "10"), ("epochs", "400"), ("patience", "400")];
        var told = Assert.Throws<ArgumentException>(() => Fit(rows, positive, [.. bursting, ("batch", "4")]));
        Assert.Matches("^The loss of batch [0-9]+ of pass 1 is not a number. Lower learning_rate", told.Message);

        var notes = new List<string>();
        var found = new double[rows.Rows];
        Fit(rows, positive, new Reports(notes), [.. bursting, ("batch", "100000")]).Score(rows, found);
        Assert.Matches("^The loss of batch 1 of pass [0-9]+ is not a number; best after pass [1-9]", notes[^1]);
        Assert.True(notes.Count < 400);
        Assert.All(found, one => Assert.InRange(one, 0, 1));
    }

    [Fact]
    public void A_huge_number_does_not_burst_the_others()
    {
        float[] huge = [.. Enumerable.Range(0, 100).Select(i => i == 50 ? 3e38f : i)];
        Assert.All(Scored(Tables.Of(("a", huge)), [.. huge.Select(one => one > 20)], ("epochs", "2")), one => Assert.InRange(one, 0, 1));
    }

    [Fact]
    public void Rows_with_other_columns_are_refused()
    {
        var (rows, positive, _) = Tables.Drawn(200, seed: 3);
        var model = Fit(rows, positive, ("epochs", "1"));
        Assert.Throws<ArgumentException>(() => model.Score(Tables.Of(("a", [1])), new double[1]));
    }

    private double[] Scored(TableData rows, bool[] positive, params (string Name, string Value)[] parameters)
    {
        var found = new double[rows.Rows];
        Fit(rows, positive, parameters).Score(rows, found);
        return found;
    }

    private TableModel Fit(TableData rows, bool[] positive, params (string Name, string Value)[] parameters) => Fit(rows, positive, null, parameters);

    private TableModel Fit(TableData rows, bool[] positive, IProgress<Progress>? progress, params (string Name, string Value)[] parameters) =>
        _method.Fit(rows, positive, ParameterValues.Of(_method.Kind, _method.Parameters, parameters.ToDictionary(one => one.Name, one => one.Value)), progress, default);

    private sealed class Reports(List<string> notes) : IProgress<Progress>
    {
        public void Report(Progress value) => notes.Add(value.Note ?? "");
    }
}
