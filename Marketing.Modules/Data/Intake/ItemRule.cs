using System.Globalization;
using Marketing.Data.Ledger;

namespace Marketing.Data.Intake;

/// <summary>
/// A reason for which an item is not taken as it comes: its code, under which pages find their words, and the English that the sender
/// reads, with places for values.
/// </summary>
internal sealed class ItemRule
{
    private const string TakeOut = "Take the person out of the sending system too. An order or a yes given after the erasure makes the person a customer anew.";
    private const string LeaveNonProductOut = "a code that is a product is taken off Data:Import:NonProductCodes.";

    public static readonly ItemRule EmptyId = new("empty-id", "It is empty.", "Send the id under which your system knows it.");
    public static readonly ItemRule EmptyText = new("empty-text", "It is empty.", "Send the id, or leave the field out.");
    public static readonly ItemRule EmptyValue = new("empty-value", "It is empty.", "Send null to take the value away, or leave the field out to keep it.");
    public static readonly ItemRule NothingToTake = new("nothing-to-take", "It is null.", "Send true or false, or leave the field out to keep it.");
    public static readonly ItemRule LongId = new("long-id", "It has {0} characters, the most is {1}.", "Send the short id of your system, not a text.");
    public static readonly ItemRule LongText = new("long-text", "It has {0} characters, the most is {1}.", "Shorten it or leave it out.");
    public static readonly ItemRule BrokenText = new("broken-text", "It holds control characters or half of a character.", "Send text in UTF-8 without control characters.");
    public static readonly ItemRule NoEmail = new("no-email", "'{0}' is no e-mail address.", "Send one address such as ann@example.com, or leave the field out.");
    public static readonly ItemRule TooEarly = new("too-early", "{0} is before the year 2000.", "Send the time as ISO 8601 with a zone, such as 2026-01-31T09:30:00Z; a number of seconds or milliseconds is no time.");
    public static readonly ItemRule InFuture = new("in-future", "{0} is in the future.");
    public static readonly ItemRule NoAmount = new("no-amount", "{0} is not an amount from 0 to {1}.", "Send money in major units without a sign, such as 12.50.");
    public static readonly ItemRule NoCurrency = new("no-currency", "'{0}' is no currency.", "Send the three capital letters of ISO 4217, such as GBP.");
    public static readonly ItemRule NoUnits = new("no-units", "{0} is not a number above 0 and up to {1}.", "Send the units as a number above 0; what came back is a return.");
    public static readonly ItemRule UnknownWord = new("unknown-word", "'{0}' is not known.", "Send one of {1}.");
    public static readonly ItemRule NoObject = new("no-object", "It is not an object.", "Send a JSON object with names and values, or leave it out.");
    public static readonly ItemRule LongObject = new("long-object", "It is longer than {0} characters.", "Send fewer or shorter values.");
    public static readonly ItemRule NullItem = new("null-item", "The item is null.", "Send an object.");
    public static readonly ItemRule NullLine = new("null-line", "The line is null.", "Send an object with product, quantity and price.");
    public static readonly ItemRule NobodyNamed = new("nobody-named", "The event names neither a customer nor a visitor.", "Send the customer number, the visitor id, or both.");
    public static readonly ItemRule NoProductNamed = new("no-product-named", "A {0} names no product.", "Send the product code; what happened on a page without a product is a 'page'.");
    public static readonly ItemRule HalfIdentify = new("half-identify", "An identify names one of the two only.", "Send both the visitor id and the customer number.");
    public static readonly ItemRule ManyTags = new("many-tags", "There are {0} tags, the most is 100.", "Send the tags that matter for marketing.");
    public static readonly ItemRule LineCount = new("line-count", "The order has {0} lines.", "Send 1 to {1} lines.");
    public static readonly ItemRule LeadDays = new("lead-days", "It is not a number of days from 0 to 3,650.", "Send the days from the order at the supplier to the shelf, or leave it out.");
    public static readonly ItemRule NonProduct = new("non-product", "The code stands for postage, a fee, a discount, a voucher or a test, not for a product.", "Leave it out; " + LeaveNonProductOut);
    public static readonly ItemRule NothingSold = new("nothing-sold", "Every line stands for postage, a fee, a discount, a voucher or a test; no product is sold.", "Send postage as 'shipping' and a discount as 'discount' of the order; " + LeaveNonProductOut);
    public static readonly ItemRule SameOrder = new("same-order", "An order with the number {0} came from a file or another sender; it would count twice.");
    public static readonly ItemRule NoRate = new("no-rate", "There is no rate of {0} to {1} for {2} or before.");
    public static readonly ItemRule Suppressed = new("suppressed", "The customer's address is on the list of those to whom the previous tool no longer sent; a yes that arrives by itself does not undo that.");
    public static readonly ItemRule OtherCustomer = new("other-customer", "The visitor is another customer already.", "Give the browser a new visitor id when somebody else signs in.");
    public static readonly ItemRule ErasedNumber = new("erased-number", "The customer with this number was erased at the person's own request; nothing older than that, and nothing without a time, is taken.", TakeOut);
    public static readonly ItemRule ErasedEmail = new("erased-email", "This e-mail address belongs to a person who was erased at the person's own request; nothing older than that, and nothing without a time, is taken.", TakeOut);
    public static readonly ItemRule ErasedPhone = new("erased-phone", "This telephone number belongs to a person who was erased at the person's own request, and no e-mail address tells them apart.", "Send the e-mail address too if this is somebody else. " + TakeOut);
    public static readonly ItemRule ErasedBrowser = new("erased-browser", "This visitor id belonged to a person who was erased at the person's own request; nothing older than that is taken.", "Send what the browser did since.");
    public static readonly ItemRule QuarantineFull = new("quarantine-full", "{0} {1} items of this sender wait in quarantine already.", "Release or discard them on the page of live events, and correct the sender.");
    public static readonly ItemRule NotStored = new("not-stored", "The store refuses it: {0}", "Correct the item and send it again.");
    public static readonly ItemRule NotUnderstood = new("not-understood", "A delivery of a shop system that was not understood cannot be taken in as it is.", "Mend it in the shop system and let it send again; then discard this one.");

    internal ItemRule(string code, string reason, string fix = "") => (Code, Reason, Fix) = (code, reason, fix);

    /// <summary>Machine name, shown in words by the host.</summary>
    public string Code { get; }

    /// <summary>What is wrong, with places for the values.</summary>
    public string Reason { get; }

    /// <summary>What to do, with places for the same values, or empty.</summary>
    public string Fix { get; }

    /// <summary>Whether a reason is that the item is about somebody who was erased.</summary>
    public static bool IsOfErased(Reason? why) => why is not null && Array.Exists([ErasedNumber, ErasedEmail, ErasedPhone, ErasedBrowser], rule => rule.Code == why.Code);

    public ItemOutcome.Rejected Reject(string field, params string[] values) => new(field, Said(Reason, values), Said(Fix, values)) { Why = Why(values) };

    public ItemOutcome.Quarantined Doubt(string field, params string[] values) => new(field, Said(Reason, values)) { Why = Why(values) };

    /// <summary>The reason in code.</summary>
    public Reason Why(params string[] values) => new(Code, values);

    /// <summary>As one column of a row keeps it.</summary>
    public WrittenReason Written(params string[] values) => new(Say(values), Why(values));

    /// <summary>What is wrong, in English.</summary>
    public string Say(params string[] values) => Said(Reason, values);

    private static string Said(string text, string[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
