using System.IO.Compression;
using System.Text;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>Uploaded files that wait to be imported, and the search for a person in them.</summary>
internal sealed class UploadedFiles(DataFolder folder)
{
    private const int Block = 1 << 16;

    // A shorter word stands in every file of figures.
    private const int LongEnough = 4;

    /// <summary>Deletes the files that name the person; they can be uploaded again, and the import passes the person over.</summary>
    /// <returns>Files deleted.</returns>
    public long DeleteNaming(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var patterns = words.Where(word => word.Length >= LongEnough).SelectMany(word => (byte[][])[Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word)]).ToList();
        var deleted = 0L;
        foreach (var path in patterns.Count == 0 ? [] : Directory.GetFiles(folder.Uploads, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Names(path, patterns))
            {
                File.Delete(path);
                deleted++;
            }
        }

        return deleted;
    }

    private static bool Names(string path, List<byte[]> patterns)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        if (read == 2 && start[0] == 0x1f && start[1] == 0x8b)
        {
            return Readable(() => Holds(new GZipStream(file, CompressionMode.Decompress), patterns));
        }

        return read == 2 && start[0] == 'P' && start[1] == 'K'
            ? Readable(() => new ZipArchive(file).Entries.Any(entry => Holds(entry.Open(), patterns)))
            : Holds(file, patterns);
    }

    // A packed file that cannot be unpacked cannot be imported either; it goes, because nobody can tell what is in it.
    private static bool Readable(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static bool Holds(Stream stream, List<byte[]> patterns)
    {
        var overlap = patterns.Max(pattern => pattern.Length) - 1;
        var buffer = new byte[overlap + Block];
        var kept = 0;
        int read;
        while ((read = stream.Read(buffer, kept, Block)) > 0)
        {
            var seen = buffer.AsSpan(0, kept + read);
            foreach (var pattern in patterns)
            {
                if (seen.IndexOf(pattern) >= 0)
                {
                    return true;
                }
            }

            kept = Math.Min(overlap, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
