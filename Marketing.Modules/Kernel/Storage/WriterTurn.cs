using System.Diagnostics;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Lets a command write beside the process that holds the data folder. The store has one writer and no queue of those who wait: a process
/// that commits one slice after the other leaves another hardly a chance. A command therefore says that it wants to write by a file that it
/// holds open until it has, and the holder of the folder stands back between two transactions while somebody holds that file.
/// </summary>
internal sealed class WriterTurn(DataFolder folder)
{
    // Longer than a command's transaction; one that stands still for another reason is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly string _path = Path.Combine(folder.Root, "marketing.turn");
    private volatile bool _holdsFolder;

    /// <summary>This process holds the folder. What a dead command left of its turn is removed.</summary>
    /// <returns>The file of a turn that this user may neither open nor remove, or null; the holder waits for no turn by it.</returns>
    public string? HoldFolder()
    {
        _holdsFolder = true;
        try
        {
            if (Path.Exists(_path) && !FolderLock.IsHeld(_path, unreadable: false))
            {
                File.Delete(_path);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return _path;
        }
    }

    /// <summary>Before a transaction: the holder of the folder stands back for whoever waits, everybody else asks for a turn.</summary>
    /// <returns>The turn, ended by disposing it after the transaction; null when there is none to end.</returns>
    public IDisposable? Take()
    {
        if (_holdsFolder)
        {
            StandBack();
            return null;
        }

        try
        {
            return new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another command waits already; when it has had its turn, so has this one. A disk that fails is told by the transaction.
            return null;
        }
    }

    private void StandBack()
    {
        for (var started = Stopwatch.GetTimestamp(); IsWanted() && Stopwatch.GetElapsedTime(started) < Patience;)
        {
            Thread.Sleep(1);
        }
    }

    // Most transactions find no file, which costs less to see than to open. One that may not be opened belongs to another user, and would
    // hold up every transaction for as long as it lies there.
    private bool IsWanted() => Path.Exists(_path) && FolderLock.IsHeld(_path, unreadable: false);
}
