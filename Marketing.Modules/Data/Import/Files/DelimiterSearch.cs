using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import.Files;

/// <summary>Finds out which sign stands between the cells of a text, and which around them.</summary>
internal static class DelimiterSearch
{
    private const int HeadBytes = 64 * 1024;
    private const double Half = 0.5;

    /// <summary>The delimiter under which most rows have as many cells as the header, and how sure that is; a file of one column has none.</summary>
    public static (FileForm Form, double Sure) Find(SourceFile file, FileForm form, ImportKind? kind, int longestRow)
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

        return best.Share < Half && form.HeaderRow == 0 && Titled(file, form, kind, longestRow) is { } titled ? titled : (best.Form, best.Cells == 1 ? 0.5 : best.Share);
    }

    // The one under which a row below titles is known as a header.
    private static (FileForm Form, double Sure)? Titled(SourceFile file, FileForm form, ImportKind? kind, int longestRow)
    {
        foreach (var (name, _) in FileText.AllDelimiters)
        {
            var candidate = form with { Delimiter = name };
            if (HeaderSearch.Find(HeaderSearch.Head(file, candidate, longestRow), kind) is { IsKnown: true } header)
            {
                return (candidate, Fit(file, candidate with { HeaderRow = header.Row }, longestRow).Share);
            }
        }

        return null;
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
}
