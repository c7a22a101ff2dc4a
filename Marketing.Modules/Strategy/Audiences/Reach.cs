using Marketing.Data;

namespace Marketing.Strategy.Audiences;

/// <summary>Whether a person may be written to. One place, so that a forecast and a decision agree.</summary>
internal static class Reach
{
    /// <summary>The reason code why not, or null.</summary>
    public static string? Obstacle(CustomerRecord? record) => record switch
    {
        null or { Email: null or "" } => ReasonCodes.NoAddress,
        { MailConsent: false } => ReasonCodes.NoConsent,
        _ => null,
    };

    public static bool IsPossible(CustomerRecord record) => Obstacle(record) is null;
}
