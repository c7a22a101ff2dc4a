namespace Marketing.App.Components.Pages.Data;

/// <summary>Where a file stands that was dropped on the wizard.</summary>
public enum DroppedState
{
    /// <summary>Others are looked at before it.</summary>
    Waiting,

    /// <summary>It is uploaded and looked at.</summary>
    Looking,

    /// <summary>It cannot be read.</summary>
    Refused,

    /// <summary>It became a draft that somebody has to go through.</summary>
    Ready,

    /// <summary>Its import was started.</summary>
    Started,

    /// <summary>It was thrown away.</summary>
    Gone,
}

/// <summary>One of the files that were dropped on the wizard.</summary>
/// <param name="name">Its name.</param>
public sealed class DroppedFile(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Where it stands.</summary>
    public DroppedState State { get; private set; }

    /// <summary>Why it was refused, in the reader's words; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>The draft that it became; null before and when it was refused.</summary>
    public long? Draft { get; private set; }

    /// <summary>Its turn has come.</summary>
    public void Look() => State = DroppedState.Looking;

    /// <summary>It cannot be read.</summary>
    public void Refuse(string reason) => (State, Reason) = (DroppedState.Refused, reason);

    /// <summary>It can be read and became a draft.</summary>
    public void Keep(long draft) => (State, Draft) = (DroppedState.Ready, draft);

    /// <summary>Somebody has gone through it.</summary>
    public void End(bool started) => State = started ? DroppedState.Started : DroppedState.Gone;
}

/// <summary>The files that were dropped on the wizard, in their order; they are gone through one after the other.</summary>
public sealed class DroppedFiles
{
    private readonly List<DroppedFile> _files = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<DroppedFile> All => _files;

    /// <summary>Whether there is something to tell of them that the file at hand does not tell.</summary>
    public bool AreWorthShowing => _files.Count > 1 || _files.Any(file => file.State == DroppedState.Refused);

    /// <summary>Whether none waits to be looked at any more.</summary>
    public bool AreLookedAt => !_files.Exists(file => file.State is DroppedState.Waiting or DroppedState.Looking);

    /// <summary>The first that somebody has to go through, or null.</summary>
    public DroppedFile? Next => _files.Find(file => file.State == DroppedState.Ready);

    /// <summary>Takes files that were dropped just now; of those before, the ones stay that are still to be gone through.</summary>
    /// <returns>The new ones.</returns>
    public IReadOnlyList<DroppedFile> Take(IEnumerable<string> names)
    {
        _files.RemoveAll(file => file.State != DroppedState.Ready);
        List<DroppedFile> fresh = [.. names.Select(name => new DroppedFile(name))];
        _files.AddRange(fresh);
        return fresh;
    }

    /// <summary>Notes that somebody has gone through a draft; one that was not dropped here is left alone.</summary>
    public void End(long draft, bool started) => _files.Find(file => file.Draft == draft)?.End(started);
}
