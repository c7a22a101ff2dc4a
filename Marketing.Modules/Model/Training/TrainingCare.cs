using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Training;

/// <summary>What surrounds a long training: where it leaves off safely, what it starts from, what it may use, who watches.</summary>
internal sealed record TrainingCare
{
    /// <summary>File of the last state from which it can go on, or null for none. It is read if it is there and was written by a training of the same data and parameters; else it is removed, and the training begins anew.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Tells the data from others, in the checkpoint: a hash of all that is learned from. Null where no checkpoint outlives the process.</summary>
    public string? Data { get; init; }

    /// <summary>Least time between two checkpoints.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Model file of an earlier version of the same kind to start from, or null to start from chance. One whose shape differs is not used.</summary>
    public string? WarmStart { get; init; }

    /// <summary>The shop of later, with the same customers and products: what they took after the snapshot is what the training stops by. Null where nothing later is known; then a part of the snapshot is held out.</summary>
    public ShopSnapshot? Later { get; init; }

    /// <summary>Memory that the training may take, in bytes; it uses fewer threads, or refuses before it begins, rather than take more.</summary>
    public long MemoryBytes { get; init; } = long.MaxValue;

    /// <summary>Threads that it may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Takes each point of the curve, on the training's thread.</summary>
    public Action<TrainingPoint>? Watch { get; init; }

    /// <summary>Takes a plain sentence for the record, such as that the training goes on from a checkpoint or has stopped early, and why.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Called when the training starts from <see cref="WarmStart"/>; where it is not, it started from chance.</summary>
    public Action? GoesOn { get; init; }

    /// <summary>Care for a training inside the process, which reports like any other method.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="progress">Takes reports, or null.</param>
    public static TrainingCare Watched(string kind, IProgress<Progress>? progress) => new()
    {
        Threads = HeavyWork.Processors,
        Watch = point => progress?.Report(new Progress(kind, point.Share, point.Shown)),
    };
}
