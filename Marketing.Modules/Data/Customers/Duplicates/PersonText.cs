using System.Collections.Frozen;
using System.Text;

namespace Marketing.Data.Customers.Duplicates;

/// <summary>What is compared of a record: addresses, phones, names and places in the one form in which spellings of the same agree.</summary>
/// <param name="Id">The record.</param>
/// <param name="Email">In small letters, without what follows a plus sign in the mailbox; empty for none.</param>
/// <param name="Phone">The last nine digits, which national and international spellings share; empty for fewer than seven.</param>
/// <param name="Words">Words of the name in small letters without accents, sorted.</param>
/// <param name="Postcode">Letters and digits in small letters; empty for none.</param>
/// <param name="City">As a name; empty for none.</param>
/// <param name="Country">In small letters; empty for none.</param>
internal sealed record PersonText(long Id, string Email, string Phone, IReadOnlyList<string> Words, string Postcode, string City, string Country)
{
    private const int MostWords = 6;
    private const int LongestWord = 40;
    private static readonly FrozenDictionary<char, string> Plain = new (string Accented, string Plain)[]
    {
        ("àáâãäåāăą", "a"), ("çćčĉ", "c"), ("ďđð", "d"), ("èéêëēėęěĕ", "e"), ("ğģĝ", "g"), ("ìíîïīıį", "i"), ("ķ", "k"), ("ľĺłļ", "l"), ("ñńňņ", "n"),
        ("òóôõöōőøŏ", "o"), ("ŕř", "r"), ("śšşș", "s"), ("ťţț", "t"), ("ùúûüūůűųŭ", "u"), ("ýÿ", "y"), ("źžż", "z"), ("þ", "th"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"),
    }.SelectMany(row => row.Accented, (row, c) => KeyValuePair.Create(c, row.Plain)).ToFrozenDictionary();

    /// <summary>The words of the name one after the other.</summary>
    public string Name { get; } = string.Join(' ', Words);

    /// <summary>Where the person lives as closely as it is known: postcode, else city; empty for neither.</summary>
    public string Place => Postcode.Length > 0 ? Postcode : City;

    public static PersonText Of(long id, string? email, string? phone, string? name, string? postcode, string? city, string country) => new(
        id, EmailOf(email), PhoneOf(phone), WordsOf(name), string.Concat(Folded(postcode).Where(char.IsLetterOrDigit)), string.Join(' ', WordsOf(city)), Folded(country).Trim());

    private static string EmailOf(string? email)
    {
        var text = (email ?? "").Trim().ToLowerInvariant();
        var at = text.LastIndexOf('@');
        if (at <= 0)
        {
            return "";
        }

        var plus = text.IndexOf('+');
        return plus > 0 && plus < at ? string.Concat(text.AsSpan(0, plus), text.AsSpan(at)) : text;
    }

    private static string PhoneOf(string? phone)
    {
        const int shortest = 7, compared = 9;
        var digits = string.Concat((phone ?? "").Where(char.IsAsciiDigit));
        return digits.Length < shortest ? "" : digits.Length <= compared ? digits.TrimStart('0') : digits[^compared..];
    }

    private static string[] WordsOf(string? name) =>
        [.. Folded(name).Split([' ', '\t', ',', '.', ';', '-', '_', '/', '(', ')', '·', '・', '\u00A0', '\u3000'], StringSplitOptions.RemoveEmptyEntries)
            .Take(MostWords).Select(word => word[..Math.Min(word.Length, LongestWord)]).Order(StringComparer.Ordinal)];

    private static string Folded(string? text)
    {
        var small = (text ?? "").ToLowerInvariant();
        if (small.All(char.IsAscii))
        {
            return small;
        }

        var folded = new StringBuilder(small.Length);
        foreach (var c in small)
        {
            _ = Plain.TryGetValue(c, out var plain) ? folded.Append(plain) : c is >= '\u0300' and <= '\u036F' ? folded : folded.Append(c);
        }

        return folded.ToString();
    }
}
