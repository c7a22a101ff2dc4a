using System.Globalization;

namespace Marketing.Data.Import;

/// <summary>One rule of cleaning. Rows it rejects or changes are kept as issues; a note is only counted.</summary>
internal sealed class CleaningRule
{
    public const string Reject = "reject";
    public const string Change = "change";
    public const string Note = "note";

    public static readonly CleaningRule ShortRow = new("short-row", Reject, "The row has fewer cells than the header. Complete the row.", "Cells found: {0}, wanted: {1}. Complete the row.");
    public static readonly CleaningRule LongRow = new("long-row", Reject, "The row has more cells than the header, so its values may stand under the wrong names. Put values that hold the delimiter into quotation marks.", "Cells found: {0}, wanted: {1}, so that values may stand under the wrong names. Put values that hold the delimiter into quotation marks, and take out what stands behind the last column.");
    public static readonly CleaningRule CutRow = new("cut-row", Reject, "The file stops in the middle of this row. Export or copy it again, as a whole.", "The file stops in the middle of this row (cells found: {0}, wanted: {1}). Export or copy it again, as a whole.");
    public static readonly CleaningRule StrayQuote = new("stray-quote", Reject, "Text follows a closing quotation mark, so that the cells of the row cannot be told apart. Write a quotation mark inside a value twice (\"\"), and close every value that begins with one.");
    public static readonly CleaningRule NoOrderNumber = new("no-order-number", Reject, "The row names no order. Enter the order's number.");
    public static readonly CleaningRule NoProductCode = new("no-product-code", Reject, "The row names no product. Enter the product's code.");
    public static readonly CleaningRule NoDate = new("no-date", Reject, "The row has no date. Enter when the order was placed.");
    public static readonly CleaningRule UnreadableDate = new("unreadable-date", Reject, "The date cannot be read. Write it like the other rows, for example 2024-12-09 12:50.");
    public static readonly CleaningRule UnlikelyDate = new("unlikely-date", Reject, "The date lies before 1990 or more than a day after now. Correct it.");
    public static readonly CleaningRule UnreadableQuantity = new("unreadable-quantity", Reject, "The quantity is not a whole number. Write digits only, with a minus in front of returned units.");
    public static readonly CleaningRule QuantityOutOfRange = new("quantity-out-of-range", Reject, "The quantity is out of range: from -100,000,000 to 100,000,000 units are taken. Correct it.");
    public static readonly CleaningRule UnreadablePrice = new("unreadable-price", Reject, "The price is not a number. Write digits and the sign before the decimals that the other rows use, without a currency sign other than that of the shop's currency, which is set on the page Settings; thousands may stand in groups of three digits. Amounts of another currency need a column that names it.");
    public static readonly CleaningRule PriceOutOfRange = new("price-out-of-range", Reject, "The price is out of range: up to 100,000,000,000,000 of the currency's smallest unit (pence, cents) are taken. Correct it.");
    public static readonly CleaningRule BadDebt = new("bad-debt", Reject, "The number marks an entry of the books, not a sale. Nothing to do, unless the shop numbers its orders so: then change Data:Import:BadDebtPrefix.");
    public static readonly CleaningRule NonProductCode = new("non-product-code", Reject, "The code stands for postage, a fee, a discount, a voucher or a test, not for a product. Nothing to do, unless it is a product: then take it off Data:Import:NonProductCodes.");
    public static readonly CleaningRule PriceNotPositive = new("price-not-positive", Reject, "The price is zero or negative: a gift, a loss or a correction, not a sale. Enter the price that was paid if it was a sale.");
    public static readonly CleaningRule QuantityNotPositive = new("quantity-not-positive", Reject, "The quantity is zero or negative and the row is no cancellation: a correction of stock, not a sale. Enter the units sold if it was a sale.");
    public static readonly CleaningRule DuplicateLine = new("duplicate-line", Reject, "The order holds the very same line already. Add the units to the first line if both were meant.");
    public static readonly CleaningRule CustomerOfOrder = new("other-customer-of-order", Reject, "The order is in the shop under another customer. Enter that order's customer, or leave the customer empty.");
    public static readonly CleaningRule PriceRounded = new("price-rounded", Change, "The price has more decimals than the currency and was rounded half to even. Nothing to do if the difference does not matter.");
    public static readonly CleaningRule OtherCustomer = new("other-customer-in-order", Change, "The row names another customer than the order's first row; the first was kept. Correct the customer in the file if it is wrong.");
    public static readonly CleaningRule RateMissing = new("rate-missing", Reject, "There is no rate of the row's currency for its day or before. Give it with 'marketing rates set' and import the rejected rows again.");
    public static readonly CleaningRule UnknownStatus = new("unknown-status", Change, "The state of the order is not known; it counts as done. Write open, paid, shipped, done, cancelled or refunded.");
    public static readonly CleaningRule UnreadableDetail = new("unreadable-detail", Change, "The amount is not a number, or is out of range, and was left out. Write digits and the sign before the decimals that the other rows use, without a currency sign.");
    public static readonly CleaningRule CancelledOrder = new("cancelled-order", Note, "The order was cancelled; it is kept and is no sale.");
    public static readonly CleaningRule RefundedOrder = new("refunded-order", Note, "The order was refunded; it is kept, and its lines as returns.");
    public static readonly CleaningRule Converted = new("converted", Note, "The amount was converted with the rate of the order's day.");
    public static readonly CleaningRule Cancellation = new("cancellation", Note, "Taken over as a return.");
    public static readonly CleaningRule NoCustomer = new("no-customer", Note, "Taken over as an anonymous sale.");
    public static readonly CleaningRule CodeNormalised = new("code-normalised", Note, "The product code was trimmed and put in capitals.");
    public static readonly CleaningRule CustomerNormalised = new("customer-number-normalised", Note, "The customer number lost the decimals that a spreadsheet had added.");
    public static readonly CleaningRule EmptyDescription = new("empty-description", Note, "The product kept the name it has in other rows.");
    public static readonly CleaningRule ExistingOrder = new("existing-order", Note, "The order is in the shop already and was left as it is.");

