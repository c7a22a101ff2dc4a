namespace Marketing.App.Components.PublicPages;

/// <summary>What the preference page answers with.</summary>
public enum PreferenceAnswer
{
    /// <summary>The choices as they stand.</summary>
    None,

    /// <summary>Choices were saved.</summary>
    Saved,

    /// <summary>Everything was refused.</summary>
    Nothing,

    /// <summary>The link leads to nobody.</summary>
    Gone,
}
