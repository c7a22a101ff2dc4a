using Marketing.Data.Intake;

namespace Marketing.Data.Webhooks;

/// <summary>Why a payload of a shop system cannot be placed. The English goes on behind the name of the field.</summary>
internal static class PayloadRule
{
    public static readonly ItemRule Missing = new("payload-missing", "is missing");
    public static readonly ItemRule NotJson = new("payload-not-json", "is not JSON: line {0}, byte {1}");
    public static readonly ItemRule NoObject = new("payload-no-object", "is not a JSON object");
    public static readonly ItemRule NoList = new("payload-no-list", "is not a list");
    public static readonly ItemRule NoText = new("payload-no-text", "is neither text nor a number");
    public static readonly ItemRule NoMoney = new("payload-no-money", "'{0}' is not an amount of money");
    public static readonly ItemRule NoUnits = new("payload-no-units", "'{0}' is not a number of units");
    public static readonly ItemRule NoTime = new("payload-no-time", "'{0}' is not a time");
    public static readonly ItemRule HalfCharacter = new("payload-half-character", "holds half a character (a lone surrogate)");
    public static readonly ItemRule NotPositive = new("payload-not-positive", "is not above 0");
    public static readonly ItemRule NoLine = new("payload-no-line", "the order has no line");
    public static readonly ItemRule NamelessLine = new("payload-nameless-line", "a line has neither sku, product_id nor title");
    public static readonly ItemRule UnsoldUnits = new("payload-unsold-units", "{0} units of {1} cannot be sold");
    public static readonly ItemRule BelowNothing = new("payload-below-nothing", "{0} was sold for less than nothing");
    public static readonly ItemRule ItemCount = new("payload-item-count", "holds {0} items; 1 to {1} are taken at once");
    public static readonly ItemRule UnknownKind = new("payload-unknown-kind", "'{0}' is none of events, orders, returns, customers, products, stock, consents");
    public static readonly ItemRule OtherForm = new("payload-other-form", "does not have the form of the REST intake: an unknown field, or a value of the wrong type");
    public static readonly ItemRule UnknownPerson = new("payload-unknown-person", "{0}: customer {1} is not known here");
}
