using Marketing.Execution;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>An advertisement as it is typed.</summary>
public sealed class AdForm
{
    public string Name { get; set; } = "";

    public string Headline { get; set; } = "";

    public string Text { get; set; } = "";

    public string? Image { get; set; }

    public string Target { get; set; } = "";

    public bool IsActive { get; set; } = true;

    /// <summary>What was typed; the headline is the name where none was given.</summary>
    public AdDraft Draft => new(
        string.IsNullOrWhiteSpace(Name) ? Headline.Trim() : Name.Trim(), Headline.Trim(), Text.Trim(), string.IsNullOrWhiteSpace(Image) ? null : Image.Trim(), Target.Trim());

    /// <summary>The form of an advertisement that is there.</summary>
    public static AdForm Of(Advertisement ad) => new()
    {
        Name = ad.Draft.Name,
        Headline = ad.Draft.Headline,
        Text = ad.Draft.Text,
        Image = ad.Draft.Image,
        Target = ad.Draft.Target,
        IsActive = ad.IsActive,
    };
}
