namespace Marketing.Data.Import.Files;

/// <summary>Rules that rows of every kind meet. The reasons name the fix.</summary>
internal static class RowRule
{
    public static readonly CleaningRule MissingValue = new("missing-value", CleaningRule.Reject, "The cell is empty, and the row cannot do without. Enter the value.");
    public static readonly CleaningRule NobodyNamed = new("nobody-named", CleaningRule.Reject, "The row names nobody. Enter the customer's number or address.");
    public static readonly CleaningRule NothingMeasured = new("nothing-measured", CleaningRule.Reject, "The row holds no figure. Enter at least one.");
    public static readonly CleaningRule UnreadableEmail = new("unreadable-email", CleaningRule.Reject, "This is no e-mail address. Write it as name@example.com.");
    public static readonly CleaningRule UnreadableNumber = new("unreadable-number", CleaningRule.Reject, "This is not a number. Write digits, and the sign before the decimals that the other rows use; thousands may stand in groups of three digits.");
    public static readonly CleaningRule UnreadableWhole = new("unreadable-whole-number", CleaningRule.Reject, "This is not a whole number. Write digits only.");
    public static readonly CleaningRule TooSmall = new("too-small", CleaningRule.Reject, "The number is smaller than it can be. Correct it.");
    public static readonly CleaningRule UnknownWord = new("unknown-word", CleaningRule.Reject, "The value is none of those that can be understood. Write one of the words that its column takes.", "The value is none of those that can be understood. Write one of: {0}.");
    public static readonly CleaningRule OutOfRange = new("out-of-range", CleaningRule.Reject, "The number is out of range: whole numbers up to 100,000,000 and amounts up to 100,000,000,000,000 of the currency's smallest unit are taken. Correct it.");
    public static readonly CleaningRule UnreadableYesNo = new("unreadable-yes-no", CleaningRule.Reject, "This is neither yes nor no. Write yes or no.");
    public static readonly CleaningRule TooLong = new("too-long", CleaningRule.Reject, "The value is longer than 200 characters, which no number or code is. Look for a quotation mark or line end that is missing.");
    public static readonly CleaningRule OtherCurrency = new("other-currency", CleaningRule.Reject, "The amount is in another currency than the shop's. Convert the amounts, and import them in the shop's currency.");
    public static readonly CleaningRule ErasedPerson = new("erased-person", CleaningRule.Reject, "The number, e-mail address or telephone number is that of a person who was erased at the person's own request. Take the person out of the source; an order or a yes given after the erasure makes the person a customer anew.");
    public static readonly CleaningRule UnreadableUrl = new("unreadable-address", CleaningRule.Change, "This is no address that begins with http:// or https://; the cell was left out. Write the whole address.");
    public static readonly CleaningRule TextCut = new("text-cut", CleaningRule.Change, "The text is longer than 10,000 characters; the rest was left out. Nothing to do if the beginning is enough.");
    public static readonly CleaningRule MoneyRounded = new("price-rounded", CleaningRule.Change, "The amount has more decimals than the currency and was rounded half to even. Nothing to do if the difference does not matter.");
}
