using System.Text;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import;

/// <summary>
/// Finds out in which order a column writes day, month and year, from the cells that can be read and never by guess. Cells so few that
/// they may be slips of the pen neither decide nor refuse: they are rejected when their rows are read.
/// </summary>
internal sealed class DateVotes
{
    private const int MostPlaces = 3;

    private readonly long[] _cells = new long[5];
    private readonly List<(long Row, string Text)>[] _places = [[], [], [], [], []];
    private Reading _last;

    /// <summary>How a cell can be read.</summary>
    private enum Reading
    {
        None,
        YearFirst,
        DayFirst,
        MonthFirst,
        Either,
    }

    /// <summary>Cells seen that are not empty.</summary>
    public long Seen { get; private set; }

    /// <summary>Whether so many cells are no dates that the others do not tell how the column is written.</summary>
    public bool IsUnreadable => Cells(Reading.None) * 2 > Seen;

    /// <summary>Whether some cells can only be read with the day first and too many others only with the month first.</summary>
    public bool IsMixed => Order is null && DayFirst > 0 && MonthFirst > 0;

    /// <summary>Whether there are cells that other cells than they themselves have to decide.</summary>
    public bool HasEither => Cells(Reading.Either) > 0;

    /// <summary>
    /// The order, or null where the cells leave it open or contradict one another. Those with the year first have no say where others
    /// decide: they are read in every order.
    /// </summary>
    public DateOrder? Order =>
        Settles(DayFirst, MonthFirst) ? DateOrder.DayMonthYear
        : Settles(MonthFirst, DayFirst) ? DateOrder.MonthDayYear
        : DayFirst + MonthFirst == 0 && (Cells(Reading.YearFirst) > Cells(Reading.Either) || !HasEither) ? DateOrder.YearMonthDay
        : null;

    private long DayFirst => Cells(Reading.DayFirst);

    private long MonthFirst => Cells(Reading.MonthFirst);

    /// <summary>Counts a cell that is not empty.</summary>
    /// <param name="text">Without blanks at its ends.</param>
    /// <param name="row">Its row.</param>
    public void Add(ReadOnlySpan<byte> text, long row)
    {
        var (day, month) = (DateText.TryParse(text, DateOrder.DayMonthYear, out _), DateText.TryParse(text, DateOrder.MonthDayYear, out _));
        _last = day && month ? Reading.Either
            : day ? Reading.DayFirst
            : month ? Reading.MonthFirst
            : DateText.TryParse(text, DateOrder.YearMonthDay, out _) || CellForms.TryDigits(text, out _, out _) ? Reading.YearFirst
            : Reading.None;
        AddSame(text, row);
    }

    /// <summary>Counts a cell that says the same as the one before.</summary>
    public void AddSame(ReadOnlySpan<byte> text, long row)
    {
        Seen++;
        _cells[(int)_last]++;
        if (_places[(int)_last] is { Count: < MostPlaces } places)
        {
            places.Add((row, Cell.Cut(Encoding.UTF8.GetString(text))));
        }
    }

    /// <summary>The refusal of a column whose order cannot be told, with how many cells and the first places.</summary>
    /// <param name="column">Its header.</param>
    public FileRefusedException Refusal(string column) =>
        IsUnreadable ? Unreadable(column, [Reading.None])
        : IsMixed ? Mixed(column)
        : FileFault.OpenDates.At(0, column, FileFault.Number(Cells(Reading.Either)), Places([Reading.Either]));

    /// <summary>The refusal of a column that was read in an order which nobody said, where more than slips contradict it; else null.</summary>
    /// <param name="order">The order.</param>
    /// <param name="column">Its header.</param>
    public FileRefusedException? Contradiction(DateOrder order, string column)
    {
        var against = order switch { DateOrder.DayMonthYear => MonthFirst, DateOrder.MonthDayYear => DayFirst, _ => 0 };
        return against > 0 && !Slips.Are(against, DayFirst + MonthFirst) ? Mixed(column) : null;
    }

    /// <summary>The refusal of a column that was read in an order, where more than half of it could not be read; else null.</summary>
    /// <param name="order">The order.</param>
    /// <param name="column">Its header.</param>
    public FileRefusedException? Unread(DateOrder order, string column)
    {
        Reading[] unread = order switch
        {
            DateOrder.DayMonthYear => [Reading.None, Reading.MonthFirst],
            DateOrder.MonthDayYear => [Reading.None, Reading.DayFirst],
            _ => [Reading.None, Reading.DayFirst, Reading.MonthFirst, Reading.Either],
        };
        return unread.Sum(Cells) * 2 > Seen ? Unreadable(column, unread) : null;
    }

    // Not against cells that are more than slips, nor by cells that may be slips themselves.
    private bool Settles(long cells, long others) =>
        cells > 0 && (others == 0 || Slips.Are(others, cells + others)) && !Slips.Are(cells, cells + others + Cells(Reading.Either));

    private long Cells(Reading reading) => _cells[(int)reading];

    private FileRefusedException Mixed(string column) =>
        FileFault.MixedDates.At(0, column, FileFault.Number(DayFirst), Places([Reading.DayFirst]), FileFault.Number(MonthFirst), Places([Reading.MonthFirst]));

    private FileRefusedException Unreadable(string column, Reading[] unread) =>
        FileFault.UnreadableDates.At(0, column, FileFault.Number(unread.Sum(Cells)), FileFault.Number(Seen), Places(unread));

    private string Places(Reading[] readings) =>
        string.Join(", ", readings.SelectMany(reading => _places[(int)reading]).OrderBy(place => place.Row).Take(MostPlaces).Select(place => $"{place.Row}: \"{place.Text}\""));
}
