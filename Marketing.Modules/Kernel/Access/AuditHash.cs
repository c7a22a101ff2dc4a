using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketing.Kernel.Access;

/// <summary>The link of a line of the audit log to the one before.</summary>
internal static class AuditHash
{
    /// <summary>What the first line is chained to.</summary>
    public static byte[] Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 of the link before and of the line; each text goes in with its length, so that no two lines have one content.</summary>
    public static byte[] Of(byte[] before, long id, DateTimeOffset at, params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        Add(hash, id);
        Add(hash, at.ToUnixTimeMilliseconds());
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Add(hash, bytes.Length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
