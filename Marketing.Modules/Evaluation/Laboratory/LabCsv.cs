using Marketing.Kernel;
using Sylvan.Data.Csv;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Opens the CSV files of the laboratory and says in words of its own what is wrong with them.</summary>
internal static class LabCsv
{
    private const int BadInput = 2;
    private const int LongestShown = 40;
    private const int Head = 4096;

    /// <summary>Opens a file at its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">How it should be written.</param>
    /// <param name="columns">Position by name of the column in small letters.</param>
    /// <exception cref="OperatorException">It holds no text, is empty, or a column stands twice.</exception>
    public static CsvDataReader Open(string path, string form, out Dictionary<string, int> columns)
    {
        CsvDataReader csv;
        try
        {
            csv = CsvDataReader.Create(OpenText(path, form), new CsvDataReaderOptions { BufferSize = 1 << 20 });
        }
        catch (CsvMissingHeadersException e)
        {
            throw new OperatorException($"{path}, row 1: the file is empty; it has no header.", form, BadInput, e);
        }

        columns = [];
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (!columns.TryAdd(csv.GetName(i).Trim().TrimStart('\uFEFF').ToLowerInvariant(), i))
            {
                var name = Shown(csv.GetName(i));
                csv.Dispose();
                throw new OperatorException($"{path}, row 1: the column '{name}' stands twice.", form, BadInput);
            }
        }

        return csv;
    }

    /// <summary>Opens a file of text.</summary>
    /// <exception cref="OperatorException">It holds no text.</exception>
    public static StreamReader OpenText(string path, string form)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            // What comes out of a pipe is read once only.
            if (stream.CanSeek && !IsText(stream))
            {
                throw new OperatorException($"{path}, row 1: the file is no text; it holds bytes that no text has, as packed files and workbooks do.", $"Unpack it, or save it as text. {form}", BadInput);
            }

            return new StreamReader(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether an error is the file's.</summary>
    public static bool IsOfFile(Exception error) => error is IOException or UnauthorizedAccessException or CsvFormatException;

    /// <summary>The refusal of a file that cannot be read on.</summary>
    public static OperatorException Unreadable(string path, Exception error, string form) => error is CsvFormatException csv
        ? new($"{path}, row {csv.RowNumber + 1}, column {csv.FieldOrdinal + 1}: the row is no CSV.", $"Close every quotation mark that opens a cell, and write one inside a cell twice. {form}", BadInput, error)
        : Directory.Exists(path) ? new($"{path} is a folder.", $"Name a file in it. {form}", BadInput, error)
        : error is FileNotFoundException or DirectoryNotFoundException ? new($"There is no file {path}.", "Check its name and folder; a name without a folder is looked for in the current one.", BadInput, error)
        : error is UnauthorizedAccessException ? new($"{path} may not be read by this user.", "Give this user the right to read it, or name a copy that may be read.", BadInput, error)
        : new($"{path} cannot be read: {error.Message}", $"See that the file is whole and its disk well. {form}", BadInput, error);

    /// <summary>The refusal of a file that lacks a column.</summary>
    public static OperatorException NoColumn(string path, string name, IEnumerable<string> columns, string form) =>
        new($"{path}, row 1: there is no column {Shown(name)}; there are {string.Join(", ", columns.Take(20).Select(Shown))}.", form, BadInput);

    // UTF-16 and UTF-32 have zeros, too, and say what they are by their first bytes.
    private static bool IsText(FileStream stream)
    {
        Span<byte> head = stackalloc byte[Head];
        var read = head[..stream.ReadAtLeast(head, Head, throwOnEndOfStream: false)];
        stream.Position = 0;
        return !read.Contains((byte)0) || read.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || read.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || read.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]);
    }

    /// <summary>A value as messages show it.</summary>
    public static string Shown(string value) => string.Concat((value.Length > LongestShown ? value[..LongestShown] + "…" : value).Select(sign => char.IsControl(sign) ? '\uFFFD' : sign));
}
