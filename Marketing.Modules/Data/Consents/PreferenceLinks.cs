using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Consents;

/// <summary>
/// Tokens of 29 bytes in Base64 for addresses (RFC 4648, section 5): a version, the customer's row, the day of expiry, and the first
/// 128 bits of HMAC-SHA256 over them (RFC 2104). The key lies beside the keys of the data folder and never leaves it.
/// </summary>
internal sealed class PreferenceLinks : IPreferenceLinks
{
    private const byte Version = 1;
    private const int Said = 1 + 8 + 4;
    private const int Signature = 16;
    private const int KeyBytes = 32;
    private readonly Lazy<byte[]> _key;
    private readonly IShop _shop;
    private readonly BusinessClock _clock;
    private readonly int _days;

    public PreferenceLinks(DataFolder folder, IShop shop, BusinessClock clock, IOptions<DataOptions> options)
    {
        _key = new Lazy<byte[]>(() => KeyOf(Path.Combine(folder.Keys, "preferences.key")));
        (_shop, _clock, _days) = (shop, clock, options.Value.Privacy.PreferenceLinkDays);
    }

    public string Token(CustomerId customer, DateTimeOffset from)
    {
        Span<byte> token = stackalloc byte[Said + Signature];
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(token[1..], customer.Value);
        BinaryPrimitives.WriteInt32BigEndian(token[9..], checked((int)(from.AddDays(_days).ToUnixTimeSeconds() / 86_400)));
        Sign(token[..Said], token[Said..]);
        return Base64Url.EncodeToString(token);
    }

    public CustomerId? Read(string token)
    {
        Span<byte> read = stackalloc byte[Said + Signature];
        if (token.Length != Base64Url.GetEncodedLength(read.Length) || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, read, out var length) || length != read.Length)
        {
            return null;
        }

        Span<byte> signature = stackalloc byte[Signature];
        Sign(read[..Said], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, read[Said..]) || read[0] != Version)
        {
            return null;
        }

        var expires = BinaryPrimitives.ReadInt32BigEndian(read[9..]);
        return _clock.GetUtcNow().ToUnixTimeSeconds() / 86_400 <= expires ? new CustomerId(BinaryPrimitives.ReadInt64BigEndian(read[1..])) : null;
    }

    public string? Page(string token) => Address("preferences", token);

    public string? OneClick(string token) => Address("unsubscribe", token);

    private string? Address(string place, string token) =>
        _shop.Profile.PublicAddress is { Length: > 0 } outside ? $"{outside.TrimEnd('/')}/{place}/{token}" : null;

    private void Sign(ReadOnlySpan<byte> said, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Value, said, whole);
        whole[..signature.Length].CopyTo(signature);
    }

    private static byte[] KeyOf(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var key = RandomNumberGenerator.GetBytes(KeyBytes);
            using var file = new FileStream(path, options);
            file.Write(key);
            file.Flush(flushToDisk: true);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            return File.ReadAllBytes(path) is { Length: KeyBytes } kept
                ? kept
                : throw new OperatorException($"The key of the preference links in {path} is damaged.", "Put the file back from a copy of the data folder, or delete it: links in earlier mails then lead nowhere.");
        }
    }
}
