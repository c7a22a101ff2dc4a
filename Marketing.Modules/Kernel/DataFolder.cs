namespace Marketing.Kernel;

/// <summary>The folder that holds everything a shop owns: database, models, outbox, keys, uploads, backups.</summary>
public sealed class DataFolder
{
    /// <summary>Name of the database file in the folder.</summary>
    public const string DatabaseName = "marketing.db";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Opens or creates the folder; on Unix nobody but its owner can then look into it.</summary>
    /// <param name="path">Folder; made absolute.</param>
    /// <exception cref="OperatorException">It cannot be created or written.</exception>
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        try
        {
            foreach (var folder in (string[])[Root, Models, Outbox, Keys, Uploads, Backups, Work])
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(folder);
                }
                else
                {
                    Directory.CreateDirectory(folder, Private);
                }
            }

            Tighten(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The data folder {Root} cannot be created or written: {e.Message}", "Choose another folder with --data FOLDER, or give this user the right to write there.", inner: e);
        }
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(Root, DatabaseName);

    /// <summary>Files of trained models.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Delivered mail as <c>.eml</c> files.</summary>
    public string Outbox => Path.Combine(Root, "outbox");

    /// <summary>Data Protection keys.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Uploaded files while they are imported.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Copies of the database.</summary>
    public string Backups => Path.Combine(Root, "backups");

    /// <summary>Files of work that goes on in a process of its own; they end with it.</summary>
    public string Work => Path.Combine(Root, "work");

    // Only the owner may change the mode; a folder of somebody else stays as it is, and 'marketing doctor' says so.
    private static void Tighten(string root)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(root) & ~Private) == 0)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(root, Private);
        }
        catch (UnauthorizedAccessException)
        {
            return;
        }
    }
}
