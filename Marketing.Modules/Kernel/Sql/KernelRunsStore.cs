using Dapper;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Sql;

/// <summary>Rows of runs and their steps.</summary>
internal sealed class KernelRunsStore(Database database)
{
    // A run that kills the program must not do so without a pause.
    private const int MostDeaths = 3;

    private static readonly SqlFile _sql = SqlFile.Load("Kernel/Sql/KernelRuns.sql");

    /// <summary>A run put to work, or null when one of its kind is at work already.</summary>
    public Task<StartedRun?> StartAsync(string kind, string trigger, DateTimeOffset businessTime, IReadOnlyList<string> steps, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                if (connection.QueryFirstOrDefault<long?>(_sql["running"], new { kind, running = RunState.Running }, transaction) is not null)
                {
                    return null;
                }

                return Resume(connection, transaction, kind, businessTime, steps) ?? Insert(connection, transaction, kind, trigger, businessTime, steps, now);
            },
            cancellation);

    public Task BeginStepAsync(RunId run, long position, DateTimeOffset now) =>
        Execute("begin-step", new { run, position, now, running = RunState.Running });

    public Task EndStepAsync(RunId run, long position, RunState state, DateTimeOffset now, StepCost cost, string? note) =>
        database.WriteAsync((connection, transaction) =>
        {
            connection.Execute(_sql["end-step"], new { run, position, state, now, cpuMs = cost.CpuMs, peakBytes = cost.PeakBytes, note }, transaction);
            connection.Execute(_sql["add-cost"], new { run, cpuMs = cost.CpuMs, peakBytes = cost.PeakBytes }, transaction);
        });

    public Task EndAsync(RunId run, RunState state, DateTimeOffset now, string? message) => database.WriteAsync((connection, transaction) =>
    {
        connection.Execute(_sql["end-run"], new { run, state, now, message }, transaction);
        connection.Execute(_sql["end-open-steps"], new { run, state, now, running = RunState.Running }, transaction);
    });

    public Task<int> InterruptAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                var states = new
                {
                    now,
                    running = RunState.Running,
                    interrupted = RunState.Interrupted,
                    failed = RunState.Failed,
                    most = MostDeaths,
                    message = $"The program ended {MostDeaths} times or more in the middle of this run. It is tried again after a while; the program's log and 'marketing doctor' may tell why.",
                };
                connection.Execute(_sql["interrupt-steps"], states, transaction);
                return connection.Execute(_sql["interrupt-runs"], states, transaction);
            },
            cancellation);

    public Task<Page<Run>> ListAsync(string? kind, TableQuery query, CancellationToken cancellation) =>
        database.ReadAsync(
            connection => new Page<Run>(
                connection.Query<Run>(_sql["list"], new { kind, take = query.Take, skip = query.Skip }).AsList(),
                connection.ExecuteScalar<long>(_sql["count"], new { kind })),
            cancellation);

    public Task<Run?> FindAsync(RunId run, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Run>(_sql["find"], new { run }), cancellation);

    public Task<Run?> LatestAsync(string kind, RunState? state, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Run>(_sql["latest"], new { kind, state }), cancellation);

    public Task<IReadOnlyList<RunStep>> StepsAsync(RunId run, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<RunStep>>(connection => Steps(connection, null, run), cancellation);

    private static StartedRun? Resume(SqliteConnection connection, SqliteTransaction transaction, string kind, DateTimeOffset businessTime, IReadOnlyList<string> steps)
    {
        var latest = connection.QueryFirstOrDefault<Run>(_sql["latest"], new { kind, state = (RunState?)null }, transaction);
        if (latest is not { State: RunState.Interrupted or RunState.Failed } || latest.BusinessTime.ToUnixTimeMilliseconds() != businessTime.ToUnixTimeMilliseconds())
        {
            return null;
        }

        // A newer program may have other steps; then the run cannot go on where the older one stopped.
        var earlier = Steps(connection, transaction, latest.Id);
        if (!earlier.Select(step => step.Name).SequenceEqual(steps))
        {
            return null;
        }

        connection.Execute(_sql["resume-run"], new { run = latest.Id, running = RunState.Running }, transaction);
        connection.Execute(_sql["reset-steps"], new { run = latest.Id, waiting = RunState.Waiting, succeeded = RunState.Succeeded }, transaction);
        return new StartedRun(latest.Id, earlier.Where(step => step.State == RunState.Succeeded).Select(step => step.Name).ToHashSet(StringComparer.Ordinal));
    }

    private static StartedRun Insert(SqliteConnection connection, SqliteTransaction transaction, string kind, string trigger, DateTimeOffset businessTime, IReadOnlyList<string> steps, DateTimeOffset now)
    {
        var run = new RunId(connection.ExecuteScalar<long>(_sql["insert-run"], new { kind, trigger, businessTime, now, running = RunState.Running }, transaction));
        connection.Execute(_sql["insert-step"], steps.Select((name, position) => new { run, position, name, waiting = RunState.Waiting }), transaction);
        return new StartedRun(run, new HashSet<string>(StringComparer.Ordinal));
    }

    private static List<RunStep> Steps(SqliteConnection connection, SqliteTransaction? transaction, RunId run) =>
        connection.Query<RunStep>(_sql["steps"], new { run }, transaction).AsList();

    private Task Execute(string statement, object parameters) =>
        database.WriteAsync((connection, transaction) => { connection.Execute(_sql[statement], parameters, transaction); });
}

/// <summary>A run put to work.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Done">Steps that an earlier attempt has done.</param>
internal sealed record StartedRun(RunId Id, IReadOnlySet<string> Done);

/// <summary>What a step has cost.</summary>
/// <param name="CpuMs">Processor time of the process, in milliseconds.</param>
/// <param name="PeakBytes">Largest working set seen, in bytes.</param>
internal readonly record struct StepCost(long CpuMs, long PeakBytes);
