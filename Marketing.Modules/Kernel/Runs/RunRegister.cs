using System.Collections.Concurrent;
using Marketing.Kernel.Sql;
using Microsoft.Extensions.Logging;

namespace Marketing.Kernel.Runs;

/// <summary>Runs in the store, and those at work in this process.</summary>
internal sealed class RunRegister : IRuns, IDisposable
{
    private readonly ConcurrentDictionary<RunId, ActiveRun> _active = new();
    private readonly KernelRunsStore _store;
    private readonly TimeProvider _system;
    private readonly ChangeSignal _signal;

    public RunRegister(KernelRunsStore store, TimeProvider system, ILogger<RunRegister> logger)
    {
        _store = store;
        _system = system;
        _signal = new ChangeSignal(system, logger);
    }

    public event Action<RunId>? Changed
    {
        add => _signal.Changed += value;
        remove => _signal.Changed -= value;
    }

    public async Task<IActiveRun?> StartAsync(string kind, string trigger, DateTimeOffset businessTime, IReadOnlyList<string> steps, CancellationToken cancellation)
    {
        var started = await _store.StartAsync(kind, trigger, businessTime, steps, _system.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (started is null)
        {
            return null;
        }

        var run = new ActiveRun(started, businessTime, steps, _store, _system, _signal, ended => _active.TryRemove(ended, out _), cancellation);
        _active[run.Id] = run;
        _signal.Raise(run.Id);
        return run;
    }

    public Task<int> MarkInterruptedAsync(CancellationToken cancellation) => _store.InterruptAsync(_system.GetUtcNow(), cancellation);

    public Task<Page<Run>> ListAsync(string? kind, TableQuery query, CancellationToken cancellation) => _store.ListAsync(kind, query, cancellation);

    public Task<Run?> FindAsync(RunId run, CancellationToken cancellation) => _store.FindAsync(run, cancellation);

    public Task<IReadOnlyList<RunStep>> StepsAsync(RunId run, CancellationToken cancellation) => _store.StepsAsync(run, cancellation);

    public Task<Run?> LatestAsync(string kind, RunState? state, CancellationToken cancellation) => _store.LatestAsync(kind, state, cancellation);

    public Progress? Live(RunId run) => _active.TryGetValue(run, out var active) ? active.Live : null;

    public bool Cancel(RunId run) => _active.TryGetValue(run, out var active) && active.CancelByPerson();

    public void Dispose() => _signal.Dispose();
}
