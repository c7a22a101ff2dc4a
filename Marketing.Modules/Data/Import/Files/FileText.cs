using System.IO.Compression;
using System.Text;

namespace Marketing.Data.Import.Files;

/// <summary>Opens a file of any form as UTF-8 text with delimiters, so that everything after it reads one form only.</summary>
internal static class FileText
{
    private static readonly (string Name, byte Sign)[] Delimiters = [("comma", (byte)','), ("semicolon", (byte)';'), ("tab", (byte)'\t'), ("pipe", (byte)'|')];

    // No text in UTF-8 has this byte.
    private const byte NoQuote = 0xFF;

    /// <summary>Names of the encodings that are read.</summary>
    public static readonly IReadOnlyList<string> Encodings = ["utf-8", "utf-16", "utf-16be", "windows-1252", "gb18030"];

    /// <summary>Signs that may stand between two fields.</summary>
    public static IEnumerable<(string Name, byte Sign)> AllDelimiters => Delimiters;

    /// <summary>The text of opened bytes.</summary>
    /// <exception cref="FileRefusedException">They are not of that form.</exception>
    public static Stream Open(Stream bytes, FileForm form)
    {
        if (form.Packing == "xlsx")
        {
            return new SheetText(bytes, form.Sheet, form.DecimalSign == "comma");
        }

        var unpacked = Unpack(bytes, form.Packing);
        return form.Encoding == "utf-8"
            ? unpacked
            : new StrictText(Encoding.CreateTranscodingStream(unpacked, Strict(form.Encoding), new UTF8Encoding(false)), form.Encoding);
    }

    /// <summary>The name of a delimiter.</summary>
    public static string Name(byte sign) => Delimiters.First(delimiter => delimiter.Sign == sign).Name;

    /// <summary>The bytes inside a packed file.</summary>
    public static Stream Unpack(Stream bytes, string packing) => packing switch
    {
        "gzip" => new GuardedStream(new GZipStream(bytes, CompressionMode.Decompress), bytes),
        "brotli" => new GuardedStream(new BrotliText(bytes), bytes),
        _ => bytes,
    };

    /// <summary>A reader of the rows of an opened text, before its header.</summary>
    public static CsvRecords Records(Stream text, FileForm? form, int longestRow)
    {
        var records = form switch
        {
            null => new CsvRecords(text, longestRow),
            { Packing: "xlsx" } => new CsvRecords(text, longestRow, (byte)','),
            _ => new CsvRecords(text, longestRow, Sign(form.Delimiter), form.Quote == "single" ? (byte)'\'' : (byte)'"'),
        };
        records.Skip((form?.HeaderRow ?? 1) - 1);
        return records;
    }

    /// <summary>A reader of rows in which quotation marks are ordinary signs.</summary>
    public static CsvRecords Unquoted(Stream text, FileForm form) => new(text, int.MaxValue, Sign(form.Delimiter), NoQuote);

    /// <summary>Goes to the header, which is the next record.</summary>
    /// <exception cref="FileRefusedException">There is none where it should stand, or its cells cannot be told apart.</exception>
    public static void ReadHeader(CsvRecords records, FileForm? form)
    {
        if (!records.Read())
        {
            throw form is { HeaderRow: > 1 } ? FileFault.NoHeaderRow.Whole(FileFault.Number(form.HeaderRow)) : FileFault.Empty.Whole();
        }

        if (records.IsStray)
        {
            throw FileFault.TextAfterQuote.At(records.Row, null);
        }
    }

    /// <summary>An encoding that refuses bytes it cannot read.</summary>
    /// <exception cref="FileRefusedException">There is none of that name.</exception>
    public static Encoding Strict(string name) => name switch
    {
        "utf-8" => new UTF8Encoding(false, true),
        "utf-16" => new UnicodeEncoding(false, true, true),
        "utf-16be" => new UnicodeEncoding(true, true, true),
        "windows-1252" or "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
        _ => throw FileFault.UnknownEncoding.Whole(name, string.Join(", ", Encodings)),
    };

    private static byte Sign(string name) => Delimiters.FirstOrDefault(delimiter => delimiter.Name == name) is { Sign: > 0 } found
        ? found.Sign
        : throw FileFault.UnknownDelimiter.Whole(name, string.Join(", ", Delimiters.Select(delimiter => delimiter.Name)));

    // Bytes that are not of the encoding become a message with a way on, not a stack trace.
    private sealed class StrictText(Stream text, string encoding) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return text.Read(buffer);
            }
            catch (DecoderFallbackException)
            {
                throw FileFault.OtherEncoding.Whole(encoding);
            }
        }

        protected override void Dispose(bool disposing)
        {
            text.Dispose();
            base.Dispose(disposing);
        }
    }
}
