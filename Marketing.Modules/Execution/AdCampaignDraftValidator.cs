using FluentValidation;
using Marketing.Execution.Ads;
using Marketing.Strategy;

namespace Marketing.Execution;

/// <summary>What an advertising campaign must keep to; used by <see cref="IAdCampaigns"/> and by the form in front of it.</summary>
public sealed class AdCampaignDraftValidator : AbstractValidator<AdCampaignDraft>
{
    /// <summary>Letters of the longest name.</summary>
    public const int LongestName = 100;

    /// <summary>Most money of a budget or a price, minor units.</summary>
    public const long MostMoney = 1_000_000_000_000;

    /// <summary>Largest share held out.</summary>
    public const double LargestHoldout = 0.9;

    /// <summary>Most shows of a cap.</summary>
    public const int MostShows = 1000;

    /// <summary>Most days of a cap.</summary>
    public const int MostDays = AdCaps.LongestDays;

    /// <summary>Sets up the rules.</summary>
    /// <param name="placements">Codes of the placements that there are.</param>
    /// <param name="now">Business time.</param>
    /// <param name="end">End as it is saved; it may stay though it is past.</param>
    public AdCampaignDraftValidator(IEnumerable<string> placements, DateTimeOffset now, DateTimeOffset? end)
    {
        var known = placements.ToHashSet();
        RuleFor(draft => draft.Name).Must(name => AdTexts.Fits(name, LongestName)).WithMessage($"The name has 1 to {LongestName} letters. Enter one by which colleagues know the campaign.");
        RuleFor(draft => draft.Audience)
            .Must(audience => audience is null || AudienceCodes.All.Contains(audience))
            .WithMessage(draft => $"There is no audience '{draft.Audience}'. Choose one of the list, or none for everybody.");
        RuleFor(draft => draft.End)
            .Cascade(CascadeMode.Stop)
            .Must((draft, typed) => draft.Start is null || typed is null || typed > draft.Start).WithMessage("The end is not after the start. Choose a later end or an earlier start.")
            .Must(typed => typed is null || typed > now || typed == end).WithErrorCode("past").WithMessage("The end is past. Choose a later one, or none.");
        RuleFor(draft => draft.DailyBudget).Must(IsBudget).WithMessage($"The daily budget is from 0 to {MostMoney:N0} minor units. Leave it out for no bound.");
        RuleFor(draft => draft.TotalBudget).Must(IsBudget).WithMessage($"The total budget is from 0 to {MostMoney:N0} minor units. Leave it out for no bound.");
        RuleFor(draft => draft.Pricing).IsInEnum().WithMessage("What is paid for is free, click or thousand. Choose one of them.");
        RuleFor(draft => draft.Price)
            .Must((draft, price) => draft.Pricing == AdPricing.Free ? price == 0 : price is > 0 and <= MostMoney)
            .WithMessage(draft => draft.Pricing == AdPricing.Free ? "What is free has the price 0. Enter 0, or choose what is paid for." : "The price must be above 0. Enter one in minor units, or choose free.");
        RuleFor(draft => draft.CapShows).Must(shows => shows is null or (>= 1 and <= MostShows)).WithMessage($"The cap is 1 to {MostShows} shows to a customer. Leave it out for no bound.");
        RuleFor(draft => draft.CapDays).InclusiveBetween(1, MostDays).WithMessage($"The cap holds for 1 to {MostDays} days. Enter for example 7.");
        RuleFor(draft => draft.HoldoutShare)
            .InclusiveBetween(0, LargestHoldout)
            .WithMessage(draft => $"The holdout {draft.HoldoutShare} is not a share from 0 to {LargestHoldout}. Enter for example 0.1 to hold back one in ten.");
        RuleFor(draft => draft.Paces).Must((draft, paces) => !paces || draft.DailyBudget is not null).WithMessage("Only a daily budget can be spread over the day. Enter one, or do not spread.");
        RuleFor(draft => draft.Placements)
            .Must(codes => codes.Distinct().Count() == codes.Count).WithMessage("A placement is named twice. Name each once.")
            .Must(codes => codes.All(known.Contains)).WithMessage(draft => $"There is no placement {string.Join(", ", draft.Placements.Where(code => !known.Contains(code)).Take(10))}. Create it first, or name one of those that there are.");
    }

    private static bool IsBudget(long? minor) => minor is null or (>= 0 and <= MostMoney);
}
