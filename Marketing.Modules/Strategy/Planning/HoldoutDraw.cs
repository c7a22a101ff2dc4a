using System.Buffers.Binary;
using System.Security.Cryptography;
using Marketing.Kernel;

namespace Marketing.Strategy.Planning;

/// <summary>
/// Assignment by hash: the same campaign and customer always draw the same number, and numbers of different campaigns are independent,
/// so that nobody is held back for ever.
/// </summary>
internal static class HoldoutDraw
{
    private static readonly byte[] Purpose = "holdout\0"u8.ToArray();

    /// <summary>A number uniform in [0, 1): the first 53 bits of SHA-256 over purpose, campaign and customer.</summary>
    public static double Of(CampaignId campaign, CustomerId customer)
    {
        Span<byte> text = stackalloc byte[Purpose.Length + (2 * sizeof(long))];
        Purpose.CopyTo(text);
        BinaryPrimitives.WriteInt64LittleEndian(text[Purpose.Length..], campaign.Value);
        BinaryPrimitives.WriteInt64LittleEndian(text[(Purpose.Length + sizeof(long))..], customer.Value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
