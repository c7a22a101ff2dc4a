using System.Globalization;
using System.Text;
using FluentValidation.Results;
using Marketing.Data.Import;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Promotions;

/// <summary>Reads a file of promotions: CSV with the columns name, first, last and cut, and if wanted products, category and note.</summary>
internal static class PromotionsFile
{
    private const int LongestRow = 100_000;
    private const int MostPromotions = 5_000;
    private static readonly string[] Names = ["name", "promotion", "名称", "促销"];
    private static readonly string[] Firsts = ["first", "firstday", "from", "start", "开始", "首日"];
    private static readonly string[] Lasts = ["last", "lastday", "to", "until", "end", "结束", "末日"];
    private static readonly string[] Cuts = ["cut", "discount", "降价", "降价幅度"];
    private static readonly string[] Codes = ["products", "codes", "skus", "商品"];
    private static readonly string[] Categories = ["category", "类别"];
    private static readonly string[] Notes = ["note", "备注"];

    private sealed record Columns(int Name, int First, int Last, int Cut, int Products, int Category, int Note);

    /// <summary>All promotions of the file, each once.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="isKnown">Whether a product has a code.</param>
    /// <param name="wrong">What is wrong with a promotion, or null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FileRefusedException">A row does not do; the message names it.</exception>
    public static List<PromotionDraft> Read(Stream text, Predicate<string> isKnown, Func<PromotionDraft, ValidationFailure?> wrong, CancellationToken cancellation)
    {
        var records = new CsvRecords(text, LongestRow);
        if (!records.Read())
        {
            throw FileFault.Empty.Whole();
        }

        var headers = Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records[i]).Trim()).ToList();
        records.Columns = headers;
        var columns = new Columns(Needed(headers, Names), Needed(headers, Firsts), Needed(headers, Lasts), Needed(headers, Cuts), ColumnMatch.IndexOf(headers, Codes), ColumnMatch.IndexOf(headers, Categories), ColumnMatch.IndexOf(headers, Notes));
        var (drafts, taken) = (new List<PromotionDraft>(), new HashSet<PromotionDraft>(PromotionDraft.Same));
        while (records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (records.IsStray)
            {
                throw FileFault.TextAfterQuote.At(records.Row, null);
            }

            if (records.FieldCount != headers.Count)
            {
                throw FileFault.PromotionsWidth.At(records.Row, null, $"{records.FieldCount}", $"{headers.Count}");
            }

            var draft = Row(records, headers, columns, isKnown);
            if (wrong(draft) is { } failure)
            {
                throw FileFault.PromotionWrong.At(records.Row, null, failure.ErrorMessage);
            }

            if (taken.Add(draft))
            {
                drafts.Add(draft);
            }

            if (drafts.Count > MostPromotions)
            {
                throw FileFault.PromotionsMany.At(records.Row, null, FileFault.Number(MostPromotions));
            }
        }

        return drafts.Count > 0 ? drafts : throw FileFault.NoRows.At(2, null);
    }

    private static PromotionDraft Row(CsvRecords records, List<string> headers, Columns columns, Predicate<string> isKnown)
    {
        string Text(int column) => column < 0 ? "" : Encoding.UTF8.GetString(Cell.Trim(records[column]));
        DateOnly Day(int column) => DateOnly.TryParseExact(Text(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw FileFault.RateDay.At(records.Row, headers[column], Cell.Cut(Text(column)));

        var cut = PromotionDraft.ReadCut(Text(columns.Cut)) ?? throw FileFault.PromotionCut.At(records.Row, headers[columns.Cut], Cell.Cut(Text(columns.Cut)));
        var (codes, category) = (ProductCodes.Read(Text(columns.Products), isKnown), Text(columns.Category));
        var scope = codes.Count > 0 ? PromotionScope.Products : category.Length > 0 ? PromotionScope.Category : PromotionScope.Shop;
        return new PromotionDraft(Text(columns.Name), scope, category, codes, Day(columns.First), Day(columns.Last), cut, Text(columns.Note)).Tidy();
    }

    private static int Needed(List<string> headers, string[] names)
    {
        var found = ColumnMatch.IndexOf(headers, names);
        return found >= 0 ? found : throw FileFault.PromotionsColumn.At(1, names[0], names[0], ColumnMatch.Some(headers));
    }
}
