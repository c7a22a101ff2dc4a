using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>Reads the date of one row after the other; rows that follow one another mostly have the same.</summary>
internal sealed class DateColumn(CsvRecords records, OrderFileColumns columns, DateOrder order, ShopCalendar calendar, LikelyDates likely)
{
    private byte[] _last = [];
    private long _at;

    /// <summary>UTC milliseconds of the newest row read.</summary>
    public long Latest { get; private set; } = long.MinValue;

    /// <summary>UTC milliseconds of the current row; the rule it broke, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public CleaningRule? Read(out long at)
    {
        var text = Cell.Trim(records[columns.Date]);
        if (!text.SequenceEqual(_last) && !text.IsEmpty && !Turn(text))
        {
            at = 0;
            return CleaningRule.UnreadableDate;
        }

        at = _at;
        return text.IsEmpty ? CleaningRule.NoDate : likely.Hold(at) ? null : CleaningRule.UnlikelyDate;
    }

    private bool Turn(ReadOnlySpan<byte> text)
    {
        if (!DateReading.TryRead(text, order, calendar, out var at))
        {
            return false;
        }

        (_last, _at) = (text.ToArray(), at);
        Latest = likely.Hold(at) ? Math.Max(Latest, at) : Latest;
        return true;
    }
}
