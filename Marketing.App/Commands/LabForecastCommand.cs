using System.CommandLine;
using System.Globalization;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>Forecasts of regular series.</summary>
internal static class LabForecastCommand
{
    public static string Help => $"""
        Foretell series, and measure the forecasts on what came.
        Files are CSV with the header series,t,value and a row a step; t are whole numbers, or dates such as 2011-09-01. Steps are equal: the step of dates is the gap that
        is there most often, and a missing step is refused unless --fill zero takes it for 0. With --test the figures are means over the series, with 95 % bootstrap
        intervals where there are two or more. A series that the model cannot foretell is declined with the reason and left out.
        Intervals are as wide as the model was off at the ends of these series, hidden from it (conformal); those of the model itself where there are fewer
        than 20 series that are long enough, or with --intervals own. A series of fewer than five values, or whose errors show no spread, has no interval: its
        bounds are empty, and the report counts why. Where a series was never negative no bound is.
        The model auto takes what foretold the ends of a series best; global and neural learn from all
        series together, which they take to end at the same time; arima chooses its orders by itself. Of a long series ses, holt, damped, holt-winters and ets look at
        the last 5,000 values. The model stock-balance foretells no demand but what is left on the shelf: its files have the header series,t,stock,sales.

        Models:
          {Models()}

        Examples:
          marketing lab forecast --series sales.csv --season 12 --horizon 18 --model ets --out forecast.csv
          marketing lab forecast --series past.csv --test later.csv --season 7 --model optimised-theta --json
          marketing lab forecast --series shelf.csv --horizon 7 --model stock-balance --json
        """;

    public static Option<string> Series { get; } = new("--series") { Description = "File with the series.", HelpName = "FILE", Required = true };

    public static Option<string?> Test { get; } = new("--test") { Description = "File with what came, in the same form.", HelpName = "FILE" };

    public static Option<int> Season { get; } = new("--season") { Description = "Steps of one season; 1, for none, when not said.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public static Option<int?> Horizon { get; } = new("--horizon") { Description = "Steps to foretell, at most 100,000; as many as the test has when not said.", HelpName = "N" };

    public static Option<string> Intervals { get; } = new Option<string>("--intervals") { Description = "How wide intervals are: conformal, learned from errors, or own.", HelpName = "KIND", DefaultValueFactory = _ => "conformal" }.AcceptOnlyFromAmong("conformal", "own");

    public static Option<string?> Fill { get; } = new Option<string?>("--fill") { Description = "Takes steps that are missing within a series for zero, as days without sales are.", HelpName = "zero" }.AcceptOnlyFromAmong("zero");

    public static Option<string?> Out { get; } = new("--out") { Description = "File for the forecasts, as CSV series,h,mean,lo80,hi80,lo95,hi95.", HelpName = "FILE" };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Series, Test, LabCommand.Model, Season, Horizon, Intervals, Fill, Out, LabCommand.Seed, LabCommand.Threads])
        {
            command.Options.Add(option);
        }

        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (threads, forecasts) = (LabCommand.Processors(parsed), LabCommand.Writable(parsed.GetValue(Out)));
        var question = new ForecastQuestion(Path.GetFullPath(parsed.GetValue(Series)!), parsed.GetValue(LabCommand.Model)!, Bounded("--season", parsed.GetValue(Season)), parsed.GetValue(Horizon) is { } steps ? Bounded("--horizon", steps) : null)
        {
            Test = parsed.GetValue(Test) is { } test ? Path.GetFullPath(test) : null,
            FillsZero = parsed.GetValue(Fill) is not null,
            LearnsIntervals = parsed.GetValue(Intervals) == "conformal",
            Seed = parsed.GetValue(LabCommand.Seed),
            Threads = threads,
        };
        await using var services = LabCommand.Services(context);
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<IForecastLaboratory>().MeasureAsync(question, progress, cancellation));
        if (forecasts is not null)
        {
            await LabCommand.WriteAsync(forecasts, "series,h,mean,lo80,hi80,lo95,hi95", report.Steps.Select(Line), cancellation);
        }

        if (context.Json)
        {
            var json = LabJson.Head("forecast", report.Measured, report.Rows);
            (json["forms"], json["declined"], json["without_interval"]) = (report.Forms.ToDictionary(form => form.Key, form => form.Value), report.Reasons, report.WithoutInterval);
            context.Terminal.Json(json);
        }
        else
        {
            Print(context.Terminal.Output, report);
            ForecastTable.Print(context.Terminal.Output, report.Steps, report.Rows["foretold"]);
        }

        if (forecasts is null)
        {
            context.Terminal.Error.WriteLine("--out FILE writes all that is foretold.");
        }

        if (report.ShorterThanSeasons > 0)
        {
            context.Terminal.Error.WriteLine($"{Numerals.Whole(report.ShorterThanSeasons)} of {Numerals.Whole(report.Rows["series"])} series are shorter than two seasons of {Numerals.Whole(question.Season)} steps: nothing of a season can be learned from them, and it is left out.");
        }

        return ExitStatus.Succeeded;
    }

    private static int Bounded(string option, int value) => value < 1 ? throw new OperatorException($"{option} must be at least 1.", "Give a whole number of steps.", ExitStatus.BadInput)
        : value <= IForecastLaboratory.MostSteps ? value
        : throw new OperatorException($"{option} must be at most {Numerals.Whole(IForecastLaboratory.MostSteps)}.", "Give fewer steps, or put values of several steps together.", ExitStatus.BadInput);

    private static string Models()
    {
        using var services = new ServiceCollection().AddForecastMethods().BuildServiceProvider();
        return string.Join(", ", services.GetRequiredService<IForecastMethods>().Kinds);
    }

    private static string Line(ForecastStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"{LabCommand.Quoted(step.Series)},{step.Step},{step.Mean:R},{step.Low80:R},{step.High80:R},{step.Low95:R},{step.High95:R}");

    private static string Words(string reason) => reason == "no-spread" ? "whose values and errors show no spread (no-spread)" : "too short to show any spread (too-few-values)";

    private static void Print(TextWriter output, ForecastReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["series"]:N0} series with {report.Rows["values"]:N0} values; {report.Rows["foretold"]:N0} foretold, {report.Rows["declined"]:N0} declined{(report.Reasons.Count > 0 ? $" ({string.Join(", ", report.Reasons.Select(reason => $"{reason.Key} {reason.Value:N0}"))})" : "")}; {report.Rows["measured"]:N0} measured"));
        output.WriteLine($"{report.Measured.Model}: {LabCommand.Shown(report.Measured.Parameters)}");
        output.WriteLine($"  {string.Join(", ", report.Forms.Take(6).Select(form => string.Create(CultureInfo.InvariantCulture, $"{form.Key} {form.Value:N0}")))}");
        if (report.WithoutInterval.Count > 0)
        {
            output.WriteLine($"  without an interval: {string.Join(", ", report.WithoutInterval.Select(reason => $"{Numerals.Whole(reason.Value)} series, {Words(reason.Key)}"))}");
        }

        if (report.Rows["measured"] == 1)
        {
            output.WriteLine("  one series is measured: there is no interval over series");
        }

        report.Measured.Metrics.ToList().ForEach(metric => LabCommand.Print(output, metric));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {report.Measured.FitSeconds:0.000} s ({report.Measured.CpuSeconds:0.000} s of processor), memory {report.Measured.PeakBytes / 1e6:N0} MB"));
    }
}
