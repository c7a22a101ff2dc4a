using Marketing.App.Jobs;
using Marketing.Evaluation;
using Marketing.Kernel;

namespace Marketing.Tests.Support;

/// <summary>Jobs that only remember which trainings somebody wanted.</summary>
internal sealed class StandingTurns : ITurns
{
    public List<(string Kind, string Actor)> Started { get; } = [];

    public DateTimeOffset? NextTurn => new DateTimeOffset(2024, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public Task<JobStart> StartTurnAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<JobStart> StartEvaluationAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<(JobStart Outcome, TrainingId? Training)> StartTrainingAsync(string kind, string actor, CancellationToken cancellation)
    {
        Started.Add((kind, actor));
        return Task.FromResult<(JobStart, TrainingId?)>((JobStart.Started, new TrainingId(1)));
    }

    public Task<JobStart> StartDemoAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public void DeliverSoon() => throw new NotSupportedException();

    public Task<bool> CancelAsync(RunId run, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Run?> CurrentTurnAsync(CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>No turn has reported.</summary>
internal sealed class StandingReports : IReports
{
    public Task<Marketing.Evaluation.Overview> OverviewAsync(int days, CancellationToken cancellation) => throw new NotSupportedException();

    public Task SaveTurnAsync(TurnReport report, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<TurnReport?> LatestTurnAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<TurnReport>> TurnsAsync(int take, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<TurnReport>>([]);
}

/// <summary>One run or none, as it stands.</summary>
internal sealed class OneRun(Run? run) : IRuns
{
    public event Action<RunId>? Changed
    {
        add { }
        remove { }
    }

    public RunId? Id => run?.Id;

    public Task<Run?> FindAsync(RunId id, CancellationToken cancellation) => Task.FromResult(run?.Id == id ? run : null);

    public Task<IActiveRun?> StartAsync(string kind, string trigger, DateTimeOffset businessTime, IReadOnlyList<string> steps, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> MarkInterruptedAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Page<Run>> ListAsync(string? kind, TableQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<RunStep>> StepsAsync(RunId id, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<RunStep>>([]);

    public Task<Run?> LatestAsync(string kind, RunState? state, CancellationToken cancellation) => throw new NotSupportedException();

    public Progress? Live(RunId id) => null;

    public bool Cancel(RunId id) => false;
}
