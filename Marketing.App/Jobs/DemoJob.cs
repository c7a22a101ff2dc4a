using Hangfire;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Jobs;

/// <summary>Loads the demo shop and does its first turn, when a person asks for it on a page.</summary>
internal sealed class DemoJob(IRuns runs, IDemoShop demo, LoopJob loop, TimeProvider system)
{
    public const string Kind = "demo";

    /// <summary>What the job engine calls.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string trigger, CancellationToken cancellation)
    {
        await using var run = await runs.StartAsync(Kind, trigger, system.GetUtcNow(), ["load"], cancellation);
        if (run is null)
        {
            return;
        }

        try
        {
            await run.StepAsync("load", async (progress, token) => await demo.LoadAsync(progress, token) is { } import ? $"{import.Rows:N0} rows" : "the shop holds other data");
            await run.SucceedAsync(null);
        }
        catch (Exception e)
        {
            await run.FailAsync(e);
            throw;
        }

        await loop.RunAsync(trigger, null, cancellation);
    }
}
