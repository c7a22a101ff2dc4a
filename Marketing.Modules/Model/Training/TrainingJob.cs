using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketing.Model.Training;

/// <summary>What the process of a training is to do; one line of JSON.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Parameters">A value for each of its parameters.</param>
/// <param name="Snapshot">File of the shop.</param>
/// <param name="Model">File to write the model to.</param>
/// <param name="Checkpoint">File of the last state.</param>
/// <param name="WarmStart">Model file to start from, or null to begin from chance.</param>
/// <param name="MemoryBytes">Memory that the process may take.</param>
/// <param name="Threads">Processors to use.</param>
/// <param name="CheckpointSeconds">Least time between two checkpoints.</param>
internal sealed record TrainingJob(string Kind, IReadOnlyDictionary<string, string> Parameters, string Snapshot, string Model, string Checkpoint, string? WarmStart, long MemoryBytes, int Threads, double CheckpointSeconds)
{
    public string Write() => JsonSerializer.Serialize(this, WorkerLine.Json);

    /// <summary>Reads a job, or null when it is none.</summary>
    public static TrainingJob? Read(string line) => WorkerLine.Parse<TrainingJob>(line) is { Kind: not null, Parameters: not null, Snapshot: not null, Model: not null, Checkpoint: not null } job ? job : null;
}

/// <summary>What the process of a training tells, a JSON object a line; one of the fields is set, and what it has cost so far beside a point or a share.</summary>
/// <param name="Point">A point of the curve.</param>
/// <param name="Share">Done share of a method that has no curve.</param>
/// <param name="Note">A sentence for the record.</param>
/// <param name="FromChance">That it was to start from an earlier model, and has not.</param>
/// <param name="End">What it cost; the last line when the model file is written.</param>
/// <param name="Error">Why it failed; the last line then.</param>
/// <param name="Spent">What it has cost so far.</param>
internal sealed record WorkerLine(TrainingPoint? Point = null, double? Share = null, string? Note = null, bool? FromChance = null, TrainingCost? End = null, WorkerError? Error = null, TrainingCost? Spent = null)
{
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a line, or null when it is none.</summary>
    public static WorkerLine? Read(string line) => Parse<WorkerLine>(line) is { } told && (told.Point ?? told.Share ?? told.Note ?? told.FromChance ?? told.End ?? (object?)told.Error) is not null ? told : null;

    internal static T? Parse<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a training cost.</summary>
/// <param name="Seconds">Time to fit.</param>
/// <param name="CpuSeconds">Processor time of the process.</param>
/// <param name="PeakBytes">Largest working set of the process.</param>
internal sealed record TrainingCost(double Seconds, double CpuSeconds, long PeakBytes);

/// <summary>Why a training failed.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Fix">What a person can do about it, or empty.</param>
internal sealed record WorkerError(string Message, string Fix);
