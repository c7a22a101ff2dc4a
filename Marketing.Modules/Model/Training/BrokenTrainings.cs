using System.Text.Json;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Logging;

namespace Marketing.Model.Training;

/// <summary>What a training that may be broken off needs beside its checkpoint to be gone on with.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Parameters">A value for each of its parameters.</param>
/// <param name="From">Start of the facts that it learns from.</param>
/// <param name="AsOf">Business time before which they lie.</param>
/// <param name="Facts">Hash of the facts where only the very same count, or null.</param>
/// <param name="Begun">System time of its beginning.</param>
/// <param name="WarmStart">Model file that it started from, or null for chance.</param>
/// <param name="Start">What it started from, and why, in a sentence; or empty.</param>
/// <param name="Snapshot">Hash of its snapshot file.</param>
internal sealed record BrokenTraining(string Kind, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset From, DateTimeOffset AsOf, string? Facts, DateTimeOffset Begun, string? WarmStart, string Start, string Snapshot);

/// <summary>
/// Files of trainings that were broken off, three a name: the checkpoint, the snapshot that it learns from, and what it was to do. A shop that takes orders
/// has another snapshot a minute later, so that without its own nothing could be gone on with. They hold what people did, and go with an erasure.
/// </summary>
internal sealed class BrokenTrainings(DataFolder folder, ISnapshotFiles snapshots, ILogger log)
{
    private const string Asked = ".resume";
    private const string Part = ".part";

    public string Checkpoint(string name) => InWork($"{name}.checkpoint");

    public string Snapshot(string name) => InWork($"{name}.snapshot");

    /// <summary>What a training can go on with, or null when anything of it is missing or belongs to something else.</summary>
    public BrokenTraining? Find(string name)
    {
        try
        {
            return Checkpoints(name).Any(path => !path.EndsWith(Part, StringComparison.Ordinal))
                && JsonSerializer.Deserialize<BrokenTraining>(File.ReadAllText(InWork(name + Asked)), WorkerLine.Json) is { Kind: not null, Parameters: not null, Snapshot: not null } kept
                && (kept.WarmStart is null || File.Exists(kept.WarmStart))
                && snapshots.HashOf(Snapshot(name)) == kept.Snapshot ? kept : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or OperatorException)
        {
            return null;
        }
    }

    /// <summary>System time at which the last whole checkpoint of a name was written; null where there is none.</summary>
    public DateTimeOffset? Written(string name)
    {
        try
        {
            return Checkpoints(name).Where(path => !path.EndsWith(Part, StringComparison.Ordinal)).Select(path => (DateTimeOffset?)new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero)).Max();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes what a training is to do whose snapshot is written.</summary>
    public void Keep(string name, BrokenTraining training)
    {
        var path = InWork(name + Asked);
        try
        {
            File.WriteAllText(path + Part, JsonSerializer.Serialize(training, WorkerLine.Json));
            File.Move(path + Part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{Path} could not be written: {Problem}. The training goes on; if it is broken off, the next one begins anew.", path, e.Message);
        }
    }

    /// <summary>Removes all files of a name.</summary>
    public void Remove(string name) => Remove([.. Checkpoints(name), Snapshot(name), InWork(name + Asked), InWork(name + Asked + Part)]);

    /// <summary>Keeps the files of a name if it can be gone on with, and removes what does not help with that.</summary>
    public void Leave(string name)
    {
        if (Find(name) is null)
        {
            Remove(name);
            return;
        }

        Remove(Checkpoints(name).Where(path => path.EndsWith(Part, StringComparison.Ordinal)));
    }

    /// <summary>Removes everything in the folder of work but what can be gone on with and is not too old.</summary>
    /// <param name="oldest">System time before which a training is too old.</param>
    public void CleanUp(DateTimeOffset oldest)
    {
        var kept = Directory.GetFiles(folder.Work, $"*{Asked}").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => Find(name) is { } training && training.Begun >= oldest)
            .SelectMany(name => Checkpoints(name).Where(path => !path.EndsWith(Part, StringComparison.Ordinal)).Append(Snapshot(name)).Append(InWork(name + Asked)))
            .ToHashSet();
        Remove(Directory.GetFiles(folder.Work).Where(path => !kept.Contains(path)));
    }

    /// <summary>Removes everything that was learned or is to be learned from, also of a training at work: it goes on without a checkpoint.</summary>
    public void Forget() => Remove(Directory.GetFiles(folder.Work).Where(path => !path.EndsWith(".model", StringComparison.Ordinal)));

    public void Remove(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("{Path} could not be removed: {Problem}. Delete it by hand, or start the program anew.", path, e.Message);
            }
        }
    }

    // A method may leave several, with more behind the name.
    private string[] Checkpoints(string name) => Directory.GetFiles(folder.Work, $"{name}.checkpoint*");

    private string InWork(string name) => Path.Combine(folder.Work, name);
}
