namespace Marketing.Data;

/// <summary>Names under which consent is stored, shared by everybody who writes or reads it.</summary>
public static class ConsentPurposes
{
    /// <summary>Purpose: offers and recommendations sent to a person.</summary>
    public const string Marketing = "marketing";

    /// <summary>Purpose: pages and messages fitted to the person.</summary>
    public const string Personalisation = "personalisation";

    /// <summary>Purpose: scores and segments computed of the person.</summary>
    public const string Profiling = "profiling";

    /// <summary>Purpose: browsing measured for the shop's statistics.</summary>
    public const string Analytics = "analytics";

    /// <summary>All purposes, in the order in which people are asked.</summary>
    public static IReadOnlyList<string> All { get; } = [Marketing, Personalisation, Profiling, Analytics];
}

/// <summary>Names of the ways by which a person is reached.</summary>
public static class ConsentChannels
{
    /// <summary>E-mail.</summary>
    public const string Mail = "mail";

    /// <summary>Text messages.</summary>
    public const string Sms = "sms";

    /// <summary>The shop's own pages.</summary>
    public const string Web = "web";

    /// <summary>All channels.</summary>
    public static IReadOnlyList<string> All { get; } = [Mail, Sms, Web];
}

/// <summary>Lawful bases of a use (GDPR Art. 6(1)).</summary>
public static class LawfulBases
{
    /// <summary>The person agreed (a).</summary>
    public const string Consent = "consent";

    /// <summary>All bases, consent first.</summary>
    public static IReadOnlyList<string> All { get; } = [Consent, "contract", "legitimate-interest", "legal-obligation"];
}
