using System.Runtime.CompilerServices;
using Marketing.Data.Import.Files;
using Marketing.Data.Sql;

namespace Marketing.Data.Import;

/// <summary>Reads one file from header to end into batches of clean rows.</summary>
internal sealed class OrderReader(SourceFile file, HashingStream bytes, ShopProfile shop, KnownShop known, ImportOptions options, DataCorrectionsStore corrections)
{
    private const int RowsBetweenLooks = 1024;
    private CsvRecords? _records;
    private OrderCleaner? _cleaner;
    private string _priceColumn = "";

    /// <summary>How the file is read, once its first batch is full.</summary>
    public OrderReading Reading { get; private set; } = new([], new FileForm("plain", "utf-8", "comma", "double", "point", "unknown", null));

    /// <summary>Fills a batch; false when the file is at its end.</summary>
    /// <exception cref="FileRefusedException">The file cannot be imported.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Fill(OrderBatch batch, CancellationToken cancellation)
    {
        try
        {
            var cleaner = _cleaner ??= Begin(cancellation);
            var more = true;
            for (var i = 0; i < OrderBatch.Rows && (more = _records!.Read()); i++)
            {
                cleaner.Clean(batch);
                if (i % RowsBetweenLooks == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            }

            batch.RowsRead = cleaner.Issues.Tally.Rows;
            batch.Share = bytes.Length == 0 ? 1 : (double)bytes.Position / bytes.Length;
            return more;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw FileFault.EndedAt((_records?.Row ?? 0) + 1, e);
        }
    }

    /// <summary>What was found, once the last batch is full.</summary>
    /// <exception cref="FileRefusedException">Nothing of the file is left after cleaning.</exception>
    public OrderCleaner Finish()
    {
        var cleaner = _cleaner ?? throw new InvalidOperationException("The file has not been read.");
        var tally = cleaner.Issues.Tally;
        if (tally.Rows == 0)
        {
            throw FileFault.NoRows.At(2, null);
        }

        if (file.Form is null)
        {
            cleaner.PriceSigns.RefuseComma(_priceColumn);
        }

        // Rows that lack nothing but a rate wait for it, even when they are the whole file.
        if (tally.Lines + tally.Returns + tally.Unchanged == 0 && !cleaner.Issues.Rules.Touched(CleaningRule.RateMissing) && cleaner.Issues.First is { } first)
        {
            throw FileFault.Nothing(tally.Rows, first.Row, first.Column, first.Rule.Name, first.Rule.Reason);
        }

        return cleaner;
    }

    private OrderCleaner Begin(CancellationToken cancellation)
    {
        var order = DetectDates(cancellation);
        (_records, var columns) = Header(file.Unpack(bytes));
        var form = file.Form ?? Reading.Form with { Delimiter = FileText.Name(_records.Delimiter) };
        _priceColumn = columns.Headers[columns.Price];
        Reading = new OrderReading([.. columns.Headers], form with { Dates = DateOrders.Name(order) });
        var marks = Corrections.Column(columns.Headers);
        _records.Unguards = marks >= 0;
        return new OrderCleaner(_records, columns, order, shop, known, options, marks < 0 ? null : new Corrections(_records, marks, corrections));
    }

    // A second opening of the file: the row that decides between day and month first may be far down.
    private DateOrder DetectDates(CancellationToken cancellation)
    {
        if (DateOrders.Of(file.Form?.Dates) is { } said)
        {
            return said;
        }

        using var raw = file.Open();
        using var text = file.Unpack(raw);
        var (records, columns) = Header(text);
        return DateDetection.Detect(records, columns, OfMarks, cancellation);
    }

    // Few corrected rows may leave open what the rows of their whole file decided.
    private DateOrder? OfMarks()
    {
        using var raw = file.Open();
        using var text = file.Unpack(raw);
        var (records, columns) = Header(text);
        var marks = Corrections.Column(columns.Headers);
        return marks >= 0 && records.Read() && marks < records.FieldCount && Corrections.ImportOf(Cell.Trim(records[marks])) is { } import
            ? DateOrders.Of(corrections.Reading(import)?.Form.Dates)
            : null;
    }

    private (CsvRecords Records, OrderFileColumns Columns) Header(Stream text)
    {
        var records = FileText.Records(text, file.Form, options.LongestRow);
        if (!records.Read())
        {
            throw FileFault.Empty.Whole();
        }

        var columns = OrderFileColumns.Of(records, file.Columns) with { DecimalComma = file.Form?.DecimalSign == "comma" };
        records.Columns = columns.Headers;
        return (records, columns);
    }
}
