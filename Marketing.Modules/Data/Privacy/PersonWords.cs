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
    private readonly HashSet<string> _all;
    private readonly (string Text, bool IsNumber)[] _inside;

    public PersonWords(IEnumerable<string> words)
    {
        _all = words.Select(word => Fold(word).Trim()).Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
        _inside = [.. _all.Where(word => Encoding.UTF8.GetByteCount(word) >= LongEnough).Select(word => (word, word.All(char.IsDigit)))];
    }

    /// <summary>Whether a part of a text can name the person at all.</summary>
    public bool IsEmpty => _inside.Length == 0;

    /// <summary>Length of the longest word.</summary>
    public int Longest => _inside.Length == 0 ? 0 : _inside.Max(word => word.Text.Length);

    /// <summary>Whether a text names the person.</summary>
    public bool In(string? text) =>
        !string.IsNullOrEmpty(text) && (_all.Contains(Fold(text).Trim()) || Inside(text) || (text.Contains("\\u", StringComparison.Ordinal) && Inside(Escaped().Replace(text, Sign))));

    /// <summary>Whether a part of a text names the person.</summary>
    /// <param name="text">A text, or a piece of a longer one.</param>
    /// <param name="isRest">Whether there is more before it: a number at its beginning was seen with the piece before.</param>
    /// <param name="goesOn">Whether there is more behind it: a number at its end may go on there, and is left to the next piece.</param>
    public bool Inside(string text, bool isRest = false, bool goesOn = false)
    {
        var folded = Fold(text);
        return Array.Exists(_inside, word => word.IsNumber ? HasNumber(folded, word.Text, isRest, goesOn) : folded.Contains(word.Text, StringComparison.Ordinal));
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

    // A number inside a longer one is somebody else's, or a price.
    private static bool HasNumber(string text, string number, bool isRest, bool goesOn)
    {
        for (var at = text.IndexOf(number, StringComparison.Ordinal); at >= 0; at = text.IndexOf(number, at + 1, StringComparison.Ordinal))
        {
            var end = at + number.Length;
            if ((at == 0 ? !isRest : !char.IsDigit(text[at - 1])) && (end == text.Length ? !goesOn : !char.IsDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static string Sign(Match match) => ((char)ushort.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
