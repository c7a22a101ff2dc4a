using FluentValidation;
using Marketing.Execution.Ads;

namespace Marketing.Execution;

/// <summary>What an advertisement must keep to; used by <see cref="IAdCampaigns"/> and by the form in front of it.</summary>
public sealed class AdDraftValidator : AbstractValidator<AdDraft>
{
    /// <summary>Letters of the longest name and headline.</summary>
    public const int LongestName = 100;

    /// <summary>Letters of the longest text.</summary>
    public const int LongestText = 1000;

    /// <summary>Letters of the longest address.</summary>
    public const int LongestAddress = 2000;

    private const string Form = "an https address without a user's name in it, such as https://shop.example/tea, or a path of the shop's own, such as /tea";

    /// <summary>Sets up the rules.</summary>
    public AdDraftValidator()
    {
        RuleFor(draft => draft.Name).Must(name => AdTexts.Fits(name, LongestName)).WithMessage($"The name has 1 to {LongestName} letters. Enter one by which colleagues know the advertisement.");
        RuleFor(draft => draft.Headline).Must(headline => AdTexts.Fits(headline, LongestName)).WithMessage($"The headline has 1 to {LongestName} letters. Enter what is read first.");
        RuleFor(draft => draft.Text).Must(text => text is not null && text.Length <= LongestText).WithMessage($"The text has at most {LongestText:N0} letters. Shorten it, or leave it empty.");
        RuleFor(draft => draft.Image).Must(image => image is null || AdTexts.IsAddress(image, LongestAddress)).WithMessage($"The address of the picture cannot be used. Enter {Form}, or leave it out.");
        RuleFor(draft => draft.Target).Must(target => AdTexts.IsAddress(target, LongestAddress)).WithMessage($"The target cannot be used. Enter {Form}.");
    }
}
