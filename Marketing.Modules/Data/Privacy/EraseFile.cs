using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>
/// The erase list beside the database, in <c>erased.keys</c>: a backup that is put in the database's place does not know whom the
/// shop has erased since, and this file tells it. One line a name of a person: salt, hash, time; lines are only added.
/// Whoever has the file can test addresses: docs/adr/0010.
/// </summary>
internal sealed class EraseFile(DataFolder folder)
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private string Path => System.IO.Path.Combine(folder.Root, "erased.keys");

    /// <summary>The lines that can be read; half a line that a power cut left is passed over.</summary>
    /// <exception cref="OperatorException">This user may not read the file.</exception>
    public IReadOnlyList<ErasedKey> Read()
    {
        var keys = new List<ErasedKey>();
        foreach (var line in Lines())
        {
            if (line.Split(' ') is [{ Length: 64 } salt, { Length: 64 } hash, var at]
                && salt.All(char.IsAsciiHexDigit) && hash.All(char.IsAsciiHexDigit)
                && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= Latest)
            {
                keys.Add(new ErasedKey(Convert.FromHexString(salt), Convert.FromHexString(hash), DateTimeOffset.FromUnixTimeMilliseconds(time)));
            }
        }

        return keys;
    }

    /// <summary>Adds lines and has them on disk before it returns.</summary>
    public void Append(IReadOnlyList<ErasedKey> keys)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Path, options);
        using var writer = new StreamWriter(file);
        foreach (var key in keys)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"\n{Convert.ToHexString(key.Salt)} {Convert.ToHexString(key.Hash)} {key.At.ToUnixTimeMilliseconds()}\n"));
        }

        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    private string[] Lines()
    {
        try
        {
            return File.Exists(Path) ? File.ReadAllLines(Path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The list of erased people cannot be read: {e.Message}", $"Let this user read {Path}; without it people who were erased could come back with a backup.", inner: e);
        }
    }
}
