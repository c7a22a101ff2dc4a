using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model.Tables;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasurePropensityTests : IDisposable
{
    private const string Train = "age;plan;member;late\n30;a;yes;no\n40;b;no;yes\n;a;yes;no\n50;b;no;yes\n";

    private readonly EmptyFolder _folder = new();
    private readonly MeasurePropensity _lab = new(new FitTableMethods([new LightGbmMethod(), new LogisticMethod(), new NetworkMethod()]), Options.Create(new EvaluationOptions()));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_hold_what_the_training_file_says()
    {
        var report = await MeasureAsync(Train, "late;member;plan;age;more\nno;yes;a;30;1\n\nyes;FALSE;unknown;;2\n");
        Assert.Equal([new("age", null, 1), new("plan", 2, 0), new("member", null, 0)], report.Columns);
        Assert.Equal(("yes", "no", 4L, 2L, 2L, 1L), (report.Positive, report.Negative, report.Rows["train"], report.Rows["test"], report.Rows["train_positive"], report.Rows["test_positive"]));
        Assert.Equal(2, report.Probabilities.Count);
        Assert.True(report.Probabilities[0] < report.Probabilities[1]);
        Assert.Equal(["auc", "average_precision", "log_loss", "brier"], report.Measured.Metrics.Select(metric => metric.Name));
        Assert.Equal((1.0, 1.0), (report.Measured.Metrics[0].Value, report.Measured.Metrics[1].Value));
    }

    [Fact]
    public async Task Codes_written_as_numbers_can_be_said_to_be_categories_and_columns_to_be_left_out()
    {
        const string file = "id,region,bought\n1,10,0\n2,20,1\n3,10,0\n4,20,1\n";
        var report = await MeasureAsync(file, file, "bought", question => question with { Categories = ["Region"], LeaveOut = ["id"] });
        Assert.Equal([new("region", 2, 0)], report.Columns);
        Assert.Equal("1", report.Positive);
    }

    [Theory]
    [InlineData("stays,leaves", null, "stays")]
    [InlineData("stays,leaves", "Leaves", "leaves")]
    [InlineData("2,10", null, "10")]
    [InlineData("no,YES", null, "YES")]
    [InlineData("true,zebra", null, "true")]
    public async Task The_positive_value_is_1_true_or_yes_else_the_later_in_order_or_what_is_said(string values, string? said, string positive)
    {
        var (a, b) = (values.Split(',')[0], values.Split(',')[1]);
        var file = $"x,y\n1,{a}\n2,{b}\n3,{a}\n4,{b}\n";
        Assert.Equal(positive, (await MeasureAsync(file, file, "y", question => question with { Positive = said })).Positive);
    }

    [Theory]
    [InlineData("", Train, "late", "train.csv, row 1: the file is empty; it has no header.")]
    [InlineData("age;late\n", Train, "late", "train.csv, row 2: the file ends after its header; it has no rows.")]
    [InlineData(Train, Train, "gone", "train.csv, row 1: there is no column gone; there are age, plan, member, late.")]
    [InlineData(Train, "age;plan;late\n1;a;yes\n", "late", "test.csv, row 1: there is no column member; there are age, plan, late.")]
    [InlineData(Train, "age;plan;member\n1;a;yes\n", "late", "test.csv, row 1: there is no column late; there are age, plan, member.")]
    [InlineData("age;plan;late\n1;a;yes\n2\n", Train, "late", "train.csv, row 3, column plan: the row ends before it, with 1 cells; the header has 3.")]
    [InlineData("age;late\n1;yes\n2;no;3\n", Train, "late", "train.csv, row 3, column 3: the row goes on behind the last column, with 3 cells; the header has 2.")]
    [InlineData("age;late\n1;yes\n2;yes\n", Train, "late", "train.csv, rows 2 to 3, column late: every row has 'yes'.")]
    [InlineData("age;late\n1;yes\n2;no\n3;maybe\n", Train, "late", "train.csv, row 4, column late: 'maybe' is a third value beside 'yes' and 'no'.")]
    [InlineData("age;late\n1;yes\n2;\n", Train, "late", "train.csv, row 3, column late: the label is missing.")]
    [InlineData("age;late\n;yes\n;no\n", Train, "late", "train.csv, row 1: no column but the label has a value in any row.")]
    [InlineData(Train, "age;plan;member;late\n1;a;yes;no\n2;a;yes;no\n", "late", "test.csv, rows 2 to 3, column late: every row has 'no'.")]
    [InlineData(Train, "age;plan;member;late\n1;a;yes;no\n2;a;yes;soon\n", "late", "test.csv, row 3, column late: 'soon' is neither 'no' nor 'yes'.")]
    [InlineData(Train, "age;plan;member;late\n1;a;yes;no\nold;a;yes;yes\n", "late", "test.csv, row 3, column age: 'old' is no number, as all rows of ")]
    [InlineData(Train, "age;plan;member;late\n1;a;sometimes;no\n", "late", "test.csv, row 2, column member: 'sometimes' is no true, false, yes or no, as all rows of ")]
    [InlineData("age;late\n1;\"yes\n", Train, "late", "train.csv, row 2, column 2: the row is no CSV.")]
    public async Task A_wrong_file_is_refused_with_its_place(string train, string test, string label, string message)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(train, test, label));
        Assert.Contains(message, refused.Message);
        Assert.Equal(2, refused.ExitCode);
    }

    [Theory]
    [InlineData("1e39")]
    [InlineData("Infinity")]
    [InlineData("-∞")]
    [InlineData("many")]
    public async Task One_cell_does_not_make_categories_of_a_column_of_numbers(string cell)
    {
        var rows = Enumerable.Range(0, 40).Select(i => $"{(i == 17 ? cell : $"{i * 1.5}")},{i % 2}\n");
        var file = $"income,bought\n{string.Concat(rows)}";
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(file, file, "bought"));
        Assert.Contains($"train.csv, row 19, column income: '{cell}' is no number", refused.Message);
        Assert.Contains("--categories income", refused.Fix);
        Assert.Equal(new("income", 40, 0), Assert.Single((await MeasureAsync(file, file, "bought", question => question with { Categories = ["income"] })).Columns));
    }

    [Fact]
    public async Task Codes_some_of_which_look_like_numbers_are_categories()
    {
        var file = $"code,bought\n{string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 8}{(i % 8 == 3 ? "a" : "")},{i % 2}\n"))}";
        Assert.Equal(new("code", 8, 0), Assert.Single((await MeasureAsync(file, file, "bought")).Columns));
    }

    [Fact]
    public async Task Unknown_models_parameters_and_columns_are_told()
    {
        Assert.Contains("There is no model 'magic'; there are lightgbm, logistic, network.", await RefusedAsync(question => question with { Model = new LabModel("magic", new Dictionary<string, string>()) }));
        Assert.Contains("logistic has no parameter depth; it has l2, max_iter.", await RefusedAsync(question => question with { Model = new LabModel("logistic", new Dictionary<string, string> { ["depth"] = "3" }) }));
        Assert.Contains("there is no column colour", await RefusedAsync(question => question with { Categories = ["colour"] }));
        Assert.Contains("no row has 'perhaps'; the values are 'no' and 'yes'", await RefusedAsync(question => question with { Positive = "perhaps" }));

        async Task<string> RefusedAsync(Func<PropensityQuestion, PropensityQuestion> change) =>
            (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Train, Train, "late", change))).Message;
    }

    [SharedDataTheory("online-shoppers/online_shoppers_intention.csv")]
    [InlineData("lightgbm", 0.93, 0.955)]
    [InlineData("logistic", 0.89, 0.92)]
    public async Task Sessions_that_end_in_a_purchase_are_told_as_well_as_published(string model, double low, double high)
    {
        // Every fifth row is the test; published is an AUC of about .93.
        var lines = File.ReadAllLines(SharedData.Find("online-shoppers/online_shoppers_intention.csv")!);
        var rows = lines.Skip(1).Index().ToLookup(row => (row.Index + 1) % 5 == 0, row => row.Item);
        var report = await MeasureAsync(Text(lines[0], rows[false]), Text(lines[0], rows[true]), "Revenue", question => question with { Model = new LabModel(model, new Dictionary<string, string>()) });
        Assert.Equal((9864L, 2466L, "TRUE"), (report.Rows["train"], report.Rows["test"], report.Positive));
        Assert.InRange(report.Measured.Metrics[0].Value, low, high);
        Assert.InRange(report.Probabilities.Average(), 0.13, 0.18);

        static string Text(string header, IEnumerable<string> rows) => string.Join('\n', rows.Prepend(header)) + "\n";
    }

    private Task<PropensityReport> MeasureAsync(string train, string test, string label = "late", Func<PropensityQuestion, PropensityQuestion>? change = null)
    {
        File.WriteAllText(_folder.File("train.csv"), train);
        File.WriteAllText(_folder.File("test.csv"), test);
        var question = new PropensityQuestion(_folder.File("train.csv"), _folder.File("test.csv"), label, new LabModel("logistic", new Dictionary<string, string>()));
        return _lab.MeasureAsync(change?.Invoke(question) ?? question, null, default);
    }
}
