using System.Buffers.Text;
using System.Text;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import;

/// <summary>An order of the shop that a corrected line joins.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Customer">Key of its customer, or null for an anonymous sale.</param>
internal sealed record JoinedOrder(long Id, string? Customer);

/// <summary>A row that an earlier import had rejected.</summary>
/// <param name="Import">That import; 0 for an ordinary row.</param>
/// <param name="Row">Its row there.</param>
/// <param name="Order">Order of the shop that the row joins, or null.</param>
internal readonly record struct CorrectedRow(long Import, long Row, JoinedOrder? Order)
{
    public bool IsCorrection => Import > 0;
}

/// <summary>
/// Reads the mark that a file of rejected rows carries in each row. By it a corrected row may join an order that is in the shop,
/// once; whatever is there already stays as it is.
/// </summary>
internal sealed class Corrections(CsvRecords records, int column, DataCorrectionsStore store)
{
    /// <summary>The mark of a rejected row.</summary>
    public static string Mark(ImportId import, long row) => $"import {import.Value}, row {row}";

    /// <summary>Where a file has its marks, or -1.</summary>
    public static int Column(IReadOnlyList<string> headers)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i] == ColumnMatch.RowHeader)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What the current row corrects.</summary>
    /// <param name="number">Number of its order.</param>
    /// <param name="row">The rejected row; none when the row has no mark or names no rejected row.</param>
    /// <returns>False when the rejected row was brought in before.</returns>
    public bool Find(ReadOnlySpan<byte> number, out CorrectedRow row)
    {
        row = default;
        if (!TryRead(Cell.Trim(records[column]), out var import, out var line))
        {
            return true;
        }

        var (rejected, corrected) = store.Find(import, line);
        if (rejected && !corrected)
        {
            row = new CorrectedRow(import, line, store.Order(Encoding.UTF8.GetString(number)));
        }

        return !corrected;
    }

    /// <summary>Whether the shop holds the very same line in the order.</summary>
    public bool HasLine(long order, byte[] code, in CleanRow row) => store.HasLine(order, Encoding.UTF8.GetString(code), row.Quantity, row.Price);

    /// <summary>Whether the shop holds the very same returned line.</summary>
    public bool HasReturn(byte[] number, byte[] code, in CleanRow row) =>
        store.HasReturn(Encoding.UTF8.GetString(number), Encoding.UTF8.GetString(code), Math.Abs(row.Quantity), row.Price, row.At);

    /// <summary>The import that a mark names, or null.</summary>
    public static ImportId? ImportOf(ReadOnlySpan<byte> mark) => TryRead(mark, out var import, out _) ? new ImportId(import) : null;

    private static bool TryRead(ReadOnlySpan<byte> mark, out long import, out long row)
    {
        row = 0;
        import = 0;
        if (!mark.StartsWith("import "u8) || !Utf8Parser.TryParse(mark[7..], out import, out var used))
        {
            return false;
        }

        var rest = mark[(7 + used)..];
        return rest.StartsWith(", row "u8) && Utf8Parser.TryParse(rest[6..], out row, out used) && used == rest.Length - 6 && import > 0 && row > 0;
    }
}
