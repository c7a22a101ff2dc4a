using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Where a training stands.</summary>
public enum TrainingState : long
{
    /// <summary>Waits until another one has ended.</summary>
    Queued = 1,

    /// <summary>At work now.</summary>
    Running = 2,

    /// <summary>Has given a model.</summary>
    Done = 3,

    /// <summary>Ended with an error that is among its notes.</summary>
    Failed = 4,

    /// <summary>A person stopped it.</summary>
    Cancelled = 5,

    /// <summary>The program ended in the middle; the next training of the kind goes on from the last checkpoint, on the facts of this one.</summary>
    Interrupted = 6,
}

/// <summary>One training in a process of its own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Method.</param>
/// <param name="Run">Run that it belongs to, or null.</param>
/// <param name="Actor">Who started it: a user's name, or <see cref="IModels.ByItself"/>.</param>
/// <param name="IsFull">Whether it begins from chance, not from an earlier model.</param>
/// <param name="AsOf">Business time up to which facts are used.</param>
/// <param name="Queued">System time at which it was asked for.</param>
/// <param name="Started">System time of its beginning, or null.</param>
/// <param name="Ended">System time of its end, or null.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Notes">Sentences in English: what it started from, why it ended.</param>
/// <param name="Seconds">Time to fit, so far where it is at work; or null where it was not told.</param>
/// <param name="CpuSeconds">Processor time of its own process, so far where it is at work; or null where it was not told.</param>
/// <param name="PeakBytes">Largest working set of its own process, so far where it is at work; or null where it was not told.</param>
/// <param name="Loss">Loss of the last point, or null.</param>
/// <param name="Validation">Best validation so far, or null.</param>
/// <param name="Parameters">Parameters by the field's names.</param>
/// <param name="Version">The version that came out, or null.</param>
public sealed record LongTraining(
    TrainingId Id,
    string Kind,
    RunId? Run,
    string Actor,
    bool IsFull,
    DateTimeOffset AsOf,
    DateTimeOffset Queued,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    TrainingState State,
    IReadOnlyList<string> Notes,
    double? Seconds,
    double? CpuSeconds,
    long? PeakBytes,
    double? Loss,
    double? Validation,
    IReadOnlyDictionary<string, string> Parameters,
    ModelVersionId? Version)
{
    /// <summary>Name of the metric of <see cref="Validation"/>, for example <c>ndcg@10</c>; null where the method has none.</summary>
    public string? Metric { get; init; }

    /// <summary>Whether it waits or is at work.</summary>
    public bool IsOpen => State is TrainingState.Queued or TrainingState.Running;
}

/// <summary>One point of the curve of a training.</summary>
/// <param name="Epoch">Passes over the data that are done, or at work, from 1.</param>
/// <param name="Step">Updates of the parameters so far.</param>
/// <param name="Loss">Mean loss since the point before, in nats a prediction.</param>
/// <param name="Validation">Metric on what is held out, higher is better; null between two validations.</param>
/// <param name="TokensPerSecond">Tokens learned from in a second since the point before.</param>
/// <param name="Share">Done share in [0, 1] if it does not stop early.</param>
public sealed record CurvePoint(long Epoch, long Step, double Loss, double? Validation, double TokensPerSecond, double Share);

/// <summary>A training at work as its process tells it.</summary>
/// <param name="Last">The latest point, or null before the first.</param>
/// <param name="SecondsLeft">Time to the end if it does not stop early, or null when it cannot be told.</param>
/// <param name="Share">Done share in [0, 1], or null when it cannot be told.</param>
public sealed record LiveTraining(CurvePoint? Last, double? SecondsLeft, double? Share);

/// <summary>A long training did not give a model. The version in charge stays, and other methods are not touched.</summary>
public sealed class TrainingFailedException(TrainingId training, string message, string fix, Exception? inner = null) : OperatorException(message, fix, inner: inner)
{
    /// <summary>The training.</summary>
    public TrainingId Training { get; } = training;
}

/// <summary>Trainings in processes of their own: a method whose training is long, or any method when somebody asks for one now.</summary>
public interface ITrainings
{
    /// <summary>Methods that every turn trains in a process of their own.</summary>
    IReadOnlyList<string> LongKinds { get; }

    /// <summary>Whether the training of a method is long, with the values that the options give it.</summary>
    bool IsLong(string kind);

