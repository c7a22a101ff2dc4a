using System.CommandLine;
using Marketing.App.Jobs;
using Marketing.Evaluation;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class RunLoopCommand
{
    public const string Help = """
        Do one turn of the loop now: look, learn, compare, decide, send, measure.
        A turn that was stopped or has failed goes on at the step where it stopped.

        Examples:
          marketing run-loop
          marketing run-loop --data /srv/shop --json
        """;

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenAsync(context, "Start the turn on the page Jobs of the dashboard, or stop that process first.", cancellation);
        var turn = await StepConsole.WatchAsync(context.Terminal, progress => services.GetRequiredService<LoopJob>().RunAsync(CommandContext.Actor, progress, cancellation))
            ?? throw new OperatorException("A turn is at work already.", "Wait until it has ended.");
        if (context.Json)
        {
            await JsonAsync(context, services, turn, cancellation);
        }
        else
        {
            await new ShopSummary(services).PrintTurnAsync(context.Terminal, turn, cancellation);
        }

        return ExitStatus.Succeeded;
    }

    private static async Task JsonAsync(CommandContext context, IServiceProvider services, RunId turn, CancellationToken cancellation)
    {
        var runs = services.GetRequiredService<IRuns>();
        var run = (await runs.FindAsync(turn, cancellation))!;
        var steps = await runs.StepsAsync(turn, cancellation);
        var report = await services.GetRequiredService<IReports>().LatestTurnAsync(cancellation);
        context.Terminal.Json(new
        {
            Run = turn.Value,
            run.State,
            run.BusinessTime,
            run.Started,
            run.Finished,
            run.CpuMs,
            run.PeakBytes,
            Steps = steps.Select(step => new { step.Name, step.State, Seconds = (step.Finished - step.Started)?.TotalSeconds, step.CpuMs, step.PeakBytes, step.Note }),
            Findings = report?.Lines.Select(line => new { line.Code, line.Arguments }),
        });
    }
}
