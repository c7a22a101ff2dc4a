namespace Marketing.Kernel.Storage;

/// <summary>One process a data folder: the lock file is held open while the program runs and released by the system when it dies.</summary>
internal static class FolderLock
{
    public static FileStream Take(DataFolder folder)
    {
        var path = Path.Combine(folder.Root, "marketing.lock");
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(Environment.ProcessId);
            writer.Flush();
            stream.Flush();
            return stream;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OperatorException($"The data folder {folder.Root} may not be written.", "Give this user the right to write there, or choose another folder with --data FOLDER.", inner: e);
        }
        catch (IOException e)
        {
            throw new OperatorException($"The data folder {folder.Root} is in use by another process of this program ({Holder(path)}).", "Stop that process, or choose another folder with --data FOLDER.", inner: e);
        }
    }

    private static string Holder(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return $"process {reader.ReadToEnd()}";
        }
        catch (IOException)
        {
            return "process unknown";
        }
    }
}
