using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import;

/// <summary>Reads the dates of a file. What can be read in one way only (the year first, seconds since 1970) is read in every file.</summary>
internal static class DateReading
{
    /// <summary>UTC milliseconds of a cell; false when it cannot be read.</summary>
    /// <param name="text">Without blanks at its ends.</param>
    /// <param name="order">Order in which the file writes day, month and year.</param>
    /// <param name="calendar">The shop's.</param>
    /// <param name="at">UTC milliseconds.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, DateOrder order, ShopCalendar calendar, out long at)
    {
        if (DateText.TryParse(text, order, out var written) || (order != DateOrder.YearMonthDay && DateText.TryParse(text, DateOrder.YearMonthDay, out written)))
        {
            at = calendar.ToUtc(written);
            return true;
        }

        if (!CellForms.TryDigits(text, out at, out written))
        {
            return false;
        }

        at = at == 0 ? calendar.ToUtc(written) : at;
        return true;
    }
}
