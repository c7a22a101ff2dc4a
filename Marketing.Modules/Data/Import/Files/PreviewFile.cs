using System.Globalization;
using System.Text;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using NodaTime;

namespace Marketing.Data.Import.Files;

/// <summary>Reads the first rows of a file as its import would; writes nothing.</summary>
internal static class PreviewFile
{
    /// <summary>Rows read for a preview.</summary>
    public const int MostRows = 20_000;

    private const int FirstRows = 20;
    private const int WorstRows = 100;

    /// <summary>What an import of rows of any kind but orders would do.</summary>
    public static ImportPreview Read(SourceFile file, ImportPlan plan, ShopProfile shop, DateTimeOffset now, int longestRow, CancellationToken cancellation)
    {
        using var text = FileText.Open(ImportOrders.Opened(file), plan.Form);
        var records = FileText.Records(text, plan.Form, longestRow);
        var parser = new RowParser(records, plan, shop, now);
        parser.Learn(file, longestRow, cancellation);
        var kind = AllKinds.Of(plan.Kind);
        var batch = new RowBatch(kind.Fields.Count);
        var inOrder = InFileOrder(parser.Columns);
        var first = new List<PreviewRow>();
        var worst = new List<NewIssue>();
        var (rows, accepted, rejected, changed, more) = (0L, 0L, 0L, 0L, true);

        // What would refuse the file is looked for in all of it before that is said.
        while (more && (rows < MostRows || parser.Refusal is not null))
        {
            batch.Clear();
            more = parser.Fill(batch, cancellation);
            (rows, accepted, rejected, changed) = (rows + batch.Tally.Read, accepted + batch.Count, rejected + batch.Tally.Rejected, changed + batch.Tally.Changed);
            for (var i = 0; i < batch.Count && first.Count < FirstRows; i++)
            {
                first.Add(Shown(kind, shop, batch, i, inOrder));
            }

            worst.AddRange(batch.Issues.Take(MostRows - worst.Count));
        }

        return rows == 0 ? throw FileFault.NoRows.At(2, null)
            : parser.Refusal is { } refusal ? throw refusal
            : new ImportPreview(first, Worst(worst, file.Name), rows, accepted, rejected, changed, !more)
            {
                NotUsed = ColumnMatch.NotUsed(parser.Headers, plan.Columns),
                Refusal = !more && accepted == 0 && worst.MinBy(issue => issue.Row) is { } least
                    ? FileFault.Nothing(rows, least.Row, least.Column, least.Rule.Name, least.Reason ?? least.Rule.Reason).Refusal with { File = file.Name }
                    : null,
            };
    }

    /// <summary>What an import of orders would do.</summary>
    public static ImportPreview ReadOrders(SourceFile file, ShopProfile shop, KnownShop known, ImportOptions options, DataCorrectionsStore corrections, CancellationToken cancellation)
    {
        using var bytes = new HashingStream(ImportOrders.Opened(file));
        var reader = new OrderReader(file, bytes, shop, known, options, corrections);
        var batch = new OrderBatch();
        var worst = new List<NewIssue>();
        var more = true;
        var (first, accepted) = (new List<PreviewRow>(), 0L);
        while (more && (batch.RowsRead < MostRows || reader.Refusal is not null))
        {
            batch.Clear();
            more = reader.Fill(batch, cancellation);
            accepted += batch.Lines.Count + batch.Returns.Count + batch.Corrections.Count(row => row.Order is not null);
            worst.AddRange(batch.Issues.Take(MostRows - worst.Count));
            if (first.Count == 0)
            {
                first.AddRange(Sample(file, reader.Widths, options, cancellation));
            }
        }

        if (batch.RowsRead == 0)
        {
            throw FileFault.NoRows.At(2, null);
        }

        if (reader.Refusal is { } refusal)
        {
            throw refusal;
        }

        var headers = ColumnMatch.Unique(reader.Reading.Headers);
        return new ImportPreview(first, Worst(worst, file.Name), batch.RowsRead, accepted, reader.Tally.Rejected, reader.Tally.Changed, !more)
        {
            NotUsed = ColumnMatch.NotUsed(headers, file.Columns ?? ColumnMatch.Match(OrdersKind.Kind, headers, [])),
            Refusal = !more && reader.Nothing is { } nothing ? nothing.Refusal with { File = file.Name } : null,
        };
    }

