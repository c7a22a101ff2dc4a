using System.CommandLine;
using System.Globalization;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>Methods on plain files. Needs no shop and no data folder.</summary>
internal static class LabCommand
{
    public const string Help = "Measure methods on plain CSV files, for comparison with other systems.";

    public static string RecommendHelp => $"""
        Fit a recommender on one file and measure it on another, ranking the full catalogue for every user of the second.
        Files have the header user,item[,value][,timestamp][,event]; an event is purchase (which every row is without that column), cart or view, and
        only purchases are to be found. Figures have 95 % bootstrap intervals. --against measures a second model on the
        same users and compares the two, pair by pair. --search finds parameters by successive halving on the latest fifth of each user's
        training rows; the test file is not looked at for it.

        Models and their parameters, given as --NAME VALUE:
        {ModelParameters.Recommenders()}

        Examples:
          marketing lab recommend --train train.csv --test test.csv --model item-knn --K 100 --json
          marketing lab recommend --train train.csv --test test.csv --model item-knn --against popular --exclude-seen false
          marketing lab recommend --train train.csv --test test.csv --model item-knn --search K=20,50,100,200 --out lists.csv
        """;

    // That of a model is the command's unless one is named with it.
    internal const long UsualSeed = 1;

    public static Option<string> Train { get; } = new("--train") { Description = "File to learn from.", HelpName = "FILE", Required = true };

    public static Option<string> Test { get; } = new("--test") { Description = "File with what is to be found.", HelpName = "FILE", Required = true };

    public static Option<string?> Items { get; } = new("--items") { Description = "File with what is known of items, as CSV item,name[,category][,brand]; for content.", HelpName = "FILE" };

    public static Option<string> Model { get; } = new("--model") { Description = "Model to measure.", HelpName = "NAME", Required = true };

    public static Option<string?> Against { get; } = new("--against") { Description = "Model to compare with on the same users, for example popular or \"item-knn K=20\".", HelpName = "NAME" };

    public static Option<bool> ExcludeSeen { get; } = new("--exclude-seen") { Description = "Whether what a user has in the training file is kept out of ranking and truth; true when not said.", HelpName = "BOOL", DefaultValueFactory = _ => true, Arity = ArgumentArity.ExactlyOne };

    public static Option<string[]> Search { get; } = new("--search") { Description = "Values of a parameter to search; may be repeated.", HelpName = "NAME=VALUE,..." };

    public static Option<string?> Out { get; } = new("--out") { Description = "File for the lists, as CSV user,rank,item,score.", HelpName = "FILE" };

    public static Option<long> Seed { get; } = new("--seed") { Description = "Seed of everything random.", HelpName = "N", DefaultValueFactory = _ => UsualSeed };

