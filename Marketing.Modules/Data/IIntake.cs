using System.Text.Json;

namespace Marketing.Data;

/// <summary>Through which door facts come in.</summary>
public enum IntakeDoor : long
{
    /// <summary>A file brought by a person.</summary>
    File = 1,

    /// <summary>The REST interface.</summary>
    Api = 2,

    /// <summary>A shop system's webhook.</summary>
    Webhook = 3,

    /// <summary>The tracking script.</summary>
    Tracking = 4,
}

/// <summary>Who sends. Ids of items are unique within a sender.</summary>
/// <param name="Door">Through which door.</param>
/// <param name="Name">Stable name of the sender: of an API key, a webhook, a tracked site; at most 100 characters.</param>
public sealed record IntakeSender(IntakeDoor Door, string Name);

/// <summary>Something a visitor or customer did.</summary>
/// <param name="Id">The sender's id; the same id again changes nothing.</param>
/// <param name="Kind"><c>page view cart remove-from-cart search checkout purchase identify</c>, or a name of the shop's own.</param>
/// <param name="At">When.</param>
/// <param name="Customer">The shop's customer number, or null.</param>
/// <param name="Visitor">The first-party visitor id, or null; one of the two is needed.</param>
/// <param name="Session">The visit, or null.</param>
/// <param name="Product">Product code, or null.</param>
/// <param name="Quantity">Units, or null.</param>
/// <param name="Amount">Money in major units of <paramref name="Currency"/>, or null.</param>
/// <param name="Currency">ISO 4217 code, or null for the shop's.</param>
/// <param name="Url">Address of the page, or null.</param>
/// <param name="Search">Words searched for, or null.</param>
/// <param name="Bot">Whether the sender takes it for a program's doing (bots, prefetching); such events are kept apart from learning.</param>
/// <param name="Properties">Whatever else, a JSON object, or null.</param>
public sealed record EventItem(string Id, string Kind, DateTimeOffset At, string? Customer, string? Visitor, string? Session, string? Product, double? Quantity, decimal? Amount, string? Currency, string? Url, string? Search, bool Bot, JsonElement? Properties);

/// <summary>A customer; fields left null stay as they are unless they are named as <see cref="PatchItem.Removed"/>.</summary>
/// <param name="Id">The shop's customer number.</param>
/// <param name="Email">Address.</param>
/// <param name="Phone">Phone number.</param>
/// <param name="Name">Name.</param>
/// <param name="Country">Country.</param>
/// <param name="City">Town.</param>
/// <param name="Language">Language tag.</param>
/// <param name="Created">Since when a customer.</param>
/// <param name="Tags">Words the shop uses, or null to leave them.</param>
/// <param name="Attributes">Whatever else, a JSON object, or null to leave it.</param>
public sealed record CustomerItem(string Id, string? Email, string? Phone, string? Name, string? Country, string? City, string? Language, DateTimeOffset? Created, IReadOnlyList<string>? Tags, JsonElement? Attributes) : PatchItem;

/// <summary>A product; fields left null stay as they are unless they are named as <see cref="PatchItem.Removed"/>.</summary>
/// <param name="Id">The shop's product code.</param>
/// <param name="Name">Name.</param>
/// <param name="Category">Path from the root, parts separated by <c> &gt; </c>.</param>
/// <param name="Brand">Brand.</param>
/// <param name="Price">List price in major units of the shop's currency.</param>
/// <param name="Cost">Cost of one unit in major units.</param>
/// <param name="Image">Address of a picture.</param>
/// <param name="Url">Address of its page.</param>
/// <param name="Description">Text.</param>
/// <param name="Active">Whether it is sold now.</param>
/// <param name="Attributes">Whatever else, a JSON object, or null to leave it.</param>
public sealed record ProductItem(string Id, string? Name, string? Category, string? Brand, decimal? Price, decimal? Cost, string? Image, string? Url, string? Description, bool? Active, JsonElement? Attributes) : PatchItem;

/// <summary>One line of an order.</summary>
/// <param name="Product">Product code; a line for postage, a fee, a discount, a voucher or a test (<c>Data:Import:NonProductCodes</c>) is left out.</param>
/// <param name="Name">Product name, for a product not known yet, or null.</param>
/// <param name="Quantity">Units, above 0.</param>
/// <param name="Price">Price of one unit in major units, after discount.</param>
/// <param name="Discount">Money taken off the line in major units, or null.</param>
public sealed record OrderLineItem(string Product, string? Name, int Quantity, decimal Price, decimal? Discount);

