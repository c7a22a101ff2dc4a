using System.Runtime.CompilerServices;
using System.Text;

namespace Marketing.Data.Import;

/// <summary>Applies the rules to one row after the other and puts what is left into a batch. Knows the file and the shop, and no clock.</summary>
internal sealed class OrderCleaner
{
    private readonly CsvRecords _records;
    private readonly OrderFileColumns _columns;
    private readonly RowWidths _widths;
    private readonly DateColumn _dates;
    private readonly OrderCells _cells;
    private readonly PriceSigns? _signs;
    private readonly OrderDetailReader? _details;
    private readonly Corrections? _corrections;
    private byte[] _lastNumber = [];
    private int _order;
    private NumberKind _kind;
    private CorrectedRow _corrected;
    private OrderBatch _batch = new();

    public OrderCleaner(CsvRecords records, OrderFileColumns columns, RowWidths widths, DateColumn dates, PriceSigns? signs, ShopProfile shop, KnownShop known, ImportOptions options, Corrections? corrections)
    {
        _records = records;
        _columns = columns;
        _corrections = corrections;
        (_widths, _dates, _signs) = (widths, dates, signs);
        _details = columns.Details.Any ? new OrderDetailReader(records, columns, shop, new DatedRates(known.Rates, shop.TimeZone)) : null;
        Issues = new RowIssues(records, columns.Headers);
        Orders = new OrderBook(known, options);
        Customers = new CustomerBook(known);
        Products = new Catalogue(known, options.NonProductCodes, () => LatestAt < known.LastAt);
        _cells = new OrderCells(records, columns, shop.Currency, Products, Customers, Issues, signs);
    }

    public OrderBook Orders { get; }

    public CustomerBook Customers { get; }

    public Catalogue Products { get; }

    public RowIssues Issues { get; }

    /// <summary>Rows taken over that an earlier import had rejected.</summary>
    public long Corrected { get; private set; }

    /// <summary>UTC milliseconds of the newest row read.</summary>
    public long LatestAt => _dates.Latest;

    /// <summary>Why the file as a whole cannot be read, as far as it was; null where it can.</summary>
    public FileRefusedException? Refusal => _dates.Refusal ?? _signs?.Refusal(_columns.Headers[_columns.Price]);

    private ImportTally Tally => Issues.Tally;

