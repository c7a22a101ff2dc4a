using System.Text;

namespace Marketing.Data.Import.Files;

/// <summary>Finds out how a file is written from its first rows.</summary>
internal static class LookAtFile
{
    private const int HeadBytes = 64 * 1024;
    private const int MostRows = 2000;
    private const int SampleRows = 20;

    /// <summary>What was found, without kind and columns, and all rows read for it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chosen">What a person corrected, or null.</param>
    /// <param name="longestRow">Longest row in bytes.</param>
    public static (FileLook Look, List<IReadOnlyList<string>> Rows) Look(SourceFile file, FileForm? chosen, int longestRow)
    {
        var sure = new Dictionary<string, double>();
        var form = chosen is null ? Text(file, sure) : Said(chosen);
        if (form.Delimiter == "unknown")
        {
            (form, sure["delimiter"]) = Delimited(file, form, longestRow);
        }

        using var text = FileText.Open(ImportOrders.Opened(file), form);
        var (headers, rows) = Rows(FileText.Records(text, form, longestRow));
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

        var sheets = form.Packing == "xlsx" ? Sheets(file) : [];
        return (new FileLook(form, sure, headers, [.. rows.Take(SampleRows)], sheets, null, new Dictionary<string, string>(), null), rows);
    }

    // What differs from what was found was said, also when it is the same again later.
    private static FileForm Said(FileForm chosen) => chosen with
    {
        FoundSign = chosen.IsSignSaid ? null : chosen.FoundSign,
        FoundDates = chosen.AreDatesSaid ? null : chosen.FoundDates,
    };

    private static IReadOnlyList<string> Sheets(SourceFile file)
    {
        using var bytes = ImportOrders.Opened(file);
        return Workbook.Sheets(bytes);
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
            return new FileForm(packing, "utf-8", "comma", "double", "point", "unknown", null) { FoundSign = "point" };
        }

        bytes.Position = 0;
        (var encoding, sure["encoding"]) = FormDetection.EncodingOf(bytes, packing);
        return new FileForm(packing, encoding, "unknown", "double", "unknown", "unknown", null);
    }

    // The delimiter under which most rows have as many cells as the header; a file of one column has none.
    private static (FileForm Form, double Sure) Delimited(SourceFile file, FileForm form, int longestRow)
    {
        var best = (Form: form with { Delimiter = "comma" }, Cells: 1, Share: 0.0);
        string[] quotes = OpensWithApostrophes(file, form) ? ["double", "single"] : ["double"];
        foreach (var (name, _) in FileText.AllDelimiters)
        {
            foreach (var quote in quotes)
            {
                var candidate = form with { Delimiter = name, Quote = quote };
                var (cells, share) = Fit(file, candidate, longestRow);
                var better = cells > 1 && (share > best.Share + 0.01 || (share > best.Share - 0.01 && cells > best.Cells));
                best = better ? (candidate, cells, share) : best;
            }
        }

        return (best.Form, best.Cells == 1 ? 0.5 : best.Share);
    }

    private static (int Cells, double Share) Fit(SourceFile file, FileForm form, int longestRow)
    {
        var (cells, same, all) = (0, 0, 0);
        try
        {
            using var text = FileText.Open(ImportOrders.Opened(file), form);
            var records = FileText.Records(text, form, longestRow);
            if (!records.Read())
            {
                return (0, 0);
            }

            cells = records.FieldCount;
            while (all < 200 && records.Read())
            {
                all++;
                same += records.FieldCount == cells ? 1 : 0;
            }

            return (cells, all == 0 ? 1 : (double)same / all);
        }
        catch (FileRefusedException)
        {
            // A quote that is broken under this reading; the right one says so itself when the rows are read.
            return (cells, (double)same / (all + 1));
        }
    }

    // Whether more cells begin with an apostrophe than with a quotation mark: only then may it be what cells stand in. Otherwise a
    // quotation mark that is never closed would pass for an ordinary sign.
    private static bool OpensWithApostrophes(SourceFile file, FileForm form)
    {
        using var text = FileText.Open(ImportOrders.Opened(file), form with { Delimiter = "comma" });
        var head = new byte[HeadBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var (single, twofold) = (0, 0);
        for (var i = 0; i < length; i++)
        {
            if (i == 0 || head[i - 1] is (byte)'\n' or (byte)'\r' or (byte)',' or (byte)';' or (byte)'\t' or (byte)'|')
            {
                single += head[i] == (byte)'\'' ? 1 : 0;
                twofold += head[i] == (byte)'"' ? 1 : 0;
            }
        }

        return single > twofold;
    }

    private static (string[] Headers, List<IReadOnlyList<string>> Rows) Rows(CsvRecords records)
    {
        var headers = RowParser.Header(records);
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
