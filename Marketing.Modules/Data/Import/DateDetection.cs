using System.Text;

namespace Marketing.Data.Import;

/// <summary>Finds out in which order a file writes day, month and year, from its own rows and never by guess.</summary>
internal static class DateDetection
{
    /// <summary>Reads rows until the order is certain; a file whose first date is year first is certain at once.</summary>
    /// <param name="records">A reader of its own, at the header.</param>
    /// <param name="columns">Columns of the file.</param>
    /// <param name="otherwise">The order to take where the rows leave it open, or null to refuse the file then.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static DateOrder Detect(CsvRecords records, OrderFileColumns columns, Func<DateOrder?> otherwise, CancellationToken cancellation)
    {
        IReadOnlyList<DateOrder>? possible = null;
        var (example, exampleRow) = ("", 0L);
        while (records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (records.FieldCount <= columns.Date)
            {
                continue;
            }

            var text = Cell.Trim(records[columns.Date]);
            if (text.IsEmpty)
            {
                continue;
            }

            var readings = DateText.Readings(text);
            var common = possible is null ? readings : [.. possible.Intersect(readings)];
            if (common.Count == 1)
            {
                return common[0];
            }

            var value = Encoding.UTF8.GetString(text);
            if (common.Count == 0)
            {
                throw readings.Count == 0 ? Unreadable(records.Row, columns, value) : Mixed(records.Row, columns, value, exampleRow, example);
            }

            (possible, example, exampleRow) = (common, value, records.Row);
        }

        return possible is null
            ? DateOrder.YearMonthDay
            : otherwise() ?? throw FileFault.OpenDates.At(exampleRow, columns.Headers[columns.Date], example);
    }

    public static FileRefusedException Unreadable(long row, OrderFileColumns columns, string value) =>
        FileFault.UnreadableDate.At(row, columns.Headers[columns.Date], Cell.Cut(value));

    public static FileRefusedException Mixed(long row, OrderFileColumns columns, string value, long firstRow, string first) =>
        FileFault.MixedDates.At(row, columns.Headers[columns.Date], Cell.Cut(value), Cell.Cut(first), $"{firstRow}");
}
