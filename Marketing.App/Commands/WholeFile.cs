using System.Text;

namespace Marketing.App.Commands;

/// <summary>A file that a command writes: whoever reads it finds the old one or the whole new one.</summary>
internal static class WholeFile
{
    private const string Part = ".part";

    /// <summary>Looks whether a file can be written later, and leaves everything as it is: long work for a file that cannot be is lost.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static void Try(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("It is a folder.");
        }

        using var part = new FileStream(path + Part, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    public static async Task WriteAsync(string path, Func<TextWriter, Task> write)
    {
        var part = path + Part;
        try
        {
            await using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(false)))
            {
                await write(writer);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
