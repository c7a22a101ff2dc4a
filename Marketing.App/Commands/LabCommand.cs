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
        {Models()}

        Examples:
          marketing lab recommend --train train.csv --test test.csv --model item-knn --K 100 --json
          marketing lab recommend --train train.csv --test test.csv --model item-knn --against popular --exclude-seen false
          marketing lab recommend --train train.csv --test test.csv --model item-knn --search K=20,50,100,200 --out lists.csv
        """;

    public static Option<string> Train { get; } = new("--train") { Description = "File to learn from.", HelpName = "FILE", Required = true };

    public static Option<string> Test { get; } = new("--test") { Description = "File with what is to be found.", HelpName = "FILE", Required = true };

    public static Option<string?> Items { get; } = new("--items") { Description = "File with what is known of items, as CSV item,name[,category][,brand]; for content.", HelpName = "FILE" };

    public static Option<string> Model { get; } = new("--model") { Description = "Model to measure.", HelpName = "NAME", Required = true };

    public static Option<string?> Against { get; } = new("--against") { Description = "Model to compare with on the same users, for example popular or \"item-knn K=20\".", HelpName = "NAME" };

    public static Option<bool> ExcludeSeen { get; } = new("--exclude-seen") { Description = "Whether what a user has in the training file is kept out of ranking and truth; true when not said.", HelpName = "BOOL", DefaultValueFactory = _ => true, Arity = ArgumentArity.ExactlyOne };

    public static Option<string[]> Search { get; } = new("--search") { Description = "Values of a parameter to search; may be repeated.", HelpName = "NAME=VALUE,..." };

    public static Option<string?> Out { get; } = new("--out") { Description = "File for the lists, as CSV user,rank,item,score.", HelpName = "FILE" };

    public static Option<long> Seed { get; } = new("--seed") { Description = "Seed of everything random; default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };

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
        var threads = Processors(parsed);
        await using var services = Services(context);
        var question = new LabQuestion(
            Path.GetFullPath(parsed.GetValue(Train)!),
            Path.GetFullPath(parsed.GetValue(Test)!),
            new LabModel(parsed.GetValue(Model)!, Parameters(parsed.UnmatchedTokens)),
            parsed.GetValue(Against) is { } against ? Named(against) : null,
            parsed.GetValue(ExcludeSeen))
        {
            Search = (parsed.GetValue(Search) ?? []).Select(Values).GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.SelectMany(pair => pair.Values).Distinct()]),
            Items = parsed.GetValue(Items) is { } items ? Path.GetFullPath(items) : null,
            Seed = parsed.GetValue(Seed),
            Threads = threads,
        };
        var report = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<ILaboratory>().RecommendAsync(question, progress, cancellation));
        if (parsed.GetValue(Out) is { } path)
        {
            await WriteAsync(Path.GetFullPath(path), report.Places, cancellation);
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
        services.AddLaboratory(configuration);
        return services.BuildServiceProvider();
    }

    internal static string Models()
    {
        using var services = new ServiceCollection().AddRecommenderMethods(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var methods = services.GetRequiredService<IRecommenderMethods>();
        return Models(methods.Kinds, methods.Parameters);
    }

    internal static string Models(IEnumerable<string> kinds, Func<string, IReadOnlyList<MethodParameter>> parameters) =>
        string.Join('\n', kinds.Select(kind => $"  {kind,-12}{string.Join(", ", parameters(kind).Select(parameter => $"{parameter.Name} ({(parameter.Words.Count > 0 ? string.Join('/', parameter.Words) : parameter.Default)})"))}"));

    // --NAME VALUE or --NAME=VALUE.
    internal static Dictionary<string, string> Parameters(IReadOnlyList<string> tokens, string command = "recommend")
    {
        var parameters = new Dictionary<string, string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal) || tokens[i].Length < 3)
            {
                throw new OperatorException($"'{tokens[i]}' is not understood.", $"Parameters of the model are given as --NAME VALUE; 'marketing lab {command} --help' lists them.", ExitStatus.BadInput);
            }

            var name = tokens[i][2..];
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && i + 1 == tokens.Count)
            {
                throw new OperatorException($"--{name} has no value.", $"Parameters of the model are given as --NAME VALUE; 'marketing lab {command} --help' lists them.", ExitStatus.BadInput);
            }

            parameters[equals < 0 ? name : name[..equals]] = equals < 0 ? tokens[++i] : name[(equals + 1)..];
        }

        return parameters;
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

    private static object Json(LabReport report) => new
    {
        kind = "recommend",
        model = report.Measured.Model,
        parameters = Parameters(report.Measured.Parameters),
        metrics = Metrics(report.Measured.Metrics),
        seconds = new { fit = report.Measured.FitSeconds, score = report.Measured.ScoreSeconds },
        cpu_seconds = report.Measured.CpuSeconds,
        peak_bytes = report.Measured.PeakBytes,
        rows = report.Rows,
        against = report.Against is not { } other ? null : new
        {
            model = other.Model,
            parameters = Parameters(other.Parameters),
            metrics = Metrics(other.Metrics),
            seconds = new { fit = other.FitSeconds, score = other.ScoreSeconds },
            cpu_seconds = other.CpuSeconds,
            peak_bytes = other.PeakBytes,
        },
        paired = report.Against is null ? null : Metrics(report.Paired),
        trials = report.Trials.Count == 0 ? null : report.Trials.Select(trial => new { parameters = Parameters(trial.Parameters), users = trial.Users, ndcg = trial.Ndcg }),
    };

    // Numbers and flags as such.
    internal static Dictionary<string, object> Parameters(IReadOnlyDictionary<string, string> parameters) => parameters.ToDictionary(
        parameter => parameter.Key,
        parameter => bool.TryParse(parameter.Value, out var flag) ? flag
            : double.TryParse(parameter.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (object)number
            : parameter.Value);

    internal static Dictionary<string, object> Metrics(IEnumerable<Metric> metrics) => metrics.ToDictionary(
        metric => metric.Name,
        metric => metric is { Low: { } low, High: { } high } ? (object)new { value = metric.Value, low, high } : metric.Value);

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
            throw new OperatorException($"{path} cannot be written: {e.Message}", "Name a file in a folder that this user may write.", ExitStatus.BadInput, e);
        }
    }

    internal static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
