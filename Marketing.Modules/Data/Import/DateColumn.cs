using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>Reads the date of one row after the other; rows that follow one another mostly have the same.</summary>
/// <param name="records">The file.</param>
/// <param name="columns">Columns of the file.</param>
/// <param name="order">Order in which the file writes day, month and year.</param>
/// <param name="isFound">Whether the order was found in these dates, and not said by somebody.</param>
/// <param name="calendar">The shop's.</param>
/// <param name="likely">Between which instants dates lie.</param>
internal sealed class DateColumn(CsvRecords records, OrderFileColumns columns, DateOrder order, bool isFound, ShopCalendar calendar, LikelyDates likely)
{
    private readonly DateVotes _votes = new();
    private byte[] _last = [];
    private bool _isEmpty;
    private bool _isRead;
    private long _at;

    /// <summary>UTC milliseconds of the newest row read.</summary>
    public long Latest { get; private set; } = long.MinValue;

    /// <summary>Why the file as a whole cannot be read, as far as it was seen; null where it can.</summary>
    public FileRefusedException? Refusal => (isFound ? _votes.Contradiction(order, Header) : null) ?? _votes.Unread(order, Header);

    private string Header => columns.Headers[columns.Date];

    /// <summary>Looks at the date of the current row, whether the row is of use or not: all dates tell whether the file is read rightly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look()
    {
        var text = Cell.Trim(records[columns.Date]);
        _isEmpty = text.IsEmpty;
        if (_isEmpty)
        {
            return;
        }

        if (text.SequenceEqual(_last))
        {
            _votes.AddSame(text, records.Row);
            return;
        }

        _votes.Add(text, records.Row);
        _isRead = DateReading.TryRead(text, order, calendar, out _at);
        _last = text.ToArray();
    }

    /// <summary>UTC milliseconds of the current row, which was looked at; the rule it broke, or null.</summary>
    public CleaningRule? Read(out long at)
    {
        at = _at;
        if (_isEmpty || !_isRead)
        {
            return _isEmpty ? CleaningRule.NoDate : CleaningRule.UnreadableDate;
        }

        if (!likely.Hold(at))
        {
            return CleaningRule.UnlikelyDate;
        }

        Latest = Math.Max(Latest, at);
        return null;
    }
}
