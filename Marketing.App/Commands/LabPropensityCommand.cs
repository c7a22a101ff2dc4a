using System.CommandLine;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>Probabilities of one of two outcomes, on tables.</summary>
internal static class LabPropensityCommand
{
    public static string Help => $"""
        Fit a model on one table and measure its probabilities on another.
        Both are CSV files with a header (the delimiter is found) and a row a case. The label has two values; the probability told is that of 1, true or
        yes where there is one of them, else of the later of the two in order, or of what --positive says.
        What a column holds is told by the training file: numbers when every filled cell is one, flags when every one is true, false, yes or no, categories
        otherwise. Empty cells and NA, N/A, NaN, null and ? are missing. Categories that are written as numbers (codes, ids) are named with --categories. The test
        file has the same columns in any order; a category that it alone has is taken for unknown, a text where the training file has numbers is refused.
        Figures have 95 % bootstrap intervals over the rows of the test file; --out numbers those rows from 1.

        Models and their parameters, given as --NAME VALUE:
        {Models()}

        Examples:
          marketing lab propensity --train train.csv --test test.csv --label bought --model lightgbm --json
          marketing lab propensity --train train.csv --test test.csv --label bought --model lightgbm --num_leaves 31 --learning_rate 0.1 --out scores.csv
          marketing lab propensity --train train.csv --test test.csv --label answer --positive accepted --model logistic --l2 10 --categories region,plan --leave-out id
        """;

    public static Option<string> Test { get; } = new("--test") { Description = "File to measure on.", HelpName = "FILE", Required = true };

    public static Option<string> Label { get; } = new("--label") { Description = "Column that is to be foretold.", HelpName = "NAME", Required = true };

    public static Option<string?> Positive { get; } = new("--positive") { Description = "Value of the label whose probability is told.", HelpName = "VALUE" };

    public static Option<string[]> Categories { get; } = new("--categories") { Description = "Columns that hold categories, although they are numbers; may be repeated.", HelpName = "NAME,..." };

    public static Option<string[]> LeaveOut { get; } = new("--leave-out") { Description = "Columns that are not learned from; may be repeated.", HelpName = "NAME,..." };

    public static Option<string?> Out { get; } = new("--out") { Description = "File for the probabilities, as CSV row,probability.", HelpName = "FILE" };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[LabCommand.Train, Test, Label, LabCommand.Model, Positive, Categories, LeaveOut, Out, LabCommand.Seed, LabCommand.Threads])
        {
            command.Options.Add(option);
        }

        // Parameters are named by the models, not by the command line.
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (threads, scores) = (LabCommand.Processors(parsed), LabCommand.Writable(parsed.GetValue(Out)));
        await using var services = LabCommand.Services(context);
        var question = new PropensityQuestion(
            Path.GetFullPath(parsed.GetValue(LabCommand.Train)!),
            Path.GetFullPath(parsed.GetValue(Test)!),
            parsed.GetValue(Label)!,
            new LabModel(parsed.GetValue(LabCommand.Model)!, ModelParameters.Read(parsed.UnmatchedTokens, "lab propensity")))
        {
            Positive = parsed.GetValue(Positive),
            Categories = Names(parsed.GetValue(Categories)),
            LeaveOut = Names(parsed.GetValue(LeaveOut)),
            Seed = parsed.GetValue(LabCommand.Seed),
            Threads = threads,
        };
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<IPropensityLaboratory>().MeasureAsync(question, progress, cancellation));
        if (scores is not null)
        {
            var rows = report.Probabilities.Select((probability, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1},{probability:R}"));
            await LabCommand.WriteAsync(scores, "row,probability", rows, cancellation);
        }

        if (context.Json)
        {
            context.Terminal.Json(Json(question, report));
        }
        else
        {
            Print(context.Terminal.Output, report);
        }

        return ExitStatus.Succeeded;
    }

    private static string Models()
    {
        using var services = new ServiceCollection().AddTableMethods().BuildServiceProvider();
        var methods = services.GetRequiredService<ITableMethods>();
        return ModelParameters.Listed(methods.Kinds, methods.Parameters, LabCommand.UsualSeed);
    }

    internal static string[] Names(string[]? given) => [.. (given ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static OrderedDictionary<string, object?> Json(PropensityQuestion question, PropensityReport report)
    {
        var json = LabJson.Head("propensity", report.Measured, report.Rows);
        json["label"] = new { column = question.Label, positive = report.Positive, negative = report.Negative };
        json["columns"] = report.Columns.Select(column => new { name = column.Name, holds = column.Levels is null ? "numbers" : "categories", levels = column.Levels, missing = column.Missing });
        return json;
    }

    private static void Print(TextWriter output, PropensityReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["train"]:N0} rows to learn from, {report.Rows["train_positive"]:N0} of them '{report.Positive}'; {report.Rows["test"]:N0} rows measured, {report.Rows["test_positive"]:N0} of them '{report.Positive}', the others '{report.Negative}'"));
        output.WriteLine($"numbers: {Listed(report.Columns.Where(column => column.Levels is null).Select(column => column.Name))}");
        output.WriteLine($"categories: {Listed(report.Columns.Where(column => column.Levels is not null).Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Name} ({column.Levels:N0})")))}");
        output.WriteLine($"{report.Measured.Model}: {LabCommand.Shown(report.Measured.Parameters)}");
        report.Measured.Metrics.ToList().ForEach(metric => LabCommand.Print(output, metric));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  fit {report.Measured.FitSeconds:0.000} s ({report.Measured.CpuSeconds:0.000} s of processor), scoring {report.Measured.ScoreSeconds:0.000} s, memory {report.Measured.PeakBytes / 1e6:N0} MB"));
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}
