using System.Text;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import.Files;

/// <summary>Finds out how a file is written from its first rows.</summary>
internal static class LookAtFile
{
    private const int MostRows = 2000;
    private const int SampleRows = 20;

    /// <summary>What was found, without kind and columns, and all rows read for it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chosen">What a person corrected, or null.</param>
    /// <param name="kind">What the file is said to hold, or null.</param>
    /// <param name="longestRow">Longest row in bytes.</param>
    public static (FileLook Look, List<IReadOnlyList<string>> Rows) Look(SourceFile file, FileForm? chosen, ImportKind? kind, int longestRow)
    {
        var sure = new Dictionary<string, double>();
        var form = chosen is null ? Text(file, sure) : Said(chosen);
        if (form.Delimiter == "unknown")
        {
            (form, sure["delimiter"]) = DelimiterSearch.Find(file, form, kind, longestRow);
        }

        IReadOnlyList<string> sheets = [];
        if (form.Packing == "xlsx")
        {
            (form, sheets) = Sheet(file, form, kind, sure);
        }
        else if (form.HeaderRow == 0)
        {
            form = form with { HeaderRow = HeaderSearch.Find(HeaderSearch.Head(file, form, longestRow), kind).Row };
        }

        using var text = FileText.Open(ImportOrders.Opened(file), form);
        var (headers, rows) = Rows(FileText.Records(text, form, longestRow), form);
        if (form.DecimalSign == "unknown")
        {
            (var comma, sure["decimal"]) = SignOf(rows);
            var sign = comma ? "comma" : "point";
            form = form with { DecimalSign = sign, FoundSign = sign };
        }

        if (form.Dates == "unknown")
        {
            (var dates, sure["dates"]) = Dates(rows);
            form = form with { Dates = dates, FoundDates = dates };
        }

        return (new FileLook(form, sure, headers, [.. rows.Take(SampleRows)], sheets, null, new Dictionary<string, string>(), null), rows);
    }

    // What differs from what was found was said, also when it is the same again later.
    private static FileForm Said(FileForm chosen) => chosen with
    {
        FoundSign = chosen.IsSignSaid ? null : chosen.FoundSign,
        FoundDates = chosen.AreDatesSaid ? null : chosen.FoundDates,
    };

    // Where nobody said a sheet, the first of which a row is known as a header: a cover and notes may lie before it.
    private static (FileForm Form, IReadOnlyList<string> Sheets) Sheet(SourceFile file, FileForm form, ImportKind? kind, Dictionary<string, double> sure)
    {
        using var bytes = ImportOrders.Opened(file);
        var heads = Workbook.Heads(bytes, HeaderSearch.Rows);
        string[] sheets = [.. heads.Select(head => head.Name)];
        var looked = heads.Where(head => form.Sheet is null || head.Name == form.Sheet).Select(head => (head.Name, head.Head, Header: HeaderSearch.Find(head.Head, kind))).ToList();
        var known = looked.FindIndex(sheet => sheet.Header.IsKnown);
        if (form.Sheet is null && sheets.Length > 1)
        {
            sure["sheet"] = known >= 0 ? 1 : 0;
        }

        if (form.HeaderRow > 0 || looked.Count == 0)
        {
            // A sheet that was said and is not there is refused with the names of all when it is opened.
            return (form with { HeaderRow = Math.Max(1, form.HeaderRow) }, sheets);
        }

        var (name, _, header) = looked[known >= 0 ? known : Math.Max(0, looked.FindIndex(sheet => sheet.Head.Count > 0))];
        return (form with { HeaderRow = header.Row, Sheet = name == sheets[0] ? form.Sheet : name }, sheets);
    }

    private static FileForm Text(SourceFile file, Dictionary<string, double> sure)
    {
        using var bytes = ImportOrders.Opened(file);
        if (bytes.Length == 0)
        {
            throw FileFault.Empty.Whole();
        }

        var packing = FormDetection.Packing(bytes, file.Name);
        if (packing == "xlsx")
        {
            // Numbers and dates of its cells are what they are; texts among them may be written in any way.
            return new FileForm(packing, "utf-8", "comma", "double", "point", "unknown", null) { FoundSign = "point", HeaderRow = 0 };
        }

        bytes.Position = 0;
        (var encoding, sure["encoding"]) = FormDetection.EncodingOf(bytes, packing);
        return new FileForm(packing, encoding, "unknown", "double", "unknown", "unknown", null) { HeaderRow = 0 };
    }

    private static (string[] Headers, List<IReadOnlyList<string>> Rows) Rows(CsvRecords records, FileForm form)
    {
        var headers = RowParser.Header(records, form);
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count < MostRows && records.Read())
        {
            var cells = new string[records.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Cell.Cut(Encoding.UTF8.GetString(Cell.Trim(records[i])));
            }

            rows.Add(cells);
        }

        return (headers, rows);
    }

    // Numbers that can be read in one way only tell which sign stands before the decimals.
    private static (bool Comma, double Sure) SignOf(List<IReadOnlyList<string>> rows)
    {
        var (comma, point, both) = (0, 0, 0);
        Span<byte> plain = stackalloc byte[GroupedNumber.Room];
        foreach (var cell in rows.SelectMany(row => row))
        {
            var number = cell.Trim(' ', '€', '$', '£', '¥');
            if (number.Length is 0 or > 20 || number.AsSpan().IndexOfAny('.', ',') < 0)
            {
                continue;
            }

            var text = Encoding.UTF8.GetBytes(number);
            if (GroupedNumber.Write(text, comma: false, plain, out var notPoint) < 0)
            {
                continue;
            }

            _ = GroupedNumber.Write(text, comma: true, plain, out var notComma);
            (comma, point) = (comma + (notPoint ? 1 : 0), point + (notComma ? 1 : 0));
            both += notPoint || notComma ? 0 : 1;
        }

        return comma + point > 0 ? (comma > point, (double)Math.Max(comma, point) / (comma + point)) : (false, both > 0 ? 0.5 : 0.6);
    }

    // Columns of dates agree on the order of those that tell.
    private static (string Dates, double Sure) Dates(List<IReadOnlyList<string>> rows)
    {
        var orders = new HashSet<DateOrder>();
        var (isOpen, isMixed, isOutvoted) = (false, false, false);
        var width = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        for (var column = 0; column < width; column++)
        {
            var votes = new DateVotes();
            foreach (var row in rows.Where(row => row.Count > column && row[column].Length > 0))
            {
                votes.Add(Encoding.UTF8.GetBytes(row[column]), 0);
            }

            if (votes.Seen == 0 || votes.IsUnreadable)
            {
                continue;
            }

            if (votes.Order is { } order)
            {
                orders.Add(order);
            }

            (isOpen, isMixed) = (isOpen || votes.Order is null, isMixed || votes.IsMixed);
            isOutvoted |= votes is { Order: DateOrder.YearMonthDay, HasEither: true };
        }

        orders.Remove(DateOrder.YearMonthDay);
        return orders.Count == 1 && !isMixed ? (DateOrders.Name(orders.Single()), 1)
            : orders.Count == 0 && !isOpen ? ("year-first", isOutvoted ? 0.5 : 1)
            : ("unknown", 0);
    }
}
