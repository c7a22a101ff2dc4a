using System.Text;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>
/// A file that a command writes: whoever reads it finds the old one or the whole new one. A link is followed and what it points to is written; what is no regular file, such as a pipe, a
/// terminal or <c>/dev/null</c>, is written straight through and never replaced.
/// </summary>
internal static class WholeFile
{
    private const int MostLinks = 40;
    private static readonly UTF8Encoding _plain = new(false);

    /// <summary>The full path of a file that a person named, or null where none was; looked at before the work that it comes from.</summary>
    /// <exception cref="OperatorException">It cannot be written.</exception>
    public static string? Named(string? named)
    {
        if (named is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(named))
        {
            throw new OperatorException("The name of the file to write is empty.", "Name a file, or leave the option out.", ExitStatus.BadInput);
        }

        var path = Path.GetFullPath(named);
        try
        {
            Try(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }

    /// <summary>What a person is told of a file that cannot be written.</summary>
    public static OperatorException Unwritable(string path, Exception e) => new(
        $"{path} cannot be written: {(e is DirectoryNotFoundException ? "its folder is not there." : e is UnauthorizedAccessException ? "this user may not write there." : e.Message)}",
        "Name with --out a file in a folder that is there and that this user may write.",
        ExitStatus.BadInput,
        e);

    /// <summary>Writes a file.</summary>
    public static async Task WriteAsync(string path, Func<TextWriter, Task> write)
    {
        var target = Followed(path);
        if (SpecialFile.Is(target))
        {
            await using var straight = new StreamWriter(SpecialFile.Open(target), _plain);
            await write(straight);
            return;
        }

        var part = Part(target);
        try
        {
            await using (var writer = new StreamWriter(part, append: false, _plain))
            {
                await write(writer);
            }

            // Whoever may read the old one may read the new one, and nobody else.
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(part, File.GetUnixFileMode(target));
            }

            File.Move(part, target, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // Looks whether a file can be written later, and leaves everything as it is: long work for a file that cannot be is lost.
    private static void Try(string path)
    {
        var target = Followed(path);
        if (Directory.Exists(target))
        {
            throw new IOException("It is a folder.");
        }

        if (!SpecialFile.Is(target))
        {
            using var part = new FileStream(Part(target), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
    }

    // A name that no file of a person's has.
    private static string Part(string target) => $"{target}.{Environment.ProcessId}.part";

    // Where a link leads in the end. What is no regular file ends the way: links of /proc name what no path finds.
    private static string Followed(string path)
    {
        for (var links = 0; links <= MostLinks; links++)
        {
            if (SpecialFile.Is(path) || new FileInfo(path).LinkTarget is not { } next)
            {
                return path;
            }

            path = Path.GetFullPath(next, Real(Path.GetDirectoryName(path)!, links));
        }

        throw Circle();
    }

    // A folder by its own name: what a link in it says is told from there, not from the link by which the folder was named.
    private static string Real(string folder, int links)
    {
        if (links > MostLinks)
        {
            throw Circle();
        }

        if (Path.GetDirectoryName(folder) is not { } above)
        {
            return folder;
        }

        var path = Path.Combine(Real(above, links), Path.GetFileName(folder));
        return new DirectoryInfo(path).LinkTarget is { } next ? Real(Path.GetFullPath(next, Path.GetDirectoryName(path)!), links + 1) : path;
    }

    private static IOException Circle() => new("It is a link that leads in a circle.");
}
