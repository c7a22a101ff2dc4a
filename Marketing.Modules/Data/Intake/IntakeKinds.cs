namespace Marketing.Data.Intake;

/// <summary>The seven kinds of items.</summary>
/// <param name="latest">The latest instant that is not in the future.</param>
internal sealed class IntakeKinds(Func<DateTimeOffset> latest)
{
    private static readonly string[] OrderStates = ["open", "paid", "shipped", "done", "cancelled", "refunded"];
    private const int MostLines = 1_000;

    public IntakeKind<EventItem> Events => new(
        "event", false, item => item.Id, Judge, (rows, sender, item) => rows.AddEvent(sender, item),
        (item, line) => line with { Kind = IntakeText.Shown(item.Kind), At = item.At, Customer = item.Customer, Visitor = item.Visitor, Product = item.Product, Bot = item.Bot });

    public IntakeKind<CustomerItem> Customers => new(
        "customer", true, item => item.Id, Judge, (rows, sender, item) => rows.AddCustomer(sender, item), (item, line) => line with { Customer = item.Id });

    public IntakeKind<ProductItem> Products => new(
        "product", true, item => item.Id, Judge, (rows, sender, item) => rows.AddProduct(sender, item), (item, line) => line with { Product = item.Id });

    public IntakeKind<OrderItem> Orders => new(
        "order", true, item => item.Id, Judge, (rows, sender, item) => rows.AddOrder(sender, item),
        (item, line) => line with { Kind = IntakeText.Shown(item.Status), At = item.At, Customer = item.Customer, Visitor = item.Visitor });

    public IntakeKind<ReturnItem> Returns => new(
        "return", true, item => item.Id, Judge, (rows, sender, item) => rows.AddReturn(sender, item),
        (item, line) => line with { At = item.At, Customer = item.Customer, Product = item.Product });

    public IntakeKind<StockItem> Stock => new(
        "stock", true, item => $"{item.Product} {item.At.ToUnixTimeMilliseconds()}", Judge, (rows, sender, item) => rows.AddStock(sender, item),
        (item, line) => line with { At = item.At, Product = item.Product });

    public IntakeKind<ConsentItem> Consents => new(
        "consent", true, item => $"{item.Customer} {item.Purpose} {item.Channel} {item.At.ToUnixTimeMilliseconds()}", Judge, (rows, sender, item) => rows.AddConsent(sender, item, released: false),
        (item, line) => line with { Kind = IntakeText.Shown(item.Purpose), At = item.At, Customer = item.Customer });

    /// <summary>Consents that a person has released from quarantine.</summary>
    public IntakeKind<ConsentItem> ReleasedConsents => Consents with { Write = (rows, sender, item) => rows.AddConsent(sender, item, released: true) };

    private ItemOutcome? Judge(EventItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("id", item.Id);
        checks.Id("kind", item.Kind);
        checks.Text("kind", item.Kind, 60);
        checks.At("at", item.At);
        checks.Id("customer", item.Customer, needed: false);
        checks.Id("visitor", item.Visitor, needed: false);
        checks.Id("session", item.Session, needed: false);
        checks.Id("product", item.Product, needed: false);
        checks.Units("quantity", item.Quantity);
        checks.Money("amount", item.Amount);
        checks.Currency("currency", item.Currency);
        checks.Text("url", item.Url);
        checks.Text("search", item.Search, 500);
        checks.Object("properties", item.Properties);
        if (item.Customer is null && item.Visitor is null)
        {
            checks.Reject("visitor", ItemRule.NobodyNamed);
        }

        if (item.Product is null && item.Kind is "view" or "cart" or "remove-from-cart")
        {
            checks.Reject("product", ItemRule.NoProductNamed, item.Kind);
        }

        if (item.Kind == "identify" && (item.Customer is null || item.Visitor is null))
        {
            checks.Reject("customer", ItemRule.HalfIdentify);
        }

        return checks.Result;
    }

