using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Tells other processes that this one works the queue of files off: a file that is held open, and let go by the system when the process dies.</summary>
internal sealed class QueueHold : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private QueueHold(FileStream file) => _file = file;

    /// <summary>Takes hold. The caller holds the data folder, so that nobody else can have it for longer than a look.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<QueueHold> TakeAsync(DataFolder folder, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new QueueHold(new FileStream(Place(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>Whether some process works the queue of a data folder off.</summary>
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
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Place(DataFolder folder) => Path.Combine(folder.Root, "queue.lock");
}
