using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>Reads the records of a file into the cells of a kind, and keeps why a row was rejected or changed.</summary>
internal sealed class RowParser
{
    private readonly CsvRecords _records;
    private readonly ImportKind _kind;
    private readonly int[] _columns;
    private readonly int[] _oneOf;
    private readonly CellReader _cells;
    private readonly string _currency;
    private readonly DateVotes?[] _votes;
    private readonly PriceSigns?[] _signs;
    private readonly int[] _held;
    private readonly DateOrder? _order;
    private readonly RowWidths _widths;

    /// <param name="records">At the first record.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="shop">The shop.</param>
    /// <param name="now">The system's time.</param>
    public RowParser(CsvRecords records, ImportPlan plan, ShopProfile shop, DateTimeOffset now)
    {
        _records = records;
        _kind = AllKinds.Of(plan.Kind);
        Headers = Header(records, plan.Form);
        ColumnMatch.Check(_kind, plan.Columns, Headers, records.Row);
        _columns = ColumnMatch.Positions(Headers, plan.Columns, _kind.Fields.Select(field => field.Name), records.Row);
        _oneOf = [.. _kind.OneOf.Select(_kind.Position)];
        _widths = new RowWidths(Headers, [.. _columns.Where((_, i) => _kind.Fields[i].Needed), .. _oneOf.Select(field => _columns[field]).Where(column => column >= 0).Order().Take(1)]);
        _cells = new CellReader(plan.Form, shop, now);
        _currency = shop.Currency;
        _order = DateOrders.Of(plan.Form.Dates);

        // Where the first rows told that the day or the month comes first, or which sign stands before decimals, all rows are held against it.
        var isFound = _order is not null and not DateOrder.YearMonthDay && !plan.Form.AreDatesSaid;
        _votes = [.. _kind.Fields.Select(field => isFound && field.Type == FieldType.Date ? new DateVotes() : null)];
        _signs = [.. _kind.Fields.Select(field => !plan.Form.IsSignSaid && field.Type is FieldType.Money or FieldType.Number or FieldType.Whole ? new PriceSigns(plan.Form.DecimalSign == "comma") : null)];
        _held = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i] >= 0 && (_votes[i] is not null || _signs[i] is not null))];
        if (plan.Form.Dates == "unknown" && _kind.Fields.Where((field, i) => field.Type == FieldType.Date && _columns[i] >= 0).Any())
        {
            throw FileFault.UnsaidDates.At(records.Row, plan.Columns.GetValueOrDefault(_kind.Fields.First(field => field.Type == FieldType.Date).Name));
        }
    }

    /// <summary>Headers told apart.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>Why the file as a whole cannot be read, as far as it was; null where it can.</summary>
    public FileRefusedException? Refusal => _held
        .Select(i => _votes[i]?.Contradiction(_order!.Value, Headers[_columns[i]]) ?? _signs[i]?.Refusal(Headers[_columns[i]]))
        .FirstOrDefault(refusal => refusal is not null);

    /// <summary>Columns of the file that fields take, by field; -1 for none.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>Looks in another opening of the file at what its rows are in the habit of.</summary>
    /// <exception cref="FileRefusedException">They show that it is read with the wrong delimiter or quote.</exception>
    public void Learn(SourceFile file, int longestRow, CancellationToken cancellation)
    {
        // The rows of a sheet all have as many cells as its widest.
        if (file.Form!.Packing != "xlsx")
        {
            using var text = FileText.Open(ImportOrders.Opened(file), file.Form);
            var records = FileText.Records(text, file.Form, longestRow);
            _ = Header(records, file.Form);
            _widths.Learn(records, cancellation);
        }
    }

    /// <summary>Skips rows that an earlier process wrote; they count for what all rows are held against.</summary>
    public void Skip(long lastRow, CancellationToken cancellation)
    {
        while (_records.Row < lastRow && _records.Read())
        {
            if (_widths.Check(_records) is null)
            {
                Hold();
            }

            if (_records.Row % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Headers of a file whose form is known.</summary>
    public static string[] HeadersOf(SourceFile source, int longestRow)
    {
        using var text = FileText.Open(ImportOrders.Opened(source), source.Form!);
        return Header(FileText.Records(text, source.Form, longestRow), source.Form);
    }

    /// <summary>Reads the header, which is the next record.</summary>
    /// <exception cref="FileRefusedException">There is none.</exception>
    public static string[] Header(CsvRecords records, FileForm? form)
    {
        FileText.ReadHeader(records, form);

        if (records.FieldCount > 1000)
        {
            throw FileFault.WideHeader.At(records.Row, null, $"{records.FieldCount}");
        }

        var headers = new string[records.FieldCount];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = Cell.Shown(Encoding.UTF8.GetString(records[i]));
        }

        var unique = ColumnMatch.Unique(headers);
        records.Columns = unique;
        return unique;
    }

    /// <summary>Fills a batch; false when the file is at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Fill(RowBatch batch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (read, rejected, changed) = (0L, 0L, 0L);
        var more = true;
        // Issues count too, so that a file of nothing but bad rows stays within its memory.
        while (batch.Count < RowBatch.Rows && batch.Issues.Count < RowBatch.Rows && (more = _records.Read()))
        {
            read++;
            var before = batch.Issues.Count;
            if (!Row(batch))
            {
                rejected++;
            }
            else if (batch.Issues.Count > before)
            {
                changed++;
            }
        }

        // At the end of the file its reader stands behind the last row.
        (batch.Done, batch.Tally) = (_records.Row - (more ? 0 : 1), (read, rejected, changed));
        return more;
    }

    private bool Row(RowBatch batch)
    {
        if (_widths.Check(_records) is { } odd)
        {
            return Reject(batch, odd, _widths.Say(odd, _records));
        }

        Hold();
        var cells = batch.Next();
        for (var i = 0; i < _columns.Length; i++)
        {
            var field = _kind.Fields[i];
            var column = _columns[i];
            var text = column < 0 ? default : Cell.Unguarded(Cell.Trim(_records[column]));
            var rule = _cells.Read(field, text, batch, out cells[i]);
            if (rule is null)
            {
                continue;
            }

            // Text is asked for again: reading another cell may have overwritten what was unescaped.
            Add(
                batch,
                rule,
                column,
                column < 0 ? default : Cell.Trim(_records[column]),
                rule == RowRule.MoneyRounded ? Amount(cells[i].Whole) : null,
                rule == RowRule.UnknownWord ? rule.Say(string.Join(", ", field.Named)) : null);
            if (rule.Effect == CleaningRule.Reject)
            {
                return false;
            }
        }

        if (_oneOf.Length > 0 && !AnyOf(cells))
        {
            return Reject(batch, _kind.OneOf.Contains("customer") ? RowRule.NobodyNamed : RowRule.NothingMeasured, null);
        }

        batch.Keep(_records.Row);
        return true;
    }

    private void Hold()
    {
        Span<byte> bare = stackalloc byte[GroupedNumber.Room];
        foreach (var i in _held)
        {
            var text = Cell.Unguarded(Cell.Trim(_records[_columns[i]]));
            if (!text.IsEmpty)
            {
                _votes[i]?.Add(text, _records.Row);
                if (text.Length <= bare.Length)
                {
                    _signs[i]?.Add(CellForms.Bare(text, bare), _records.Row);
                }
            }
        }
    }

    private bool AnyOf(ReadOnlySpan<CellValue> cells)
    {
        foreach (var field in _oneOf)
        {
            if (cells[field].Kind != CellKind.Empty)
            {
                return true;
            }
        }

        return false;
    }

    private bool Reject(RowBatch batch, CleaningRule rule, string? reason)
    {
        Add(batch, rule, -1, default, null, reason);
        return false;
    }

    private string Amount(long minor) => new Money(minor, _currency).Major.ToString(CultureInfo.InvariantCulture);

    private void Add(RowBatch batch, CleaningRule rule, int column, ReadOnlySpan<byte> value, string? made, string? reason) => batch.Issues.Add(new NewIssue(
        _records.Row,
        batch.Issues.Count > 0 && batch.Issues[^1].Row == _records.Row ? batch.Issues[^1].Position + 1 : 0,
        column < 0 ? null : Headers[column],
        Cell.Cut(Encoding.UTF8.GetString(value)),
        rule,
        Encoding.UTF8.GetString(_records.Text),
        made,
        reason));
}
