using System.Runtime.CompilerServices;
using System.Text;

namespace Marketing.Data.Import;

/// <summary>Reads the cells of one order line after the other.</summary>
internal sealed class OrderCells(CsvRecords records, OrderFileColumns columns, int decimals, Catalogue products, CustomerBook customers, RowIssues issues)
{
    private readonly byte[] _capitals = new byte[128];

    /// <summary>Looks whether the current record has as many cells as the header.</summary>
    /// <exception cref="FileRefusedException">It has not: what follows would stand under the wrong names.</exception>
    public void CheckWidth()
    {
        if (records.FieldCount == columns.Headers.Count)
        {
            return;
        }

        var cut = records.FieldCount < columns.Headers.Count && records.AtEnd;
        throw (cut ? FileFault.CutRow : FileFault.RowWidth).At(records.Row, null, $"{records.FieldCount}", $"{columns.Headers.Count}");
    }

    /// <summary>Reads the cells; false when the row was rejected for one of them.</summary>
    /// <param name="order">Index of the order.</param>
    /// <param name="at">Time of the row, UTC milliseconds.</param>
    /// <param name="row">What was read.</param>
    /// <exception cref="FileRefusedException">The row shows that the file as a whole cannot be read.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(int order, long at, out CleanRow row)
    {
        row = default;
        var rawCode = records[columns.Code];
        var code = Cell.Capitals(Cell.Trim(rawCode), _capitals, out var recased);
        if (code.IsEmpty)
        {
            return issues.Reject(CleaningRule.NoProductCode, columns.Code);
        }

        recased |= code.Length != rawCode.Length;
        var product = products.Number(code);
        if (!NumberText.TryQuantity(Cell.Trim(records[columns.Quantity]), out var quantity))
        {
            return issues.Reject(CleaningRule.UnreadableQuantity, columns.Quantity);
        }

        if (!NumberText.TryMinor(columns.Pointed(Cell.Trim(records[columns.Price]), stackalloc byte[32]), decimals, out var price, out var rounded))
        {
            RefuseDecimalComma();
            return issues.Reject(CleaningRule.UnreadablePrice, columns.Price);
        }

        var rawCustomer = Cell.Trim(records[columns.Customer]);
        var key = Cell.WithoutZeroDecimals(rawCustomer);
        var customer = key.IsEmpty ? -1 : customers.Number(key, at);
        var name = columns.Description < 0 ? -1 : products.NameNumber(Cell.Trim(records[columns.Description]));
        var traits = (recased ? RowTraits.CodeNormalised : 0)
            | (key.Length != rawCustomer.Length ? RowTraits.CustomerNormalised : 0)
            | (rounded ? RowTraits.PriceRounded : 0);
        row = new CleanRow(order, product, name, customer, at, quantity, price, traits);
        return true;
    }

    /// <summary>Counts what was done to the cells of a row that is taken over.</summary>
    public void Note(in CleanRow row)
    {
        if (row.Name < 0)
        {
            issues.Note(CleaningRule.EmptyDescription);
        }

        if ((row.Traits & RowTraits.CodeNormalised) != 0)
        {
            issues.Note(CleaningRule.CodeNormalised);
        }

        if ((row.Traits & RowTraits.CustomerNormalised) != 0)
        {
            issues.Note(CleaningRule.CustomerNormalised);
        }

        if ((row.Traits & RowTraits.PriceRounded) != 0)
        {
            issues.Change(CleaningRule.PriceRounded, columns.Price);
        }
    }

    private void RefuseDecimalComma()
    {
        var price = Cell.Trim(records[columns.Price]);
        if (NumberText.HasDecimalComma(price))
        {
            throw FileFault.DecimalComma.At(records.Row, columns.Headers[columns.Price], Encoding.UTF8.GetString(price));
        }
    }
}
