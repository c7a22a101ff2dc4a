using System.Globalization;
using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Model.Forecasting;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class MeasureForecastTests : IDisposable
{
    private const string Past = "series,t,value\na,1,10\nb,1,4\na,2,20\na,3,10\nb,2,4\na,4,20\n";

    private readonly EmptyFolder _folder = new();
    private readonly MeasureForecast _lab = new(new ForecastMethods(), Options.Create(new EvaluationOptions()));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Figures_are_those_of_the_definitions()
    {
        // The last season of a goes on: 10, 20. Of b the last value: 4.
        var report = await MeasureAsync(Past, "series,t,value\na,5,12\na,6,20\nb,3,0\n", "seasonal-naive", 2);
        Assert.Equal(["a 1 10", "a 2 20", "b 1 4", "b 2 4"], report.Steps.Select(step => $"{step.Series} {step.Step} {step.Mean}"));
        Assert.Equal((2L, 6L, 2L, 0L, 3L, 2L), (report.Rows["series"], report.Rows["values"], report.Rows["foretold"], report.Rows["declined"], report.Rows["test"], report.Rows["measured"]));
        var figures = report.Measured.Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        Assert.Equal((((200 * 2 / 22.0) / 2) + 200) / 2, figures["smape"], 1e-9);
        Assert.Equal((2 + 4) / (12.0 + 20), figures["wape"], 1e-9);
        Assert.Equal(((10 + 20 + 4) / 32.0) - 1, figures["bias"], 1e-9);

        // Of a: changes of 10 between steps, none over a season, so that it has no MASE; b never changes.
        Assert.Equal(Math.Sqrt((4 / 2.0) / 100), figures["rmsse"], 1e-9);
        Assert.DoesNotContain("mase", figures.Keys);
    }

    [Fact]
    public async Task Dates_are_put_in_order_and_what_cannot_be_foretold_is_declined_with_its_reason()
    {
        var report = await MeasureAsync("t,value,series\n2024-01-03,3,x\n2024-01-01,1,x\n2024-01-02,2,x\n2024-01-01,5,y\n", null, "drift", 1, horizon: 2);
        Assert.Equal([4.0, 5.0], report.Steps.Select(step => step.Mean));
        Assert.Equal(1, report.Reasons["too-short"]);
        Assert.Empty(report.Measured.Metrics);
    }

    [Theory]
    [InlineData("", "row 1: the file is empty")]
    [InlineData("series,t\na,1\n", "row 1: there is no column value; there are series, t.")]
    [InlineData("series,t,value\n", "has no rows")]
    [InlineData("series,t,value\na,1,x\n", "row 2, column value: 'x' is no number")]
    [InlineData("series,t,value\na,1,NaN\n", "row 2, column value: 'NaN' is no number")]
    [InlineData("series,t,value\na,soon,1\n", "row 2, column t: 'soon' is no time")]
    [InlineData("series,t,value\na,1,1\na,2024-01-01,1\n", "row 3, column t: '2024-01-01' is a date, where rows above have whole numbers")]
    [InlineData("series,t,value\na,1,1\na,1,2\n", "row 3, column t: '1' is there twice: row 2 has the same time")]
    [InlineData("series,t,value\na,4,1\na,1,1\na,2,2\n", "row 2, column t: '4' is behind a gap: the series 'a' goes from 2 to 4")]
    [InlineData("series,t,value\n,1,1\n", "row 2, column series: '' is empty")]
    public async Task A_file_that_does_not_do_is_refused_with_the_place(string past, string why)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(past, null, "naive", 1, horizon: 1));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Fix);
    }

    [Fact]
    public async Task What_came_must_lie_behind_and_be_of_the_same_series_and_the_model_must_be_known()
    {
        Assert.Contains("begins there before it has ended", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, "series,t,value\na,4,1\n", "naive", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("the series 'c' does not stand in", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, "series,t,value\nc,9,1\n", "naive", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("--horizon is missing", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "naive", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no model 'oracle'; there are naive, seasonal-naive", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "oracle", 1, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_on_the_shelf_is_read_from_stock_and_sales()
    {
        // 10, then 4: 0.3 · 4 + 0.7 · 10.
        var report = await MeasureAsync("series,t,stock,sales\na,1,15,5\na,2,10,6\n", "series,t,stock,sales\na,3,9,1\n", "stock-balance", 1);
        Assert.Equal(8.2, report.Steps.Single().Mean, 1e-12);
        Assert.Equal(0.2 / 8, report.Measured.Metrics.Single(metric => metric.Name == "wape").Value, 1e-9);
        Assert.Contains("there is no column stock; there are series, t, value.", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "stock-balance", 1, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("row 2, column sales: 'some' is no number", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync("series,t,stock,sales\na,1,15,some\n", null, "stock-balance", 1, 1))).Message, StringComparison.Ordinal);
    }

    [SharedDataTheory("m3/m3_series.csv")]
    [InlineData("theta", 9.20328, 13.85565, 0.01)]
    [InlineData("ets", 9.68, 14.14, 0.4)]
    public async Task The_M3_competition_comes_out_as_with_R(string model, double quarterly, double monthly, double within)
    {
        // R's Theta to its figures, and automatic smoothing no worse than R's and not suspiciously better.
        foreach (var (period, season, wanted) in (ValueTuple<string, int, double>[])[("QUARTERLY", 4, quarterly), ("MONTHLY", 12, monthly)])
        {
            var rows = File.ReadLines(SharedData.Find("m3/m3_series.csv")!).Skip(1).Select(line => line.Split(',')).Where(cells => cells[1] == period).Where((_, i) => model == "theta" || i % 12 == 0).ToList();
            var (past, later) = (Csv(rows, 2, 0), Csv(rows, 1, 1000));
            var smape = (await MeasureAsync(past, later, model, season)).Measured.Metrics.Single(metric => metric.Name == "smape");
            if (model == "theta")
            {
                Assert.Equal(wanted, smape.Value, within);
            }
            else
            {
                Assert.InRange(wanted, smape.Low!.Value - within, smape.High!.Value + within);
            }
        }

        static string Csv(List<string[]> rows, int fromEnd, int first) =>
            "series,t,value\n" + string.Concat(rows.SelectMany(cells => cells[^fromEnd].Split(';').Select((value, t) => string.Create(CultureInfo.InvariantCulture, $"{cells[0]},{first + t},{value}\n"))));
    }

    private Task<ForecastReport> MeasureAsync(string past, string? later, string model, int season, int? horizon = null)
    {
        var path = Path.Combine(_folder.Path, "past.csv");
        File.WriteAllText(path, past);
        if (later is not null)
        {
            File.WriteAllText(Path.Combine(_folder.Path, "later.csv"), later);
        }

        return _lab.MeasureAsync(new ForecastQuestion(path, model, season, horizon) { Test = later is null ? null : Path.Combine(_folder.Path, "later.csv") }, null, default);
    }
}
