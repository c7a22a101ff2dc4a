using System.Runtime.InteropServices;

namespace Marketing.Kernel;

/// <summary>Makes new names in a folder last through a power cut: on Unix a rename is safe once its folder is on disk.</summary>
public static partial class DurableFolder
{
    /// <summary>Writes the names in a folder to disk. What the system refuses is left: the files themselves are safe.</summary>
    /// <param name="path">Folder.</param>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = OpenFolder(path, 0);
        if (handle >= 0)
        {
            _ = FlushFolder(handle);
            _ = CloseFolder(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FlushFolder(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFolder(int handle);
}
