namespace Marketing.Data;

/// <summary>Names under which consent is stored, shared by everybody who writes or reads it.</summary>
public static class ConsentPurposes
{
    /// <summary>Purpose: offers and recommendations sent to a person.</summary>
    public const string Marketing = "marketing";
}

/// <summary>Names of the ways by which a person is reached.</summary>
public static class ConsentChannels
{
    /// <summary>E-mail.</summary>
    public const string Mail = "mail";
}
