using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketing.Data.Privacy;

/// <summary>The keyed hash of one number, address, telephone number or browser of an erased person, and when the person was erased (system time).</summary>
internal sealed record ErasedKey(byte[] Salt, byte[] Hash, DateTimeOffset At);

/// <summary>A number, address, telephone number or browser that a row names.</summary>
internal readonly record struct ErasedName(string? Number, string? Mail, string? Phone, string? Browser = null);

/// <summary>
/// Who was erased: customer numbers, e-mail addresses, telephone numbers and browsers at the time of the erasure, as HMAC-SHA256 (RFC 2104)
/// under a random key of 256 bits. The list tells whether a name that comes is on it, not which names are. Files of another machine
/// may bring further keys.
/// </summary>
/// <remarks>
/// The rule, for every way in (live, shop systems, files, an older backup):
/// <list type="number">
/// <item>What is dated at or before the erasure is not taken; orders and returns of files become sales to and returns of nobody.</item>
/// <item>An order, a yes or a registration that is dated after the erasure is the person's own doing: it makes a new customer.</item>
/// <item>Whatever else is dated later or has no time (a record of a customer, a visit) is taken once such a thing is in the shop, and
/// refused until then.</item>
/// </list>
/// Number and e-mail address each decide by themselves. A telephone is shared in a household: it decides only about a row without an
/// e-mail address and with a number that the shop does not know. A browser decides only about what nobody is named for, and only by
/// the first part of the rule: what it does later is a new visitor's.
/// </remarks>
internal sealed class EraseList
{
    private const int FewestDigits = 7;
    private const int LongestName = 320;
    private static readonly char[] Separators = [',', ';', '\t', '|', '"', '\r', '\n'];
    private readonly Dictionary<string, (byte[] Salt, Dictionary<string, long> Hashes)> _bySalt = [];
    private long _latest = long.MinValue;

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

            var (hash, at) = (Convert.ToHexString(key.Hash), key.At.ToUnixTimeMilliseconds());
            list._latest = Math.Max(list._latest, at);
            entry.Hashes[hash] = Math.Max(at, entry.Hashes.GetValueOrDefault(hash, long.MinValue));
        }

        return list;
    }

    /// <summary>What the list keeps of names; those that are no address or no telephone number are left out.</summary>
    public static IEnumerable<ErasedKey> Keys(byte[] salt, IEnumerable<ErasedName> names, DateTimeOffset at)
    {
        var texts = names.SelectMany(name => (string?[])[name.Number, MailText(name.Mail ?? name.Number), PhoneText(name.Phone), BrowserText(name.Browser)]);
        return texts.OfType<string>().Distinct().Select(text => new ErasedKey(salt, Hash(salt, Encoding.UTF8.GetBytes(text)), at));
    }

    /// <summary>When the customer with this number (UTF-8) was erased, UTC milliseconds, or null. A number that is an address counts as one.</summary>
    public long? NumberAt(ReadOnlySpan<byte> number) =>
        Later(At(number), number.Contains((byte)'@') ? MailAt(Encoding.UTF8.GetString(number)) : null);

    /// <summary>When the person with this e-mail address was erased, UTC milliseconds, or null.</summary>
    public long? MailAt(string? mail) => At(MailText(mail));

    /// <summary>The salt under which an e-mail address is on the list, or null when it is not.</summary>
    public byte[]? SaltOf(string mail)
    {
        if (MailText(mail) is { } text)
        {
            foreach (var (salt, hashes) in _bySalt.Values)
            {
                if (hashes.ContainsKey(Convert.ToHexString(Hash(salt, Encoding.UTF8.GetBytes(text)))))
                {
                    return salt;
                }
            }
        }

        return null;
    }

    /// <summary>What may stand for an e-mail address in the list of suppressions: the address, and what hides it under each salt.</summary>
    public IEnumerable<string> Forms(string mail) => [mail, .. _bySalt.Values.Select(entry => Suppressions.Hidden(entry.Salt, mail.ToLowerInvariant()))];

    /// <summary>When somebody with this telephone number was erased, UTC milliseconds, or null.</summary>
    public long? PhoneAt(string? phone) => At(PhoneText(phone));

    /// <summary>Whether a cell of a row's text is the number of somebody who was erased.</summary>
    public bool NumberIn(string text) => !IsEmpty && Cells(text).Any(cell => NumberAt(Encoding.UTF8.GetBytes(cell)) is not null);

    /// <summary>Whether a cell of a row's text is the e-mail address or the telephone number of somebody who was erased.</summary>
    public bool ContactIn(string text) => !IsEmpty && Cells(text).Any(cell => MailAt(cell) is not null || PhoneAt(cell) is not null);

    /// <summary>Whether something that a browser did at an instant (UTC milliseconds) was done by somebody who was erased then or later.</summary>
    public bool HoldsBrowser(string browser, long at) => at <= _latest && At(BrowserText(browser)) >= at;

    /// <summary>The later of two instants.</summary>
    public static long? Later(long? one, long? other) => one is null || other > one ? other : one;

    private static IEnumerable<string> Cells(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(cell => cell.Length <= LongestName);

    private static byte[] Hash(byte[] salt, ReadOnlySpan<byte> text) => HMACSHA256.HashData(salt, text);

    // The words before keep an address and the digits of a telephone apart from a customer number that looks the same.
    private static string? MailText(string? mail) =>
        mail?.Trim().ToLowerInvariant() is { } text && text.Contains('@', StringComparison.Ordinal) ? $"mail\0{text}" : null;

    private static string? BrowserText(string? browser) => browser is null ? null : $"browser\0{browser}";

    private static string? PhoneText(string? phone)
    {
        var digits = string.Concat((phone ?? "").Select(CharUnicodeInfo.GetDecimalDigitValue).Where(digit => digit >= 0)).TrimStart('0');
        return digits.Length < FewestDigits ? null : $"phone\0{digits}";
    }

    private long? At(string? text) => text is null ? null : At(Encoding.UTF8.GetBytes(text));

    private long? At(ReadOnlySpan<byte> text)
    {
        long? latest = null;
        foreach (var (salt, hashes) in _bySalt.Values)
        {
            latest = hashes.TryGetValue(Convert.ToHexString(Hash(salt, text)), out var at) ? Later(latest, at) : latest;
        }

        return latest;
    }
}