/// <summary>An order. The same number again replaces what this sender said of it; the same content again changes nothing.</summary>
/// <param name="Id">Order number.</param>
/// <param name="At">When it was placed.</param>
/// <param name="Customer">Customer number, or null for an anonymous sale.</param>
/// <param name="Email">Address given with the order, or null.</param>
/// <param name="Visitor">Visitor id, or null: links the visitor's earlier events to the customer.</param>
/// <param name="Country">Country, or null.</param>
/// <param name="Currency">ISO 4217 code, or null for the shop's. Another one needs a dated rate, else the order is kept apart.</param>
/// <param name="Status"><c>open paid shipped done cancelled refunded</c>; a cancelled order is no sale.</param>
/// <param name="Coupon">Coupon code, or null.</param>
/// <param name="Payment">Method of payment, or null.</param>
/// <param name="Shipping">Postage in major units, or null.</param>
/// <param name="Discount">Money taken off the order as a whole in major units, or null.</param>
/// <param name="Lines">At least one.</param>
public sealed record OrderItem(string Id, DateTimeOffset At, string? Customer, string? Email, string? Visitor, string? Country, string? Currency, string? Status, string? Coupon, string? Payment, decimal? Shipping, decimal? Discount, IReadOnlyList<OrderLineItem> Lines);

/// <summary>Units that came back.</summary>
/// <param name="Id">The sender's id of the return.</param>
/// <param name="Order">Number of the order, or null.</param>
/// <param name="At">When.</param>
/// <param name="Customer">Customer number, or null for the order's.</param>
/// <param name="Product">Product code.</param>
/// <param name="Quantity">Units, above 0.</param>
/// <param name="Price">Money given back for one unit in major units.</param>
/// <param name="Currency">ISO 4217 code, or null for the shop's.</param>
public sealed record ReturnItem(string Id, string? Order, DateTimeOffset At, string? Customer, string Product, int Quantity, decimal Price, string? Currency);

/// <summary>A level of stock.</summary>
/// <param name="Product">Product code.</param>
/// <param name="Units">Units on the shelf.</param>
/// <param name="At">As of when; the latest holds.</param>
/// <param name="LeadDays">Days from an order at the supplier to the shelf, or null to leave it.</param>
public sealed record StockItem(string Product, int Units, DateTimeOffset At, double? LeadDays);

/// <summary>A yes or no of a customer.</summary>
/// <param name="Customer">Customer number.</param>
/// <param name="Purpose">One of <see cref="ConsentPurposes"/>.</param>
/// <param name="Channel">One of <see cref="ConsentChannels"/>.</param>
/// <param name="Granted">Yes or no.</param>
/// <param name="At">When it was given; the latest holds.</param>
/// <param name="Source">Where it was given, for example <c>checkout</c>.</param>
/// <param name="Wording">Version of the wording shown.</param>
/// <param name="Basis">Lawful basis, for example <c>consent</c>, <c>contract</c>, <c>legitimate-interest</c>.</param>
public sealed record ConsentItem(string Customer, string Purpose, string Channel, bool Granted, DateTimeOffset At, string Source, string Wording, string Basis);

/// <summary>What became of one item.</summary>
public abstract record ItemOutcome
{
    private ItemOutcome()
    {
    }

    /// <summary>On disk.</summary>
    public sealed record Accepted : ItemOutcome;

    /// <summary>Was there already; nothing changed.</summary>
    public sealed record Repeated : ItemOutcome;

    /// <summary>On disk, but apart from what is learned from and reported, until somebody has looked.</summary>
    /// <param name="Field">Field concerned.</param>
    /// <param name="Reason">Why, in English.</param>
    public sealed record Quarantined(string Field, string Reason) : ItemOutcome
    {
        /// <summary>Why, in code, shown in words of the reader's language by the host (resource <c>Item.CODE</c>), or null.</summary>
        public Reason? Why { get; init; }
    }

    /// <summary>Not taken; nothing of it was kept.</summary>
    /// <param name="Field">Field concerned.</param>
    /// <param name="Reason">What is wrong, in English.</param>
    /// <param name="Fix">What to do, in English.</param>
    public sealed record Rejected(string Field, string Reason, string Fix) : ItemOutcome
    {
        /// <summary>What is wrong, in code, shown in words of the reader's language by the host (resources <c>Item.CODE</c> and <c>Item.CODE.Fix</c>), or null.</summary>
        public Reason? Why { get; init; }
    }
}

/// <summary>
/// Live intake of facts. Each call answers only once everything accepted is on disk; many callers share one commit. The outcome
/// of each item stands at its place; a wrong item takes nothing from the good ones.
/// </summary>
public interface IIntake
{
    /// <summary>Takes events.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<EventItem> items, CancellationToken cancellation);

    /// <summary>Takes customers.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<CustomerItem> items, CancellationToken cancellation);

    /// <summary>Takes products.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<ProductItem> items, CancellationToken cancellation);

    /// <summary>Takes orders.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<OrderItem> items, CancellationToken cancellation);

    /// <summary>Takes returns.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<ReturnItem> items, CancellationToken cancellation);

    /// <summary>Takes levels of stock.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<StockItem> items, CancellationToken cancellation);

    /// <summary>Takes consents.</summary>
    Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<ConsentItem> items, CancellationToken cancellation);

    /// <summary>Says that a visitor is a customer, for what the visitor did and will do. A visitor of another customer already is refused.</summary>
    Task<ItemOutcome> IdentifyAsync(IntakeSender sender, string visitor, string customer, CancellationToken cancellation);
}
