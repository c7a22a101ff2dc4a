using Marketing.Data;

namespace Marketing.Strategy.Audiences;

/// <summary>Whether a person may be written to. One place, so that a forecast and a decision agree.</summary>
internal static class Reach
{
    /// <summary>The reason code why not, or null.</summary>
    /// <param name="record">What the shop knows of the person, or null.</param>
    /// <param name="isSuppressed">Whether nothing may be sent to the address any more.</param>
    public static string? Obstacle(CustomerRecord? record, bool isSuppressed) => record switch
    {
        null or { Email: null or "" } => ReasonCodes.NoAddress,
        { MailConsent: false } => ReasonCodes.NoConsent,
        _ => isSuppressed ? ReasonCodes.Suppressed : null,
    };
}
