using System.Security.Cryptography;

namespace Marketing.Data.Privacy;

/// <summary>The keyed hash of one erased person's number.</summary>
internal sealed record ErasedKey(byte[] Salt, byte[] Hash, DateTimeOffset At);

/// <summary>
/// Numbers of people who were erased, as HMAC-SHA256 under a random salt: the list tells whether a number that comes is on it, not
/// which numbers are. Files of another machine may bring further salts.
/// </summary>
internal sealed class EraseList
{
    private readonly Dictionary<string, (byte[] Salt, HashSet<string> Hashes)> _bySalt = [];

    public static EraseList Empty { get; } = new();

    public bool IsEmpty => _bySalt.Count == 0;

    public static EraseList Of(IEnumerable<ErasedKey> keys)
    {
        var list = new EraseList();
        foreach (var key in keys)
        {
            var salt = Convert.ToHexString(key.Salt);
            if (!list._bySalt.TryGetValue(salt, out var entry))
            {
                list._bySalt[salt] = entry = (key.Salt, []);
            }

            entry.Hashes.Add(Convert.ToHexString(key.Hash));
        }

        return list;
    }

    public static byte[] Hash(byte[] salt, ReadOnlySpan<byte> key) => HMACSHA256.HashData(salt, key);

    /// <summary>Whether the customer with this number (UTF-8) was erased.</summary>
    public bool Holds(ReadOnlySpan<byte> key)
    {
        foreach (var (salt, hashes) in _bySalt.Values)
        {
            if (hashes.Contains(Convert.ToHexString(Hash(salt, key))))
            {
                return true;
            }
        }

        return false;
    }
}
