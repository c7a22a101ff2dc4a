using System.Text;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import;

/// <summary>
/// Finds out in which order a column writes day, month and year, from the cells that can be read and never by guess. Single cells that
/// cannot be read, or only otherwise than nearly all others, do not decide: they are rejected when their rows are read.
/// </summary>
internal sealed class DateVotes
{
    // Of the cells that decide between day and month first so many must agree; the others are slips of the pen.
    private const double Agreeing = 0.8;
    private const int MostPlaces = 3;

    private long _yearFirst;
    private readonly List<string> _unreadable = [];
    private readonly List<string> _dayFirst = [];
    private readonly List<string> _monthFirst = [];
    private readonly List<string> _either = [];

    /// <summary>Cells seen that are not empty.</summary>
    public long Seen { get; private set; }

    /// <summary>Cells that are no date.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Cells that can only be read with the day first.</summary>
    public long DayFirst { get; private set; }

    /// <summary>Cells that can only be read with the month first.</summary>
    public long MonthFirst { get; private set; }

    /// <summary>Cells that can be read both ways.</summary>
    public long Either { get; private set; }

    /// <summary>Whether so many cells are no dates that the others do not tell how the column is written.</summary>
    public bool IsUnreadable => Unreadable * 2 > Seen;

    /// <summary>Whether some cells can only be read with the day first and too many others only with the month first.</summary>
    public bool IsMixed => Order is null && DayFirst > 0;

    /// <summary>
    /// The order, or null where the cells leave it open or contradict one another. Those with the year first have no say where others
    /// decide: they are read in every order.
    /// </summary>
    public DateOrder? Order =>
        DayFirst > 0 && DayFirst >= Agreeing * (DayFirst + MonthFirst) ? DateOrder.DayMonthYear
        : MonthFirst > 0 && MonthFirst >= Agreeing * (DayFirst + MonthFirst) ? DateOrder.MonthDayYear
        : DayFirst == 0 && (_yearFirst > Either || Either == 0) ? DateOrder.YearMonthDay
        : null;

    /// <summary>Counts a cell that is not empty.</summary>
    /// <param name="text">Without blanks at its ends.</param>
    /// <param name="row">Its row.</param>
    public void Add(ReadOnlySpan<byte> text, long row)
    {
        Seen++;
        var (day, month) = (DateText.TryParse(text, DateOrder.DayMonthYear, out _), DateText.TryParse(text, DateOrder.MonthDayYear, out _));
        if (day || month)
        {
            (DayFirst, MonthFirst, Either) = (DayFirst + (month ? 0 : 1), MonthFirst + (day ? 0 : 1), Either + (day && month ? 1 : 0));
            Note(day && month ? _either : day ? _dayFirst : _monthFirst, text, row);
        }
        else if (DateText.TryParse(text, DateOrder.YearMonthDay, out _) || CellForms.TryDigits(text, out _, out _))
        {
            _yearFirst++;
        }
        else
        {
            Unreadable++;
            Note(_unreadable, text, row);
        }
    }

    /// <summary>The refusal of a column whose order cannot be told, with how many cells and the first places.</summary>
    /// <param name="column">Its header.</param>
    public FileRefusedException Refusal(string column) =>
        IsUnreadable ? FileFault.UnreadableDates.At(0, column, FileFault.Number(Unreadable), FileFault.Number(Seen), Places(_unreadable))
        : IsMixed ? FileFault.MixedDates.At(0, column, FileFault.Number(DayFirst), Places(_dayFirst), FileFault.Number(MonthFirst), Places(_monthFirst))
        : FileFault.OpenDates.At(0, column, FileFault.Number(Either), Places(_either));

    private static void Note(List<string> places, ReadOnlySpan<byte> text, long row)
    {
        if (places.Count < MostPlaces)
        {
            places.Add($"{row}: \"{Cell.Cut(Encoding.UTF8.GetString(text))}\"");
        }
    }

    private static string Places(List<string> places) => string.Join(", ", places);
}
