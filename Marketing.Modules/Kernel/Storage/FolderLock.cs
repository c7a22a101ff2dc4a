namespace Marketing.Kernel.Storage;

/// <summary>One process a data folder: the lock file is held open while the program runs and released by the system when it dies.</summary>
internal static class FolderLock
{
    public static FileStream Take(DataFolder folder)
    {
        var path = Path.Combine(folder.Root, "marketing.lock");
        var holder = Path.Combine(folder.Root, "marketing.pid");
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, $"{Environment.ProcessId}");
            return stream;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OperatorException($"The data folder {folder.Root} may not be written.", "Give this user the right to write there, or choose another folder with --data FOLDER.", inner: e);
        }
        catch (IOException e)
        {
            var process = File.Exists(holder) ? $"process {File.ReadAllText(holder)}" : "process unknown";
            throw new OperatorException($"The data folder {folder.Root} is in use by another process of this program ({process}).", "Stop that process, or choose another folder with --data FOLDER.", inner: e);
        }
    }

    /// <summary>Process that holds the folder, 0 when its id is not known, null when nobody does. Takes nothing and writes nothing.</summary>
    public static int? HeldBy(DataFolder folder)
    {
        var path = Path.Combine(folder.Root, "marketing.lock");
        if (!IsHeld(path))
        {
            return null;
        }

        var holder = Path.Combine(folder.Root, "marketing.pid");
        return File.Exists(holder) && int.TryParse(File.ReadAllText(holder), out var process) ? process : 0;
    }

    /// <summary>Whether some process holds a file open for itself alone; one that a dead process left is held by nobody.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreadable">What is said of a file that this user may not open, so that nobody can tell.</param>
    public static bool IsHeld(string path, bool unreadable = true)
    {
        try
        {
            // A shared lock is refused while somebody holds the exclusive one.
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return unreadable;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