    /// <summary>Cleans the current record of the file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clean(OrderBatch batch)
    {
        _batch = batch;
        Issues.Begin(batch);
        if (_widths.Check(_records) is { } odd)
        {
            Issues.Reject(odd, -1, _widths.Say(odd, _records));
        }
        else
        {
            Read();
        }

        Issues.End();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read()
    {
        _dates.Look();
        if (FindOrder() && ReadDate(out var at) && _cells.Read(_order, at, out var row) && Judge(row))
        {
            OrderDetails? details = null;
            if (_details is null || Convert(ref row, out details))
            {
                Take(row, details);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindOrder()
    {
        var number = Cell.Trim(_records[_columns.Number]);
        if (number.IsEmpty)
        {
            return Issues.Reject(CleaningRule.NoOrderNumber, _columns.Number);
        }

        // Rows of an order mostly follow one another.
        if (!number.SequenceEqual(_lastNumber))
        {
            _lastNumber = number.ToArray();
            _order = Orders.Number(number);
        }

        _kind = Orders.Kind(_order);
        return _corrections is null ? _kind != NumberKind.Existing || Leave(CleaningRule.ExistingOrder) : FindCorrection();
    }

    private bool ReadDate(out long at) => _dates.Read(out at) is not { } wrong || Issues.Reject(wrong, _columns.Date);

    // A row that had been rejected may join its order; any other row of an order that is there changes nothing.
    private bool FindCorrection()
    {
        if (!_corrections!.Find(_lastNumber, out _corrected))
        {
            return Leave(CleaningRule.AlreadyCorrected);
        }

        if (_kind != NumberKind.Existing)
        {
            return true;
        }

        _kind = Orders.KindOf(_lastNumber);
        return _corrected.IsCorrection || Leave(CleaningRule.ExistingOrder);
    }

    private bool Leave(CleaningRule rule)
    {
        Tally.Unchanged++;
        Issues.Note(rule);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Judge(in CleanRow row)
    {
        if (!Products.IsProduct(row.Code))
        {
            // The number alone tells nothing: shops number their orders A1001, too.
            return _kind == NumberKind.BadDebt ? Issues.Reject(CleaningRule.BadDebt, _columns.Number) : Issues.Reject(CleaningRule.NonProductCode, _columns.Code);
        }

        if (row.Price <= 0)
        {
            return Issues.Reject(CleaningRule.PriceNotPositive, _columns.Price);
        }

        // Units below zero without a customer are corrections of stock, unless the order's number says cancellation.
        if (row.Quantity == 0 || (row.Quantity < 0 && _kind == NumberKind.Sale && row.Customer < 0))
        {
            return Issues.Reject(CleaningRule.QuantityNotPositive, _columns.Quantity);
        }

        if (IsOfAnother(row))
        {
            return Issues.Reject(CleaningRule.CustomerOfOrder, _columns.Customer);
        }

        return (Orders.IsNew(row) && !IsThere(row)) || Issues.Reject(CleaningRule.DuplicateLine, -1);
    }

    // A line joins its order under the order's customer, so it must not be somebody else's.
    private bool IsOfAnother(in CleanRow row) => _corrected.Order is { } order && row.Customer >= 0 && !IsReturned(row)
        && (order.Customer is null || !Customers.Key(row.Customer).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(order.Customer)));

    // A line that was rejected because its order held it already comes back as such.
    private bool IsThere(in CleanRow row) => _corrected.IsCorrection && (IsReturned(row)
        ? _corrections!.HasReturn(_lastNumber, Products.Code(row.Code), row)
        : _corrected.Order is { } order && _corrections!.HasLine(order.Id, Products.Code(row.Code), row));

    // Whatever the order's number: shops that number their orders C1001 sell by them.
    private static bool IsReturned(in CleanRow row) => row.Quantity < 0;

    private bool Convert(ref CleanRow row, out OrderDetails? details)
    {
        details = _details!.Of(row.Order, row.At, out var unclear);
        if (details.Missing is { } missing)
        {
            return Issues.Reject(CleaningRule.RateMissing, _columns.Details.Currency, missing);
        }

        if (unclear is { } left)
        {
            Issues.Change(left.Rule, left.Column);
        }

        if (details.Currency is not null)
        {
            row = row with { Price = Math.Max(1, (long)Math.Round(row.Price / details.Rate)) };
            Issues.Note(CleaningRule.Converted);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(in CleanRow row, OrderDetails? details)
    {
        var returned = IsReturned(row);
        var owner = returned ? row.Customer : Orders.Owner(row);
        // Where the row's customer is not the order's, its country is not either.
        var country = _columns.Country < 0 || owner != row.Customer ? default : Cell.Trim(_records[_columns.Country]);
        var customer = owner < 0 ? 0 : Customers.Take(owner, country, row.At, _batch);
        var product = Products.Take(row.Code, row.Name, _batch);
        _cells.Note(row);
        if (_corrected.IsCorrection)
        {
            Corrected++;
            _batch.Corrections.Add(new NewCorrection(_corrected.Import, _corrected.Row, _lastNumber, returned ? null : _corrected.Order?.Id, product, row.Quantity, row.Price));
        }

        if (returned)
        {
            Issues.Note(CleaningRule.Cancellation);
            Return(row, customer, product);
            return;
        }

        if (_corrected.Order is null)
        {
            Orders.Take(row, customer, product, details, _batch);
        }

        Tally.Lines++;
        Settle(row, customer, product, details);
        if (owner < 0 && _corrected.Order?.Customer is null)
        {
            Tally.Anonymous++;
            Issues.Note(CleaningRule.NoCustomer);
        }

        if (owner != row.Customer)
        {
            Issues.Change(CleaningRule.OtherCustomer, _columns.Customer, owner < 0 ? "" : Encoding.UTF8.GetString(Customers.Key(owner)));
        }
    }

    private void Settle(in CleanRow row, long customer, long product, OrderDetails? details)
    {
        if (details is { Status: OrderDetails.Cancelled })
        {
            Issues.Note(CleaningRule.CancelledOrder);
        }
        else if (details is { Status: OrderDetails.Refunded })
        {
            Issues.Note(CleaningRule.RefundedOrder);
            Return(row, customer, product);
        }
    }

    private void Return(in CleanRow row, long customer, long product)
    {
        Tally.Returns++;
        _batch.Returns.Add(new NewReturn(Orders.Text(row.Order), customer, product, row.At, Math.Abs(row.Quantity), row.Price));
    }
}
