using Marketing.App.Hosting;
using Marketing.App.Jobs;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Jobs;

/// <summary>Jobs as the pages start and stop them, through the real job engine of a serving program.</summary>
public sealed class TurnsTests : IAsyncLifetime, IDisposable
{
    private readonly EmptyFolder _folder = new();
    private WebApplication _app = null!;

    public Task InitializeAsync() => StartAsync();

    public Task DisposeAsync() => StopAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_person_starts_a_turn_that_runs_to_its_end()
    {
        Assert.Equal(JobStart.ShopIsEmpty, await Turns.StartTurnAsync("ada", default));
        await ImportAsync();
        Assert.Equal(JobStart.ShopHasData, await Turns.StartDemoAsync("ada", default));
        Assert.Equal(JobStart.Started, await Turns.StartTurnAsync("ada", default));
        var run = await EndAsync(LoopJob.Kind);
        Assert.Equal((RunState.Succeeded, "ada"), (run.State, run.Trigger));
        Assert.Null(await Turns.CurrentTurnAsync(default));
        var audit = await _app.Services.GetRequiredService<IAuditLog>().ListAsync(new TableQuery(), default);
        Assert.Contains(audit.Items, entry => entry is { Actor: "ada", Action: "run.start", Subject: LoopJob.Kind });
        Assert.Equal(JobStart.Started, await Turns.StartEvaluationAsync("ada", default));
        Assert.Equal(RunState.Succeeded, (await EndAsync(EvaluateJob.Kind)).State);
    }

    [Fact]
    public async Task A_person_cancels_a_turn()
    {
        await ImportAsync();
        var runs = _app.Services.GetRequiredService<IRuns>();
        var asked = new TaskCompletionSource<bool>();
        runs.Changed += run => asked.TrySetResult(runs.Cancel(run));
        await Turns.StartTurnAsync("ada", default);
        Assert.True(await asked.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        var run = await EndAsync(LoopJob.Kind);
        Assert.Equal(RunState.Cancelled, run.State);
        Assert.False(await Turns.CancelAsync(run.Id, "ada", default));
    }

    [Fact]
    public async Task A_turn_at_work_when_the_program_stops_goes_on_at_the_next_start()
    {
        await ImportAsync();
        var runs = _app.Services.GetRequiredService<IRuns>();
        var begun = new TaskCompletionSource();
        runs.Changed += _ => begun.TrySetResult();
        await Turns.StartTurnAsync("ada", default);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await StopAsync();
        await StartAsync(automatic: true);
        var run = await EndAsync(LoopJob.Kind);
        Assert.Equal((RunState.Succeeded, 1L), (run.State, run.Id.Value));
    }

    private ITurns Turns => _app.Services.GetRequiredService<ITurns>();

    private Task StartAsync() => StartAsync(automatic: false);

    private async Task StartAsync(bool automatic)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Jobs:Automatic"] = automatic ? "true" : "false",
            ["Logging:LogLevel:Default"] = "None",
        }).Build();
        _app = ShopHost.Build(_folder.File("shop"), configuration, ["http://127.0.0.1:0"]);
        await ShopStart.OpenAsync(_app.Services, default);
        await _app.StartAsync();
    }

    private async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ImportAsync()
    {
        var path = _folder.File("orders.csv");
        await File.WriteAllTextAsync(path, SmallShop.Orders(new DateTime(2024, 12, 10), customers: 80, days: 300, seed: 1));
        Assert.IsType<ImportOutcome.Applied>(await _app.Services.GetRequiredService<IImports>().ImportOrdersAsync(new OrderFile(path, "orders.csv", "test"), null, default));
    }

    private async Task<Run> EndAsync(string kind)
    {
        var runs = _app.Services.GetRequiredService<IRuns>();
        for (var i = 0; i < 600; i++)
        {
            if (await runs.LatestAsync(kind, null, default) is { State: not RunState.Running and not RunState.Interrupted } run)
            {
                return run;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"No run of {kind} ended.");
    }
}
