using System.IO.Compression;
using System.Net;
using System.Text;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>Uploaded files that wait to be imported, and the search for a person in them.</summary>
internal sealed class UploadedFiles(DataFolder folder)
{
    private const int Block = 1 << 16;
    private const char Unreadable = '\uFFFD';

    /// <summary>Deletes the files that name the person; they can be uploaded again, and the import passes the person over.</summary>
    /// <returns>Files deleted.</returns>
    public long DeleteNaming(PersonWords words, CancellationToken cancellation)
    {
        var deleted = 0L;
        foreach (var path in words.IsEmpty ? [] : Directory.GetFiles(folder.Uploads, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Names(path, words))
            {
                File.Delete(path);
                deleted++;
            }
        }

        return deleted;
    }

    // A file that cannot be unpacked cannot be imported either; it goes, because nobody can tell what is in it. So does one that is still
    // on its way: it can be sent again.
    private static bool Names(string path, PersonWords words)
    {
        try
        {
            using var file = File.OpenRead(path);
            var packing = FormDetection.Packing(file, path);
            if (packing != "xlsx")
            {
                return Holds(() => FileText.Unpack(File.OpenRead(path), packing), words, isMarkup: false);
            }

            file.Position = 0;
            using var archive = new ZipArchive(file);
            return archive.Entries.Any(entry => Holds(entry.Open, words, isMarkup: true));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The import that it was for has ended meanwhile.
            return false;
        }
        catch (Exception e) when (e is InvalidDataException or FileRefusedException or IOException)
        {
            return true;
        }
    }

    // What is no UTF-8 may be of either of the two other encodings: the import guesses between them, and a person may choose.
    private static bool Holds(Func<Stream> open, PersonWords words, bool isMarkup)
    {
        using var start = open();
        var encoding = FormDetection.EncodingOf(start, "plain").Name;
        return encoding.StartsWith("utf-16", StringComparison.Ordinal)
            ? Holds(open(), encoding, words, isMarkup, out _)
            : Holds(open(), "utf-8", words, isMarkup, out var isUtf8) || (!isUtf8 && (Holds(open(), "gb18030", words, isMarkup, out _) || Holds(open(), "windows-1252", words, isMarkup, out _)));
    }

    private static bool Holds(Stream bytes, string encoding, PersonWords words, bool isMarkup, out bool isReadable)
    {
        isReadable = true;
        var lenient = (Encoding)FileText.Strict(encoding).Clone();
        lenient.DecoderFallback = new DecoderReplacementFallback(Unreadable.ToString());
        using var reader = new StreamReader(bytes, lenient, detectEncodingFromByteOrderMarks: false);
        var overlap = words.Overlap;
        var buffer = new char[overlap + Block];
        var kept = 0;
        int read;
        while ((read = reader.ReadBlock(buffer, kept, Block)) > 0)
        {
            var seen = buffer.AsSpan(0, kept + read);
            isReadable &= !seen.Contains(Unreadable);
            var text = seen.ToString();
            if (IsNamed(text, kept > 0, goesOn: read == Block))
            {
                return true;
            }

            kept = Math.Min(overlap, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }

        // Where the last piece was a whole one, its end was left to one that did not come.
        return IsNamed(new string(buffer, 0, kept), isRest: true, goesOn: false);

        bool IsNamed(string text, bool isRest, bool goesOn) =>
            words.Inside(text, isRest, goesOn) || (isMarkup && words.Inside(WebUtility.HtmlDecode(text), isRest, goesOn));
    }
}
