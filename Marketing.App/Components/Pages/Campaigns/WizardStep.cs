namespace Marketing.App.Components.Pages.Campaigns;

/// <summary>Steps of the campaign wizard, in order.</summary>
public enum WizardStep
{
    /// <summary>Who gets it.</summary>
    Audience,

    /// <summary>What it says.</summary>
    Message,

    /// <summary>Who is held out, and what follows.</summary>
    Holdout,

    /// <summary>When it goes out.</summary>
    Schedule,
}
