using FluentValidation;
using Marketing.Execution.Ads;
using Marketing.Strategy;

namespace Marketing.Execution;

/// <summary>What a placement must keep to; used by <see cref="IAdCampaigns"/> and by the form in front of it.</summary>
public sealed class AdPlacementValidator : AbstractValidator<AdPlacement>
{
    /// <summary>Most advertisements beside each other.</summary>
    public const int MostPlaces = 20;

    private const int LongestName = 100;

    /// <summary>Sets up the rules.</summary>
    public AdPlacementValidator()
    {
        RuleFor(placement => placement.Code).Must(code => RecommendationQuery.IsPlacement(code)).WithMessage($"The code of a placement is {RecommendationQuery.PlacementForm}. Enter for example home.");
        RuleFor(placement => placement.Name).Must(name => AdTexts.Fits(name, LongestName)).WithMessage($"The name has 1 to {LongestName} letters. Enter where it is.");
        RuleFor(placement => placement.Surface).IsInEnum().WithMessage("The surface is shop, mail or network. Choose one of them.");
        RuleFor(placement => placement.Places).InclusiveBetween(1, MostPlaces).WithMessage($"A placement has 1 to {MostPlaces} places. Enter how many advertisements stand beside each other.");
    }
}
