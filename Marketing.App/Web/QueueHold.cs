using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Tells other processes that this one works the queue of files off: a file that is held open, and let go by the system when the process dies.</summary>
internal sealed class QueueHold : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly FileStream _file;

    private QueueHold(FileStream file) => _file = file;

    /// <summary>Takes hold. The caller holds the data folder, so that nobody else can have it for longer than a look.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="system">Tells how long it has been tried.</param>
    /// <param name="waits">Told once, when it has been tried for some seconds in vain.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<QueueHold> TakeAsync(DataFolder folder, TimeProvider system, Action<OperatorException> waits, CancellationToken cancellation)
    {
        var (started, told) = (system.GetTimestamp(), false);
        while (true)
        {
            try
            {
                return new QueueHold(new FileStream(Place(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!told && system.GetElapsedTime(started) >= Patience)
                {
                    told = true;
                    waits(new OperatorException(
                        $"No file of the queue is imported, since {Place(folder)} cannot be opened: {e.Message}",
                        "Give this user the right to write that file, or remove it; it is tried again by itself.",
                        inner: e));
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Whether some process works the queue of a data folder off.</summary>
    /// <exception cref="OperatorException">This user may not look.</exception>
    public static bool IsHeld(DataFolder folder)
    {
        try
        {
            // A shared lock is refused while somebody holds the exclusive one.
            using var probe = new FileStream(Place(folder), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OperatorException($"{Place(folder)} may not be read by this user.", "Run the command as the user of the program that serves, or give this user the right to read that file.", inner: e);
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Place(DataFolder folder) => Path.Combine(folder.Root, "queue.lock");
}
