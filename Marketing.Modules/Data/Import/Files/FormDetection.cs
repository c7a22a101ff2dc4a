using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Marketing.Data.Import.Files;

/// <summary>Finds out from the first bytes of a file how it is packed and in which encoding its text is.</summary>
internal static class FormDetection
{
    private const int HeadBytes = 256 * 1024;

    /// <summary>How the bytes are packed. Brotli has no mark: what is no text and unpacks as Brotli is taken for it.</summary>
    public static string Packing(Stream bytes, string name)
    {
        var head = Head(bytes);
        var isText = IsText(head);
        return head.AsSpan() switch
        {
            [0x1F, 0x8B, ..] => "gzip",
            [(byte)'P', (byte)'K', 3, 4, ..] => "xlsx",
            _ when name.EndsWith(".br", StringComparison.OrdinalIgnoreCase) => "brotli",
            _ => !isText && FileSignature.Of(head, isText) is null && IsBrotli(head) ? "brotli" : "plain",
        };
    }

    /// <summary>Encoding of a text, and how sure that is.</summary>
    /// <exception cref="FileRefusedException">It is no text.</exception>
    public static (string Name, double Sure) EncodingOf(Stream bytes, string packing)
    {
        using var text = FileText.Unpack(bytes, packing);
        var head = Head(text);
        var isText = IsText(head);
        return FileSignature.Of(head, isText) is { } other ? throw other
            : isText ? EncodingOf(head)
            : throw FileFault.Binary.Whole();
    }

    /// <summary>Encoding of the first bytes of a text.</summary>
    public static (string Name, double Sure) EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return (head[0] == 0xFF ? "utf-16" : "utf-16be", 1);
        }

        if (Utf16(head) is { } wide)
        {
            return (wide, 0.95);
        }

        if (Utf8.IsValid(Whole(head)))
        {
            // Text in ASCII is the same in nearly every encoding.
            return ("utf-8", 1);
        }

        var paired = PairedShare(head);
        return paired > 0.9 ? ("gb18030", paired) : ("windows-1252", 1 - paired);
    }

    // GB18030 writes a common character as two high bytes; in Windows-1252 a high byte is a letter with an accent among plain ones.
    private static double PairedShare(ReadOnlySpan<byte> head)
    {
        var (paired, alone) = (0, 0);
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] < 0x80)
            {
                continue;
            }

            if (head[i] is >= 0xA1 and <= 0xF7 && i + 1 < head.Length && head[i + 1] >= 0xA1)
            {
                paired++;
                i++;
            }
            else if (i + 3 < head.Length && IsFour(head.Slice(i, 4)))
            {
                paired++;
                i += 3;
            }
            else
            {
                alone++;
            }
        }

        return paired + alone == 0 ? 0 : (double)paired / (paired + alone);
    }

    // A rarer character takes four bytes, every second of them a digit: ¥ is one.
    private static bool IsFour(ReadOnlySpan<byte> bytes) =>
        bytes[0] is >= 0x81 and <= 0xFE && bytes[1] is >= (byte)'0' and <= (byte)'9' && bytes[2] is >= 0x81 and <= 0xFE && bytes[3] is >= (byte)'0' and <= (byte)'9';

    // Text of which much is Latin has a zero in many a second byte, and few in the others.
    private static string? Utf16(ReadOnlySpan<byte> head)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        return Math.Max(even, odd) <= head.Length / 8 || Math.Min(even, odd) * 4 > Math.Max(even, odd) ? null : odd > even ? "utf-16" : "utf-16be";
    }

    // Letters of any language hold few control signs; programs, pictures and packed bytes hold many.
    private static bool IsText(ReadOnlySpan<byte> head) => EncodingOf(head).Name switch
    {
        "utf-16" => IsText(Encoding.Unicode, head),
        "utf-16be" => IsText(Encoding.BigEndianUnicode, head),
        _ => Controls(head) <= Most(head),
    };

    private static bool IsText(Encoding wide, ReadOnlySpan<byte> head) =>
        wide.GetString(head).Count(sign => sign == '\uFFFD' || (char.IsControl(sign) && sign is not ('\t' or '\r' or '\n'))) <= Most(head);

    // Single ones are slips: the end mark of an old program, a broken line inside a cell.
    private static int Most(ReadOnlySpan<byte> head) => 2 + (head.Length / 100);

    private static int Controls(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var sign in head)
        {
            controls += sign < 0x20 && sign is not ((byte)'\t' or (byte)'\r' or (byte)'\n') ? 1 : 0;
        }

        return controls;
    }

    private static bool IsBrotli(byte[] head)
    {
        // Not in a using declaration: that would call the structure on a copy.
        var decoder = default(BrotliDecoder);
        try
        {
            var text = new byte[64 * 1024];
            return decoder.Decompress(head, text, out _, out var written) != System.Buffers.OperationStatus.InvalidData && written > 0 && IsText(text.AsSpan(0, written));
        }
        finally
        {
            decoder.Dispose();
        }
    }

    private static byte[] Head(Stream stream)
    {
        var head = new byte[HeadBytes];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    // The last character may be cut.
    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> head)
    {
        for (var back = 1; head.Length == HeadBytes && back <= 4; back++)
        {
            if (head[^back] < 0x80)
            {
                break;
            }

            if (head[^back] >= 0xC0)
            {
                return head[..^back];
            }
        }

        return head;
    }
}
