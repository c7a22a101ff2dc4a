namespace Marketing.Data.Intake;

/// <summary>What the writer of live facts can do inside one transaction; implemented by the store.</summary>
internal interface IIntakeRows
{
    /// <summary>Runs the storing of one item; what the store refuses is undone and told, and nothing else is touched by it.</summary>
    ItemOutcome Guarded(bool savepoint, Func<ItemOutcome> write);

    ItemOutcome AddEvent(IntakeSender sender, EventItem item);

    ItemOutcome AddCustomer(IntakeSender sender, CustomerItem item);

    ItemOutcome AddProduct(IntakeSender sender, ProductItem item);

    ItemOutcome AddOrder(IntakeSender sender, OrderItem item);

    ItemOutcome AddReturn(IntakeSender sender, ReturnItem item);

    ItemOutcome AddStock(IntakeSender sender, StockItem item);

    /// <param name="sender">Who sends.</param>
    /// <param name="item">The answer.</param>
    /// <param name="released">Whether a person has looked at it: then an address that the previous tool suppressed is no obstacle.</param>
    ItemOutcome AddConsent(IntakeSender sender, ConsentItem item, bool released);

    ItemOutcome Link(IntakeSender sender, string visitor, string customer);

    ItemOutcome KeepApart(IntakeSender sender, string kind, string id, ItemOutcome.Quarantined why, string content);
}
