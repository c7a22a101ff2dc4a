using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>Settings of long trainings; configuration section <c>Model:Training</c>.</summary>
public sealed class TrainingOptions
{
    /// <summary>Memory that the process of a training may take, in megabytes; null for half of the machine's.</summary>
    [Range(64, 10_000_000)]
    public int? MemoryMegabytes { get; set; }

    /// <summary>Days of business time after which a training begins from chance again; between, it goes on from the newest model.</summary>
    [Range(1, 3650)]
    public int FullEveryDays { get; set; } = 7;

    /// <summary>Processors that a training uses; null for all.</summary>
    [Range(1, 1024)]
    public int? Threads { get; set; }

    /// <summary>Least minutes between two checkpoints, from which a broken training goes on.</summary>
    [Range(0.01, 1440)]
    public double CheckpointMinutes { get; set; } = 0.5;

    /// <summary>Days for which a training that was broken off can be gone on with, on the facts that it began with.</summary>
    [Range(0.01, 3650)]
    public double CheckpointDays { get; set; } = 3;

    /// <summary>Trainings whose curves are kept; of older ones their figures alone.</summary>
    [Range(1, 100_000)]
    public int KeptCurves { get; set; } = 200;
}