    private static List<PreviewRow> Sample(SourceFile file, RowWidths widths, ImportOptions options, CancellationToken cancellation)
    {
        using var text = file.Unpack(ImportOrders.Opened(file));
        var records = FileText.Records(text, file.Form, options.LongestRow);
        var headers = RowParser.Header(records, file.Form);
        var fields = OrdersKind.Kind.Fields;
        var columns = file.Columns ?? ColumnMatch.Match(OrdersKind.Kind, headers, []);
        var positions = ColumnMatch.Positions(headers, columns, fields.Select(field => field.Name), records.Row);
        var inOrder = InFileOrder(positions);
        var rows = new List<PreviewRow>();
        while (rows.Count < FirstRows && records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (widths.Check(records) is not null)
            {
                continue;
            }

            var values = new Dictionary<string, string>();
            foreach (var i in inOrder)
            {
                if (positions[i] >= 0)
                {
                    values[fields[i].Name] = Cell.Cut(Encoding.UTF8.GetString(records[positions[i]]));
                }
            }

            rows.Add(new PreviewRow(records.Row, values));
        }

        return rows;
    }

    // Fields as their columns follow one another in the file; those without a column come last.
    private static int[] InFileOrder(ReadOnlySpan<int> columns)
    {
        var positions = columns.ToArray();
        return [.. Enumerable.Range(0, positions.Length).OrderBy(i => positions[i] < 0 ? int.MaxValue : positions[i])];
    }

    private static List<ImportIssue> Worst(List<NewIssue> issues, string file) =>
        [.. issues.OrderBy(issue => issue.Rule.Effect == CleaningRule.Reject ? 0 : 1).ThenBy(issue => issue.Row).Take(WorstRows)
            .Select(issue => new ImportIssue(file, issue.Row, issue.Column, issue.Value, issue.Rule.Name, issue.Rule.Effect, issue.Reason ?? issue.Rule.Reason, issue.Text, issue.Made))];

    private static PreviewRow Shown(ImportKind kind, ShopProfile shop, RowBatch batch, int row, int[] inOrder)
    {
        var values = new Dictionary<string, string>();
        var cells = batch[row];
        foreach (var i in inOrder)
        {
            if (cells[i].Kind != CellKind.Empty)
            {
                values[kind.Fields[i].Name] = Shown(kind.Fields[i], shop, batch, cells[i]);
            }
        }

        return new PreviewRow(batch.Row[row], values);
    }

    private static string Shown(Field field, ShopProfile shop, RowBatch batch, in CellValue cell) => (field.Type, cell.Kind) switch
    {
        (FieldType.Date, CellKind.Whole) => Instant.FromUnixTimeMilliseconds(cell.Whole).InZone(DateTimeZoneProviders.Tzdb[shop.TimeZone]).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        (FieldType.Money, CellKind.Whole) => new Money(cell.Whole, shop.Currency).Major.ToString(CultureInfo.InvariantCulture),
        (FieldType.YesNo, CellKind.Whole) => cell.Whole == 1 ? "yes" : "no",
        (FieldType.Words, CellKind.Whole) => Word(field, cell.Whole),
        (_, CellKind.Whole) => cell.Whole.ToString(CultureInfo.InvariantCulture),
        (_, CellKind.Real) => cell.Real.ToString(CultureInfo.InvariantCulture),
        _ => Cell.Cut(Encoding.UTF8.GetString(batch.Text(cell))),
    };

    // The first accepted word of a number is its name.
    private static string Word(Field field, long number) => field.Words.FirstOrDefault(word => word.Value == number.ToString(CultureInfo.InvariantCulture)).Key ?? "";
}
