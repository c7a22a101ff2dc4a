using System.CommandLine;
using System.Globalization;
using Marketing.App.Jobs;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

internal static class TrainCommand
{
    public static string Help => $"""
        Train one challenger now, in a process of its own that gives way to everything else.
        The challenger takes charge of nothing by itself: put it in charge on the page Models, or let a turn compare its kind.
        What is not given stands as nights have it: as Model:Methods says, else as serves shops best.

        Kinds and their parameters, given as --NAME VALUE, with the values of the papers:
        {ModelParameters.Recommenders(seed: null)}

        Examples:
          marketing train item-knn
          marketing train transformer --d 32 --epochs 10
          marketing train als --factors 128 --data /srv/shop --json
        """;

    public static Argument<string> Method { get; } = new("KIND") { Description = "Method to train, one of those below." };

    public static Command AddTo(Command command)
    {
        // Parameters are named by the methods, not by the command line.
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var wish = new TrainingWish(parsed.GetValue(Method)!, CommandContext.Actor) { Parameters = ModelParameters.Read(parsed.UnmatchedTokens, "train") };
        Check(context, wish);
        await using var services = await SharedFolder.OpenAsync(context, "Start the training on the page Trainings of the dashboard, or stop that process first.", cancellation);
        var version = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<TrainJob>().RunAsync(wish, progress, cancellation))
            ?? throw new OperatorException("A training is at work already.", "Wait until it has ended.");
        if (context.Json)
        {
            context.Terminal.Json(new { version = version.Id.Value, version.Kind, number = version.Version, version.Parameters, seconds = version.FitSeconds, version.CpuSeconds, version.FileBytes });
        }
        else
        {
            await context.Terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{version.Kind} version {version.Version} is a challenger now: fit in {version.FitSeconds:0.0} s, {version.CpuSeconds:0.0} s of processor, {version.FileBytes:N0} bytes."));
        }

        return ExitStatus.Succeeded;
    }

    // A slip is told before the shop is opened, which takes a while.
    private static void Check(CommandContext context, TrainingWish wish)
    {
        using var services = new ServiceCollection().AddRecommenderMethods(context.Configuration()).BuildServiceProvider();
        var methods = services.GetRequiredService<IRecommenderMethods>();
        if (!methods.Kinds.Contains(wish.Kind))
        {
            throw new OperatorException($"There is no method '{wish.Kind}'.", $"There are {string.Join(", ", methods.Kinds)}.", ExitStatus.BadInput);
        }

        try
        {
            methods.CheckNightly(wish.Kind, wish.Parameters);
        }
        catch (ConflictingValuesException conflict)
        {
            throw new OperatorException(conflict.Message, $"--{conflict.Parameter} must be {conflict.Wanted}; 'marketing train --help' lists the kinds with their parameters.", ExitStatus.BadInput, conflict);
        }
        catch (ArgumentException wrong)
        {
            throw new OperatorException(wrong.Message.Split(" (Parameter")[0], "'marketing train --help' lists the kinds with their parameters.", ExitStatus.BadInput, wrong);
        }
    }
}
