using System.Globalization;
using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>
/// One column of a training file. It holds numbers when every filled cell is one, flags when every one is true, false, yes or no, and categories
/// otherwise; empty cells and NA, N/A, NaN, null and ? are missing. Where nearly all cells are numbers, the others are <see cref="Strays"/>: as
/// categories, every number would be a level of its own.
/// </summary>
/// <param name="name">Name in the training file.</param>
/// <param name="category">Whether a person says that it holds categories.</param>
internal sealed class LabTableColumn(string name, bool category)
{
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase) { "", "na", "n/a", "nan", "null", "?" };

    // Share of numbers among the filled cells from which on a column is meant to hold numbers.
    private const double NearlyAll = 0.95;

    private readonly Dictionary<string, int> _codes = [];
    private readonly List<string> _levels = [];
    private readonly List<float> _numbers = [];
    private readonly List<int> _places = [];
    private bool _numbersOnly = !category;
    private bool _flagsOnly = !category;
    private (long Row, string Text)? _stray;
    private long _filled;
    private long _finite;
    private long _tooLarge;

    public string Name => name;

    /// <summary>Whether any training row has a value.</summary>
    public bool IsFilled => _filled > 0;

    /// <summary>Whether it holds numbers or flags.</summary>
    public bool IsNumber => _numbersOnly || _flagsOnly;

    /// <summary>Training rows without a value.</summary>
    public long Missing { get; private set; }

    /// <summary>Different values of a category in the training file.</summary>
    public int Levels => _levels.Count;

    /// <summary>What a cell has to be where the column cannot hold it.</summary>
    public string Wanted => _numbersOnly ? "number" : "true, false, yes or no";

    /// <summary>
    /// The first cell that keeps a column of numbers from being one, with its row: text, or a number that is infinite or beyond single precision. Null where there is none, and where a person says that the column holds categories.
    /// </summary>
    public (long Row, string Text)? Strays =>
        !category && _stray is { } stray && _finite > 0 && _finite + _tooLarge >= NearlyAll * _filled ? stray : null;

    /// <summary>Whether a cell is missing.</summary>
    public static bool IsMissing(string text) => Nothing.Contains(text);

    /// <summary>Looks at a cell of the training file.</summary>
    /// <param name="text">The cell, trimmed.</param>
    /// <param name="row">Its row.</param>
    public void Look(string text, long row)
    {
        if (IsMissing(text))
        {
            Missing++;
            return;
        }

        _filled++;
        if (Number(text) is null)
        {
            _stray ??= (row, text);
            _tooLarge += double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? 1 : 0;
            _numbersOnly = false;
        }
        else
        {
            _finite++;
        }

        _flagsOnly = _flagsOnly && Flag(text) is not null;
    }

    /// <summary>Keeps a cell; false when the column cannot hold it.</summary>
    /// <param name="text">The cell, trimmed.</param>
    /// <param name="learn">Whether a new category gets a code of its own.</param>
    public bool Add(string text, bool learn)
    {
        var missing = IsMissing(text);
        if (!IsNumber)
        {
            _places.Add(Code(missing ? "" : text, learn));
            return true;
        }

        var value = missing ? float.NaN : _numbersOnly ? Number(text) : Flag(text);
        _numbers.Add(value ?? 0);
        return value is not null;
    }

    /// <summary>The numbers kept since the last time; the next file's follow.</summary>
    public NumberColumn TakeNumbers()
    {
        var taken = new NumberColumn(name, [.. _numbers]);
        _numbers.Clear();
        return taken;
    }

    /// <summary>The categories kept since the last time; the next file's follow.</summary>
    public CategoryColumn TakeCategories()
    {
        var levels = _levels.Count;
        var taken = new CategoryColumn(name, [.. _places.Select(place => place < 0 ? levels : place)], [.. _levels]);
        _places.Clear();
        return taken;
    }

    // -1 for what is not among the levels, whose number is known at the end only.
    private int Code(string text, bool learn)
    {
        if (_codes.TryGetValue(text, out var code) || !learn)
        {
            return _codes.ContainsKey(text) ? code : -1;
        }

        _codes.Add(text, _levels.Count);
        _levels.Add(text);
        return _levels.Count - 1;
    }

    private static float? Number(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? value : null;

    private static float? Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" => 1,
        "false" or "no" => 0,
        _ => null,
    };
}
