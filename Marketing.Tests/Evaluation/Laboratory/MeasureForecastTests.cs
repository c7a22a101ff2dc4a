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
    [InlineData("series,t,value\na,1.5,1\n", "row 2, column t: '1.5' is no time")]
    [InlineData("series,t,value\na,01/02/2024,1\n", "row 2, column t: '01/02/2024' is no time")]
    [InlineData("series,t,value\na,1,1\na,2,1e160\n", "row 3, column value: '1e160' is too large to compute with")]
    [InlineData("series,t,value\na,1,1\na,2,-1e999\n", "row 3, column value: '-1e999' is too large to compute with")]
    [InlineData("series,t,value\na,2024-01-01,1\na,2024-01-02,1\na,2024-01-03,1\na,2024-01-05,1\n", "row 5, column t: '2024-01-05' is behind a gap: the series 'a' goes from 2024-01-03 to 2024-01-05, where most times are 1 day apart")]
    [InlineData("series,t,value\na,2024-01-31,1\na,2024-02-29,1\na,2024-03-31,1\na,2024-05-31,1\n", "row 5, column t: '2024-05-31' is behind a gap: the series 'a' goes from 2024-03-31 to 2024-05-31, where most times are 1 month apart")]
    [InlineData("series,t,value\na,2024-01-01,1\na,2024-01-08,1\na,2024-01-15,1\na,2024-01-18,1\n", "row 5, column t: '2024-01-18' is off the step: the series 'a' goes there from 2024-01-15, where most times are 7 days apart")]
    [InlineData("series,t,value\n,1,1\n", "row 2, column series: '' is empty")]
    public async Task A_file_that_does_not_do_is_refused_with_the_place(string past, string why)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(past, null, "naive", 1, horizon: 1));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Fix);
    }

    [Theory]
    [InlineData("series,t,value\na,1,1\na,2,1\n", "series,t,value\na,5,1\n", "begins there at 5, 3 steps behind its end")]
    [InlineData("series,t,value\na,2024-01-01,1\na,2024-01-02,1\n", "series,t,value\na,2024-01-04,1\n", "begins there at 2024-01-04, 2 steps behind its end")]
    [InlineData("series,t,value\na,2024-01-01,1\na,2024-01-02,1\n", "series,t,value\na,2024-01-03,1\na,2024-01-10,1\n", "does not go on at the steps of")]
    [InlineData("series,t,value\na,2024-01-01,1\na,2024-01-02,1\n", "series,t,value\na,738888888888888888,1\n", "does not go on at the steps of")]
    public async Task What_came_goes_on_where_the_past_ended_and_at_its_steps(string past, string later, string why)
    {
        Assert.Contains(why, (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(past, later, "naive", 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_that_are_missing_where_one_file_ends_and_the_other_begins_are_filled_too()
    {
        // Nothing came for two days, then 6; 4 was foretold for each.
        var report = await MeasureAsync("series,t,value\na,2024-01-01,2\na,2024-01-02,4\n", "series,t,value\na,2024-01-05,6\n", "naive", 1, fills: true);
        Assert.Equal(3, report.Rows["test"]);
        Assert.Equal((4 + 4 + 2) / 6.0, report.Measured.Metrics.Single(metric => metric.Name == "wape").Value, 1e-9);
    }

    [Fact]
    public async Task What_came_must_lie_behind_and_be_of_the_same_series_and_the_model_must_be_known()
    {
        Assert.Contains("begins there before it has ended", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, "series,t,value\na,4,1\n", "naive", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("the series 'c' does not stand in", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, "series,t,value\nc,9,1\n", "naive", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("--horizon is missing", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "naive", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no model 'oracle'; there are naive, seasonal-naive", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "oracle", 1, 1))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "2", "5")]
    [InlineData("2024-01", "2024-02", "2024-05")]
    [InlineData("2024-01-01", "2024-01-02", "2024-01-05")]
    [InlineData("2024-03-30 23:00", "2024-03-31 00:00", "2024-03-31 03:00")]
    [InlineData("2024-03-30T23:00Z", "2024-03-31T00:00:00Z", "2024-03-31T05:00+02:00")]
    public async Task Steps_that_are_missing_are_taken_for_0_where_that_is_asked_for(string first, string second, string third)
    {
        // 8, 4, 0, 0, 20: the mean change is 3. The gap of one is of b, too.
        var past = $"series,t,value\na,{first},8\na,{second},4\na,{third},20\nb,{first},1\nb,{second},2\n";
        await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(past, null, "drift", 1, horizon: 1));
        var report = await MeasureAsync(past, null, "drift", 1, horizon: 1, fills: true);
        Assert.Equal((23.0, 7L), (report.Steps.First().Mean, report.Rows["values"]));
    }

    [Fact]
    public async Task Zeros_are_not_made_up_for_a_shelf_nor_without_end()
    {
        Assert.Contains("--fill zero is for sales", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync("series,t,stock,sales\na,1,15,5\n", null, "stock-balance", 1, 1, fills: true))).Message, StringComparison.Ordinal);
        Assert.Contains("row 3, column t: '90000000000' is behind a gap that cannot be filled", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync("series,t,value\na,1,1\na,90000000000,1\n", null, "naive", 1, 1, fills: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_fits_is_refused_before_the_work()
    {
        Assert.Contains("--horizon must be at most 100,000", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "naive", 1, 1_000_000_000))).Message, StringComparison.Ordinal);
        Assert.Contains("--season must be at most 100,000", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "auto", 1_000_000_000, 1))).Message, StringComparison.Ordinal);
        var many = "series,t,value\n" + string.Concat(Enumerable.Range(0, 101).Select(i => $"s{i},1,1\n"));
        Assert.Contains("101 series times 100,000 steps are more than the 10,000,000", (await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(many, null, "naive", 1, 100_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_which_nothing_is_foretold_is_refused_with_the_reason()
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => MeasureAsync(Past, null, "holt-winters", 100, 1));
        Assert.Contains("holt-winters foretells none of the 2 series", refused.Message, StringComparison.Ordinal);
        Assert.Contains("too-short 2.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await MeasureAsync(Past, null, "auto", 100, 1)).ShorterThanSeasons);
    }

    [Fact]
    public async Task Nothing_is_claimed_below_0_of_a_series_that_was_never_there_and_coverage_is_that_of_the_bounds()
    {
        double[] values = [0, 9, 1, 0, 7, 0, 3, 12, 0, 1, 8, 0];
        string Of(string name, double less, int first, IEnumerable<double> all) => string.Concat(all.Select((value, t) => string.Create(CultureInfo.InvariantCulture, $"{name},{first + t},{value - less}\n")));
        var report = await MeasureAsync("series,t,value\n" + Of("a", 0, 1, values) + Of("b", 20, 1, values), "series,t,value\n" + Of("a", 0, 13, [-1]) + Of("b", 20, 13, [-1]), "naive", 1);
        var (cut, whole) = (report.Steps.First(), report.Steps.Last());
        Assert.Equal((0.0, 0.0), (cut.Low80, cut.Low95));
        Assert.Equal((cut.High80 - 20, cut.High95 - 20), (whole.High80, whole.High95));
        Assert.Equal(2 * whole.Mean, whole.Low95!.Value + whole.High95!.Value, 1e-9);

        // Below 0 came what lies within the interval that is not cut: of the two series one covers it.
        Assert.Equal(0.5, report.Measured.Metrics.Single(metric => metric.Name == "coverage@95").Value);
    }

    [Fact]
    public async Task One_series_has_no_interval_over_series()
    {
        var report = await MeasureAsync("series,t,value\na,1,10\na,2,20\na,3,10\n", "series,t,value\na,4,12\n", "naive", 1);
        Assert.NotEmpty(report.Measured.Metrics);
        Assert.All(report.Measured.Metrics, metric => Assert.Equal((null, null), (metric.Low, metric.High)));
        Assert.Equal(1, report.WithoutInterval["too-few-values"]);
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
            var (past, later) = (Csv(rows, 2, _ => 0), Csv(rows, 1, cells => cells[^2].Split(';').Length));
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

        static string Csv(List<string[]> rows, int fromEnd, Func<string[], int> first) =>
            "series,t,value\n" + string.Concat(rows.SelectMany(cells => cells[^fromEnd].Split(';').Select((value, t) => string.Create(CultureInfo.InvariantCulture, $"{cells[0]},{first(cells) + t},{value}\n"))));
    }

    private Task<ForecastReport> MeasureAsync(string past, string? later, string model, int season, int? horizon = null, bool fills = false)
    {
        var path = Path.Combine(_folder.Path, "past.csv");
        File.WriteAllText(path, past);
        if (later is not null)
        {
            File.WriteAllText(Path.Combine(_folder.Path, "later.csv"), later);
        }

        return _lab.MeasureAsync(new ForecastQuestion(path, model, season, horizon) { Test = later is null ? null : Path.Combine(_folder.Path, "later.csv"), FillsZero = fills }, null, default);
    }
}
