namespace Marketing.Data.Snapshots;

/// <summary>Turns stored facts, which name customers and products by id, into columns with dense indices.</summary>
internal static class BuildSnapshot
{
    /// <summary>
    /// Customers are those with an order, return, event or consent among the facts; products those with a sale, return or event.
    /// Both are told by the facts before the instant alone, so that who comes later leaves no trace. The shop of now has besides every
    /// product that it offers at a price, and apart the customers whom it knows without a fact: when they came is not known, so that an
    /// earlier picture cannot have them.
    /// </summary>
    /// <param name="facts">Facts before the instant.</param>
    /// <param name="asOf">The instant.</param>
    /// <param name="profile">Currency and time zone.</param>
    /// <param name="isNow">Whether the instant is now.</param>
    public static ShopSnapshot From(StoredFacts facts, DateTimeOffset asOf, ShopProfile profile, bool isNow)
    {
        var runs = LineRuns.Of(facts.Orders, facts.Lines);
        var customers = new SeenIds(facts.Customers.Count == 0 ? 0 : facts.Customers[^1].Id);
        customers.Mark(facts.Orders.Customer.Span);
        customers.Mark(facts.Returns.Customer.Span);
        customers.Mark(facts.Events.Customer.Span);
        customers.Mark(facts.Consents.Customers);
        var products = new SeenIds(facts.Products.Count == 0 ? 0 : facts.Products[^1].Id);
        runs.MarkProducts(products);
        products.Mark(facts.Returns.Product.Span);
        products.Mark(facts.Events.Product.Span);
        if (isNow)
        {
            products.Mark(facts.Products.Where(product => product is { Active: true, ListPrice: > 0 }).Select(product => product.Id));
        }

        var customerRows = facts.Customers.Where(customer => customers.Contains(customer.Id)).ToList();
        var newcomerRows = isNow ? facts.Customers.Where(customer => customer.Known && !customers.Contains(customer.Id)).ToList() : [];
        var productRows = facts.Products.Where(product => products.Contains(product.Id)).ToList();
        customers.Number();
        products.Number();
        var orders = runs.Columns(facts.Orders, customers, products);
        var returns = Returns(facts.Returns, customers, products);
        return new ShopSnapshot
        {
            AsOf = asOf,
            Currency = profile.Currency,
            TimeZone = profile.TimeZone,
            Customers = Customers(customerRows, facts.Consents),
            Newcomers = Customers(newcomerRows, facts.Consents),
            Products = Products(productRows, LatestPrice(productRows, orders, returns)),
            Orders = orders,
            Returns = returns,
            Events = Events(facts.Events, customers, products),
            Stocks = Stocks(facts.Stocks, products),
        };
    }

    private static CustomerColumns Customers(List<StoredCustomer> rows, StoredConsents consents) => new()
    {
        Id = [.. rows.Select(row => row.Id)],
        Key = [.. rows.Select(row => row.Key)],
        Country = [.. rows.Select(row => row.Country)],
        MailConsent = [.. rows.Select(row => consents.Mail.Contains(row.Id))],
    };

    private static ProductColumns Products(List<StoredProduct> rows, long[] price) => new()
    {
        Id = [.. rows.Select(row => row.Id)],
        Code = [.. rows.Select(row => row.Code)],
        Name = [.. rows.Select(row => row.Name)],
        Category = [.. rows.Select(row => row.Category)],
        Brand = [.. rows.Select(row => row.Brand)],
        Price = price,
        Cost = [.. rows.Select(row => row.Cost)],
        Stock = [.. rows.Select(row => row.Stock)],
        LeadDays = [.. rows.Select(row => row.LeadDays)],
        Simulated = [.. rows.Select(row => row.Simulated)],
        Active = [.. rows.Select(row => row.Active)],
    };

    private static ReturnColumns Returns(StoredReturns returns, SeenIds customers, SeenIds products) => new()
    {
        Customer = customers.IndicesOf(returns.Customer.Span),
        Product = products.IndicesOf(returns.Product.Span),
        Time = returns.Time.Take(),
        Quantity = returns.Quantity.Take(),
        Price = returns.Price.Take(),
    };

    private static EventColumns Events(StoredEvents events, SeenIds customers, SeenIds products) => new()
    {
        Customer = customers.IndicesOf(events.Customer.Span),
        Product = products.IndicesOf(events.Product.Span),
        Simulated = events.Simulated.Count > 0 && !events.Simulated.Span.Contains(false),
        SomeSimulated = events.Simulated.Span.Contains(true) && events.Simulated.Span.Contains(false) ? events.Simulated.Take() : null,
        Time = events.Time.Take(),
        Kind = events.Kind.Take(),
    };

    // Indices ascend with ids, so that the order stays. A level alone makes no product of the picture.
    private static StockColumns Stocks(StoredStocks stocks, SeenIds products)
    {
        var (product, time, units) = (new Column<int>(), new Column<long>(), new Column<int>());
        for (var i = 0; i < stocks.Product.Count; i++)
        {
            if (products.IndexOf(stocks.Product.Span[i]) is >= 0 and var index)
            {
                product.Add(index);
                time.Add(stocks.Time.Span[i]);
                units.Add(stocks.Units.Span[i]);
            }
        }

        return new StockColumns { Product = product.Take(), Time = time.Take(), Units = units.Take() };
    }

    // A gift at no price does not make a product free: the latest sale above zero counts. What was only returned has the price paid back.
    private static long[] LatestPrice(List<StoredProduct> rows, OrderColumns orders, ReturnColumns returns)
    {
        var price = new long[rows.Count];
        for (var line = 0; line < orders.Lines; line++)
        {
            if (orders.LinePrice[line] > 0)
            {
                price[orders.LineProduct[line]] = orders.LinePrice[line];
            }
        }

        var returned = new long[rows.Count];
        for (var i = 0; i < returns.Count; i++)
        {
            if (returns.Price[i] > 0)
            {
                returned[returns.Product[i]] = returns.Price[i];
            }
        }

        for (var product = 0; product < price.Length; product++)
        {
            price[product] = price[product] > 0 ? price[product] : returned[product] > 0 ? returned[product] : rows[product].ListPrice;
        }

        return price;
    }
}