    private ItemOutcome? Judge(CustomerItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("id", item.Id);
        checks.Value("email", item.Email);
        checks.Email("email", item.Email);
        checks.Value("phone", item.Phone, 40);
        checks.Value("name", item.Name, 200);
        checks.Value("country", item.Country, 100);
        checks.Value("city", item.City, 100);
        checks.Value("language", item.Language, 35);
        checks.Object("attributes", item.Attributes);
        if (item.Created is { } created)
        {
            checks.At("created", created);
        }

        if (item.Tags is { Count: > 100 })
        {
            checks.Reject("tags", ItemRule.ManyTags, FieldChecks.Whole(item.Tags.Count));
        }

        for (var i = 0; i < item.Tags?.Count; i++)
        {
            checks.Id($"tags[{i}]", item.Tags[i]);
        }

        return checks.Result;
    }

    private ItemOutcome? Judge(ProductItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("id", item.Id);
        checks.Value("name", item.Name, 500);
        checks.Value("category", item.Category, 500);
        checks.Value("brand", item.Brand, 200);
        checks.Money("price", item.Price);
        checks.Money("cost", item.Cost);
        checks.Value("image", item.Image);
        checks.Value("url", item.Url);
        checks.Value("description", item.Description, 20_000);
        checks.Object("attributes", item.Attributes);
        if (item.Removed?.Contains("active") == true)
        {
            checks.Reject("active", ItemRule.NothingToTake);
        }

        return checks.Result;
    }

    private ItemOutcome? Judge(OrderItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("id", item.Id);
        checks.At("at", item.At);
        checks.Id("customer", item.Customer, needed: false);
        checks.Email("email", item.Email);
        checks.Id("visitor", item.Visitor, needed: false);
        checks.Text("country", item.Country, 100);
        checks.Currency("currency", item.Currency);
        checks.OneOf("status", item.Status ?? "done", OrderStates);
        checks.Text("coupon", item.Coupon, 100);
        checks.Text("payment", item.Payment, 100);
        checks.Money("shipping", item.Shipping);
        checks.Money("discount", item.Discount);
        if (item.Lines is not { Count: > 0 and <= MostLines })
        {
            checks.Reject("lines", ItemRule.LineCount, FieldChecks.Whole(item.Lines?.Count ?? 0), FieldChecks.Whole(MostLines));
        }

        for (var i = 0; i < item.Lines?.Count && checks.Fault is null; i++)
        {
            Judge(ref checks, $"lines[{i}]", item.Lines[i]);
        }

        return checks.Result;
    }

    private static void Judge(ref FieldChecks checks, string path, OrderLineItem? line)
    {
        if (line is null)
        {
            checks.Reject(path, ItemRule.NullLine);
            return;
        }

        checks.Id($"{path}.product", line.Product);
        checks.Text($"{path}.name", line.Name, 500);
        checks.Units($"{path}.quantity", line.Quantity);
        checks.Money($"{path}.price", line.Price);
        checks.Money($"{path}.discount", line.Discount);
    }

    private ItemOutcome? Judge(ReturnItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("id", item.Id);
        checks.Id("order", item.Order, needed: false);
        checks.At("at", item.At);
        checks.Id("customer", item.Customer, needed: false);
        checks.Id("product", item.Product);
        checks.Units("quantity", item.Quantity);
        checks.Money("price", item.Price);
        checks.Currency("currency", item.Currency);
        return checks.Result;
    }

    private ItemOutcome? Judge(StockItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("product", item.Product);
        checks.At("at", item.At);
        if (item.LeadDays is { } days && !(days >= 0 && days <= 3_650))
        {
            checks.Reject("leadDays", ItemRule.LeadDays);
        }

        return checks.Result;
    }

    private ItemOutcome? Judge(ConsentItem item)
    {
        var checks = new FieldChecks(latest());
        checks.Id("customer", item.Customer);
        checks.OneOf("purpose", item.Purpose, ConsentPurposes.All);
        checks.OneOf("channel", item.Channel, ConsentChannels.All);
        checks.At("at", item.At);
        checks.Id("source", item.Source);
        checks.Id("wording", item.Wording);
        checks.OneOf("basis", item.Basis, LawfulBases.All);
        return checks.Result;
    }
}
