using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketing.Data.Privacy;

/// <summary>
/// The texts that name a person, looked for in other texts: letters of any alphabet alike in capitals and small ones, wide signs like
/// narrow ones, JSON's escaped signs as what they stand for.
/// </summary>
internal sealed partial class PersonWords
{
    // In bytes of UTF-8: two Chinese characters are a name. A shorter word stands in too many texts that have nothing to do with the
    // person; it counts only where it is the whole text.
    private const int LongEnough = 4;

    // So many signs beside a word tell whether it is one.
    private const int Beside = 3;

    // Above are scripts that put no spaces between words.
    private const char LastOfSpaced = '\u2E7F';
    private readonly HashSet<string> _all;
    private readonly string[] _inside;

    public PersonWords(IEnumerable<string> words)
    {
        _all = words.Select(word => Fold(word).Trim()).Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
        _inside = [.. _all.Where(word => Encoding.UTF8.GetByteCount(word) >= LongEnough)];
    }

    /// <summary>Whether a part of a text can name the person at all.</summary>
    public bool IsEmpty => _inside.Length == 0;

    /// <summary>Signs of a piece that the next one must have before its own, so that no word falls between them.</summary>
    public int Overlap => _inside.Length == 0 ? 0 : _inside.Max(word => word.Length) + (2 * Beside) + 1;

    /// <summary>Whether a text names the person.</summary>
    public bool In(string? text) =>
        !string.IsNullOrEmpty(text) && (_all.Contains(Fold(text).Trim()) || Inside(text) || (text.Contains("\\u", StringComparison.Ordinal) && Inside(Escaped().Replace(text, Sign))));

    /// <summary>Whether a part of a text names the person.</summary>
    /// <param name="text">A text, or a piece of a longer one.</param>
    /// <param name="isRest">Whether there is more before it: a word at its beginning was seen with the piece before.</param>
    /// <param name="goesOn">Whether there is more behind it: a word at its end may go on there, and is left to the next piece.</param>
    public bool Inside(string text, bool isRest = false, bool goesOn = false)
    {
        var folded = Fold(text);
        return Array.Exists(_inside, word => Holds(folded, word, isRest ? Beside : 0, folded.Length - (goesOn ? Beside : 0)));
    }

    private static string Fold(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = char.ToLowerInvariant(from[i] switch
            {
                >= '\uFF01' and <= '\uFF5E' and var wide => (char)(wide - 0xFEE0),
                '\u3000' => ' ',
                var sign => sign,
            });
        }
    });

    // Whether a word stands between two places of a text, and is no part of a longer one.
    private static bool Holds(string text, string word, int from, int to)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if (at >= from && end <= to && !GoesOn(word[0], at - 1, -1) && !GoesOn(word[^1], end, 1))
            {
                return true;
            }
        }

        return false;

        // A name inside a longer word is another one, a number inside a longer one somebody else's, one inside a date, a time or a price none.
        bool GoesOn(char edge, int beside, int step)
        {
            if (beside < 0 || beside >= text.Length)
            {
                return false;
            }

            var sign = text[beside];
            return char.IsDigit(edge)
                ? char.IsDigit(sign) || (sign is '-' or '/' or ':' or '.' && IsDigit(beside + step) && !IsLoneZero(sign, beside, step))
                : IsLetter(edge) && IsLetter(sign);
        }

        bool IsDigit(int at) => at >= 0 && at < text.Length && char.IsDigit(text[at]);

        // Programs for tables write the number 17850 as 17850.0.
        bool IsLoneZero(char sign, int beside, int step) => sign == '.' && step > 0 && text[beside + 1] == '0' && !IsDigit(beside + 2);

        static bool IsLetter(char sign) => sign <= LastOfSpaced && char.IsLetter(sign);
    }

    private static string Sign(Match match) => ((char)ushort.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
