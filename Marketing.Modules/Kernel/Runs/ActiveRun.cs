using Marketing.Kernel.Sql;

namespace Marketing.Kernel.Runs;

/// <summary>A run at work in this process.</summary>
internal sealed class ActiveRun : IActiveRun
{
    private readonly CancellationTokenSource _person = new();
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _program;
    private readonly IReadOnlyList<string> _steps;
    private readonly IReadOnlySet<string> _done;
    private readonly KernelRunsStore _store;
    private readonly TimeProvider _system;
    private readonly ChangeSignal _signal;
    private readonly Action<RunId> _ended;
    private readonly Action<RunId, RunState, string?> _owed;
    private volatile Progress? _live;
    private bool _hasEnded;

    public ActiveRun(StartedRun started, DateTimeOffset businessTime, IReadOnlyList<string> steps, KernelRunsStore store, TimeProvider system, ChangeSignal signal, Action<RunId> ended, Action<RunId, RunState, string?> owed, CancellationToken program)
    {
        Id = started.Id;
        BusinessTime = businessTime;
        _done = started.Done;
        _steps = steps;
        _store = store;
        _system = system;
        _signal = signal;
        _ended = ended;
        _owed = owed;
        _program = program;
        _either = CancellationTokenSource.CreateLinkedTokenSource(_person.Token, program);
        Cancelled = _either.Token;
    }

    public RunId Id { get; }

    public DateTimeOffset BusinessTime { get; }

    public CancellationToken Cancelled { get; }

    public Progress? Live => _live;

    public bool CancelByPerson()
    {
        try
        {
            _person.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended in this instant.
            return false;
        }
    }

    public async Task StepAsync(string name, Func<IProgress<Progress>, CancellationToken, Task<string?>> work, bool always = false)
    {
        var position = Position(name);
        if (_done.Contains(name) && !always)
        {
            return;
        }

        Cancelled.ThrowIfCancellationRequested();
        _live = new Progress(name);
        await _store.BeginStepAsync(Id, position, _system.GetUtcNow()).ConfigureAwait(false);
        _signal.Raise(Id);
        using var meter = new CostMeter();
        try
        {
            var note = await work(new Reporter(this, name), Cancelled).ConfigureAwait(false);
            await EndStepAsync(position, RunState.Succeeded, meter, note).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await EndStepAsync(position, StateAfter(e), meter, Sentence(e)).ConfigureAwait(false);
            throw;
        }
    }

    public Task SucceedAsync(string? message) => EndAsync(RunState.Succeeded, message);

    public Task FailAsync(Exception error) => EndAsync(StateAfter(error), Sentence(error));

    public async ValueTask DisposeAsync()
    {
        await EndAsync(RunState.Failed, "The run was left without an ending.").ConfigureAwait(false);
        _either.Dispose();
        _person.Dispose();
    }

    private static string Sentence(Exception e) => e is OperatorException operatorError ? $"{e.Message} {operatorError.Fix}" : e.Message;

    private async Task EndStepAsync(int position, RunState state, CostMeter meter, string? note)
    {
        await _store.EndStepAsync(Id, position, state, _system.GetUtcNow(), meter.Read(), note).ConfigureAwait(false);
        _signal.Raise(Id);
    }

    private async Task EndAsync(RunState state, string? message)
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        _live = null;
        _ended(Id);
        try
        {
            await _store.EndAsync(Id, state, _system.GetUtcNow(), message).ConfigureAwait(false);
        }
        catch
        {
            // The disk may be full: the ending is kept until it can be written, or the row would stand as at work for ever.
            _owed(Id, state, message);
            throw;
        }

        _signal.Raise(Id);
    }

    private int Position(string name)
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_steps[i] == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"The run was started without a step called '{name}'.", nameof(name));
    }

    // A person's stop is final; the program's own end is not: the next start goes on.
    // What a person stopped in another process says so, too.
    private RunState StateAfter(Exception e) => e is OperatorException { IsStopByPerson: true } ? RunState.Cancelled
        : e is not OperationCanceledException ? RunState.Failed
        : _person.IsCancellationRequested ? RunState.Cancelled
        : _program.IsCancellationRequested ? RunState.Interrupted
        : RunState.Failed;

    /// <summary>Passes reports on at once: <see cref="Progress{T}"/> would post them to another thread and lose their order.</summary>
    private sealed class Reporter(ActiveRun run, string step) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            // What a module calls its part is of no use to a watcher of the run; the step is.
            run._live = value with { Step = step };
            run._signal.Raise(run.Id);
        }
    }
}
