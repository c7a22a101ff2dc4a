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

    /// <summary>How the file is read, once its first batch is full.</summary>
    public OrderReading Reading { get; private set; } = new([], new FileForm("plain", "utf-8", "comma", "double", "point", "unknown", null));

    /// <summary>Which rows have the cells of the header, once the first batch is full.</summary>
    public RowWidths Widths { get; private set; } = new([], []);

    /// <summary>What was done to the rows read so far.</summary>
    public ImportTally Tally => _cleaner?.Issues.Tally ?? new ImportTally();

    /// <summary>Why the file as a whole cannot be read, as far as it was; null where it can.</summary>
    public FileRefusedException? Refusal => _cleaner?.Refusal;

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
    /// <exception cref="FileRefusedException">The file cannot be read as a whole, or nothing of it is left after cleaning.</exception>
    public OrderCleaner Finish() =>
        Cleaned.Issues.Tally.Rows == 0 ? throw FileFault.NoRows.At(2, null)
            : Cleaned.Refusal is { } refusal ? throw refusal
            : Nothing is { } nothing ? throw nothing
            : Cleaned;

    /// <summary>That nothing of the file is left after cleaning, once the last batch is full; null where something is.</summary>
    public FileRefusedException? Nothing
    {
        get
        {
            // Rows that lack nothing but a rate wait for it, even when they are the whole file.
            var (tally, issues) = (Cleaned.Issues.Tally, Cleaned.Issues);
            return tally.Lines + tally.Returns + tally.Unchanged == 0 && !issues.Rules.Touched(CleaningRule.RateMissing) && issues.First is { } first
                ? FileFault.Nothing(tally.Rows, first.Row, first.Column, first.Rule.Name, first.Reason ?? first.Rule.Reason)
                : null;
        }
    }

    private OrderCleaner Cleaned => _cleaner ?? throw new InvalidOperationException("The file has not been read.");

    private OrderCleaner Begin(CancellationToken cancellation)
    {
        // The rows of a sheet all have as many cells as its widest.
        var widths = file.Form is { Packing: "xlsx" } ? null : Beside((records, columns) => new RowWidths(columns.Headers, columns.Needed).Learn(records, cancellation));
        var isSaid = file.Form is { IsSignSaid: true };
        var before = file.Form is { IsSignSaid: true, AreDatesSaid: true } ? null : Beside(FormBefore);
        var comma = (isSaid ? file.Form : before ?? file.Form)?.DecimalSign == "comma";
        var said = file.Form is { AreDatesSaid: true } ? DateOrders.Of(file.Form.Dates) : DayOrMonthFirst(before);
        var order = said ?? Beside((records, columns) => DateDetection.Detect(records, columns, DayOrMonthFirst(file.Form), cancellation));
        var form = (file.Form ?? Reading.Form) with { DecimalSign = comma ? "comma" : "point", Dates = DateOrders.Name(order) };

        (_records, var found) = Header(file.Form is null ? file.Unpack(bytes) : FileText.Open(bytes, form));
        var columns = found with { DecimalComma = comma };
        Reading = new OrderReading([.. columns.Headers], file.Form is null ? form with { Delimiter = FileText.Name(_records.Delimiter) } : form);
        var marks = Corrections.Column(columns.Headers);
        _records.Unguards = marks >= 0;
        return new OrderCleaner(
            _records,
            columns,
            Widths = widths ?? new RowWidths(columns.Headers, columns.Needed),
            new DateColumn(_records, columns, order, isFound: said is null, new ShopCalendar(shop.TimeZone), known.Dates),
            isSaid || before is not null ? null : new PriceSigns(comma),
            shop,
            known,
            options,
            marks < 0 ? null : new Corrections(_records, marks, corrections));
    }

    private static DateOrder? DayOrMonthFirst(FileForm? form) => DateOrders.Of(form?.Dates) is { } order and not DateOrder.YearMonthDay ? order : null;

    // Another opening of the file: what tells how its rows are read may be far down.
    private T Beside<T>(Func<CsvRecords, OrderFileColumns, T> look)
    {
        using var raw = file.Open();
        using var text = file.Unpack(raw);
        var (records, columns) = Header(text);
        return look(records, columns);
    }

    // Corrected rows are written as the whole file that they come from. Where that had the year first, what a person or a program has
    // written anew since must tell by itself.
    private FileForm? FormBefore(CsvRecords records, OrderFileColumns columns)
    {
        var marks = Corrections.Column(columns.Headers);
        while (marks >= 0 && records.Read())
        {
            if (marks < records.FieldCount && Corrections.ImportOf(Cell.Trim(records[marks])) is { } import)
            {
                return corrections.Reading(import)?.Form;
            }
        }

        return null;
    }

    private (CsvRecords Records, OrderFileColumns Columns) Header(Stream text)
    {
        var records = FileText.Records(text, file.Form, options.LongestRow);
        FileText.ReadHeader(records, file.Form);
        var columns = OrderFileColumns.Of(records, file.Columns);
        records.Columns = columns.Headers;
        return (records, columns);
    }
}
