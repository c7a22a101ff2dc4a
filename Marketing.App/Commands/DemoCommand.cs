using System.CommandLine;
using Marketing.App.Hosting;
using Marketing.App.Jobs;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class DemoCommand
{
    public const string Help = """
        Load two years of a real shop, do one turn of the loop, and serve the dashboard.
        The orders are UCI Online Retail II (Chen, doi 10.24432/C5CG6D, CC BY 4.0). Costs, stock, consents, addresses and
        browsing are simulated and marked so. The shop's clock stands on the day after its last order. A second start
        repeats nothing.

        Examples:
          marketing demo
          marketing demo --data demo-shop --urls http://localhost:8080
        """;

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = context.Configuration();
        var urls = ListenAddresses.Choose(context.Urls, configuration);
        ListenAddresses.Check(urls);
        await using var app = ShopHost.Build(context.Root, configuration, urls, quiet: true);
        await ShopStart.OpenAsync(app.Services, cancellation);
        var turn = await StepConsole.WatchAsync(context.Terminal, progress => PrepareAsync(app.Services, progress, cancellation));
        await SayAsync(context, app.Services, turn, cancellation);
        await ServeCommand.ServeAsync(app, urls, context, cancellation);
        return ExitStatus.Succeeded;
    }

    /// <summary>Loads what is not there and does the first turn when none has succeeded.</summary>
    private static async Task<RunId?> PrepareAsync(IServiceProvider services, IProgress<Progress> progress, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<IDemoShop>().LoadAsync(progress, cancellation) is null)
        {
            throw new OperatorException($"The data folder {services.GetRequiredService<DataFolder>().Root} holds another shop, so the demo shop was not loaded.", "Choose an empty folder with --data FOLDER, or start 'marketing serve'.");
        }

        return await services.GetRequiredService<IRuns>().LatestAsync(LoopJob.Kind, RunState.Succeeded, cancellation) is null
            ? await services.GetRequiredService<LoopJob>().RunAsync("demo", progress, cancellation)
            : null;
    }

    private static async Task SayAsync(CommandContext context, IServiceProvider services, RunId? turn, CancellationToken cancellation)
    {
        if (turn is { } done)
        {
            await new ShopSummary(services).PrintDemoAsync(context.Terminal, done, cancellation);
        }
        else
        {
            await context.Terminal.Output.WriteLineAsync("The demo shop and its first turn are there; nothing was repeated.");
        }
    }
}
