namespace Marketing.Kernel;

/// <summary>Where a run or a step stands.</summary>
public enum RunState : long
{
    /// <summary>Not begun.</summary>
    Waiting = 0,

    /// <summary>At work now.</summary>
    Running = 1,

    /// <summary>Ended as it should.</summary>
    Succeeded = 2,

    /// <summary>Ended with an error that is in the message.</summary>
    Failed = 3,

    /// <summary>A person stopped it.</summary>
    Cancelled = 4,

    /// <summary>The process ended in the middle; the next start resumes at the step that was at work.</summary>
    Interrupted = 5,
}

/// <summary>One run of a job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Job, for example <c>loop</c> or <c>evaluate</c>.</param>
/// <param name="Trigger">Who or what started it, for example <c>nightly</c>, <c>catch-up</c>, <c>command line</c>, or a user's name.</param>
/// <param name="BusinessTime">The shop's time as of which it works.</param>
/// <param name="Started">System time of the start.</param>
/// <param name="Finished">System time of the end, or null.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CpuMs">Processor time in milliseconds over all steps.</param>
/// <param name="PeakBytes">Largest working set of the process during the run, in bytes.</param>
/// <param name="Message">What went wrong or a one-line result, or null.</param>
public sealed record Run(RunId Id, string Kind, string Trigger, DateTimeOffset BusinessTime, DateTimeOffset Started, DateTimeOffset? Finished, RunState State, long CpuMs, long PeakBytes, string? Message);

/// <summary>One step of a run.</summary>
/// <param name="Position">Order within the run, from 0.</param>
/// <param name="Name">Machine name of the step.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Started">System time of the start, or null.</param>
/// <param name="Finished">System time of the end, or null.</param>
/// <param name="CpuMs">Processor time in milliseconds.</param>
/// <param name="PeakBytes">Largest working set of the process during the step, in bytes.</param>
/// <param name="Note">What it found, one line, or the error.</param>
public sealed record RunStep(long Position, string Name, RunState State, DateTimeOffset? Started, DateTimeOffset? Finished, long CpuMs, long PeakBytes, string? Note);

/// <summary>The record of every run of every job. Overlap, resume and missed nights are decided by it.</summary>
public interface IRuns
{
    /// <summary>
    /// Starts a run, or resumes the interrupted or failed run of that kind that is newest and has the same business time.
    /// </summary>
    /// <param name="kind">Job.</param>
    /// <param name="trigger">Who or what starts it.</param>
    /// <param name="businessTime">As of which it works.</param>
    /// <param name="steps">Names of its steps in order.</param>
    /// <param name="cancellation">The program's end: stops the wait, and later the run, which then counts as interrupted, not as cancelled.</param>
    /// <returns>The run at work, or null when a run of that kind is at work already.</returns>
    Task<IActiveRun?> StartAsync(string kind, string trigger, DateTimeOffset businessTime, IReadOnlyList<string> steps, CancellationToken cancellation);

    /// <summary>Marks runs left at work by a process that died as interrupted; called once at start. Returns how many.</summary>
    Task<int> MarkInterruptedAsync(CancellationToken cancellation);

    /// <summary>Runs, newest first. Sort and search are not offered.</summary>
    Task<Page<Run>> ListAsync(string? kind, TableQuery query, CancellationToken cancellation);

    /// <summary>One run, or null.</summary>
    Task<Run?> FindAsync(RunId run, CancellationToken cancellation);

    /// <summary>Steps of a run in order.</summary>
    Task<IReadOnlyList<RunStep>> StepsAsync(RunId run, CancellationToken cancellation);

    /// <summary>Newest run of a kind in a state, or null.</summary>
    Task<Run?> LatestAsync(string kind, RunState? state, CancellationToken cancellation);

    /// <summary>The latest progress of a run at work in this process, or null.</summary>
    Progress? Live(RunId run);

    /// <summary>Asks a run at work in this process to stop; false when it is not at work here.</summary>
    bool Cancel(RunId run);

    /// <summary>Raised after any change of a run, a step or live progress (at most ten times a second a run).</summary>
    event Action<RunId>? Changed;
}

/// <summary>A run at work. Disposing it without an ending marks it failed.</summary>
public interface IActiveRun : IAsyncDisposable
{
    /// <summary>Its id.</summary>
    RunId Id { get; }

    /// <summary>As of which it works.</summary>
    DateTimeOffset BusinessTime { get; }

    /// <summary>Set when a person asked it to stop or the program stops.</summary>
    CancellationToken Cancelled { get; }

    /// <summary>
    /// Does one step and records start, end, processor time, peak memory and note. A step that succeeded before the run was
    /// interrupted is done again only if it is asked for with <paramref name="always"/> (steps that only fill memory).
    /// </summary>
    /// <param name="name">Name of the step, one of those given at the start.</param>
    /// <param name="work">The work; returns the note.</param>
    /// <param name="always">Do it also on resume.</param>
    Task StepAsync(string name, Func<IProgress<Progress>, CancellationToken, Task<string?>> work, bool always = false);

    /// <summary>Ends the run well.</summary>
    Task SucceedAsync(string? message);

    /// <summary>Ends the run after an error or a cancellation.</summary>
    Task FailAsync(Exception error);
}
