using System.Runtime.CompilerServices;
using System.Text;

namespace Marketing.Data.Import;

/// <summary>Applies the rules to one row after the other and puts what is left into a batch. Knows the file and the shop, no clock and no store.</summary>
internal sealed class OrderCleaner
{
    private readonly CsvRecords _records;
    private readonly OrderFileColumns _columns;
    private readonly DateColumn _dates;
    private readonly OrderDetailReader? _details;
    private readonly int _decimals;
    private readonly byte[] _capitals = new byte[128];
    private byte[] _lastNumber = [];
    private int _order;
    private OrderBatch _batch = new();
    private long _issueRow;
    private int _issuePosition;
    private bool _changed;

    public OrderCleaner(CsvRecords records, OrderFileColumns columns, DateOrder dateOrder, ShopProfile shop, KnownShop known, ImportOptions options)
    {
        _records = records;
        _columns = columns;
        _dates = new DateColumn(records, columns, dateOrder, new ShopCalendar(shop.TimeZone));
        _decimals = Kernel.Money.Decimals(shop.Currency);
        _details = columns.Details.Any ? new OrderDetailReader(records, columns, shop, new DatedRates(known.Rates, shop.TimeZone)) : null;
        Orders = new OrderBook(known, options);
        Customers = new CustomerBook(known);
        Products = new Catalogue(known, options.NonProductCodes, () => LatestAt < known.LastAt);
    }

    public OrderBook Orders { get; }

    public CustomerBook Customers { get; }

    public Catalogue Products { get; }

    public RuleTally Rules { get; } = new();

    public ImportTally Tally { get; } = new();

    /// <summary>UTC milliseconds of the newest row read.</summary>
    public long LatestAt => _dates.Latest;

    /// <summary>The first row that was rejected, for a file of which nothing is left.</summary>
    public NewIssue? FirstRejection { get; private set; }

    /// <summary>Cleans the current record of the file.</summary>
    /// <exception cref="FileRefusedException">The row shows that the file as a whole cannot be read.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clean(OrderBatch batch)
    {
        _batch = batch;
        _changed = false;
        Tally.Rows++;
        CheckWidth();
        if (FindOrder() && (_dates.Read(out var at) || Reject(CleaningRule.NoDate, _columns.Date)) && ReadCells(at, out var row) && Judge(row))
        {
            OrderDetails? details = null;
            if (_details is null || Convert(ref row, out details))
            {
                Take(row, details);
            }
        }

        Tally.Changed += _changed ? 1 : 0;
    }

