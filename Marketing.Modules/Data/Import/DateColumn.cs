using System.Runtime.CompilerServices;
using System.Text;

namespace Marketing.Data.Import;

/// <summary>Reads the date of one row after the other; rows that follow one another mostly have the same.</summary>
internal sealed class DateColumn(CsvRecords records, OrderFileColumns columns, DateOrder order, ShopCalendar calendar)
{
    private byte[] _last = [];
    private long _at;
    private long _firstRow;
    private string _first = "";

    /// <summary>UTC milliseconds of the newest row read.</summary>
    public long Latest { get; private set; } = long.MinValue;

    /// <summary>UTC milliseconds of the current row; false when it has no date.</summary>
    /// <exception cref="FileRefusedException">There is a date, and it is not written like the others.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(out long at)
    {
        var text = Cell.Trim(records[columns.Date]);
        if (!text.SequenceEqual(_last) && !text.IsEmpty)
        {
            Turn(text);
        }

        at = _at;
        return !text.IsEmpty;
    }

    private void Turn(ReadOnlySpan<byte> text)
    {
        if (!DateText.TryParse(text, order, out var written))
        {
            var value = Encoding.UTF8.GetString(text);
            throw _firstRow == 0 || DateText.Readings(text).Count == 0
                ? DateDetection.Unreadable(records.Row, columns, value)
                : DateDetection.Mixed(records.Row, columns, value, _firstRow, _first);
        }

        _last = text.ToArray();
        _at = calendar.ToUtc(written);
        Latest = Math.Max(Latest, _at);
        if (_firstRow == 0)
        {
            (_firstRow, _first) = (records.Row, Encoding.UTF8.GetString(text));
        }
    }
}
