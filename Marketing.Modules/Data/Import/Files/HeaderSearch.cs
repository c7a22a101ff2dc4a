using System.Text;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import.Files;

/// <summary>Finds the row that names the columns: reports have a title and empty rows above it.</summary>
internal static class HeaderSearch
{
    /// <summary>Rows among which it is looked for.</summary>
    public const int Rows = 30;

    private const int LeastNames = 2;
    private static readonly FieldType[] Telling = [FieldType.Email, FieldType.Url, FieldType.Date];

    /// <summary>
    /// The first row whose cells are the usual names of a kind's columns; else the first row, unless it has one cell at most and a
    /// row of names follows it.
    /// </summary>
    /// <param name="head">First rows, each with its number; empty lines may be left out.</param>
    /// <param name="kind">What the file is said to hold, or null for any kind.</param>
    /// <returns>The row's number, and whether its names are known.</returns>
    public static (int Row, bool IsKnown) Find(IReadOnlyList<(long Row, string[] Cells)> head, ImportKind? kind)
    {
        foreach (var (row, cells) in head)
        {
            if (IsKnown(cells, kind))
            {
                return ((int)row, true);
            }
        }

        return (Shaped(head), false);
    }

    /// <summary>The first rows of a text under a form; up to the first that cannot be read.</summary>
    public static List<(long Row, string[] Cells)> Head(SourceFile file, FileForm form, int longestRow)
    {
        using var text = FileText.Open(ImportOrders.Opened(file), form);
        var head = new List<(long, string[])>();
        try
        {
            var records = FileText.Records(text, form, longestRow);
            while (head.Count < Rows && records.Read())
            {
                head.Add((records.Row, [.. Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(Cell.Trim(records[i])))]));
            }
        }
        catch (FileRefusedException)
        {
            // It is said with its place when the rows are read.
        }

        return head;
    }

    private static bool IsKnown(string[] cells, ImportKind? kind) =>
        Filled(cells) >= LeastNames && (kind is null ? AllKinds.InOrder : [kind]).Any(one => Names(ColumnMatch.Match(one, ColumnMatch.Unique(cells), []), one));

    private static bool Names(Dictionary<string, string> columns, ImportKind kind) =>
        columns.Count >= LeastNames && kind.Fields.All(field => !field.Needed || columns.ContainsKey(field.Name)) && (kind.OneOf.Count == 0 || kind.OneOf.Any(columns.ContainsKey));

    // A title stands alone in its row. What follows it is a header when it fills more than half of the widest row and holds no values.
    private static int Shaped(IReadOnlyList<(long Row, string[] Cells)> head)
    {
        var widest = head.Select(one => Filled(one.Cells)).DefaultIfEmpty(0).Max();
        if (widest < LeastNames || Filled(head[0].Cells) >= LeastNames)
        {
            return 1;
        }

        var (row, cells) = head.First(one => Filled(one.Cells) >= LeastNames && Filled(one.Cells) * 2 > widest);
        return cells.Any(IsValue) ? 1 : (int)row;
    }

    private static int Filled(string[] cells) => cells.Count(cell => cell.Length > 0);

    private static bool IsValue(string cell) => cell.All(sign => char.IsDigit(sign) || sign is '.' or ',' or '-') && cell.Length > 0 || Telling.Any(type => CellForms.LooksLike(type, cell));
}