    /// <summary>Trainings, newest first. Sort and search are not offered.</summary>
    Task<Page<LongTraining>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Trainings before one, newest first; from the newest when it is null.</summary>
    Task<IReadOnlyList<LongTraining>> BeforeAsync(TrainingId? training, int take, CancellationToken cancellation);

    /// <summary>One training, or null.</summary>
    Task<LongTraining?> FindAsync(TrainingId training, CancellationToken cancellation);

    /// <summary>The curve of a training, thinned to some hundred points, also of one at work; empty for old trainings, whose curves are not kept.</summary>
    Task<IReadOnlyList<CurvePoint>> CurveAsync(TrainingId training, CancellationToken cancellation);

    /// <summary>A training at work in this process as it is now, or null.</summary>
    LiveTraining? Live(TrainingId training);

    /// <summary>System time of the checkpoint from which the next training of the kind goes on with an interrupted one; null where the next one begins anew.</summary>
    Task<DateTimeOffset?> CheckpointAsync(TrainingId training, CancellationToken cancellation);

    /// <summary>Raised after any change of a training, and for points that come at most once a second a training.</summary>
    event Action<TrainingId>? Changed;

    /// <summary>Fits a long method in a process of its own on a picture of earlier times, from chance and without a version; the last one of a kind is fitted once as long as the facts of then stay the same.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="snapshot">The shop of then.</param>
    /// <param name="run">Run that it belongs to, or null.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="TrainingFailedException">It was cancelled, or did not give a model.</exception>
    Task<IRecommender> FitHiddenAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>
    /// Trains one challenger in a process of its own. One training is at work at a time; others wait. Where one of the kind was broken off not
    /// long ago, with the same parameters, it is that one which comes to its end: on the facts that it began with, to which the version then belongs.
    /// </summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="run">Run that it belongs to, or null; a version that the same run has trained already is returned as it is.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">The end of the run: stops the training, which then counts as interrupted.</param>
    /// <exception cref="ArgumentException">The kind is not on offer, or a parameter may not be given to it.</exception>
    /// <exception cref="TrainingFailedException">It failed, or somebody cancelled it.</exception>
    Task<ModelVersion> TrainAsync(TrainingWish wish, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Notes a training that begins soon, so that whoever wants it has its id to ask for it and to cancel it by.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="asOf">Business time of now.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <exception cref="ArgumentException">The kind is not on offer, or a parameter may not be given to it.</exception>
    Task<TrainingId> QueueAsync(TrainingWish wish, DateTimeOffset asOf, CancellationToken cancellation);

    /// <summary>Ends a training that was noted and has not come to its beginning; one that has ended stays as it is.</summary>
    /// <param name="training">The training.</param>
    /// <param name="error">What was in its way, or null where another one is at work.</param>
    Task GiveUpAsync(TrainingId training, Exception? error);

    /// <summary>Stops a training at work in this process, for good; false when it is not at work here. Written to the audit log.</summary>
    Task<bool> CancelAsync(TrainingId training, string actor, CancellationToken cancellation);

    /// <summary>Notes trainings that a process left at work when it died, and removes their files but those from which a training can go on; called once at start. Returns how many.</summary>
    Task<int> CleanUpAsync(CancellationToken cancellation);
}

/// <summary>The other side: what the process of a training does. It opens no store.</summary>
public interface ITrainingWorker
{
    /// <summary>Lets the whole process give way to the program that serves.</summary>
    void GiveWay();

    /// <summary>Fits what a job asks for, and tells of it, a JSON object a line.</summary>
    /// <param name="job">The job as the other side wrote it, one line.</param>
    /// <param name="output">Takes the lines.</param>
    /// <param name="cancellation">Stops the work; the last checkpoint stays.</param>
    /// <returns>How it ended.</returns>
    Task<WorkerExit> RunAsync(string job, TextWriter output, CancellationToken cancellation);
}

/// <summary>How the process of a training ended; the number is its exit status.</summary>
public enum WorkerExit
{
    /// <summary>The model file is written.</summary>
    Done = 0,

    /// <summary>It failed; the last line says why.</summary>
    Failed = 1,

    /// <summary>It was called in a way that it does not understand.</summary>
    BadJob = 2,

    /// <summary>It needed more memory than it may take.</summary>
    OutOfMemory = 3,

    /// <summary>It was asked to stop.</summary>
    Stopped = 130,
}