    private void CheckWidth()
    {
        if (_records.FieldCount == _columns.Headers.Count)
        {
            return;
        }

        var cut = _records.FieldCount < _columns.Headers.Count && _records.AtEnd;
        throw new FileRefusedException(
            _records.Row,
            null,
            $"The row has {_records.FieldCount} columns, the header {_columns.Headers.Count}" + (cut ? ": the file stops in the middle." : "."),
            cut ? "Export or copy the file again, as a whole." : "Put quotation marks around a field that holds a comma, and give every row all columns.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindOrder()
    {
        var number = Cell.Trim(_records[_columns.Number]);
        if (number.IsEmpty)
        {
            return Reject(CleaningRule.NoOrderNumber, _columns.Number);
        }

        // Rows of an order mostly follow one another.
        if (!number.SequenceEqual(_lastNumber))
        {
            _lastNumber = number.ToArray();
            _order = Orders.Number(number);
        }

        if (Orders.Kind(_order) != NumberKind.Existing)
        {
            return true;
        }

        Tally.Unchanged++;
        Rules.Add(CleaningRule.ExistingOrder);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadCells(long at, out CleanRow row)
    {
        row = default;
        var rawCode = _records[_columns.Code];
        var code = Cell.Capitals(Cell.Trim(rawCode), _capitals, out var recased);
        if (code.IsEmpty)
        {
            return Reject(CleaningRule.NoProductCode, _columns.Code);
        }

        recased |= code.Length != rawCode.Length;
        var product = Products.Number(code);
        if (!NumberText.TryQuantity(Cell.Trim(_records[_columns.Quantity]), out var quantity))
        {
            return Reject(CleaningRule.UnreadableQuantity, _columns.Quantity);
        }

        if (!NumberText.TryMinor(_columns.Pointed(Cell.Trim(_records[_columns.Price]), stackalloc byte[32]), _decimals, out var price, out var rounded))
        {
            RefuseDecimalComma();
            return Reject(CleaningRule.UnreadablePrice, _columns.Price);
        }

        var rawCustomer = Cell.Trim(_records[_columns.Customer]);
        var key = Cell.WithoutZeroDecimals(rawCustomer);
        var customer = key.IsEmpty ? -1 : Customers.Number(key);
        var name = _columns.Description < 0 ? -1 : Products.NameNumber(Cell.Trim(_records[_columns.Description]));
        var traits = (recased ? RowTraits.CodeNormalised : 0)
            | (key.Length != rawCustomer.Length ? RowTraits.CustomerNormalised : 0)
            | (rounded ? RowTraits.PriceRounded : 0);
        row = new CleanRow(_order, product, name, customer, at, quantity, price, traits);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Judge(in CleanRow row)
    {
        var kind = Orders.Kind(row.Order);
        if (kind == NumberKind.BadDebt)
        {
            return Reject(CleaningRule.BadDebt, _columns.Number);
        }

        if (!Products.IsProduct(row.Code))
        {
            return Reject(CleaningRule.NonProductCode, _columns.Code);
        }

        if (row.Price <= 0)
        {
            return Reject(CleaningRule.PriceNotPositive, _columns.Price);
        }

        // Units below zero without a customer are corrections of stock, unless the order's number says cancellation.
        if (row.Quantity == 0 || (row.Quantity < 0 && kind == NumberKind.Sale && row.Customer < 0))
        {
            return Reject(CleaningRule.QuantityNotPositive, _columns.Quantity);
        }

        return Orders.IsNew(row) || Reject(CleaningRule.DuplicateLine, -1);
    }

    private bool Convert(ref CleanRow row, out OrderDetails? details)
    {
        details = _details!.Of(row.Order, row.At, out var unclear);
        if (details.Missing is { } missing)
        {
            return Reject(CleaningRule.RateMissing, _columns.Details.Currency, missing);
        }

        if (unclear is { } left)
        {
            Change(left.Rule, left.Column);
        }

        if (details.Currency is not null)
        {
            row = row with { Price = Math.Max(1, (long)Math.Round(row.Price / details.Rate)) };
            Rules.Add(CleaningRule.Converted);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(in CleanRow row, OrderDetails? details)
    {
        var returned = row.Quantity < 0 || Orders.Kind(row.Order) == NumberKind.Cancellation;
        var owner = returned ? row.Customer : Orders.Owner(row);
        // Where the row's customer is not the order's, its country is not either.
        var country = _columns.Country < 0 || owner != row.Customer ? default : Cell.Trim(_records[_columns.Country]);
        var customer = owner < 0 ? 0 : Customers.Take(owner, country, row.At, _batch);
        var product = Products.Take(row.Code, row.Name, _batch);
        Note(row);
        if (returned)
        {
            Rules.Add(CleaningRule.Cancellation);
            Tally.Returns++;
            _batch.Returns.Add(new NewReturn(Orders.Text(row.Order), customer, product, row.At, Math.Abs(row.Quantity), row.Price));
            return;
        }

        Orders.Take(row, customer, product, details, _batch);
        Tally.Lines++;
        if (details is { Status: OrderDetails.Cancelled })
        {
            Rules.Add(CleaningRule.CancelledOrder);
        }
        else if (details is { Status: OrderDetails.Refunded })
        {
            Rules.Add(CleaningRule.RefundedOrder);
            Tally.Returns++;
            _batch.Returns.Add(new NewReturn(Orders.Text(row.Order), customer, product, row.At, row.Quantity, row.Price));
        }

        if (owner < 0)
        {
            Tally.Anonymous++;
            Rules.Add(CleaningRule.NoCustomer);
        }

        if (owner != row.Customer)
        {
            Change(CleaningRule.OtherCustomer, _columns.Customer);
        }
    }

    private void RefuseDecimalComma()
    {
        var price = Cell.Trim(_records[_columns.Price]);
        if (NumberText.HasDecimalComma(price))
        {
            throw new FileRefusedException(
                _records.Row,
                _columns.Headers[_columns.Price],
                $"The price \"{Encoding.UTF8.GetString(price)}\" is written with a decimal comma.",
                "Write prices with a decimal point, for example 12.50.");
        }
    }

    private void Note(in CleanRow row)
    {
        if (row.Name < 0)
        {
            Rules.Add(CleaningRule.EmptyDescription);
        }

        if ((row.Traits & RowTraits.CodeNormalised) != 0)
        {
            Rules.Add(CleaningRule.CodeNormalised);
        }

        if ((row.Traits & RowTraits.CustomerNormalised) != 0)
        {
            Rules.Add(CleaningRule.CustomerNormalised);
        }

        if ((row.Traits & RowTraits.PriceRounded) != 0)
        {
            Change(CleaningRule.PriceRounded, _columns.Price);
        }
    }

    private void Change(CleaningRule rule, int column)
    {
        _changed = true;
        Keep(rule, column);
    }

    private bool Reject(CleaningRule rule, int column, string? reason = null)
    {
        Tally.Rejected++;
        var issue = Keep(rule, column, reason);
        FirstRejection ??= issue;
        return false;
    }

    private NewIssue Keep(CleaningRule rule, int column, string? reason = null)
    {
        Rules.Add(rule);
        _issuePosition = _issueRow == _records.Row ? _issuePosition + 1 : 0;
        _issueRow = _records.Row;
        var value = column < 0 ? "" : Cell.Cut(Encoding.UTF8.GetString(_records[column]));
        var issue = new NewIssue(_records.Row, _issuePosition, column < 0 ? null : _columns.Headers[column], value, rule, Encoding.UTF8.GetString(_records.Text), reason);
        _batch.Issues.Add(issue);
        return issue;
    }
}