    public static Option<int?> Threads { get; } = new("--threads") { Description = "Processors to use; all when not said.", HelpName = "N" };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Train, Test, Items, Model, Against, ExcludeSeen, Search, Out, Seed, Threads])
        {
            command.Options.Add(option);
        }

        // Parameters are named by the models, not by the command line.
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static async Task<int> RecommendAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var (threads, lists) = (Processors(parsed), Writable(parsed.GetValue(Out)));
        await using var services = Services(context);
        var question = new LabQuestion(
            Path.GetFullPath(parsed.GetValue(Train)!),
            Path.GetFullPath(parsed.GetValue(Test)!),
            new LabModel(parsed.GetValue(Model)!, ModelParameters.Read(parsed.UnmatchedTokens, "lab recommend")),
            parsed.GetValue(Against) is { } against ? Named(against) : null,
            parsed.GetValue(ExcludeSeen))
        {
            Search = (parsed.GetValue(Search) ?? []).Select(Values).GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.SelectMany(pair => pair.Values).Distinct()]),
            Items = parsed.GetValue(Items) is { } items ? Path.GetFullPath(items) : null,
            Seed = parsed.GetValue(Seed),
            Threads = threads,
        };
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<ILaboratory>().RecommendAsync(question, progress, cancellation));
        if (lists is not null)
        {
            await WriteAsync(lists, report.Places, cancellation);
        }

        if (context.Json)
        {
            context.Terminal.Json(Json(report));
        }
        else
        {
            Print(context.Terminal.Output, report);
        }

        return ExitStatus.Succeeded;
    }

    /// <summary>Processors to use, or null for all.</summary>
    /// <exception cref="OperatorException">Fewer than one was asked for.</exception>
    internal static int? Processors(ParseResult parsed) => parsed.GetValue(Threads) is not < 1
        ? parsed.GetValue(Threads)
        : throw new OperatorException("--threads must be at least 1.", "Leave it out to use all processors.", ExitStatus.BadInput);

    /// <summary>What the laboratory needs, and no shop.</summary>
    internal static ServiceProvider Services(CommandContext context)
    {
        var (services, configuration) = (new ServiceCollection(), context.Configuration());
        services.AddRecommenderMethods(configuration);
        services.AddTableMethods();
        services.AddForecastMethods();
        services.AddBiddingMethods();
        services.AddContactMethods();
        services.AddLaboratory(configuration);
        return services.BuildServiceProvider();
    }

    // A model with its parameters: item-knn K=20 include_self=false.
    private static LabModel Named(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new LabModel(parts.FirstOrDefault() ?? "", parts.Skip(1).Select(Values).ToDictionary(pair => pair.Name, pair => string.Join(',', pair.Values)));
    }

    private static (string Name, string[] Values) Values(string text) => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } values]
        ? (name, values.Split(',', StringSplitOptions.RemoveEmptyEntries))
        : throw new OperatorException($"'{text}' names no parameter with its values.", "Write NAME=VALUE, or NAME=VALUE,VALUE,... for a search.", ExitStatus.BadInput);

    private static OrderedDictionary<string, object?> Json(LabReport report)
    {
        var json = LabJson.Head("recommend", report.Measured, report.Rows);
        json["against"] = report.Against is { } other ? LabJson.Model(other) : null;
        json["paired"] = report.Against is null ? null : LabJson.Metrics(report.Paired);
        json["trials"] = report.Trials.Count == 0 ? null : report.Trials.Select(trial => new { parameters = LabJson.Parameters(trial.Parameters), users = trial.Users, ndcg = trial.Ndcg });
        return json;
    }

    private static void Print(TextWriter output, LabReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Rows["train"]:N0} rows to learn from, {report.Rows["users"]:N0} users, {report.Rows["items"]:N0} items; {report.Rows["evaluated"]:N0} of {report.Rows["test_users"]:N0} users of the test file evaluated"));
        if (report.Rows["evaluated"] < report.Rows["test_users"])
        {
            output.WriteLine("  the others have nothing there that could be found: only items that the training file has not, or, with --exclude-seen, that they had before");
        }

        foreach (var trial in report.Trials)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  tried {Shown(trial.Parameters)} on {trial.Users:N0} users: ndcg@10 {trial.Ndcg:0.00000}"));
        }

        foreach (var measured in new[] { report.Measured, report.Against }.OfType<LabMeasured>())
        {
            output.WriteLine($"{measured.Model}: {Shown(measured.Parameters)}");
            measured.Metrics.ToList().ForEach(metric => Print(output, metric));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  fit {measured.FitSeconds:0.000} s ({measured.CpuSeconds:0.000} s of processor), ranking {measured.ScoreSeconds:0.000} s, memory {measured.PeakBytes / 1e6:N0} MB"));
        }

        if (report.Against is { } other)
        {
            output.WriteLine($"{report.Measured.Model} less {other.Model}, on the same users:");
            report.Paired.ToList().ForEach(metric => Print(output, metric));
        }
    }

    internal static void Print(TextWriter output, Metric metric) => output.WriteLine(metric is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"  {metric.Name,-20}{metric.Value:0.00000}  ({low:0.00000} to {high:0.00000})")
        : string.Create(CultureInfo.InvariantCulture, $"  {metric.Name,-20}{metric.Value:0.00000}"));

    internal static string Shown(IReadOnlyDictionary<string, string> parameters) => parameters.Count == 0 ? "defaults" : string.Join(", ", parameters.Select(parameter => $"{parameter.Key} {parameter.Value}"));

    internal static Task WriteAsync(string path, IEnumerable<LabPlace> places, CancellationToken cancellation) => WriteAsync(
        path,
        "user,rank,item,score",
        places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{Quoted(place.User)},{place.Rank},{Quoted(place.Item)},{place.Score:R}")),
        cancellation);

    /// <summary>Writes the detail of a measurement as a whole, or not at all.</summary>
    internal static async Task WriteAsync(string path, string header, IEnumerable<string> rows, CancellationToken cancellation)
    {
        try
        {
            await WholeFile.WriteAsync(path, async writer =>
            {
                await writer.WriteLineAsync(header);
                foreach (var row in rows)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await writer.WriteLineAsync(row);
                }
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.Unwritable(path, e);
        }
    }

    /// <summary>Where the detail goes, or null; looked at before the work that it comes from.</summary>
    /// <exception cref="OperatorException">It cannot be written.</exception>
    internal static string? Writable(string? named) => WholeFile.Named(named);

    internal static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
