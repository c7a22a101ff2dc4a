using Marketing.Execution;

namespace Marketing.App.Components.Pages.Campaigns;

/// <summary>What stands in the fields of the wizard.</summary>
public sealed class CampaignForm
{
    public const int MostHoldout = 90;
    public const int MostProducts = 12;

    public string Name { get; set; } = "";

    public string Audience { get; set; } = "";

    public string Subject { get; set; } = "";

    public string Body { get; set; } = "";

    /// <summary>Share that gets nothing, in percent.</summary>
    public int HoldoutPercent { get; set; }

    public int Products { get; set; }

    /// <summary>Whether the contact policy decides who is written to now.</summary>
    public bool IsSteered { get; set; }

    public CampaignDraft Draft => new(Name, Audience, Subject, Body, HoldoutPercent / 100.0, Products, IsSteered);

    public static CampaignForm Of(CampaignDraft draft) => new()
    {
        Name = draft.Name,
        Audience = draft.Audience,
        Subject = draft.Subject,
        Body = draft.Body,
        HoldoutPercent = (int)Math.Round(draft.HoldoutShare * 100),
        Products = draft.Products,
        IsSteered = draft.IsSteered,
    };
}