    public static readonly CleaningRule AlreadyCorrected = new("already-corrected", Note, "The row was brought in by an earlier correction and was left as it is.");

    /// <summary>All rules, in the order in which a row meets them.</summary>
    public static readonly IReadOnlyList<CleaningRule> All =
    [
        StrayQuote, ShortRow, LongRow, CutRow, NoOrderNumber, ExistingOrder, AlreadyCorrected, NoDate, UnreadableDate, UnlikelyDate, NoProductCode, UnreadableQuantity, QuantityOutOfRange, UnreadablePrice, PriceOutOfRange, BadDebt, NonProductCode, PriceNotPositive,
        QuantityNotPositive, CustomerOfOrder, RateMissing, DuplicateLine, PriceRounded, OtherCustomer, UnknownStatus, UnreadableDetail, CancelledOrder, RefundedOrder, Converted, Cancellation, NoCustomer, CodeNormalised, CustomerNormalised, EmptyDescription,
    ];

    internal CleaningRule(string name, string effect, string reason, string? told = null) => (Name, Effect, Reason, Told) = (name, effect, reason, told);

    /// <summary>Machine name, shown in words by the host.</summary>
    public string Name { get; }

    /// <summary><c>reject</c>, <c>change</c> or <c>note</c>.</summary>
    public string Effect { get; }

    /// <summary>What is wrong with the row and what to do about it.</summary>
    public string Reason { get; }

    /// <summary><see cref="Reason"/> with places for what only the row tells, or null where it is the same for all rows.</summary>
    public string? Told { get; }

    /// <summary><see cref="Told"/> with its values.</summary>
    public string Say(params object[] values) => string.Format(CultureInfo.InvariantCulture, Told!, values);
}

/// <summary>How many rows each rule touched.</summary>
internal sealed class RuleTally
{
    private readonly Dictionary<CleaningRule, long> _rows = CleaningRule.All.ToDictionary(rule => rule, _ => 0L);

    public void Add(CleaningRule rule) => _rows[rule]++;

    /// <summary>Whether the rule touched any row.</summary>
    public bool Touched(CleaningRule rule) => _rows[rule] > 0;

    /// <summary>The rules that touched any row.</summary>
    public IReadOnlyList<RuleCount> Counts() =>
        [.. CleaningRule.All.Where(rule => _rows[rule] > 0).Select(rule => new RuleCount(rule.Name, rule.Effect, _rows[rule]))];
}
