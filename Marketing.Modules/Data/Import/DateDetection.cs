namespace Marketing.Data.Import;

/// <summary>Finds out in which order a file of orders writes day, month and year, from its own rows and never by guess.</summary>
internal static class DateDetection
{
    // A file whose order is certain by then is not read further: what comes later and cannot be read is rejected row by row.
    private const int Sample = 1000;

    /// <summary>Reads rows until the order is certain.</summary>
    /// <param name="records">A reader of its own, at the header.</param>
    /// <param name="columns">Columns of the file.</param>
    /// <param name="otherwise">The order to take where the rows leave it open, or null to refuse the file then.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FileRefusedException">More than half of the dates cannot be read, or the order stays open.</exception>
    public static DateOrder Detect(CsvRecords records, OrderFileColumns columns, Func<DateOrder?> otherwise, CancellationToken cancellation)
    {
        var votes = new DateVotes();
        while (records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var text = records.FieldCount <= columns.Date ? default : Cell.Trim(records[columns.Date]);
            if (text.IsEmpty)
            {
                continue;
            }

            votes.Add(text, records.Row);
            if (votes.Seen >= Sample && !votes.IsUnreadable && votes.Order is { } certain)
            {
                return certain;
            }
        }

        var order = votes.IsUnreadable ? null : votes.Order ?? (votes.IsMixed ? null : otherwise());
        return order ?? throw votes.Refusal(columns.Headers[columns.Date]);
    }
}
