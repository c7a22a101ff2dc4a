using System.Text;

namespace Marketing.Data.Import;

/// <summary>What the first bytes of a file say about the rest.</summary>
internal static class CsvStart
{
    private static ReadOnlySpan<byte> Workbook => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> OldWorkbook => [0xD0, 0xCF, 0x11, 0xE0];

    private static ReadOnlySpan<byte> Utf16 => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16BigEndian => [0xFE, 0xFF];

    /// <summary>Length of the byte order mark of UTF-8, which may be missing.</summary>
    /// <exception cref="FileRefusedException">The file is no UTF-8 text.</exception>
    public static int SkipMark(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Utf16) || head.StartsWith(Utf16BigEndian))
        {
            throw FileFault.Utf16.At(1, null);
        }

        if (head.StartsWith(Workbook) || head.StartsWith(OldWorkbook))
        {
            throw FileFault.NoText.Whole();
        }

        return head.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
    }

    /// <summary>The delimiter that the header has most often; names of columns hold none.</summary>
    public static byte Delimiter(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\n', (byte)'\r');
        var header = end < 0 ? text : text[..end];
        var (most, delimiter) = (0, (byte)',');
        foreach (var candidate in ",;\t|"u8)
        {
            var count = header.Count(candidate);
            if (count > most)
            {
                (most, delimiter) = (count, candidate);
            }
        }

        return delimiter;
    }
}
