using Marketing.Data;

namespace Marketing.Tests.Support;

/// <summary>Builds small snapshots by hand: customers and products get indices in the order of their first mention.</summary>
internal sealed class SnapshotBuilder(DateTimeOffset asOf, string timeZone = "Europe/London", string currency = "GBP")
{
    private readonly List<string> _customers = [];
    private readonly List<string> _products = [];
    private readonly List<(long Time, int Customer, List<(int Product, int Quantity, long Price)> Lines)> _orders = [];
    private readonly List<(long Time, int Customer, int Product, int Quantity, long Price)> _returns = [];
    private readonly List<(long Time, int Customer, int Product, EventKind Kind)> _events = [];
    private readonly List<(int Product, long Time, int Units)> _levels = [];
    private readonly Dictionary<string, bool> _consents = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, string> _categories = [];
    private readonly Dictionary<string, string> _brands = [];
    private readonly HashSet<string> _ended = [];
    private readonly SortedDictionary<long, string> _newcomers = [];

    public SnapshotBuilder Customer(string key, bool mailConsent = true)
    {
        Index(_customers, key);
        _consents[key] = mailConsent;
        return this;
    }

    /// <summary>A customer whom the shop knows by the record alone. The ids of the others are 10, 20 and so on then.</summary>
    public SnapshotBuilder Newcomer(long id, string key)
    {
        _newcomers.Add(id, key);
        return this;
    }

    public SnapshotBuilder Product(string code)
    {
        Index(_products, code);
        return this;
    }

    /// <summary>A product with what is known of it.</summary>
    public SnapshotBuilder Product(string code, string name, string category = "", string brand = "")
    {
        (_names[code], _categories[code], _brands[code]) = (name, category, brand);
        return Product(code);
    }

    /// <summary>A product that the shop no longer offers.</summary>
    public SnapshotBuilder Ended(string code)
    {
        _ended.Add(code);
        return Product(code);
    }

    /// <summary>Adds an order; a null customer is an anonymous sale.</summary>
    public SnapshotBuilder Order(DateTimeOffset at, string? customer, params (string Product, int Quantity, long Price)[] lines)
    {
        _orders.Add((at.ToUnixTimeMilliseconds(), customer is null ? -1 : Index(_customers, customer), [.. lines.Select(line => (Index(_products, line.Product), line.Quantity, line.Price))]));
        return this;
    }

    public SnapshotBuilder Return(DateTimeOffset at, string? customer, string product, int quantity, long price)
    {
        _returns.Add((at.ToUnixTimeMilliseconds(), customer is null ? -1 : Index(_customers, customer), Index(_products, product), quantity, price));
        return this;
    }

    public SnapshotBuilder Event(DateTimeOffset at, string? customer, string product, EventKind kind)
    {
        _events.Add((at.ToUnixTimeMilliseconds(), customer is null ? -1 : Index(_customers, customer), Index(_products, product), kind));
        return this;
    }

    /// <summary>A level of stock that the shop told.</summary>
    public SnapshotBuilder Level(DateTimeOffset at, string product, int units)
    {
        _levels.Add((Index(_products, product), at.ToUnixTimeMilliseconds(), units));
        return this;
    }

    public ShopSnapshot Build()
    {
        var orders = _orders.OrderBy(order => order.Time).ToList();
        var returns = _returns.OrderBy(entry => entry.Time).ToList();
        var events = _events.OrderBy(entry => entry.Time).ToList();
        var levels = _levels.OrderBy(level => level.Product).ThenBy(level => level.Time).ToList();
        var lines = orders.SelectMany(order => order.Lines).ToList();
        var starts = new int[orders.Count + 1];
        for (var o = 0; o < orders.Count; o++)
        {
            starts[o + 1] = starts[o] + orders[o].Lines.Count;
        }

        var price = new long[_products.Count];
        foreach (var line in lines)
        {
            price[line.Product] = line.Price;
        }

        return new ShopSnapshot
        {
            AsOf = asOf,
            Currency = currency,
            TimeZone = timeZone,
            Customers = new CustomerColumns
            {
                Id = [.. _customers.Select((_, i) => (i + 1L) * (_newcomers.Count > 0 ? 10 : 1))],
                Key = [.. _customers],
                Country = [.. _customers.Select(_ => "United Kingdom")],
                MailConsent = [.. _customers.Select(key => _consents.GetValueOrDefault(key, true))],
            },
            Newcomers = new CustomerColumns
            {
                Id = [.. _newcomers.Keys],
                Key = [.. _newcomers.Values],
                Country = [.. _newcomers.Select(_ => "France")],
                MailConsent = new bool[_newcomers.Count],
            },
            Products = new ProductColumns
            {
                Id = [.. _products.Select((_, i) => i + 1L)],
                Code = [.. _products],
                Name = [.. _products.Select(code => _names.GetValueOrDefault(code, code))],
                Category = [.. _products.Select(code => _categories.GetValueOrDefault(code, ""))],
                Brand = [.. _products.Select(code => _brands.GetValueOrDefault(code, ""))],
                Price = price,
                Cost = [.. _products.Select(_ => -1L)],
                Stock = [.. _products.Select(_ => -1)],
                Simulated = [.. _products.Select(_ => false)],
                Active = [.. _products.Select(code => !_ended.Contains(code))],
            },
            Orders = new OrderColumns
            {
                Id = [.. orders.Select((_, i) => i + 1L)],
                Customer = [.. orders.Select(order => order.Customer)],
                Time = [.. orders.Select(order => order.Time)],
                LineStart = starts,
                LineProduct = [.. lines.Select(line => line.Product)],
                LineQuantity = [.. lines.Select(line => line.Quantity)],
                LinePrice = [.. lines.Select(line => line.Price)],
            },
            Returns = new ReturnColumns
            {
                Customer = [.. returns.Select(entry => entry.Customer)],
                Product = [.. returns.Select(entry => entry.Product)],
                Time = [.. returns.Select(entry => entry.Time)],
                Quantity = [.. returns.Select(entry => entry.Quantity)],
                Price = [.. returns.Select(entry => entry.Price)],
            },
            Events = new EventColumns
            {
                Customer = [.. events.Select(entry => entry.Customer)],
                Product = [.. events.Select(entry => entry.Product)],
                Time = [.. events.Select(entry => entry.Time)],
                Kind = [.. events.Select(entry => entry.Kind)],
                Simulated = false,
            },
            Stocks = new StockColumns
            {
                Product = [.. levels.Select(level => level.Product)],
                Time = [.. levels.Select(level => level.Time)],
                Units = [.. levels.Select(level => level.Units)],
            },
        };
    }

    private static int Index(List<string> names, string name)
    {
        var index = names.IndexOf(name);
        if (index < 0)
        {
            index = names.Count;
            names.Add(name);
        }

        return index;
    }
}
