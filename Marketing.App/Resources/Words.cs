using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace Marketing.App.Resources;

/// <summary>
/// The program's words in the reader's language. A key is <c>Area.Name</c>: the area is a pair of files in this folder
/// (<c>Area.resx</c> English, <c>Area.zh-Hans.resx</c> Chinese), the name everything after the first dot.
/// </summary>
internal sealed class Words
{
    public const string English = "en";
    public const string Chinese = "zh-Hans";

    private const char Stop = '.';
    private const char WideStop = '。';

    private static readonly ConcurrentDictionary<string, ResourceManager> Files = new();

    /// <summary>Languages on offer, the default first.</summary>
    public static IReadOnlyList<string> Languages { get; } = [English, Chinese];

    /// <summary>Language tag of the reader: <c>en</c> or <c>zh-Hans</c>.</summary>
    public string Language { get; private set; } = English;

    /// <summary>Whether the words are Chinese.</summary>
    public bool IsChinese => Language == Chinese;

    /// <summary>The words under a key; a missing key shows itself in angle marks.</summary>
    public string this[string key] => Find(key) ?? $"‹{key}›";

    /// <summary>The words under a key with values in its places.</summary>
    public string this[string key, params object?[] values] => Fill(this[key], values);

    /// <summary>Words of one language, for tests and for work without a reader.</summary>
    public static Words In(string language)
    {
        var words = new Words();
        words.Use(language);
        return words;
    }

    /// <summary>Chooses the reader's language once, at the root of the page, before anything is shown.</summary>
    public void Use(string language) => Language = Languages.Contains(language) ? language : English;

    /// <summary>
    /// A counted thing. The English entry holds both forms, <c>{0} row|{0} rows</c>; the Chinese one holds one.
    /// </summary>
    public string Count(string key, long count, params object?[] others)
    {
        var forms = this[key].Split('|');
        var form = count is 1 or -1 ? forms[0] : forms[^1];
        return Fill(form, [Numerals.Whole(count), .. others]);
    }

    /// <summary>Puts values into the places of a sentence. One that ends with a full stop itself, as some products' names do, brings the full stop of the sentence along.</summary>
    /// <exception cref="FormatException">There are fewer values than places.</exception>
    public static string Fill(string form, params object?[] values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            if (values[index] is string { Length: > 1 } text && text[^1] == Stop && text[^2] != Stop)
            {
                var place = $"{{{index}}}";
                if (form.Contains(place + WideStop, StringComparison.Ordinal))
                {
                    values = [.. values[..index], text[..^1], .. values[(index + 1)..]];
                }

                form = form.Replace(place + Stop, place, StringComparison.Ordinal);
            }
        }

        return string.Format(CultureInfo.InvariantCulture, form, values);
    }

    /// <summary>A machine name in words; a name that no file knows yet is shown as it is.</summary>
    public string Code(string area, string? code) => string.IsNullOrEmpty(code) ? "" : Find($"{area}.{code}") ?? code;

    /// <summary>Whether there are words under a key.</summary>
    public bool Has(string key) => Find(key) is not null;

    private string? Find(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
        {
            return null;
        }

        // Files are asked for by name and not by culture: without ICU a culture's name is not the file's.
        var file = IsChinese ? $"{key[..dot]}.{Chinese}" : key[..dot];
        try
        {
            return Files.GetOrAdd(file, Open).GetString(key[(dot + 1)..], CultureInfo.InvariantCulture);
        }
        catch (MissingManifestResourceException)
        {
            return null;
        }
    }

    private static ResourceManager Open(string file) => new($"Marketing.App.Resources.{file}", typeof(Words).Assembly);
}
