using Marketing.Data.Intake;

namespace Marketing.Data.Webhooks;

/// <summary>Why a delivery is refused before it is read, or what is said of one that was understood.</summary>
internal static class DeliveryRule
{
    public static readonly ItemRule NoSecret = new("delivery-no-secret", "The secret of the shop system is not entered yet.");
    public static readonly ItemRule NoSignature = new("delivery-no-signature", "The header of the signature is missing.");
    public static readonly ItemRule WrongSignature = new("delivery-wrong-signature", "The signature does not fit the body and the secret.");
    public static readonly ItemRule OtherSignature = new("delivery-other-signature", "The signature is not of the form t=seconds,v1=hex.");
    public static readonly ItemRule OtherTime = new("delivery-other-time", "The signature is of another time: more than {0} minutes from now. Set the sender's clock, and sign anew for each attempt.");
    public static readonly ItemRule NewerKnown = new("delivery-newer-known", "A newer state of this {0} is known already.");
    public static readonly ItemRule RequestWaits = new("delivery-request-waits", "Request {0} ({1}) waits under Privacy.");
    public static readonly ItemRule UnusedTopic = new("delivery-unused-topic", "The topic {0} is not used here.");
    public static readonly ItemRule TestOrder = new("delivery-test-order", "A test order of the shop system.");
    public static readonly ItemRule DraftOrder = new("delivery-draft-order", "The order is a draft that nobody has placed yet.");
    public static readonly ItemRule NoUnitsBack = new("delivery-no-units-back", "Money was given back, but no units came back.");
    public static readonly ItemRule UnknownUnitsBack = new("delivery-unknown-units-back", "A part of the money was given back; the shop system does not say for which units, so no return was taken.");
}
