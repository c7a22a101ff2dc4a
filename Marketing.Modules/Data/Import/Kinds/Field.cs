namespace Marketing.Data.Import.Kinds;

/// <summary>How the values of a field are read.</summary>
internal enum FieldType
{
    /// <summary>Text as it is, trimmed.</summary>
    Text,

    /// <summary>A number or code that names something; a spreadsheet's <c>.0</c> is taken off.</summary>
    Code,

    /// <summary>A product code: as <see cref="Code"/>, in capitals.</summary>
    ProductCode,

    /// <summary>An e-mail address, in small letters.</summary>
    Email,

    /// <summary>An address of the web, <c>http</c> or <c>https</c>.</summary>
    Url,

    /// <summary>An instant; without an offset in the shop's time zone.</summary>
    Date,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An amount in major units of the shop's currency.</summary>
    Money,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>One of a list of words.</summary>
    Words,

    /// <summary>Words separated by commas or semicolons, kept as a JSON list.</summary>
    Tags,

    /// <summary>A currency code; it must be the shop's.</summary>
    Currency,
}

/// <summary>One field of a kind of file.</summary>
/// <param name="Name">Machine name, which is a good header too.</param>
/// <param name="Type">How values are read.</param>
/// <param name="Others">Other headers it goes by, in English and Chinese; case, blanks and punctuation do not matter.</param>
internal sealed record Field(string Name, FieldType Type, params string[] Others)
{
    /// <summary>Whether a file without it is refused, and a row without a value rejected.</summary>
    public bool Needed { get; init; }

    /// <summary>Meaning by accepted word; the meaning is what is stored.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether other words are taken as they are.</summary>
    public bool OtherWords { get; init; }

    /// <summary>Whether an empty cell stands for the time of the import.</summary>
    public bool NowWhenEmpty { get; init; }

    /// <summary>What an empty cell stands for, or null for nothing.</summary>
    public string? WhenEmpty { get; init; }

    /// <summary>Least value of a number.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>One accepted word for each meaning.</summary>
    public IEnumerable<string> Named => Words.GroupBy(word => word.Value, (meaning, words) => meaning.All(char.IsAsciiDigit) ? words.First().Key : meaning);

    public ImportField Public => new(
        Name,
        Type switch
        {
            FieldType.ProductCode => "code",
            FieldType.YesNo => "yes-no",
            FieldType.Currency => "code",
            FieldType.Tags => "text",
            var type => type.ToString().ToLowerInvariant(),
        },
        Needed,
        [.. Words.Values.Distinct()]);

    /// <summary>Whether a header names this field.</summary>
    public bool IsCalled(string plainHeader) => Plain(Name) == plainHeader || Others.Any(other => Plain(other) == plainHeader);

    /// <summary>A header without case, blanks and punctuation.</summary>
    public static string Plain(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Accepted words that mean the same.</summary>
    public static IReadOnlyDictionary<string, string> Meaning(params (string Stored, string[] Accepted)[] words) => words
        .SelectMany(word => word.Accepted.Append(word.Stored).Select(accepted => (Plain: Plain(accepted), word.Stored)))
        .DistinctBy(pair => pair.Plain)
        .ToDictionary(pair => pair.Plain, pair => pair.Stored);
}
