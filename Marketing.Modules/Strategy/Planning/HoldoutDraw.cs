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
    private static readonly byte[] Mails = "holdout\0"u8.ToArray();
    private static readonly byte[] Ads = "ad-holdout\0"u8.ToArray();
    private static readonly byte[] Stages = "ad-stage\0"u8.ToArray();

    private static readonly byte[] Contacts = "contact\0"u8.ToArray();
    private static readonly byte[] Samples = "contact-sample\0"u8.ToArray();
    private static readonly byte[] Halves = "contact-half\0"u8.ToArray();

    /// <summary>A number uniform in [0, 1) of a campaign by mail and a customer.</summary>
    public static double Of(CampaignId campaign, CustomerId customer) => Of(Mails, campaign.Value, customer);

    /// <summary>The same of an advertising campaign.</summary>
    public static double Of(AdCampaignId campaign, CustomerId customer) => Of(Ads, campaign.Value, customer);

    /// <summary>The same of a policy that decides for a part of the people.</summary>
    public static double OfPolicy(long policy, CustomerId customer) => Of(Stages, policy, customer);

    /// <summary>The same of what a contact policy chooses in a campaign, independent of its holdout.</summary>
    public static double OfContact(CampaignId campaign, CustomerId customer) => Of(Contacts, campaign.Value, customer);

    /// <summary>The same of a customer, where there are more than can be learned from.</summary>
    public static double OfSample(CustomerId customer) => Of(Samples, 0, customer);

    /// <summary>The same of a customer, for learning from some and comparing on others.</summary>
    public static double OfHalf(CustomerId customer) => Of(Halves, 0, customer);

    // The first 53 bits of SHA-256 over purpose, number and customer.
    private static double Of(ReadOnlySpan<byte> purpose, long number, CustomerId customer)
    {
        Span<byte> text = stackalloc byte[purpose.Length + (2 * sizeof(long))];
        purpose.CopyTo(text);
        BinaryPrimitives.WriteInt64LittleEndian(text[purpose.Length..], number);
        BinaryPrimitives.WriteInt64LittleEndian(text[(purpose.Length + sizeof(long))..], customer.Value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
