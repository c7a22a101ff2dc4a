using System.Collections.Concurrent;
using Marketing.Kernel.Sql;
using Microsoft.Extensions.Logging;

namespace Marketing.Kernel.Runs;

/// <summary>Runs in the store, and those at work in this process.</summary>
internal sealed class RunRegister : IRuns, IDisposable
{
    private readonly ConcurrentDictionary<RunId, ActiveRun> _active = new();

    // Endings that could not be written, by run.
    private readonly ConcurrentDictionary<RunId, (RunState State, string? Message)> _owed = new();
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
        await WriteOwedAsync().ConfigureAwait(false);
        var started = await _store.StartAsync(kind, trigger, businessTime, steps, _system.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (started is null)
        {
            return null;
        }

        var run = new ActiveRun(started, businessTime, steps, _store, _system, _signal, ended => _active.TryRemove(ended, out _), (ended, state, message) => _owed[ended] = (state, message), cancellation);
        _active[run.Id] = run;
        _signal.Raise(run.Id);
        return run;
    }

    public Task<int> MarkInterruptedAsync(CancellationToken cancellation) => _store.InterruptAsync(_system.GetUtcNow(), cancellation);

    public Task<Page<Run>> ListAsync(string? kind, TableQuery query, CancellationToken cancellation) => _store.ListAsync(kind, query, cancellation);

    public Task<Run?> FindAsync(RunId run, CancellationToken cancellation) => _store.FindAsync(run, cancellation);

    public Task<IReadOnlyList<RunStep>> StepsAsync(RunId run, CancellationToken cancellation) => _store.StepsAsync(run, cancellation);

    public async Task<Run?> LatestAsync(string kind, RunState? state, CancellationToken cancellation)
    {
        var run = await _store.LatestAsync(kind, state, cancellation).ConfigureAwait(false);

        // Whoever asks what is due must not take a run for at work whose ending only could not be written; reading writes nothing.
        if (run is not null && _owed.TryGetValue(run.Id, out var ending))
        {
            run = run with { State = ending.State, Message = ending.Message };
        }

        return state is null || run?.State == state ? run : null;
    }

    public Progress? Live(RunId run) => _active.TryGetValue(run, out var active) ? active.Live : null;

    public bool Cancel(RunId run) => _active.TryGetValue(run, out var active) && active.CancelByPerson();

    public void Dispose() => _signal.Dispose();

    private async Task WriteOwedAsync()
    {
        foreach (var (run, (state, message)) in _owed)
        {
            await _store.EndAsync(run, state, _system.GetUtcNow(), message).ConfigureAwait(false);
            _owed.TryRemove(run, out _);
            _signal.Raise(run);
        }
    }
}
