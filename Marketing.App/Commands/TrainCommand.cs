using System.CommandLine;
using System.Globalization;
using Marketing.App.Jobs;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Commands;

internal static class TrainCommand
{
    public const string Help = """
        Train one challenger now, in a process of its own that gives way to everything else.
        Any method of 'marketing lab recommend --help' may be named. The challenger takes charge of nothing by itself: put it in
        charge on the page Models, or let a turn compare its kind.

        Examples:
          marketing train item-knn
          marketing train als --data /srv/shop --json
        """;

    public static Argument<string> Method { get; } = new("KIND") { Description = "Method to train." };

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var kind = parsed.GetValue(Method)!;
        await using var services = await SharedFolder.OpenAsync(context, "Start the training on the page Trainings of the dashboard, or stop that process first.", cancellation);
        var known = services.GetRequiredService<IRecommenderMethods>().Kinds;
        if (!known.Contains(kind))
        {
            throw new OperatorException($"There is no method '{kind}'.", $"There are {string.Join(", ", known)}.", ExitStatus.BadInput);
        }

        var version = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<TrainJob>().RunAsync(kind, CommandContext.Actor, progress, cancellation))
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
}
