using System.IO.Compression;
using System.Text;

namespace Marketing.Execution.Outbox;

/// <summary>HTML of messages as it is stored: mails of one template differ little and pack to a fraction.</summary>
internal static class PackedText
{
    private const int Quality = 5;
    private const int Window = 18;

    public static byte[] Pack(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException("The text does not fit the length that Brotli itself names as the largest.");
    }

    public static string Unpack(byte[] packed)
    {
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
