using System.CommandLine;
using System.Globalization;
using Marketing.Evaluation;

namespace Marketing.App.Commands;

/// <summary>Recommenders on sequences, leave-one-out.</summary>
internal static class LabSequenceCommand
{
    public static string Help => $"""
        Fit a recommender on sequences and ask it for the last item of each user, ranking the full catalogue less what the user has had.
        The file has a line a user, 'user item item ...' in order of time. The model learns from all items of a user but the last two; the last is
        the test, the one before it the validation. Users with fewer than three items are left out.

        Models and their parameters, given as --NAME VALUE:
        {ModelParameters.Recommenders()}

        Examples:
          marketing lab sequence --train sequences.txt --model follow --half_life_days none --json
          marketing lab sequence --train sequences.txt --model item-knn --K 100 --out lists.csv
        """;

    public static Option<string> Train { get; } = new("--train") { Description = "File with a line a user.", HelpName = "FILE", Required = true };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Train, LabCommand.Model, LabCommand.Out, LabCommand.Seed, LabCommand.Threads])
        {
            command.Options.Add(option);
        }

        // Parameters are named by the models, not by the command line.
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (threads, lists) = (LabCommand.Processors(parsed), LabCommand.Writable(parsed.GetValue(LabCommand.Out)));
        await using var services = LabCommand.Services(context);
        var question = new SequenceQuestion(Path.GetFullPath(parsed.GetValue(Train)!), new LabModel(parsed.GetValue(LabCommand.Model)!, ModelParameters.Read(parsed.UnmatchedTokens, "lab sequence")))
        {
            Seed = parsed.GetValue(LabCommand.Seed),
            Threads = threads,
        };
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<ISequenceLaboratory>().MeasureAsync(question, progress, cancellation));
        if (lists is not null)
        {
            await LabCommand.WriteAsync(lists, report.Places, cancellation);
        }

        if (context.Json)
        {
            context.Terminal.Json(LabJson.Head("sequence", report.Measured, report.Rows));
        }
        else
        {
            Print(context.Terminal.Output, report);
        }

        return ExitStatus.Succeeded;
    }

    private static void Print(TextWriter output, LabReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["train"]:N0} items of {report.Rows["users"]:N0} users, {report.Rows["items"]:N0} different; {report.Rows["evaluated"]:N0} users evaluated, {report.Rows["left_out"]:N0} left out"));
        output.WriteLine($"{report.Measured.Model}: {LabCommand.Shown(report.Measured.Parameters)}");
        report.Measured.Metrics.ToList().ForEach(metric => LabCommand.Print(output, metric));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  fit {report.Measured.FitSeconds:0.000} s ({report.Measured.CpuSeconds:0.000} s of processor), ranking {report.Measured.ScoreSeconds:0.000} s, memory {report.Measured.PeakBytes / 1e6:N0} MB"));
    }
}
