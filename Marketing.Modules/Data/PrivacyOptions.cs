using System.ComponentModel.DataAnnotations;

namespace Marketing.Data;

/// <summary>Links of people to their preferences, and how long what is kept.</summary>
public sealed class PrivacyOptions
{
    /// <summary>Days for which the link in a mail leads to the preferences; longer than the law asks for after the last mail.</summary>
    [Range(30, 3_650)]
    public int PreferenceLinkDays { get; set; } = 400;
}
