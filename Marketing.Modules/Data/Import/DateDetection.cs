namespace Marketing.Data.Import;

/// <summary>Finds out in which order a file of orders writes day, month and year, from its own rows and never by guess.</summary>
internal static class DateDetection
{
    // A file whose order is certain by then is not read further: what comes later is held against it while the rows are cleaned.
    private const int Sample = 1000;

    /// <summary>Reads rows until the order is certain.</summary>
    /// <param name="records">A reader of its own, at the header.</param>
    /// <param name="columns">Columns of the file.</param>
    /// <param name="otherwise">The order that another source knows, with the day or the month first, or null. It holds where the rows leave it open.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FileRefusedException">More than half of the dates cannot be read, or the order stays open.</exception>
    public static DateOrder Detect(CsvRecords records, OrderFileColumns columns, DateOrder? otherwise, CancellationToken cancellation)
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
            if (votes.Seen >= Sample && Of(votes, null) is { } && Of(votes, otherwise) is { } certain)
            {
                return certain;
            }
        }

        return Of(votes, otherwise) ?? throw votes.Refusal(columns.Headers[columns.Date]);
    }

    // Dates with the year first are read in every order: beside another source they settle nothing.
    private static DateOrder? Of(DateVotes votes, DateOrder? otherwise) =>
        votes.IsUnreadable || votes.IsMixed ? null
        : votes.Order is null or DateOrder.YearMonthDay ? otherwise ?? votes.Order
        : votes.Order;
}
