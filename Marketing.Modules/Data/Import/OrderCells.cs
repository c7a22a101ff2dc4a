using System.Globalization;
using System.Runtime.CompilerServices;
using Marketing.Kernel;

namespace Marketing.Data.Import;

/// <summary>Reads the cells of one order line after the other.</summary>
internal sealed class OrderCells(CsvRecords records, OrderFileColumns columns, string currency, Catalogue products, CustomerBook customers, RowIssues issues, PriceSigns? signs)
{
    private readonly byte[] _capitals = new byte[128];
    private readonly int _decimals = Money.Decimals(currency);

    private readonly byte[][] _signs = columns.Signs(currency);

    /// <summary>Reads the cells; false when the row was rejected for one of them.</summary>
    /// <param name="order">Index of the order.</param>
    /// <param name="at">Time of the row, UTC milliseconds.</param>
    /// <param name="row">What was read.</param>
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
        if (!NumberText.TryQuantity(Cell.Trim(records[columns.Quantity]), columns.DecimalComma, out var quantity, out var tooMany))
        {
            return issues.Reject(tooMany ? CleaningRule.QuantityOutOfRange : CleaningRule.UnreadableQuantity, columns.Quantity);
        }

        var rawPrice = Cell.WithoutSign(Cell.Trim(records[columns.Price]), _signs);
        if (!NumberText.TryPrice(rawPrice, columns.DecimalComma, _decimals, out var price))
        {
            return issues.Reject(price.TooLarge ? CleaningRule.PriceOutOfRange : CleaningRule.UnreadablePrice, columns.Price);
        }

        signs?.Add(rawPrice, price.Contradicts, records.Row);
        var rawCustomer = Cell.Trim(records[columns.Customer]);
        var key = Cell.WithoutZeroDecimals(rawCustomer);
        var customer = key.IsEmpty ? -1 : customers.Number(key, at);
        var name = columns.Description < 0 ? -1 : products.NameNumber(Cell.Trim(records[columns.Description]));
        var traits = (recased ? RowTraits.CodeNormalised : 0)
            | (key.Length != rawCustomer.Length ? RowTraits.CustomerNormalised : 0)
            | (price.Rounded ? RowTraits.PriceRounded : 0);
        row = new CleanRow(order, product, name, customer, at, quantity, price.Minor, traits);
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
            issues.Change(CleaningRule.PriceRounded, columns.Price, Rounded());
        }
    }

    // As it stands in the file: the row's own price may be converted by now.
    private string Rounded()
    {
        _ = NumberText.TryPrice(Cell.WithoutSign(Cell.Trim(records[columns.Price]), _signs), columns.DecimalComma, _decimals, out var price);
        return (price.Minor / (decimal)Math.Pow(10, _decimals)).ToString($"F{_decimals}", CultureInfo.InvariantCulture);
    }
}
