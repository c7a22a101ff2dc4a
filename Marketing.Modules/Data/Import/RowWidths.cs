using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import;

/// <summary>
/// Tells which rows have the cells that the header asks for. A row with more or fewer costs that row only: it comes back with both
/// numbers, and so does one with text behind a closing quote. So many of them that the file must have been read wrongly refuse it.
/// </summary>
/// <remarks>
/// A row that merely lacks cells at its end looks like one that lost a cell in its middle, or whose last value was cut by a line end;
/// and one with empty cells too many looks like one that holds a delimiter without quotes and nothing in its last columns. Read on,
/// their values would stand under wrong names. So neither is read, unless it is how the file is written: a spreadsheet leaves out empty
/// cells at the ends of rows, or a program ends every row with a delimiter, in more than a tenth of the first rows. Slips are not so many.
/// Even then a row must have a cell for every needed field, and must not be the one in which the file ends.
/// </remarks>
internal sealed class RowWidths
{
    private const int Sample = 1000;

    // A share of few rows tells nothing.
    private const int MostSlips = 3;
    private const int TimesOfHabit = 10;

    private readonly int _header;
    private readonly int _wanted;
    private readonly int _needed;
    private readonly bool _isOurs;
    private int _padded;
    private bool _shortens;

    /// <param name="headers">Headers of the file.</param>
    /// <param name="needed">Positions of the columns that no row can do without.</param>
    public RowWidths(IReadOnlyList<string> headers, IEnumerable<int> needed)
    {
        (_header, _wanted) = (headers.Count, Wanted(headers));
        _isOurs = headers.Any(ColumnMatch.IsOurs);
        _needed = needed.DefaultIfEmpty(0).Max() + 1;
    }

    /// <summary>
    /// How many cells a row has at most. In a file of rejected rows, what a row has too much stands behind our own columns, also once
    /// a spreadsheet has given these cells columns without names.
    /// </summary>
    public static int Wanted(IReadOnlyList<string> headers)
    {
        var last = headers.Count - 1;
        while (last >= 0 && !ColumnMatch.IsOurs(headers[last]))
        {
            last--;
        }

        return last < 0 ? headers.Count : last + 1;
    }

    /// <summary>Looks at the first rows for what the file is in the habit of.</summary>
    /// <param name="records">A reader of its own, at the header.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FileRefusedException">More than a tenth of them have other cells than the header.</exception>
    public RowWidths Learn(CsvRecords records, CancellationToken cancellation)
    {
        var (rows, torn, shorter, first) = (0, 0, 0, ((long Row, int Cells)?)null);
        var padded = new Dictionary<int, int>();
        while (!_isOurs && rows < Sample && records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
            var cells = records.FieldCount;
            if (cells > _header && IsEmptyFrom(_header, records))
            {
                padded[cells] = padded.GetValueOrDefault(cells) + 1;
            }
            else if (IsMerelyShort(records))
            {
                shorter++;
            }
            else if (cells != _header)
            {
                torn++;
                first ??= (records.Row, cells);
            }
        }

        if (IsHabit(torn, rows) && first is { } place)
        {
            throw place.Cells == 0 ? FileFault.TextAfterQuote.At(place.Row, null) : FileFault.RowWidth.At(place.Row, null, $"{place.Cells}", $"{_header}", FileFault.Number(torn), FileFault.Number(rows));
        }

        _shortens = IsHabit(shorter, rows);
        _padded = padded.Where(width => IsHabit(width.Value, rows)).OrderByDescending(width => width.Value).Select(width => width.Key).FirstOrDefault();
        return this;
    }

    /// <summary>The rule that the cells of the current record break, or null. Cells that the file leaves out at the ends of rows are there afterwards, empty.</summary>
    public CleaningRule? Check(CsvRecords records) => records.FieldCount == _header && !_isOurs ? null : Odd(records);

    /// <summary>What a rule says of the current record, or null for what it says of all.</summary>
    public string? Say(CleaningRule rule, CsvRecords records) => rule.Told is null ? null : rule.Say(records.FieldCount, _wanted);

    private CleaningRule? Odd(CsvRecords records)
    {
        var cells = records.FieldCount;
        if (records.IsStray)
        {
            return CleaningRule.StrayQuote;
        }

        if (cells > _wanted)
        {
            if (!((_isOurs || cells == _padded) && IsEmptyFrom(_wanted, records)))
            {
                return CleaningRule.LongRow;
            }
        }
        else if (cells < _wanted && !(_shortens && IsMerelyShort(records)))
        {
            return records.IsCut ? CleaningRule.CutRow : CleaningRule.ShortRow;
        }

        records.Complete(_header);
        return null;
    }

    private bool IsMerelyShort(CsvRecords records) => records.FieldCount < _header && records.FieldCount >= _needed && !records.IsCut;

    private static bool IsHabit(int some, int rows) => some > MostSlips && some * TimesOfHabit > rows;

    private static bool IsEmptyFrom(int first, CsvRecords records)
    {
        for (var i = first; i < records.FieldCount; i++)
        {
            if (!Cell.Trim(records[i]).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}
